"""Faults of a data set, with messages that can be translated: a template and its parts.

The templates are English; the command line prints them unchanged.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

from pydantic import TypeAdapter
from pydantic_core import ErrorDetails

MessagePart: TypeAlias = str | int | tuple[str, ...]
"""A text, a number, or alternatives."""


def N_(message: str) -> str:  # noqa: N802 # as gettext calls it
    """Marks a text for the catalogues where it is looked up later."""
    return message


_SHOWN: Final = 80
"""Characters of a wrong value that a fault shows."""
MAX_FAULTS: Final = 10_000
"""Loading stops after this many faults."""
NO_RECORD: Final = "-"
"""The record of a fault that concerns a whole file."""
VERBATIM: Final = "{text}"
"""The template of an untranslated message, such as a parser's."""


class FaultMessage(NamedTuple):
    """A template with its parts."""

    template: str
    parts: Mapping[str, MessagePart]

    def __str__(self) -> str:
        """In English."""
        return format_message(self.template, self.parts, ", ", " or ")


def fault_message(template: str, **parts: MessagePart) -> FaultMessage:
    """A template with its parts."""
    return FaultMessage(template, parts)


def format_message(template: str, parts: Mapping[str, MessagePart], comma: str, last: str) -> str:
    """The template filled; `comma` and `last` join alternatives."""
    return template.format_map({k: _format_part(part, comma, last) for k, part in parts.items()})


def _format_part(part: MessagePart, comma: str, last: str) -> MessagePart:
    if not isinstance(part, tuple):
        return part
    return comma.join(part[:-1]) + last + part[-1] if len(part) > 1 else "".join(part)


class DataModelError(ValueError):
    """Raised by validators; carries a translatable message through pydantic."""

    def __init__(self, template: str, *, at: tuple[str, ...] = (), **parts: MessagePart) -> None:
        """`at`: the field of the record at fault."""
        self.reason = fault_message(template, **parts)
        self.at = at
        super().__init__(str(self.reason))


class Fault(NamedTuple):
    """One thing wrong in a data file: where, and what was expected."""

    file: str
    line: int
    record: str
    field: str
    reason: FaultMessage

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return str(self.reason)

    def __str__(self) -> str:
        """As check-data prints it."""
        line = f"{self.file}:{self.line}: {self.record}: {self.field}: {self.message}"
        return escaped(line)


PYDANTIC_MESSAGES: Final[Mapping[str, str]] = {
    "missing": N_("is missing; expected a value"),
    "extra_forbidden": N_("unknown field; expected one of the fields in the schema"),
    "literal_error": N_("expected {expected}; found {found}"),
    "string_type": N_("expected text; found {found}"),
    "string_pattern_mismatch": N_("expected text that matches {pattern}; found {found}"),
    "string_too_short": N_("is empty; expected text"),
    "string_too_long": N_("expected at most {max_length} characters; found {found}"),
    "int_type": N_("expected a whole number; found {found}"),
    "int_parsing": N_("expected a whole number; found {found}"),
    "int_from_float": N_("expected a whole number; found {found}"),
    "float_type": N_("expected a number; found {found}"),
    "float_parsing": N_("expected a number; found {found}"),
    "finite_number": N_("expected a finite number; found {found}"),
    "bool_type": N_("expected true or false; found {found}"),
    "date_type": N_("expected a date such as 2026-04-01; found {found}"),
    "date_parsing": N_("expected a date such as 2026-04-01; found {found}"),
    "date_from_datetime_parsing": N_("expected a date such as 2026-04-01; found {found}"),
    "greater_than": N_("expected more than {gt}; found {found}"),
    "greater_than_equal": N_("expected at least {ge}; found {found}"),
    "less_than": N_("expected less than {lt}; found {found}"),
    "less_than_equal": N_("expected at most {le}; found {found}"),
    "too_short": N_("expected at least {min_length} entries; found {actual_length}"),
    "too_long": N_("expected at most {max_length} entries; found {actual_length}"),
    "tuple_type": N_("expected a list; found {found}"),
    "model_type": N_("expected fields with values; found {found}"),
}
"""By pydantic's error type; other errors use pydantic's message."""
PARTIAL_DATE: Final = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_PARTIAL_DATE: Final = N_("expected a date such as 2025, 2025-03 or 2025-03-01; found {found}")


_PLAIN: Final[Mapping[object, str]] = {None: "null", True: "true", False: "false"}
"""As YAML writes them."""


def from_pydantic(detail: ErrorDetails) -> FaultMessage:
    """The message of a pydantic error."""
    context: dict[str, Any] = detail.get("ctx", {})
    if isinstance(error := context.get("error"), DataModelError):
        return error.reason
    found = preview(detail["input"])
    template = PYDANTIC_MESSAGES.get(detail["type"])
    if context.get("pattern") == PARTIAL_DATE:
        template = _PARTIAL_DATE
    if template is None:
        return fault_message(VERBATIM, text=_lowered(str(detail["msg"])) + f"; found {found}")
    parts = {k: v if isinstance(v, int) else str(v) for k, v in context.items()}
    if "expected" in parts:
        return fault_message(template, found=found, expected=_alternatives(str(parts["expected"])))
    return fault_message(template, **{**parts, "found": found})


def field_path(detail: ErrorDetails) -> tuple[str | int, ...]:
    """The path of a pydantic error, with the field that a validator named."""
    error = detail.get("ctx", {}).get("error")
    return (*detail["loc"], *(error.at if isinstance(error, DataModelError) else ()))


def preview(given: object) -> str:
    """The value, shortened; for lists and mappings only the kind."""
    if isinstance(given, dict):
        return "{…}"
    if isinstance(given, list):
        return "[…]"
    text = _PLAIN.get(given) if given is None or isinstance(given, bool) else None
    text = text or escaped(repr(given))
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def escaped(text: str) -> str:
    """The text with invisible characters and line breaks escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _lowered(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return message[:1].lower() + message[1:].replace("input should be", "expected")


def _alternatives(expected: str) -> tuple[str, ...]:
    """Pydantic's "'a', 'b' or 'c'" as its parts."""
    first, _, last = expected.rpartition(" or ")
    return (*(first.split(", ") if first else ()), last)


@cache
def _adapter() -> TypeAdapter[Fault]:  # not built at a start
    return TypeAdapter(Fault)


def packed_faults(faults: Iterable[Fault]) -> bytes:
    """One line per fault."""
    return b"".join(_adapter().dump_json(fault) + b"\n" for fault in faults)


def unpacked_faults(packed: bytes) -> Iterator[Fault]:
    """The faults of these lines."""
    return map(_adapter().validate_json, packed.splitlines())
