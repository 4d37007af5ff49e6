"""What the bot lets go of: an old release a minute after a swap, offers that nobody applied."""

import gc
from collections.abc import Awaitable, Callable
from weakref import ref

from bot.releases.proposal import Proposal
from tests.commands.admin.operator_console import OperatorConsole
from tests.commands.chat import Chat, buttons, press, texts

Swap = Callable[[OperatorConsole], Awaitable[None]]


async def _reload(admin: OperatorConsole) -> None:
    admin.write(5, 400_000)
    assert "is now live here" in await admin.apply(await admin.admin("reload"))


async def _roll_back(admin: OperatorConsole) -> None:
    offer = await admin.admin("rollback", version="2026.09.01.1")
    assert "is now live here" in await admin.apply(offer)


async def _use_all_that_keeps(chat: Chat) -> None:
    """Questions, cards, pages, changes and names: whatever may be kept for the next one."""
    for question in ("subsidy no. 2", "subsidi number 2", "butie", "第2项补贴"):
        await chat.alice.slash(chat.channel, "ask", question=question)
    for command, options in (
        ("funding overview", {}),
        ("funding show", {"measure": "m-2"}),
        ("measures browse", {"query": "subsidy"}),
        ("measures changes", {}),
        ("measures compare", {"a": "m-1", "b": "m-2"}),
        ("measures export", {"format": "csv"}),
    ):
        reply = await chat.alice.slash(chat.channel, command, **options)
        if "Next" in buttons(reply):
            await press(chat.alice, reply, "Next")
    await chat.offers(chat.alice, "funding show", "measure", "sub")


async def test_an_old_release_is_gone_a_minute_after_a_swap(console: OperatorConsole) -> None:
    for swap in (_reload, _roll_back, _reload):
        await _use_all_that_keeps(console.chat)
        live = console.chat.app.services.release
        release, catalogue = ref(live), ref(live.catalogue)
        del live
        await swap(console)
        await console.chat.env.advance_time(60)
        gc.collect()
        assert release() is None
        assert catalogue() is None


async def test_an_offer_that_nobody_applies_leaves_in_time(console: OperatorConsole) -> None:
    earlier = _offers()  # of other tests in this process
    console.write(4)
    assert "New 1" in texts(await console.admin("reload"))
    assert _offers_except(earlier) == 1
    await console.chat.env.advance_time(605)
    assert _offers_except(earlier) == 0


def _offers() -> list[Proposal]:
    gc.collect()
    return [found for found in gc.get_objects() if isinstance(found, Proposal)]


def _offers_except(earlier: list[Proposal]) -> int:
    known = {id(offer) for offer in earlier}
    return sum(id(offer) not in known for offer in _offers())
