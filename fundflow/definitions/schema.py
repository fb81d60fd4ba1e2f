"""JSON Schema of what may be written in definition files, for editors that complete and check as one types."""

from typing import Any

from fundflow.definitions.committee import Office, Terms
from fundflow.definitions.criteria import Criteria
from fundflow.definitions.fund import Fund
from fundflow.definitions.shape import Definition
from fundflow.definitions.wording import unknown
from fundflow.definitions.workflow import Workflow
from fundflow.errors import NotFound

SCHEMAS: dict[str, type[Definition]] = {
    "workflow": Workflow,
    "fund": Fund,
    "criteria": Criteria,
    "committee": Terms,
    "office": Office,
}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one kind of definition file.

    Raises:
        NotFound: no such kind.
    """
    if name not in SCHEMAS:
        raise NotFound(unknown("schema", name, SCHEMAS))
    body = SCHEMAS[name].model_json_schema(by_alias=True)
    if name == "workflow":
        body["$defs"]["State"]["properties"].pop("state")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **body, "title": f"fundflow {name}"}
