"""What administrators call a digest: its number, its channel; for autocomplete and free text."""

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

import discord

from bot.domain.digests.subscription import Digest
from bot.domain.search.names import NameEntry, NameFinder
from bot.domain.text import normalise, normalise_typed
from bot.domain.text_limits import MAX_NAME_LENGTH
from bot.i18n.translator import Translator
from bot.ui.components import shorten
from bot.ui.digest_text import STATES, schedule_of
from bot.ui.options import MAX_CHOICE, TextChoice, offer

ChannelName: TypeAlias = Callable[[Digest], str]
"""The name of a digest's channel as it is now."""
_MENTION: Final = re.compile(r"<#(\d+)>")
_NUMBER: Final = re.compile(r"(?:digest|订阅)? ?[#no.第]{0,3} ?0*(\d+) ?号?")
_KEEP: Final = 30
"""Characters for what follows the channel's name."""


def channel_names(guild: discord.Guild) -> ChannelName:
    """Names from memory, where the channel is there; else the name that it had."""

    def name(digest: Digest) -> str:
        channel = guild.get_channel_or_thread(digest.channel_id)
        return channel.name if channel is not None else digest.order.target.name

    return name


def label_of(tr: Translator, digest: Digest, name: str) -> str:
    """A digest in one line: #policy-news · Mondays 09:00 · active."""
    schedule = schedule_of(tr, digest).replace("`", "")
    state = tr(STATES[digest.state])
    rest = f" · {shorten(schedule, MAX_CHOICE - _KEEP - len(state))} · {state}"
    return f"#{shorten(name, MAX_CHOICE - 1 - len(rest))}{rest}"


def offer_digests(
    tr: Translator, digests: Sequence[Digest], name: ChannelName, typed: str
) -> list[TextChoice]:
    """The digests that match what is typed, for an autocomplete."""
    found = _finder(tr, digests, name).complete(typed)
    return offer((label_of(tr, d, name(d)), str(d.id)) for d in found)


def find_digest(
    tr: Translator, digests: Sequence[Digest], name: ChannelName, typed: str, *, exact: bool
) -> Digest | None:
    """The digest of that whole number, label or channel; unless `exact` by a part of its name."""
    if len(typed) > MAX_NAME_LENGTH:
        return None
    key = normalise_typed(typed, MAX_NAME_LENGTH)
    if numbered := _NUMBER.fullmatch(key):
        return _only([digest for digest in digests if str(digest.id) == numbered[1]])
    if mentioned := _MENTION.fullmatch(typed.strip()):
        return _only([d for d in digests if d.channel_id == int(mentioned[1])])
    part = key.removeprefix("#")
    named = [d for d in digests if normalise(label_of(tr, d, name(d))) == key] or [
        d for d in digests if part == normalise(name(d))
    ]
    if named or exact:
        return _only(named)
    return _only([d for d in digests if part and part in normalise(name(d))])


def nearest_digests(
    tr: Translator, digests: Sequence[Digest], name: ChannelName, typed: str
) -> list[Digest]:
    """The three that are most similar; if none is, the first three."""
    return _finder(tr, digests, name).nearest(typed) or list(digests[:3])


def _only(found: list[Digest]) -> Digest | None:
    return found[0] if len(found) == 1 else None


def _finder(tr: Translator, digests: Sequence[Digest], name: ChannelName) -> NameFinder[Digest]:
    return NameFinder(NameEntry(digest, _names(tr, digest, name)) for digest in digests)


def _names(tr: Translator, digest: Digest, name: ChannelName) -> tuple[str, ...]:
    label = label_of(tr, digest, name(digest))
    parts = (name(digest), label, digest.order.schedule, digest.state)
    return (str(digest.id), str(digest.channel_id), *map(normalise, parts))
