"""The options of DATABASE_URL, after the question mark: what the drivers know, and which values."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf
from typing import Final, NamedTuple
from urllib.parse import parse_qsl

HIGHEST_PORT: Final = 65_535


class DatabaseOption(NamedTuple):
    """What an option takes."""

    read: Callable[[str], object] = str
    """The value for the driver. Raises ValueError."""
    expected: str = ""


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number < inf:
        raise ValueError
    return number


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValueError
    return int(text)


def _yes_or_no(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[text.lower()]


def _ports(text: str) -> str:
    if not all(0 < _whole(port) <= HIGHEST_PORT for port in text.split(",")):
        raise ValueError
    return text


def _one_of(*names: str) -> DatabaseOption:
    def read(text: str) -> str:
        if text not in names:
            raise ValueError
        return text

    return DatabaseOption(read, f"one of {', '.join(names)}")


_SECONDS: Final = DatabaseOption(_seconds, "a number of seconds above 0")
_COUNT: Final = DatabaseOption(_whole, "a whole number from 0")
_SWITCH: Final = DatabaseOption(_yes_or_no, "true or false")
_TEXT: Final = DatabaseOption()
OPTIONS: Final[Mapping[str, Mapping[str, DatabaseOption]]] = {
    "sqlite": {
        "cached_statements": _COUNT,
        "check_same_thread": _SWITCH,
        "detect_types": _COUNT,
        "isolation_level": _TEXT,
        "timeout": _SECONDS,
        "uri": _SWITCH,
    },
    "postgresql": {
        "command_timeout": _SECONDS,
        "direct_tls": _SWITCH,
        "gsslib": _one_of("gssapi", "sspi"),
        "host": _TEXT,
        "krbsrvname": _TEXT,
        "max_cacheable_statement_size": _COUNT,
        "max_cached_statement_lifetime": _COUNT,
        "passfile": _TEXT,
        "port": DatabaseOption(_ports, f"a port from 1 to {HIGHEST_PORT}"),
        "prepared_statement_cache_size": _COUNT,
        "service": _TEXT,
        "servicefile": _TEXT,
        "ssl": _one_of("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
        "statement_cache_size": _COUNT,
        "target_session_attrs": _one_of(
            "any", "primary", "standby", "read-write", "read-only", "prefer-standby"
        ),
        "timeout": _SECONDS,
    },
}
"""By driver. With `uri`, SQLite reads the others."""


def faults(driver: str, query: str) -> Iterator[str]:
    """What is wrong with the options of an address, a sentence each."""
    known, given = OPTIONS[driver], parse_qsl(query, keep_blank_values=True)
    own_names = driver == "sqlite" and "uri" in dict(given)
    for name, value in given:
        if name not in known:
            if not own_names:
                yield _unknown(name, sorted(known))
            continue
        try:
            known[name].read(value)
        except (ValueError, LookupError):
            shown = f'"{value}"' if re.fullmatch(r"[\w.,-]{1,40}", value) else "not readable"
            yield (
                f"DATABASE_URL has the option {name}, which is {shown}; "
                f"expected {known[name].expected}."
            )


def _unknown(name: str, known: Sequence[str]) -> str:
    hint = ' For encryption, the driver takes "ssl".' if name == "sslmode" else ""
    shown = name if re.fullmatch(r"[a-z_]{1,40}", name) else "…"
    return (
        f'DATABASE_URL has the unknown option "{shown}"; expected one of {", ".join(known)}.{hint}'
    )


def converted(driver: str, query: Mapping[str, object]) -> dict[str, object]:
    """The options that are no text, as the driver takes them: an address has only texts."""
    known = OPTIONS[driver]
    found = {k: known[k].read(v) for k, v in query.items() if k in known and isinstance(v, str)}
    return {name: value for name, value in found.items() if not isinstance(value, str)}
