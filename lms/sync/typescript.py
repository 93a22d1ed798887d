"""From the pydantic models of the wire to the tablet's TypeScript types, by way of JSON Schema."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from lms.packages import shapes

from . import protocol

TARGET = Path("lms/tablet/frontend/src/protocol.gen.ts")
SNAPSHOT = Path("tests/contracts/protocol.snapshot.json")
# What a tablet sends may leave out whatever has a default; what it receives is always complete.
SENT = (
    "PairRequest",
    "SignInRequest",
    "PrepareRequest",
    "PrepareMember",
    "RecoverRequest",
    "Batch",
    "PinSecret",
    "PictureSecret",
    "LiveSeen",
    "LiveQuestionSent",
    "LivePollAnswer",
    "ExamReport",
)
HEADER = """// Made by `./newleaf manage tablet_types` from lms/sync/protocol.py and lms/packages/shapes.py. Do not edit.

/* eslint-disable */

"""


def wire_models() -> list[type[BaseModel]]:
    """Every shape of the protocol, in the order of the modules."""
    found = [value for module in (shapes, protocol) for value in vars(module).values()]
    models = [value for value in found if inspect.isclass(value) and issubclass(value, shapes.Shape)]
    return [model for model in dict.fromkeys(models) if model is not shapes.Shape]


def schema() -> dict[str, Any]:
    """One JSON Schema of all shapes: `$defs` by name, and the protocol's numbers."""
    definitions: dict[str, Any] = {}
    for model in wire_models():
        mode: Literal["validation", "serialization"] = "validation" if model.__name__ in SENT else "serialization"
        _, made = models_json_schema([(model, mode)], ref_template="#/$defs/{model}")
        definition = made["$defs"][model.__name__]
        if model.__name__ not in SENT:
            definition["required"] = sorted(definition.get("properties", {}))
        definitions[model.__name__] = definition
    numbers = {
        name: getattr(protocol, name) for name in ("PROTOCOL_VERSION", "MAX_BATCH_STATEMENTS", "MAX_BATCH_BYTES")
    }
    return {"numbers": numbers, "$defs": dict(sorted(definitions.items()))}


def snapshot() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def types() -> str:
    """The text of protocol.gen.ts."""
    document = schema()
    lines = [f"export const {name} = {value};" for name, value in document["numbers"].items()]
    declarations = [_declaration(name, definition) for name, definition in document["$defs"].items()]
    aliases = [_alias("Item", shapes.Item), _alias("LessonBlock", shapes.LessonBlock)]
    return HEADER + "\n".join(lines) + "\n\n" + "\n\n".join(declarations + aliases) + "\n"


def write_types(root: Path | None = None) -> None:
    base = root or settings.BASE_DIR
    for path, text in ((TARGET, types()), (SNAPSHOT, snapshot())):
        (base / path).parent.mkdir(parents=True, exist_ok=True)
        (base / path).write_text(text, encoding="utf-8")


def _alias(name: str, union: Any) -> str:
    """A named union of models, such as LessonBlock."""
    members = [member.__name__ for member in union.__origin__.__args__]
    return f"export type {name} = {' | '.join(members)};"


def _declaration(name: str, definition: dict[str, Any]) -> str:
    comment = definition.get("description", "").strip()
    head = f"/** {' '.join(comment.split())} */\n" if comment else ""
    required = set(definition.get("required", []))
    fields = [_field(key, value, key in required) for key, value in definition.get("properties", {}).items()]
    return f"{head}export interface {name} {{\n" + "\n".join(fields) + "\n}"


def _field(name: str, definition: dict[str, Any], required: bool) -> str:
    always = required or "const" in definition  # a tag such as `kind` is always there
    return f"  {name}{'' if always else '?'}: {_type(definition)};"


def _type(definition: dict[str, Any]) -> str:
    if "$ref" in definition:
        return str(definition["$ref"].rsplit("/", 1)[1])
    if "const" in definition:
        return json.dumps(definition["const"])
    if "enum" in definition:
        return " | ".join(json.dumps(value) for value in definition["enum"])
    for union in ("anyOf", "oneOf"):
        if union in definition:
            return " | ".join(dict.fromkeys(_type(member) for member in definition[union]))
    return _plain(definition)


def _plain(definition: dict[str, Any]) -> str:
    kind = definition.get("type")
    if kind == "array":
        if "prefixItems" in definition:
            return "[" + ", ".join(_type(member) for member in definition["prefixItems"]) + "]"
        inner = _type(definition.get("items", {}))
        return f"({inner})[]" if " | " in inner else f"{inner}[]"
    if kind == "object":
        extra = definition.get("additionalProperties")
        return f"Record<string, {_type(extra)}>" if isinstance(extra, dict) else "Record<string, unknown>"
    return {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}.get(
        str(kind), "unknown"
    )
