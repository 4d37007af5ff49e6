"""The log: one line per event on standard error, for a console or as JSON.

It includes the standard library's logging (discord.py, Alembic, aiosqlite). It contains no secret,
neither the configured ones nor anything that looks like a credential, and nothing that people
typed: loggers that write it stay above that level, and `traces.py` hides messages of exceptions.
"""

import json
import logging
import re
import sys
from asyncio import CancelledError
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple, TextIO, cast

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.traces import render

HIDDEN = "[hidden]"
SHORTEST_SECRET = 4
"""Redacting a shorter one would garble the text and protect nothing."""

MOST_FAILURES: Final = 20
"""Errors that `/admin status` can show."""

QUIET: Mapping[str, int] = {
    # Below these levels they log payloads (names, messages, values of statements).
    "discord.client": logging.INFO,
    "discord.gateway": logging.INFO,
    "discord.http": logging.INFO,
    "discord.webhook": logging.INFO,
    "aiosqlite": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    # Verbose and of no use to an operator.
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "filelock": logging.WARNING,
    "asyncio": logging.INFO,
}

_SECRET_NAME = re.compile(r"(?i)authorization|token|secret|password|passwd|api[-_]?key|cookie")
_CREDENTIALS = (
    # Authorization: Bot abc · 'Authorization': 'Bearer abc' · authorization=abc
    (
        re.compile(
            r"(?i)(authorization[\"']?\s*[:=]\s*[\"']?)(?:(?:bot|bearer|basic)\s+)?[^\s\"',;)}\]]+"
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"\b(Bot|Bearer|Basic)(\s+)[\w.~+/=-]{16,}"), rf"\1\2{HIDDEN}"),
    # The shape of Discord's own tokens.
    (re.compile(r"\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"), HIDDEN),
    # Tokens in paths of interactions and webhooks, in discord.py's errors.
    (re.compile(r"(/(?:interactions|webhooks)/\d+/)[\w.~-]+"), rf"\1{HIDDEN}"),
    # scheme://user:password@host
    (re.compile(r"(://[^\s:/@]*:)[^\s@]+@"), rf"\1{HIDDEN}@"),
)


_WRITTEN_OUT = re.compile(r"[\n(<]")
"""Where the values begin in a message of asyncio."""


class Redactor:
    """Removes secrets and what looks like a credential from texts and events."""

    def __init__(self, secrets: Iterable[str]) -> None:
        kept = {secret for secret in secrets if len(secret) >= SHORTEST_SECRET}
        forms = kept | {write(secret)[1:-1] for secret in kept for write in (repr, json.dumps)}
        ordered = sorted(forms, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def known(self, text: str) -> str:
        """The text without the configured secrets."""
        return self._secrets.sub(HIDDEN, text) if self._secrets else text

    def text(self, text: str) -> str:
        """The text without secrets and what looks like a credential."""
        clean = self.known(text)
        for pattern, replacement in _CREDENTIALS:
            clean = pattern.sub(replacement, clean)
        return clean

    def value(self, value: object) -> object:
        """The same value, redacted at every depth; an object becomes its text."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, Mapping):
            return self._mapping(cast("Mapping[object, object]", value))
        if isinstance(value, list | tuple | set | frozenset):
            return [self.value(part) for part in cast("Iterable[object]", value)]
        return self.text(value if isinstance(value, str) else str(value))

    def _mapping(self, values: Mapping[object, object]) -> dict[str, object]:
        return {
            str(name): HIDDEN if _SECRET_NAME.search(str(name)) else self.value(value)
            for name, value in values.items()
        }

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """The event with every field redacted; a processor of structlog."""
        return self._mapping(cast("Mapping[object, object]", event))


class Failure(NamedTuple):
    """An error without its message: time, event, kind and reference."""

    at: datetime
    event: str
    kind: str
    """The class of the exception; empty without one."""
    reference: str


class Failures(logging.Handler):
    """Keeps the last errors; of errors of other libraries only the logger's name."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.kept: deque[Failure] = deque(maxlen=MOST_FAILURES)

    def emit(self, record: logging.LogRecord) -> None:
        """Adds an error."""
        event = cast("dict[str, object]", record.msg) if isinstance(record.msg, dict) else {}
        caught = event.get("exc_info") or record.exc_info
        error = caught if isinstance(caught, BaseException) else sys.exception()
        kind = type(error).__name__ if caught and error else ""
        said = str(event.get("event", record.name))
        at = datetime.fromtimestamp(record.created, UTC)
        self.kept.append(Failure(at, said, kind, str(event.get("reference", ""))))


def last_failures() -> Sequence[Failure]:
    """The last errors of this process, newest first."""
    handlers = logging.getLogger().handlers
    found = [handler for handler in handlers if isinstance(handler, Failures)]
    return [*reversed(found[0].kept)] if found else []


class _CleanFormatter(structlog.stdlib.ProcessorFormatter):
    """Redacts the finished line again: formatting may have joined parts of a secret."""

    redactor: Redactor

    def format(self, record: logging.LogRecord) -> str:
        return self.redactor.known(super().format(record))


def configure(
    level: str,
    format: Literal["console", "json"],  # noqa: A002 - the name of the setting
    secrets: Iterable[str] = (),
    *,
    stream: TextIO | None = None,
) -> None:
    """Writes events from `level` up to `stream` (stderr) in `format`; the last call applies."""
    redactor = Redactor(secrets)
    threshold = logging.getLevelNamesMapping()[level.upper()]
    shared = _shared_steps()
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,  # a later call must apply to loggers in use
    )
    formatter = _CleanFormatter(
        foreign_pre_chain=shared, processors=_last_steps(redactor, format, stream or sys.stderr)
    )
    formatter.redactor = redactor
    _route_standard_logging(formatter, threshold, stream)


def _shared_steps() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]


def _last_steps(redactor: Redactor, format: str, stream: TextIO) -> list[Processor]:  # noqa: A002
    # The trace becomes text before the redactor, which then covers it too.
    steps: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.StackInfoRenderer(),
        structlog.processors.ExceptionRenderer(render),
        _first_line_of_asyncio,
        redactor,
    ]
    if format == "json":
        return [*steps, _in_order, structlog.processors.JSONRenderer(ensure_ascii=False)]
    console = structlog.dev.ConsoleRenderer(
        colors=stream.isatty(),
        timestamp_key="time",
        exception_formatter=structlog.dev.plain_traceback,
    )
    return [*steps, console]


def _first_line_of_asyncio(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Removes arguments, results and exceptions from messages of asyncio."""
    if event.get("logger") == "asyncio":
        event["event"] = _WRITTEN_OUT.split(str(event["event"]), maxsplit=1)[0].rstrip()
    return event


def _in_order(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Puts time, level and event first, for people who read the JSON."""
    first = {name: event[name] for name in ("time", "level", "event") if name in event}
    return {**first, **event}


def _is_relevant(record: logging.LogRecord) -> bool:
    """False for a cancelled statement or job, as at every stop."""
    error = record.exc_info[1] if record.exc_info else None
    if not record.name.startswith(("sqlalchemy.pool", "apscheduler.executors")):
        return True
    while error is not None:
        if isinstance(error, CancelledError):
            return False
        error = error.__cause__ or error.__context__  # a cursor that failed to close afterwards
    return True


def _route_standard_logging(
    formatter: logging.Formatter, threshold: int, stream: TextIO | None
) -> None:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler, Failures()]
    for each in root.handlers:
        each.addFilter(_is_relevant)
    root.setLevel(threshold)
    for name, quiet in QUIET.items():
        logging.getLogger(name).setLevel(max(threshold, quiet))
    logging.captureWarnings(True)
