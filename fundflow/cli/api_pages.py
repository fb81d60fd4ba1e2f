"""The reference page of the JSON API, made from its own description."""

from collections.abc import Iterator, Mapping
from typing import Any

from fundflow.cli import below


def page() -> str:
    """Every endpoint with what it takes and gives, by subject."""
    from fundflow import api  # noqa: PLC0415 - few commands need the API

    library, _ = below.definitions.load_library()
    nowhere = below.database.connect("sqlite://")
    described = api.create(api.Service(nowhere, library, below.clock.now)).openapi()
    return "\n".join(_page(described))


def _page(described: Mapping[str, Any]) -> Iterator[str]:
    schemas = described["components"]["schemas"]
    base = described["servers"][0]["url"]
    yield from ("# JSON API", "", f"Every address begins with `{base}`.", "", described["info"]["description"], "")
    yield f"What must be sent is marked `*`. The whole description, for tools: `{base}/openapi.json` (OpenAPI 3.1)."
    subject = ""
    for path, operations in described["paths"].items():
        for method, one in operations.items():
            if one["tags"][0] != subject:
                subject = one["tags"][0]
                yield from ("", f"## {subject.capitalize()}")
            yield from _operation(method, path, one, schemas)


def _operation(method: str, path: str, one: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", f"### `{method.upper()} {path}`", "", _said(one["description"]))
    asked = [part for part in one.get("parameters", ()) if part["in"] == "query"]
    if asked:
        yield from (
            "",
            f"Asks: {', '.join(_named(part['name'], needed=part.get('required', False)) for part in asked)}.",
        )
    sent = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if sent:
        yield from ("", f"Takes: {_keys(sent, schemas)}.")
    gives = one["responses"].get("200", {}).get("content", {})
    told = gives.get("application/json", {}).get("schema")
    if told:
        yield from ("", f"Gives: {_keys(told, schemas).replace('*', '')}.")
    elif gives:
        yield from ("", f"Gives: {', '.join(f'`{kind}`' for kind in gives)}.")
    if not one.get("security"):
        yield from ("", "Open to everybody.")


def _said(text: str) -> str:
    return " ".join(text.split())


def _named(name: str, *, needed: bool) -> str:
    return f"`{name}`" + (" (needed)" if needed else "")


def _keys(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    """The keys of an object, or of each in a list."""
    if schema.get("type") == "array":
        return f"a list, each with {_keys(schema['items'], schemas)}"
    known = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    needed = set(known.get("required", ()))
    keys = [_named(name, needed=name in needed and "$ref" in schema) for name in known.get("properties", ())]
    return ", ".join(keys).replace(" (needed)", "*") or "nothing"
