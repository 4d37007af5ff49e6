"""How a person uses what is in a message or form: buttons, selects, fields."""

from collections.abc import Mapping
from typing import Any

from tests.wire.commands import NotOfferedError
from tests.wire.ids import Json, snowflake
from tests.wire.messages import Upload, seen_text
from tests.wire.payload_limits import walk

SELECTS = (3, 5, 6, 7, 8)
_TEXT_INPUT, _UPLOAD, _CHECKBOXES, _CHECKBOX = 4, 19, 22, 23


def clickable(message: Json, wanted: str) -> Json:
    """The button or select of that custom id or label. Raises NotOfferedError."""
    parts = [p for p in walk(message["components"]) if "custom_id" in p]
    for field in parts:
        if wanted in (field["custom_id"], field.get("label")):
            if field.get("disabled"):
                raise NotOfferedError(f"{wanted!r} is disabled")
            return field
    there = [p.get("label") or p["custom_id"] for p in parts]
    shown = seen_text(message)[:500]
    raise NotOfferedError(f"no button {wanted!r}; there are: {there}; the message says: {shown}")


def chosen(field: Json, values: list[str]) -> list[str]:
    """The values, if the select takes them. Raises NotOfferedError."""
    offered = [o["value"] for o in field.get("options", [])]
    if offered and not set(values) <= set(offered):
        raise NotOfferedError(f"the select does not offer {values}; it offers {offered}")
    if not field.get("min_values", 1) <= len(values) <= field.get("max_values", 1):
        raise NotOfferedError(f"the select does not take {len(values)} values")
    return values


def submitted(field: Json, values: Mapping[str, Any], uploads: dict[str, Upload]) -> Json:
    """A form's component as it is sent when the form is submitted."""
    sent: Json = {k: field[k] for k in ("type", "id", "custom_id") if k in field}
    if "components" in field:
        return sent | {"components": [submitted(p, values, uploads) for p in field["components"]]}
    if "component" in field:
        return sent | {"component": submitted(field["component"], values, uploads)}
    if "custom_id" not in field:
        return sent
    given = values.get(field["custom_id"])
    if field.get("required", True) and given is None and field["type"] in (_TEXT_INPUT, *SELECTS):
        raise NotOfferedError(f"the field {field['custom_id']!r} is required")
    return sent | _field(field, given, uploads)


def _field(field: Json, given: Any, uploads: dict[str, Upload]) -> Json:
    kind: int = field["type"]
    if kind in SELECTS:
        return {"values": chosen(field, given) if given else []}
    if kind == _CHECKBOXES:
        return {"values": given or []}
    if kind == _UPLOAD:
        ids: dict[str, Upload] = {str(snowflake()): upload for upload in given or ()}
        uploads.update(ids)
        return {"values": list(ids)}
    return {"value": {_TEXT_INPUT: given or "", _CHECKBOX: bool(given)}.get(kind, given)}
