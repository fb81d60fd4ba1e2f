"""Stored files: by their contents, once."""

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from fundflow import database, files
from fundflow.errors import BadInput, NotFound

NOW = datetime(2017, 4, 3, 8, tzinfo=UTC)


def put(session, content, name="invoice.pdf"):
    return files.put(session, name=name, media_type="application/pdf", content=content, now=NOW)


def test_a_file_is_kept_under_the_hash_of_its_contents(engine):
    with database.writing(engine) as session:
        address = put(session, b"\x00\xffinvoice")
    assert address == hashlib.sha256(b"\x00\xffinvoice").hexdigest()
    with database.reading(engine) as session:
        found = files.get(session, address)
        assert (found.name, found.media_type, found.size, found.content, found.stored_at) == (
            "invoice.pdf",
            "application/pdf",
            9,
            b"\x00\xffinvoice",
            NOW,
        )


def test_the_same_contents_are_kept_once_with_their_first_name(engine):
    with database.writing(engine) as session:
        assert put(session, b"x") == put(session, b"x", "other.pdf")
        assert files.get(session, files.address(b"x")).name == "invoice.pdf"
        facts = files.facts(session, [files.address(b"x"), "unknown"])
        assert [one.size for one in facts.values()] == [1]


@given(content=st.binary(max_size=200))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_put_is_what_is_got(session, content):
    assert files.get(session, put(session, content)).content == content


def test_an_unknown_file_is_not_found(session):
    with pytest.raises(NotFound):
        files.get(session, "0" * 64)


@pytest.mark.parametrize(("name", "media_type"), [("", "text/plain"), ("a.txt", " ")])
def test_a_file_needs_a_name_and_a_type(session, name, media_type):
    with pytest.raises(BadInput, match="needs a name"):
        files.put(session, name=name, media_type=media_type, content=b"", now=NOW)


def test_a_file_that_was_changed_inside_the_database_is_found(session):
    address = put(session, b"x")
    put(session, b"y")
    assert files.changed(session) == []
    session.connection().execute(text("UPDATE stored_file SET content = x'00' WHERE sha256 = :a"), {"a": address})
    assert [one.sha256 for one in files.changed(session)] == [address]
