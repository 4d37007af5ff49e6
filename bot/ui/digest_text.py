"""A digest's settings, its state and its next runs, in words."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.digests.subscription import (
    ChannelKind,
    Content,
    Digest,
    Order,
    PostLang,
    State,
    WhenEmpty,
)
from bot.domain.schedules.schedule import runs_after, stored_schedule
from bot.i18n.translator import Words, mark
from bot.ui.blocks import TOPICS, closing
from bot.ui.components import Component, Layout, container, text
from bot.ui.context import Scene
from bot.ui.escape import echo
from bot.ui.formats import date_text
from bot.ui.options import MAX_CHOICE, district_label
from bot.ui.schedule_text import schedule_text
from bot.ui.timezones import Timezones

NEXT_RUNS: Final = 5
CONTENTS: Final[Mapping[Content, str]] = {
    "changes": mark("what changed since the last edition"),
    "overview": mark("a few records, others each time"),
    "both": mark("what changed since the last edition, and a few records, others each time"),
}
POST_LANGS: Final[Mapping[PostLang, str]] = {
    "en": mark("English"),
    "zh": mark("Chinese"),
    "both": mark("English and Chinese"),
}
WHEN_EMPTY: Final[Mapping[WhenEmpty, str]] = {
    "say-so": mark("the post says so"),
    "post-nothing": mark("nothing is posted"),
}
KINDS: Final[Mapping[ChannelKind, str]] = {
    "text": mark("text channel"),
    "announcement": mark("announcement channel"),
    "thread": mark("thread"),
    "forum": mark("forum"),
    "direct": mark("direct message"),
}
STATES: Final[Mapping[State, str]] = {
    "active": mark("active"),
    "paused": mark("paused"),
    "suspended": mark("suspended"),
    "asleep": mark("asleep"),
}


def colon(words: Words) -> str:
    """What stands between a name and its value."""
    return "：" if words.lang == "zh" else ": "


def moment(when: datetime, style: str = "F") -> str:
    """A moment that each reader sees in the time of their own clock."""
    return f"<t:{int(when.timestamp())}:{style}>"


def card(scene: Scene, *parts: Component) -> Layout:
    """The parts as a card with the closing line."""
    return [container(*parts, text(closing(scene, 0)))]


def plain_card(scene: Scene, *sentences: str) -> Layout:
    """A card of sentences alone."""
    return card(scene, text("\n".join(sentences)))


def settings_of(
    words: Words, zones: Timezones, order: Order, now: datetime, tag: str | None = None
) -> list[tuple[str, str]]:
    """All that is settled about a digest, as (name, value). `tag`: the name of a forum's tag."""
    return list(_settings(words, zones, order, now, tag))


def _settings(
    words: Words, zones: Timezones, order: Order, now: datetime, tag: str | None
) -> Iterator[tuple[str, str]]:
    target, wish = order.target, order.wish
    yield words("Channel"), f"<#{target.channel_id}> · {words(KINDS[target.kind])}"
    if target.kind == "forum":
        none = words("none") if target.tag_id is None else words("no longer there")
        yield words("Tag"), echo(tag, MAX_CHOICE) if tag else none
    yield words("Schedule"), schedule_text(words, stored_schedule(order.schedule))
    yield words("Time zone"), zones.label(order.timezone, words.lang, now)
    yield words("Content"), words(CONTENTS[wish.content])
    yield words("Topic"), words(TOPICS[wish.topic]) if wish.topic else words("every topic")
    district = district_label(wish.district, words.lang) if wish.district else None
    yield words("District"), district or words("every district")
    yield words("Language"), words(POST_LANGS[wish.lang])
    yield words("Mentions"), f"<@&{target.role_id}>" if target.role_id else words("nobody")
    yield words("When nothing is new"), _when_empty(words, order)
    alerts = f"<#{target.alerts_id}>" if target.alerts_id else None
    yield words("Told of trouble"), alerts or words("who created it, by direct message")


def _when_empty(words: Words, order: Order) -> str:
    wish = order.wish
    if wish.content != "changes" and wish.when_empty == "post-nothing":
        return words("the post says so, because it holds more than changes")
    return words(WHEN_EMPTY[wish.when_empty])


def schedule_of(words: Words, digest: Digest) -> str:
    """A digest's schedule in words, or that it cannot be read."""
    if "schedule" in digest.unreadable:
        return words("schedule unreadable")
    return schedule_text(words, stored_schedule(digest.order.schedule))


def setting_lines(words: Words, settings: list[tuple[str, str]]) -> str:
    """Settings as a list."""
    return "\n".join(f"- {name}{colon(words)}{value}" for name, value in settings)


def next_runs(order: Order, now: datetime, count: int = NEXT_RUNS) -> list[datetime]:
    """The next moments at which the sender will post it."""
    runs = runs_after(stored_schedule(order.schedule), ZoneInfo(order.timezone), now)
    return list(islice(runs, count))


def next_run_lines(
    words: Words, zones: Timezones, order: Order, now: datetime, reader: str | None
) -> Iterator[str]:
    """The next runs in the reader's own time; the digest's clock beside it where they differ.

    `reader`: the zone that the reader saved. None: it is not known to be the same.
    """
    zone = ZoneInfo(order.timezone)
    own = ZoneInfo(reader) if reader else None
    city = zones.city(order.timezone, words.lang)
    for run in next_runs(order, now):
        local = run.astimezone(zone)
        if own is not None and run.astimezone(own).utcoffset() == local.utcoffset():
            yield f"- {moment(run)}"
            continue
        there = words(
            "{date}, {time} in {city}",
            date=date_text(words.lang, local.date()),
            time=f"{local:%H:%M}",
            city=city,
        )
        yield f"- {moment(run)} · {there}"


def state_text(words: Words, digest: Digest) -> str:
    """A digest's state, and since when, where it is not simply active."""
    state = words(STATES[digest.state])
    if digest.state == "active":
        return f"**{state}**"
    return words("**{state}** since {when}", state=state, when=moment(digest.since, "f"))
