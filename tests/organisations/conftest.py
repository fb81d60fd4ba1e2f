"""Two commissioners, four practices and a federation, in April 2017."""

from datetime import date, datetime

import pytest
from sqlmodel import Session

from fundflow import organisations
from fundflow.audit import Act
from fundflow.definitions.committee import Office

OFFICE = {
    "office": "two-counties",
    "title": "Two counties",
    "version": 1,
    "region_name": "Midlands",
    "complaint": "Write to us.",
    "publication": "We publish awards.",
    "data_protection": "We keep names six years.",
    "commissioner_types": [
        {
            "key": "ccg",
            "singular": "clinical commissioning group",
            "plural": "clinical commissioning groups",
            "short": "CCG",
            "code_pattern": "^[0-9]{2}[A-Z]$",
            "committee": "PCCC",
            "accountable_officer": "Accountable Officer",
            "finance_officer": "Chief Finance Officer",
        }
    ],
    "commissioners": [
        {
            "code": "05J",
            "name": "NHS Redditch and Bromsgrove CCG",
            "short_name": "Redditch and Bromsgrove",
            "type": "ccg",
            "parent": "QGH",
            "aliases": ["RB", "R&B"],
            "in_financial_recovery": True,
            "signatory": "A. Nobody",
            "signatory_title": "Accountable Officer",
        },
        {
            "code": "05T",
            "name": "NHS South Worcestershire CCG",
            "short_name": "South Worcestershire",
            "type": "ccg",
            "delegation_level": "joint",
            "signatory": "B. Nobody",
            "signatory_title": "Accountable Officer",
        },
        {
            "code": "QGH",
            "name": "NHS Herefordshire and Worcestershire ICB",
            "short_name": "Herefordshire and Worcestershire",
            "type": "ccg",
            "signatory": "C. Nobody",
            "signatory_title": "Chief Executive",
        },
    ],
}


@pytest.fixture
def office() -> Office:
    return Office.model_validate(OFFICE)


@pytest.fixture
def act(now: datetime) -> Act:
    return Act(1, "Jo Ash", now, "register", "organisations", reason="Notice of April")


@pytest.fixture
def register(session: Session, office: Office, act: Act) -> Session:
    """The session, with the register filled."""
    organisations.ensure_commissioners(session, office, act=act)
    for number in range(1, 5):
        code = f"M8100{number}"
        organisations.add(session, code=code, name=f"Practice {number}", kind="practice", act=act)
        organisations.link_many(session, [(code, "05J", date(2013, 4, 1), None)])
    organisations.add(session, code="FED", name="Federation", kind="federation", act=act)
    for number in (1, 2, 3):
        organisations.join(session, f"M8100{number}", group="FED", starts=date(2016, 4, 1), act=act)
    return session
