"""Log lines: one an event, in order, and without any secret."""

import io
import json
import logging
import warnings
from asyncio import CancelledError
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.logs import HIDDEN, QUIET, Redactor, configure

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789ab"
PASSWORD = 'hun"ter\\2'


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Puts logging back as pytest has set it up."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in QUIET}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    logging.captureWarnings(False)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def start(format: str = "json", level: str = "info") -> io.StringIO:  # noqa: A002
    stream = io.StringIO()
    assert format in ("json", "console")
    configure(level, "json" if format == "json" else "console", (TOKEN, PASSWORD), stream=stream)
    return stream


def test_an_event_is_one_line_with_time_level_event_and_fields() -> None:
    stream = start()
    structlog.get_logger("bot.app").info("data set loaded", version="2025.07.01.1", name="小巨人")
    (line,) = lines(stream)
    assert list(line)[:3] == ["time", "level", "event"]
    assert line["time"].endswith("Z")
    assert (line["level"], line["event"], line["logger"]) == ("info", "data set loaded", "bot.app")
    assert (line["version"], line["name"]) == ("2025.07.01.1", "小巨人")


def test_the_standard_library_goes_the_same_way() -> None:
    stream = start()
    logging.getLogger("discord.ext.tasks").warning("shard %s\nlost", 3)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn("old ways", DeprecationWarning, stacklevel=1)
    first, second = lines(stream)
    assert (first["event"], first["level"]) == ("shard 3\nlost", "warning")
    assert first["logger"] == "discord.ext.tasks"
    assert "old ways" in second["event"]


def test_levels_hold_and_the_last_configuration_wins() -> None:
    log = structlog.get_logger("bot.app")
    first = start(level="warning")
    log.info("quiet")
    second = start(level="debug")
    log.debug("loud")
    assert lines(first) == []
    assert [line["event"] for line in lines(second)] == ["loud"]


@pytest.mark.parametrize(
    "name", ["sqlalchemy.pool.impl.AsyncAdaptedQueuePool", "apscheduler.executors.default"]
)
@pytest.mark.parametrize(("fault", "told"), [(CancelledError, 0), (OSError, 1)])
def test_what_is_broken_off_at_a_stop_is_no_fault(
    name: str, fault: type[BaseException], told: int
) -> None:
    stream = start()
    try:
        raise fault
    except fault:
        logging.getLogger(name).exception("during reset")
    assert len(lines(stream)) == told


def test_a_cursor_left_open_by_a_stop_is_no_fault() -> None:
    stream = start()
    try:
        try:
            raise CancelledError
        finally:
            raise ValueError("no active connection")
    except ValueError:
        logging.getLogger("sqlalchemy.pool.impl.AsyncAdaptedQueuePool").exception("closing cursor")
    assert lines(stream) == []


def test_what_would_write_texts_of_persons_stays_quiet_at_every_level() -> None:
    stream = start(level="debug")
    for name in (
        "discord.gateway",
        "discord.http",
        "discord.client",
        "aiosqlite",
        "filelock",
        "sqlalchemy.x",
    ):
        logging.getLogger(name).debug("a payload")
    assert stream.getvalue() == ""


@pytest.mark.parametrize("format", ["json", "console"])
@pytest.mark.parametrize("secret", [TOKEN, PASSWORD])
def test_a_secret_appears_nowhere(format: str, secret: str) -> None:  # noqa: A002
    stream = start(format)
    log = structlog.get_logger("bot.app")
    inside = f"with {secret} inside"
    log.info(inside, value=secret, deep={"list": [f"x{secret}y", (secret,)]})
    log.info("keys", token="anything", headers={"Authorization": "whatever"})
    logging.getLogger("discord").error("refused %s", secret)
    try:
        raise RuntimeError(f"bad {secret}") from ConnectionError(1, secret)
    except RuntimeError:
        log.exception("a fault", request=repr(secret))
        logging.getLogger("asyncio").exception("another %r", secret)
    text = stream.getvalue()
    escaped = (secret, repr(secret)[1:-1], json.dumps(secret)[1:-1])
    assert not any(form in text for form in escaped)
    assert "anything" not in text
    assert "whatever" not in text
    assert "Traceback" in text
    assert text.count(HIDDEN) >= 10
    if format == "json":
        assert len(lines(stream)) == 5


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Authorization: Bot abc.def", f"Authorization: {HIDDEN}"),
        ("{'Authorization': 'Bearer abc', 'A': 1}", f"{{'Authorization': '{HIDDEN}', 'A': 1}}"),
        ('{"authorization":"abc"}', f'{{"authorization":"{HIDDEN}"}}'),
        ("sent Bot abcdefghijklmnop.qrs", f"sent Bot {HIDDEN}"),
        (f"token {TOKEN}.", f"token {HIDDEN}."),
        (
            "POST https://discord.com/api/v10/interactions/123/aW50ZXJh.x_-/callback",
            f"POST https://discord.com/api/v10/interactions/123/{HIDDEN}/callback",
        ),
        ("at /webhooks/1/aaa/messages/@original", f"at /webhooks/1/{HIDDEN}/messages/@original"),
        ("postgresql+asyncpg://me:secret@host/name", f"postgresql+asyncpg://me:{HIDDEN}@host/name"),
        ("Bot started at https://discord.com/api/v10", None),
        ("version 2025.07.01.1, 12:30", None),
    ],
)
def test_what_looks_like_a_credential_is_hidden(text: str, clean: str | None) -> None:
    assert Redactor(()).text(text) == (clean or text)
