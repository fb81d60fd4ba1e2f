"""`fundflow take-over`: what is typed amiss is one line."""

import pytest


@pytest.mark.parametrize(("opened", "closed"), [("", "2017-02-12 17:00"), ("2017-01-03 09:00", ""), ("May", "June")])
def test_a_moment_that_is_none_is_named_with_its_option(bid, opened, closed):
    code, _, err = bid.run(
        ["take-over", "begin", "--fund", "worcestershire-transformation", "--opened", opened, "--closed", closed],
        *("--as", "officer"),
    )
    assert code != 0
    assert "is not a date and time: write it as 2017-05-12 17:00" in err
    assert "--opened" in err or "--closed" in err
