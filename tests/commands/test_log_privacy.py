"""What somebody typed never reaches the log, also where Discord repeats it in an error."""

import io
import logging
from collections.abc import Iterator
from typing import Any, Literal

import pytest
import structlog

from bot.logs import QUIET, configure
from bot.ui import component_dispatcher
from tests.commands.chat import Chat
from tests.commands.raw_interactions import command_raw, press_raw, sub

TYPED = "our-secret-plan"
REFUSAL = f"Invalid Form Body\nIn data.components.0.content: {TYPED} is not allowed"


@pytest.fixture(params=["json", "console"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """The log as an operator has it; afterwards logging is as pytest has set it up."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in QUIET}
    stream = io.StringIO()
    format_: Literal["json", "console"] = request.param
    configure("debug", format_, stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    logging.captureWarnings(False)
    structlog.reset_defaults()


def asked(**options: str) -> list[dict[str, Any]]:
    """Options of a command."""
    return [{"name": name, "type": 3, "value": value} for name, value in options.items()]


@pytest.mark.parametrize(
    ("routes", "name", "options"),
    [
        ([("POST", "/interactions/*")], "ask", asked(question=TYPED)),
        ([("POST", "/interactions/*")], "little-giant", [sub("check")]),
        (
            [("PATCH", "/webhooks/*"), ("POST", "/webhooks/*")],
            "measures",
            [sub("export", query="loan")],
        ),
    ],
    ids=["reply", "form", "edit and follow-up"],
)
async def test_a_refusal_is_logged_by_status_code_and_route_alone(
    chat: Chat,
    log: io.StringIO,
    routes: list[tuple[str, str]],
    name: str,
    options: list[dict[str, Any]],
) -> None:
    for method, path in routes:
        chat.env.inject_error(method, path, status=400, code=50035, message=REFUSAL, times=None)
    assert await command_raw(chat, chat.alice, name, options)
    said = log.getvalue()
    assert "command failed" in said
    assert "400, code 50035" in said
    assert TYPED not in said
    assert "simcord_interaction" not in said, "the token of an interaction"


async def test_the_same_holds_for_buttons_and_defects(
    chat: Chat, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = await chat.alice.slash(chat.channel, "zones list")

    async def defective(*_: object, **__: object) -> None:
        raise ValueError(TYPED)

    monkeypatch.setattr(component_dispatcher, "follow_button", defective)
    await press_raw(chat, chat.alice, reply, f"v|mb|en|0|||||{TYPED}")
    chat.env.inject_error("POST", "/interactions/*", status=400, code=50035, message=REFUSAL)
    await press_raw(chat, chat.alice, reply, "share")
    said = log.getvalue()
    assert said.count("button failed") == 2
    assert "ValueError" in said
    assert "400, code 50035" in said
    assert TYPED not in said


async def test_a_task_that_nobody_waits_for_says_no_more(log: io.StringIO) -> None:
    try:
        int(TYPED)
    except ValueError as error:
        logging.getLogger("asyncio").error(
            "Task exception was never retrieved\nfuture: <Task exception=%r>", error, exc_info=error
        )
        logging.getLogger("asyncio").error("Exception in callback Cache.put(%r)", TYPED)
    said = log.getvalue()
    assert "Task exception was never retrieved" in said
    assert "Exception in callback Cache.put" in said
    assert TYPED not in said
