"""What a chair may decide between meetings: up to the limit, and not a penny more."""

import pytest

from fundflow.committees.rules.urgent import refuse_amount
from fundflow.definitions.loading import load_library
from fundflow.errors import Refused


@pytest.fixture(scope="module")
def terms():
    return load_library()[0].committees["south-worcestershire-pccc"]


def test_the_limit_itself_may_be_decided_and_a_penny_more_may_not(terms):
    limit = terms.chairs_action.up_to
    refuse_amount(terms, limit)
    with pytest.raises(Refused, match=r"£50,000\.01.*may decide up to £50,000\.00 between meetings") as told:
        refuse_amount(terms, limit + 1)
    assert told.value.refusals[0].guard == "chairs_limit"


def test_terms_that_know_no_chairs_action_let_none_be_taken(terms):
    with pytest.raises(Refused, match="know none"):
        refuse_amount(terms.model_copy(update={"chairs_action": None}), 1)
