"""Answers /watch and its buttons, always privately."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, Final, TypeAlias

from bot.domain.digests.subscription import Digest
from bot.domain.search.names import NameEntry, NameFinder
from bot.domain.text import normalise
from bot.ui.components import Layout
from bot.ui.context import RenderContext
from bot.ui.cooldowns import LOOKUPS, WRITES, Limit
from bot.ui.custom_ids import PAGE_NUMBER, RECORD_ID, Takes, takes
from bot.ui.options import TextChoice, offer
from bot.ui.outages import UnavailableError, layout_or_outage, with_timeout
from bot.ui.registry import Action, Press
from bot.ui.responses import reply_privately
from cogs.watch import cards
from cogs.watch.notice import REMOVE

Work: TypeAlias = Callable[[Press, RenderContext, str], Coroutine[Any, Any, Layout]]
"""Given what the press is about: a record, a page, or what was typed."""


async def add_watch(press: Press, typed: str) -> None:
    """Watches the measure that is meant; otherwise offers the nearest ones."""
    await _answer(press, _add, press.services.release.names.measures.resolve(typed) or typed)


async def remove_watch(press: Press, typed: str) -> None:
    """Ends the watch that is meant; otherwise offers the nearest ones."""
    await _answer(press, _find_and_remove, typed)


async def list_watches(press: Press) -> None:
    """All watches of the person."""
    await _answer(press, _list, "0", reads=True)


async def offer_watches(press: Press, typed: str) -> list[TextChoice]:
    """The person's watches, for an autocomplete."""
    context = press.context
    try:
        watches = await with_timeout(press.services.watches.of(press.user_id))
    except UnavailableError:
        return []
    found = _finder(context, watches).complete(typed)
    return offer(
        (cards.watched_name(context, str(watch.record), watch.order.target.name), str(watch.record))
        for watch in found
    )


async def _answer(press: Press, work: Work, about: str, *, reads: bool = False) -> None:
    context = press.context
    layout = await layout_or_outage(context, work(press, context, about), reads=reads)
    await reply_privately(press.interaction, layout)


def _action(work: Work, arguments: Takes, limit: Limit = LOOKUPS, *, reads: bool = False) -> Action:
    return Action(lambda press: _answer(press, work, press.args[0], reads=reads), arguments, limit)


async def _add(press: Press, context: RenderContext, record: str) -> Layout:
    watches, user_id = press.services.watches, press.user_id
    measure = context.release.catalogue.measures.get(record)
    if measure is None:
        names = context.release.names.measures
        return cards.did_you_mean(context, record, names.nearest(record), cards.ADD)
    added = await watches.add(user_id, record, context.tr.of(measure.title), context.tr.lang)
    layout = cards.added_card(context, record, added)
    if added.trial == "closed":
        return layout  # it names the obstacle
    return [*cards.closed_notice(context, await watches.of(user_id)), *layout]


async def _remove(press: Press, context: RenderContext, record: str) -> Layout:
    watches, user_id = press.services.watches, press.user_id
    removed = await watches.remove(user_id, record)
    layout = cards.removed_card(context, record, removed=removed)
    return [*cards.closed_notice(context, await watches.of(user_id)), *layout]


async def _find_and_remove(press: Press, context: RenderContext, typed: str) -> Layout:
    watches = await press.services.watches.of(press.user_id)
    if not watches:
        return cards.none_card(context)
    finder = _finder(context, watches)
    # Digits that occur in a name do not mean that measure: no watch ends by them.
    is_name = any(map(str.isalpha, typed))
    known = context.release.names.measures.resolve(typed) if is_name else None
    found = next((w for w in watches if w.record in (typed, known)), None)
    found = found or (finder.resolve(typed) if is_name else None)
    if found is not None:
        return await _remove(press, context, str(found.record))
    near = [str(watch.record) for watch in finder.nearest(typed) or watches[:3]]
    return cards.did_you_mean(context, typed, near, REMOVE)


async def _list(press: Press, context: RenderContext, page: str) -> Layout:
    watches = await press.services.watches.of(press.user_id)
    return cards.list_card(context, watches, int(page)) if watches else cards.none_card(context)


ACTIONS: Final[Mapping[str, Action]] = {
    cards.ADD: _action(_add, takes(RECORD_ID), WRITES),
    REMOVE: _action(_remove, takes(RECORD_ID), WRITES),
    cards.LIST_WATCHES: _action(_list, takes(PAGE_NUMBER), reads=True),
}


def _finder(context: RenderContext, watches: Sequence[Digest]) -> NameFinder[Digest]:
    return NameFinder(NameEntry(watch, tuple(_names(context, watch))) for watch in watches)


def _names(context: RenderContext, watch: Digest) -> list[str]:
    measure = context.release.catalogue.measures.get(str(watch.record))
    titles = [measure.title.en, measure.title.zh] if measure else []
    return [normalise(name) for name in (str(watch.record), watch.order.target.name, *titles)]
