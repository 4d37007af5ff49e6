"""Faults as lines of JSON, in which the worker process sends them."""

from collections.abc import Iterable, Iterator
from functools import cache

from pydantic import TypeAdapter

from bot.domain.data.faults import Fault


@cache
def _adapter() -> TypeAdapter[Fault]:  # not built at a start
    return TypeAdapter(Fault)


def packed_faults(faults: Iterable[Fault]) -> bytes:
    """One line per fault."""
    return b"".join(_adapter().dump_json(fault) + b"\n" for fault in faults)


def unpacked_faults(packed: bytes) -> Iterator[Fault]:
    """The faults of these lines."""
    return map(_adapter().validate_json, packed.splitlines())
