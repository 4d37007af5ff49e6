"""Answers /watch and its buttons, always privately."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, Final, TypeAlias

import discord

from bot.domain.digests.subscription import Digest
from bot.domain.search.names import NameEntry, NameFinder
from bot.domain.text import normalise
from bot.i18n.translator import Lang
from bot.ui.components import Layout
from bot.ui.context import RenderContext
from bot.ui.cooldowns import LOOKUPS, WRITES, Limit
from bot.ui.custom_ids import PAGE_NUMBER, RECORD_ID, Takes, takes
from bot.ui.options import TextChoice, offer
from bot.ui.outages import UnavailableError, layout_or_outage, with_timeout
from bot.ui.registry import Action, Args
from bot.ui.responses import reply_privately
from bot.ui.services import Services
from cogs.watch import cards
from cogs.watch.notice import REMOVE

Work: TypeAlias = Callable[[Services, RenderContext, int, Args], Coroutine[Any, Any, Layout]]


# -- Commands --


async def add_watch(services: Services, interaction: discord.Interaction, typed: str) -> None:
    """Watches the measure that is meant; otherwise offers the nearest ones."""
    context = services.context(services.lang(interaction))
    names = context.release.names.measures
    record = names.resolve(typed)
    if record is None:
        await reply_privately(
            interaction, cards.nearest_card(context, typed, names.nearest(typed), cards.ADD)
        )
        return
    await _answer(interaction, context, _add(services, context, interaction.user.id, (record,)))


async def remove_watch(services: Services, interaction: discord.Interaction, typed: str) -> None:
    """Ends the watch that is meant; otherwise offers the nearest ones."""
    context = services.context(services.lang(interaction))
    await _answer(interaction, context, _find_and_remove(services, context, interaction, typed))


async def list_watches(services: Services, interaction: discord.Interaction) -> None:
    """All watches of the person."""
    context = services.context(services.lang(interaction))
    work = _list(services, context, interaction.user.id, ("0",))
    await _answer(interaction, context, work, reads=True)


async def offer_watches(
    services: Services, interaction: discord.Interaction, typed: str
) -> list[TextChoice]:
    """The person's watches, for an autocomplete."""
    context = services.context(services.lang(interaction))
    try:
        watches = await with_timeout(services.watches.of(interaction.user.id))
    except UnavailableError:
        return []
    found = _finder(context, watches).complete(typed)
    return offer((_name(context, watch), str(watch.record)) for watch in found)


# -- Answers --


async def _answer(
    interaction: discord.Interaction,
    context: RenderContext,
    work: Coroutine[Any, Any, Layout],
    *,
    reads: bool = False,
) -> None:
    await reply_privately(interaction, await layout_or_outage(context, work, reads=reads))


def _action(work: Work, arguments: Takes, limit: Limit = LOOKUPS, *, reads: bool = False) -> Action:
    async def run(
        services: Services, interaction: discord.Interaction, lang: Lang, args: Args
    ) -> None:
        context = services.context(lang)
        layout = work(services, context, interaction.user.id, args)
        await _answer(interaction, context, layout, reads=reads)

    return Action(run, arguments, limit)


async def _add(services: Services, context: RenderContext, user_id: int, args: Args) -> Layout:
    record = args[0]
    measure = context.release.catalogue.measures.get(record)
    if measure is None:
        names = context.release.names.measures
        return cards.nearest_card(context, record, names.nearest(record), cards.ADD)
    title, lang = context.tr.of(measure.title), context.tr.lang
    added = await services.watches.add(user_id, record, title, lang)
    layout = cards.added_card(context, record, added)
    if added.trial == "closed":
        return layout  # it names the obstacle
    return [*cards.closed_notice(context, await services.watches.of(user_id)), *layout]


async def _remove(services: Services, context: RenderContext, user_id: int, args: Args) -> Layout:
    removed = await services.watches.remove(user_id, args[0])
    layout = cards.removed_card(context, args[0], removed=removed)
    return [*cards.closed_notice(context, await services.watches.of(user_id)), *layout]


async def _find_and_remove(
    services: Services, context: RenderContext, interaction: discord.Interaction, typed: str
) -> Layout:
    user_id = interaction.user.id
    watches = await services.watches.of(user_id)
    if not watches:
        return cards.none_card(context)
    finder = _finder(context, watches)
    # Digits that occur in a name do not mean that measure: no watch ends by them.
    is_name = any(map(str.isalpha, typed))
    known = context.release.names.measures.resolve(typed) if is_name else None
    found = next((w for w in watches if w.record in (typed, known)), None)
    found = found or (finder.resolve(typed) if is_name else None)
    if found is not None:
        return await _remove(services, context, user_id, (str(found.record),))
    near = [str(watch.record) for watch in finder.nearest(typed) or watches[:3]]
    return cards.nearest_card(context, typed, near, REMOVE)


async def _list(services: Services, context: RenderContext, user_id: int, args: Args) -> Layout:
    watches = await services.watches.of(user_id)
    return cards.list_card(context, watches, int(args[0])) if watches else cards.none_card(context)


ACTIONS: Final[Mapping[str, Action]] = {
    cards.ADD: _action(_add, takes(RECORD_ID), WRITES),
    REMOVE: _action(_remove, takes(RECORD_ID), WRITES),
    cards.LIST: _action(_list, takes(PAGE_NUMBER), reads=True),
}


def _name(context: RenderContext, watch: Digest) -> str:
    return cards.name_of(context, str(watch.record), watch.order.target.name)


def _finder(context: RenderContext, watches: Sequence[Digest]) -> NameFinder[Digest]:
    return NameFinder(NameEntry(watch, tuple(_names(context, watch))) for watch in watches)


def _names(context: RenderContext, watch: Digest) -> list[str]:
    measure = context.release.catalogue.measures.get(str(watch.record))
    titles = [measure.title.en, measure.title.zh] if measure else []
    return [normalise(name) for name in (str(watch.record), watch.order.target.name, *titles)]
