"""The button Apply under a proposed data set: what it applies, once, and for how long."""

import asyncio

import pytest

from bot.releases.reader import DatasetReader, InvalidDataset, faulty
from bot.ui.components import walk
from tests.commands.admin.operator_console import OperatorConsole
from tests.commands.chat import message_of


async def test_an_outdated_proposal_is_compared_again(console: OperatorConsole) -> None:
    console.write(4)
    first = await console.admin("reload")
    console.write(5)
    await console.apply(await console.admin("reload"))
    assert console.measures == 5
    said = await console.apply(first)
    assert "**Version 2026.09.01.2 was activated in the meantime, so nothing was applied.**" in said
    assert "Compared with version 2026.09.01.2" in said
    assert "Withdrawn 1" in said
    assert console.measures == 5


async def test_what_is_applied_is_what_was_shown(console: OperatorConsole) -> None:
    console.write(4)
    reply = await console.admin("reload")
    console.write(9)
    await console.apply(reply)
    assert console.measures == 4


async def test_apply_during_another_reload_keeps_the_offer(
    console: OperatorConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    console.write(4)
    reply = await console.admin("reload")
    reload, go_on = console.chat.app.operator_tools.reload, asyncio.Event()

    async def slow(*_: object, **__: object) -> InvalidDataset:
        await go_on.wait()
        return faulty()

    with monkeypatch.context() as patched:
        patched.setattr(DatasetReader, "folder", slow)
        other = asyncio.create_task(reload.from_disk())
        await asyncio.sleep(0)  # lets it begin
        said = await console.apply(reply)
        assert "Another reload is in progress" in said
        assert console.measures == 3
        go_on.set()
        await other
    await console.apply(reply)
    assert console.measures == 4


async def test_apply_works_for_ten_minutes(console: OperatorConsole) -> None:
    console.write(4)
    reply = await console.admin("reload")
    await console.chat.env.advance_time(601)
    assert "is older than ten minutes" in await console.apply(reply)
    assert console.measures == 3


async def test_apply_works_once(console: OperatorConsole) -> None:
    console.write(4)
    reply = await console.admin("reload")
    [used] = [p["custom_id"] for p in walk(message_of(reply).components) if p.get("style") == 3]
    await console.apply(reply)
    other = await console.admin("rollback", version="2026.09.01.1")
    said = await console.press_forged(console.operator, other, used)
    assert "This was already applied or cancelled" in said
    assert console.live == "2026.09.01.2"
