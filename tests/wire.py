"""The Desk's shapes in TypeScript, written from the operations themselves: web/src/api/wire.ts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from gateway.api.operation import Operation

HEAD = """/** Written from the API's own shapes by `pytest tests/gateway/api/test_wire.py --record`; do not edit. */

"""
PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def typescript(operations: Sequence[Operation]) -> str:
    """An interface for each struct that these operations take or give."""
    shapes = [one for o in operations for one in (o.body, o.returns) if _is_struct(one)]
    _, components = msgspec.json.schema_components(shapes, ref_template="#/{name}")
    return HEAD + "\n".join(_declared(name, components[name]) for name in sorted(components))


def _is_struct(shape: Any) -> bool:
    return isinstance(shape, type) and issubclass(shape, msgspec.Struct)


def _declared(name: str, schema: dict[str, Any]) -> str:
    declared = _named(name)
    told = f"/** {_line(schema['description'])} */\n" if "description" in schema else ""
    if "properties" not in schema:
        return f"{told}export type {declared} = {_type(schema)};\n"
    required = set(schema.get("required", ()))
    fields = "".join(
        f"  {_name(field)}{'' if field in required else '?'}: {_type(one)};\n"
        for field, one in schema["properties"].items()
    )
    return f"{told}export interface {declared} {{\n{fields}}}\n"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return _named(schema["$ref"].removeprefix("#/"))
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(one) for one in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(f"'{one}'" for one in schema["enum"])
    if "const" in schema:
        return f"'{schema['const']}'"
    match schema.get("type"):
        case "array" if "prefixItems" in schema:
            return f"[{', '.join(_type(one) for one in schema['prefixItems'])}]"
        case "array":
            inner = _type(schema.get("items") or {})
            return f"({inner})[]" if " | " in inner else f"{inner}[]"
        case "object":
            values = schema.get("additionalProperties")
            return f"Record<string, {_type(values) if isinstance(values, dict) else 'unknown'}>"
        case str(kind):
            return PLAIN[kind]
        case _:
            return "unknown"


def _named(shape: str) -> str:
    """Two of one name are told apart by their modules: `gateway.api.studio.shapes.Edited` is StudioShapesEdited."""
    module, _, name = shape.rpartition(".")
    return "".join(word.capitalize() for word in module.rpartition(".")[2].split("_")) + name


def _name(field: str) -> str:
    return field if re.fullmatch(r"[A-Za-z_]\w*", field) else f"'{field}'"


def _line(text: str) -> str:
    return " ".join(text.split()).replace("*/", "* /")
