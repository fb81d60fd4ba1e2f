"""The JSON Schema of a scenario, made from the verbs themselves."""

from typing import Any

from fundflow.rehearsal.action import VERBS, Action


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12): a title, what it shows, and actions, each a verb with its keys inside or beside it."""
    definitions: dict[str, Any] = {}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "fundflow scenario",
        "type": "object",
        "required": ["scenario", "actions"],
        "additionalProperties": False,
        "properties": {
            "scenario": {"type": "string", "description": "Its title."},
            "shows": {"type": "string", "description": "What it shows."},
            "actions": {
                "type": "array",
                "items": {"anyOf": [_action(name, kind, definitions) for name, kind in sorted(VERBS.items())]},
            },
        },
        "$defs": definitions,
    }


def _action(name: str, kind: type[Action], definitions: dict[str, Any]) -> dict[str, Any]:
    shape = kind.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    definitions.update(shape.pop("$defs", {}))
    keys = shape.get("properties", {})
    written: list[dict[str, Any]] = [{"type": "object", "properties": keys, "additionalProperties": False}]
    if kind.main:
        written.append(keys[kind.main])
    if name == "expect":
        return {"type": "object", "required": [name], "properties": keys, "description": shape.get("description", "")}
    return {
        "type": "object",
        "title": name,
        "description": shape.get("description", ""),
        "required": [name],
        "properties": {name: {"anyOf": written}, **{key: value for key, value in keys.items() if key != name}},
        "additionalProperties": False,
    }
