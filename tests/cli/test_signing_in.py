"""The identity provider from the command line: set from its own document, bound person by person, passwords off and on."""

from datetime import UTC, datetime

import pytest

from fundflow import database
from tests.identity.provider import CLIENT, Provider, Serving
from tests.mail.conftest import with_administrator


@pytest.fixture
def provider():
    made = Provider(datetime(2017, 4, 3, 8, 0, tzinfo=UTC))
    serving = Serving(made)
    yield made
    serving.stop()


@pytest.fixture
def kept(bid):
    opened = database.connect(bid.url)
    with_administrator(opened)
    opened.dispose()
    return bid


def test_a_provider_is_set_people_are_bound_and_passwords_are_switched_off(kept, provider):
    assert kept.json("sign-in show") == {"on": False, "passwords": True}
    words = f"sign-in set {provider.issuer} --title NHSmail --client-id {CLIENT} --site https://funds.office.internal"
    assert kept.refused(f"{words} --as officer") == ["may_act"]
    made = kept.json(f"{words} --as root")
    assert made["returns_to"] == "https://funds.office.internal/sign-in/provider/return"
    assert made["algorithms"] == ["RS256"], "never none, nor a secret that is shared"
    assert kept.refused("sign-in passwords off --as root") == ["somebody_can_come_in"]
    kept.ok("sign-in bind root --subject r-1 --as root")
    assert kept.refused("sign-in bind officer --subject r-1 --as root") == ["one_subject_one_person"]
    kept.ok("sign-in passwords off --reason Policy --as root")
    assert kept.json("sign-in show")["passwords"] is False
    kept.ok("sign-in unbind root --reason Moved --as root")
    assert kept.refused("sign-in unbind root --as root") == ["not_found"]
    kept.ok("sign-in off --reason Down --as root")
    assert kept.json("sign-in show")["passwords"] is True


def test_a_provider_that_cannot_be_reached_is_told_in_one_line(kept):
    code, _, err = kept.run(
        "sign-in set http://127.0.0.1:1 --title NHSmail --client-id x --site https://x.internal --as root"
    )
    assert code == 1
    assert err.startswith("issuer: it cannot be asked at http://127.0.0.1:1/")
    assert len(err.strip().splitlines()) == 1


def test_a_person_is_invited_again_and_shut_out_by_commands(kept):
    made = kept.json("user invite officer --again --as root")
    assert (made["mailed"], made["path"][:9]) == (False, "/account/")
    assert kept.refused("user invite root --as officer") == ["may_act"]
    assert kept.json("user shut-out officer --reason Left --as root")["sign_in_name"] == "officer"
    assert kept.refused("user shut-out root --reason No --as officer") == ["may_act"]
