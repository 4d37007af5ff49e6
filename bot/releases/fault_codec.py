"""Faults as lines of JSON, in which the worker process sends them."""

import json
from collections.abc import Iterable, Iterator

from bot.domain.data.faults import Fault, FaultMessage, MessagePart


def packed_faults(faults: Iterable[Fault]) -> bytes:
    """One line per fault."""
    return b"".join(
        json.dumps([f.file, f.line, f.record, f.field, f.reason.template, f.reason.parts]).encode()
        + b"\n"
        for f in faults
    )


def unpacked_faults(packed: bytes) -> Iterator[Fault]:
    """The faults of these lines."""
    for line in packed.splitlines():
        file, number, record, field, template, parts = json.loads(line)
        said = FaultMessage(template, {name: _part(part) for name, part in parts.items()})
        yield Fault(file, number, record, field, said)


def _part(part: str | int | list[str]) -> MessagePart:
    return tuple(part) if isinstance(part, list) else part
