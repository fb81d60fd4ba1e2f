"""What a second person types to agree to a change of money that waits for them."""

from datetime import UTC, datetime

import pytest

from fundflow.engine import seconding
from fundflow.people import Proposal

KEY = {"source": ["05J", "2017/18", "a-fund"], "target": ["05T", "2017/18", "a-fund"]}


@pytest.mark.parametrize(
    ("verb", "subject", "values", "command"),
    [
        (
            "vire",
            "05J to 05T",
            {**KEY, "pence": 1_200, "minute": "M 1"},
            "fundflow allocation vire --together --from 05J/2017/18/a-fund --to 05T/2017/18/a-fund --amount £12.00 --minute 'M 1'",
        ),
        ("propose_recovery", "TF-17-0001", {"pence": 500}, "fundflow award recover TF-17-0001 --agree"),
        (
            "accept_accruals",
            "05J May 2017",
            {},
            "fundflow year accept-accruals --commissioner 05J --month 'May 2017'",
        ),
        ("adjust_prior_year", "TF-17-0001 05J 2017/18", {}, "fundflow year adjust TF-17-0001 05J/2017/18"),
        ("amend", "a-round {closes_at}", {"closes_at": "2017-05-12"}, ""),
    ],
)
def test_a_request_about_money_names_the_command_that_agrees_to_it(verb, subject, values, command):
    row = Proposal(
        verb=verb,
        subject=subject,
        basis="",
        values=values,
        said="",
        asked_by=1,
        asked_name="Jo",
        asked_at=datetime(2017, 5, 1, tzinfo=UTC),
    )
    assert seconding.typed(row) == command
