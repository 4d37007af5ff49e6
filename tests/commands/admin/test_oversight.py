"""/admin history, rollback, status and digests: what operators see."""

import contextlib
import logging
import re
import sqlite3
from pathlib import Path

import pytest

from bot.domain.data.dataset import DATA_KINDS
from bot.logs import Failures
from cogs.admin.cards.reload import SHELVES
from tests.commands.admin.operator_console import OFFICE_ID, OperatorConsole
from tests.commands.chat import press, texts


async def test_a_rollback_makes_the_older_version_live_and_stands_in_the_history(
    console: OperatorConsole,
) -> None:
    console.write(4)
    await console.apply(await console.admin("reload"))
    said = texts(await console.admin("history"))
    assert "### Releases of the data: 2" in said
    assert "**2026.09.01.2** · **live**" in said
    assert f"by <@{console.operator.id}>" in said
    assert "by the system" in said
    offered = await console.chat.offers(console.operator, "admin rollback", "version")
    assert offered == [("2026.09.01.1", "2026.09.01.1")]
    reply = await console.admin("rollback", version="2026.09.01.1")
    said = texts(reply)
    assert "### Roll back to an older data set" in said
    assert "Withdrawn 1" in said
    said = await console.apply(reply)
    assert "Version **2026.09.01.1** is now live here" in said
    assert "do not announce the same changes again" in said
    assert console.measures == 3
    said = texts(await console.admin("history"))
    assert "- 2026.09.01.1 · by a rollback · <t:" in said
    assert "There is no release 2020.01.01.1." in texts(
        await console.admin("rollback", version="2020.01.01.1")
    )
    assert "which is live." in texts(await console.admin("rollback", version="2026.09.01.1"))


def test_every_kind_of_record_has_a_name() -> None:
    assert SHELVES.keys() == DATA_KINDS.keys()


async def test_status_tells_how_the_bot_does(console: OperatorConsole) -> None:
    said = texts(await console.admin("status"))
    assert "- Data: 2026.09.01.1 · loaded today" in said
    assert re.search(r"- Program: .+ · running for \d+ min", said)
    assert "measures 3" in said
    assert "- Shards: #0 " in said
    assert "- Source pages: none of 0 checked yet" in said
    assert "Queue: 0 due, 0 being posted" in said
    assert "No errors since this process started." in said


async def test_operators_list_the_digests_of_all_servers(console: OperatorConsole) -> None:
    said = texts(await console.admin("digests", state="suspended"))
    assert "### Digests of all servers · suspended · 0" in said
    news = console.chat.guild.create_text_channel("news")
    for minute in range(8):
        order = await console.operator.slash(
            console.chat.channel, "digest create", channel=news, schedule=f"daily 09:0{minute}"
        )
        await press(console.operator, order, "Save")
        await console.chat.env.advance_time(6)
    reply = await console.admin("digests")
    assert "### Digests of all servers · 8" in texts(reply)
    assert f"Office (`{OFFICE_ID}`) · #news" in texts(reply)
    assert "of server Office\n" in texts(await console.admin("status"))
    assert "**8**" in texts(await press(console.operator, reply, "Next"))
    console.write(4)
    assert "Affects 8 digests in 1 server" in texts(await console.admin("reload"))


async def test_what_cannot_be_read_is_named_and_stops_no_command(
    console: OperatorConsole, tmp_path: Path
) -> None:
    news = console.chat.guild.create_text_channel("news")
    order = await console.operator.slash(
        console.chat.channel, "digest create", channel=news, schedule="daily 09:00"
    )
    await press(console.operator, order, "Save")
    first = console.live
    console.write(4)
    await console.apply(await console.admin("reload"))
    with contextlib.closing(sqlite3.connect(tmp_path / "little-giant.db")) as raw, raw:
        raw.execute("UPDATE digests SET ordered = '{}', state = 'lost', guild_id = guild_id")
        raw.execute("UPDATE releases SET counts = 'many' WHERE version = ?", (first,))
    assert "Queue: " in texts(await console.admin("status"))
    said = texts(await console.admin("history"))
    assert f"Unreadable, not listed: `{first}`" in said
    assert "### Releases of the data: 1" in said
    listed = texts(await console.admin("digests"))
    assert "schedule unreadable" in listed
    assert "Some stored values of this digest cannot be read" in listed
    console.write(5)
    assert "Affects no digest and no watch." in texts(await console.admin("reload"))
    with contextlib.closing(sqlite3.connect(tmp_path / "little-giant.db")) as raw, raw:
        raw.execute("UPDATE releases SET document = 'gone', counts = '{}'")
    assert "the stored release is unreadable" in texts(
        await console.admin("rollback", version=first)
    )


async def test_errors_are_told_with_their_reference(
    console: OperatorConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = Failures()
    record = logging.makeLogRecord(
        {"msg": {"event": "command failed", "reference": "abc123"}, "levelno": logging.ERROR}
    )
    handler.emit(record)
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    assert "`abc123` · `command failed`" in texts(await console.admin("status"))


@pytest.mark.parametrize("command", ["history", "status", "digests"])
async def test_after_a_look_up_that_failed_nothing_is_said_of_changes(
    console: OperatorConsole, tmp_path: Path, command: str
) -> None:
    (tmp_path / "little-giant.db").unlink()
    said = texts(await console.admin(command))
    assert "The database is unavailable right now, so this could not be read." in said
