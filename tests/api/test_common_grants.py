"""Opportunities in CommonGrants' words: every answer fits the schemas that the standard publishes."""

import jsonschema
import pytest
from referencing import Registry, Resource
from ruamel.yaml import YAML

from tests.stories.stages import ROUND


@pytest.fixture
def fits(shared_data):
    folder = shared_data / "commongrants" / "schemas_yaml"
    read = YAML(typ="safe")
    found = {path.name: read.load(path.read_text(encoding="utf-8")) for path in folder.glob("*.yaml")}
    registry = Registry().with_resources([(name, Resource.from_contents(one)) for name, one in found.items()])

    def check(name, told):
        checker = jsonschema.Draft202012Validator(
            found[f"{name}.yaml"], registry=registry, format_checker=jsonschema.FormatChecker()
        )
        assert [error.message for error in checker.iter_errors(told)] == []

    return check


@pytest.mark.parametrize("stage", ["draft", "submitted", "active"])
def test_every_round_is_an_opportunity_that_fits_the_standard(stage, served, fits):
    anybody = served(stage).program()
    listed = anybody.get("/common-grants/opportunities")
    fits("Paginated", listed)
    for one in listed["items"]:
        fits("OpportunityBase", one)
        alone = anybody.get(f"/common-grants/opportunities/{one['id']}")
        fits("Ok", alone)
        assert alone["data"] == one
    only = listed["items"][0]
    assert only["status"]["value"] == ("closed" if stage == "active" else "open")
    assert only["customFields"]["round"]["value"] == ROUND
    assert only["funding"]["totalAmountAvailable"] == {"amount": "1785318.00", "currency": "GBP"}
    assert (only["keyDates"]["closeDate"]["date"], only["keyDates"]["closeDate"]["time"]) == ("2017-05-12", "17:00:00")


def test_an_opportunity_that_is_none_is_told_in_the_standard_s_words_too(served, fits):
    told = served("draft").program().get("/common-grants/opportunities/00000000-0000-4000-8000-000000000000", 404)
    assert told["message"] == told["detail"]
    assert "There is no opportunity" in told["message"]


def test_pages_end(served):
    anybody = served("draft").program()
    assert anybody.get("/common-grants/opportunities", params={"page": 2})["items"] == []
    info = anybody.get("/common-grants/opportunities", params={"pageSize": 1})["paginationInfo"]
    assert info == {"page": 1, "pageSize": 1, "totalItems": 1, "totalPages": 1}
