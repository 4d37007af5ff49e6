"""What is counted of commands and presses, by the names that the program gives them."""

import asyncio
import re
from pathlib import Path
from typing import cast

import pytest
import structlog

from bot.storage.database import StorageError
from bot.ui import outages
from bot.ui.interaction_tracking import begin_tracking, current_reference
from bot.ui.registry import View
from cogs.registry import REGISTRY
from tests.commands.chat import Chat, press, texts
from tests.figures import figures


def ends(chat: Chat) -> dict[str, float]:
    """How commands and presses ended, and how many."""
    found = figures(chat.app.services.metrics.render())
    return {k: v for k, v in found.items() if re.match("(commands|buttons)_total", k)}


async def test_commands_and_presses_are_counted_by_name_and_outcome(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones list")
    await press(chat.alice, reply, "Next")
    await press(chat.alice, reply, "Share here")
    saved = await chat.alice.slash(chat.channel, "preferences", timezone="Berlin, Germany")
    assert texts(saved)
    assert ends(chat) == {
        "commands_total|zones list|answered": 1,
        "commands_total|preferences|answered": 1,
        "buttons_total|zl|answered": 1,
        "buttons_total|share|answered": 1,
    }


async def test_each_command_and_press_is_a_line_at_the_level_debug(chat: Chat) -> None:
    with structlog.testing.capture_logs() as lines:
        reply = await chat.alice.slash(chat.channel, "zones list")
        await press(chat.alice, reply, "Next")
    ended = [line for line in lines if line["event"] == "interaction ended"]
    assert [(line["name"], line["outcome"], line["log_level"]) for line in ended] == [
        ("zones list", "answered", "debug"),
        ("zl", "answered", "debug"),
    ]
    assert all(0 < line["seconds"] < 60 for line in ended)


async def test_what_is_not_for_the_person_counts_as_refused(chat: Chat) -> None:
    ids = chat.app.services.mentions.current.command_ids
    chat.guild.set_command_permissions(ids["digest"], {chat.alice: True})
    reply = await chat.alice.slash(chat.channel, "digest list")
    assert "Manage Server" in texts(reply)
    assert ends(chat) == {"commands_total|digest list|refused": 1}


async def test_a_database_that_fails_counts_as_failed_under_the_shown_reference(
    chat: Chat, tmp_path: Path
) -> None:
    (tmp_path / "little-giant.db").unlink()
    with structlog.testing.capture_logs(
        processors=[structlog.contextvars.merge_contextvars]
    ) as lines:
        reply = await chat.alice.slash(chat.channel, "privacy show")
    (shown,) = re.findall(r"`([0-9a-f]{6})`", texts(reply))
    failed = [line for line in lines if line["event"] == "database failed"]
    assert [(line["reference"], line["log_level"]) for line in failed] == [(shown, "error")]
    assert ends(chat) == {"commands_total|privacy show|failed": 1}


async def test_a_button_of_nowhere_has_no_name_of_its_own(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = await chat.alice.slash(chat.channel, "zones list")
    # As after an update that dropped the view.
    monkeypatch.delitem(cast("dict[str, View]", REGISTRY.views), "zl")
    await press(chat.alice, reply, "Next")
    assert ends(chat)["buttons_total|other|answered"] == 1


async def test_what_fails_after_its_time_is_found_under_the_same_reference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = asyncio.Event()

    async def work() -> None:
        await broken.wait()
        raise StorageError("gone")

    monkeypatch.setattr(outages, "ANSWER_SECONDS", 0.01)
    seconds: list[float] = []
    begin_tracking(lambda _, passed: seconds.append(passed))
    with structlog.testing.capture_logs(
        processors=[structlog.contextvars.merge_contextvars]
    ) as lines:
        with pytest.raises(outages.UnavailableError):
            await outages.with_timeout(work())
        broken.set()
        for _ in range(3):  # the work, its end, what is told of it
            await asyncio.sleep(0)
    assert [line["event"] for line in lines] == [
        "database slow",
        "database failed after the time-out",
    ]
    assert {line["reference"] for line in lines} == {current_reference()}


async def test_each_question_has_a_reference_of_its_own() -> None:
    assert current_reference() != current_reference()
