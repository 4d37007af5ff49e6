"""A digest's settings, its state and its next runs, in words."""

from collections.abc import Iterable, Iterator, Mapping
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
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import TOPICS
from bot.ui.digest_causes import cause_text
from bot.ui.escape import echo
from bot.ui.formats import date_text
from bot.ui.options import MAX_CHOICE, district_label
from bot.ui.schedule_text import schedule_text
from bot.ui.timezones import read_timezones

_NEXT_RUNS: Final = 5
CONTENTS: Final[Mapping[Content, str]] = {
    "changes": N_("what changed since the last edition"),
    "overview": N_("a few records, different ones each time"),
    "both": N_("what changed since the last edition, and a few records, different ones each time"),
}
_SHORT_CONTENTS: Final[Mapping[Content, str]] = {
    "changes": N_("What changed"),
    "overview": N_("A few records in rotation"),
    "both": N_("What changed, and a few records"),
}
POST_LANGS: Final[Mapping[PostLang, str]] = {
    "en": N_("English"),
    "zh": N_("Chinese"),
    "both": N_("English and Chinese"),
}
WHEN_EMPTY: Final[Mapping[WhenEmpty, str]] = {
    "say-so": N_("the post says so"),
    "post-nothing": N_("nothing is posted"),
}
_CHANNEL_KINDS: Final[Mapping[ChannelKind, str]] = {
    "text": N_("text channel"),
    "announcement": N_("announcement channel"),
    "thread": N_("thread"),
    "forum": N_("forum"),
    "direct": N_("direct message"),
}
STATES: Final[Mapping[State, str]] = {
    "active": N_("active"),
    "paused": N_("paused"),
    "suspended": N_("suspended"),
    "asleep": N_("asleep"),
}


def moment(when: datetime, style: str = "F") -> str:
    """A moment that each reader sees in the time of their own clock."""
    return f"<t:{int(when.timestamp())}:{style}>"


def settings_of(
    tr: Translator, order: Order, now: datetime, tag: str | None = None
) -> Iterator[tuple[str, str]]:
    """All settings of a digest, as (name, value). `tag`: the name of a forum's tag."""
    target, wish = order.target, order.wish
    yield tr("Channel"), f"<#{target.channel_id}> · {tr(_CHANNEL_KINDS[target.kind])}"
    if target.kind == "forum":
        none = tr("none") if target.tag_id is None else tr("no longer exists")
        yield tr("Tag"), echo(tag, MAX_CHOICE) if tag else none
    yield tr("Schedule"), schedule_text(tr, stored_schedule(order.schedule))
    yield tr("Time zone"), read_timezones().label(order.timezone, tr.lang, now)
    yield tr("Content"), tr(CONTENTS[wish.content])
    yield tr("Topic"), tr(TOPICS[wish.topic]) if wish.topic else tr("every topic")
    district = district_label(wish.district, tr.lang) if wish.district else None
    yield tr("District"), district or tr("every district")
    yield tr("Language"), tr(POST_LANGS[wish.lang])
    yield tr("Mentions"), f"<@&{target.role_id}>" if target.role_id else tr("nobody")
    yield tr("When nothing is new"), _when_empty(tr, order)
    alerts = f"<#{target.alerts_id}>" if target.alerts_id else None
    yield tr("Problems reported to"), alerts or tr("its creator, by direct message")


def summary_lines(tr: Translator, order: Order, tag: str | None = None) -> Iterator[str]:
    """A digest in few lines: where, when, what; of the rest only what was chosen."""
    target = order.target
    named = [echo(tag, MAX_CHOICE)] if tag else []
    yield " · ".join((f"<#{target.channel_id}>", tr(_CHANNEL_KINDS[target.kind]), *named))
    yield f"**{schedule_text(tr, stored_schedule(order.schedule))}** · {order.timezone}"
    yield " · ".join(wish_words(tr, order))
    if target.role_id:
        yield tr("Mentions") + tr.colon + f"<@&{target.role_id}>"
    if order.wish.when_empty == "post-nothing":
        yield tr("When nothing is new") + tr.colon + _when_empty(tr, order)
    if target.alerts_id:
        yield tr("Problems reported to") + tr.colon + f"<#{target.alerts_id}>"


def wish_words(tr: Translator, order: Order) -> Iterator[str]:
    """What the readers get, in few words."""
    wish = order.wish
    yield tr(_SHORT_CONTENTS[wish.content])
    if wish.topic:
        yield tr(TOPICS[wish.topic])
    if wish.district:
        yield district_label(wish.district, tr.lang)
    yield tr(POST_LANGS[wish.lang])


def _when_empty(tr: Translator, order: Order) -> str:
    wish = order.wish
    if wish.content == "overview":
        return tr("the post has its records all the same")
    return tr(WHEN_EMPTY[wish.when_empty])


def schedule_of(tr: Translator, digest: Digest) -> str:
    """A digest's schedule in words, or that it cannot be read."""
    if "schedule" in digest.unreadable:
        return tr("schedule unreadable")
    return schedule_text(tr, stored_schedule(digest.order.schedule))


def setting_lines(tr: Translator, settings: Iterable[tuple[str, str]]) -> str:
    """Settings as a list."""
    return "\n".join(f"- {name}{tr.colon}{value}" for name, value in settings)


def next_runs(order: Order, now: datetime, count: int = _NEXT_RUNS) -> list[datetime]:
    """The next moments at which the sender will post it."""
    runs = runs_after(stored_schedule(order.schedule), ZoneInfo(order.timezone), now)
    return list(islice(runs, count))


def next_run_lines(
    tr: Translator, order: Order, now: datetime, reader: str | None
) -> Iterator[str]:
    """The next runs in the reader's time; the digest's clock too, unless zone `reader` agrees."""
    zone = ZoneInfo(order.timezone)
    own = ZoneInfo(reader) if reader else None
    city = read_timezones().city(order.timezone, tr.lang)
    for run in next_runs(order, now):
        local = run.astimezone(zone)
        if own is not None and run.astimezone(own).utcoffset() == local.utcoffset():
            yield f"- {moment(run)}"
            continue
        there = tr(
            "{date}, {time} in {city}",
            date=date_text(tr.lang, local.date()),
            time=f"{local:%H:%M}",
            city=city,
        )
        yield f"- {moment(run)} · {there}"


def head_lines(tr: Translator, digest: Digest) -> Iterator[str]:
    """Its state, its next run, and what prevents it."""
    state = tr(STATES[digest.state])
    if digest.state == "active":
        told = f"**{state}**"
    else:
        told = tr("**{state}** since {when}", state=state, when=moment(digest.since, "f"))
    line = tr("State") + tr.colon + told
    if digest.next_run_at is not None:
        when, far = moment(digest.next_run_at), moment(digest.next_run_at, "R")
        line += " · " + tr("next run {when} ({far})", when=when, far=far)
    yield line
    if digest.state == "suspended" and digest.cause is not None:
        yield cause_text(tr, digest.cause)
