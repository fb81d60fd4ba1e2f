"""The line to the mail server is read by nobody else: with a certificate that is trusted, or not at all."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from fundflow.engine import mail_out
from tests.mail.conftest import AnyPort, MailServer, office_over, with_administrator


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for localhost that only this test trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "localhost.pem"
    kept = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(kept + made.public_bytes(serialization.Encoding.PEM))
    return path


def _let_in(_server, _session, _envelope, _mechanism, given):
    return AuthResult(success=(given.login, given.password) == (b"office", b"a-secret-word"), handled=False)


@pytest.fixture
def protected(certificate):
    """A server that speaks only after STARTTLS, and takes mail only from `office`."""
    made = MailServer()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    controller = AnyPort(
        made, hostname="127.0.0.1", port=0, tls_context=context, require_starttls=True, auth_required=True,
        authenticator=_let_in,
    )  # fmt: skip
    controller.start()
    made.port = controller.port
    yield made
    controller.stop()


@pytest.fixture
def tried(sqlite_engine, protected, certificate, monkeypatch):
    """One message tried with some settings: what came of it, and why."""

    def once(*, trusted=True, password="a-secret-word", **more):
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        monkeypatch.setenv(mail_out.PASSWORD, password)
        with_administrator(sqlite_engine)
        given = {"host": "localhost", "security": "starttls", "user_name": "office", **more}
        office = office_over(sqlite_engine, protected, **given)
        office.put()
        return office.send()[0], office.rows()[0].last_error

    return once


def test_with_a_trusted_certificate_and_the_password_it_leaves(tried, protected):
    assert tried() == ("sent", "")
    assert len(protected.took) == 1


def test_with_a_certificate_that_nobody_vouches_for_nothing_leaves(tried, protected):
    outcome, why = tried(trusted=False)
    assert outcome == "tried again later"
    assert "certificate" in why
    assert protected.took == []


def test_a_wrong_password_is_told_and_not_repeated_in_words(tried, protected):
    outcome, why = tried(password="another-secret")
    assert outcome == "tried again later"
    assert "name and password" in why
    assert "another-secret" not in why
    assert protected.took == []


def test_a_server_that_offers_no_protection_gets_nothing(sqlite_engine, server):
    with_administrator(sqlite_engine)
    office = office_over(sqlite_engine, server, security="starttls")
    office.put()
    assert office.send() == ["tried again later"]
    assert "STARTTLS" in office.rows()[0].last_error
    assert server.took == []
