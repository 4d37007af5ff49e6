"""The entries of an edition: one record each, in one language or in both."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.data.catalogue import source_ids
from bot.domain.data.diff import Change, Listed, districts_of
from bot.domain.data.field_diff import FigureChange
from bot.domain.data.models import Award, Figure, Measure, Statistic, Tier, Zone
from bot.domain.digests.edition import end_of
from bot.domain.eligibility.ladder import find_tiers
from bot.i18n.translator import Words
from bot.ui.blocks import (
    KINDS,
    TOPICS,
    confidence_line,
    district_names,
    figure_line,
    short_sources,
    status_note,
)
from bot.ui.change_lines import change_lines
from bot.ui.components import Component, button, section, shorten, text
from bot.ui.context import Scene, link_to
from bot.ui.editions.text import said
from bot.ui.formats import date_text
from bot.ui.tiers import TIERS
from bot.ui.zone_text import KIND_NAMES, place_name, place_of

MAX_ENTRY: Final = 1800
"""Characters of one entry: what is longer loses whole lines."""
_TITLE: Final = 200
_NEW_FIGURES: Final = 3
_SHOWN_FIGURES: Final = 2
_SENTENCE: Final = {"en": re.compile(r"(?<=[.!?])\s+(?=[A-Z])"), "zh": re.compile(r"(?<=[。！？])")}


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as a reader gets it. Its lines are kept or left out, never torn."""

    record: Listed
    head: tuple[str, ...]
    body: tuple[str, ...]
    tail: tuple[str, ...]
    link: str | None
    """The custom id that opens it; None where there is nothing to open."""
    rest: Callable[[int], str]
    """What stands for so many lines of the body that were left out."""

    @property
    def content(self) -> str:
        """Its text, within MAX_ENTRY characters."""
        room = MAX_ENTRY - sum(len(line) + 1 for line in (*self.head, *self.tail))
        body = list(self.body)
        while body and _length(body) + self._note(len(self.body) - len(body)) > room:
            body.pop()
        if left := len(self.body) - len(body):
            body.append(self.rest(left))
        return shorten("\n".join((*self.head, *body, *self.tail)), MAX_ENTRY)

    def _note(self, left: int) -> int:
        return len(self.rest(left)) + 1 if left else 0

    def component(self, opens: str, *, button_free: bool) -> Component:
        """The entry with its button, labelled so, where nothing else has that button."""
        if self.link is None or not button_free:
            return text(self.content)
        return section(self.content, button(opens, self.link))


def _length(lines: Iterable[str]) -> int:
    return sum(len(line) + 1 for line in lines)


# -- Entries --


def _items(scenes: Sequence[Scene], say: Callable[[Scene], Iterable[str]]) -> list[str]:
    """List items, each with the other language below it."""
    versions = [list(say(scene)) for scene in scenes]
    return [
        "\n".join(
            f"{'  ' if place else '- '}{one}" for place, one in enumerate(dict.fromkeys(each))
        )
        for each in zip(*versions, strict=True)
    ]


def change_entry(scenes: Sequence[Scene], change: Change) -> Entry:
    """What became of a record: its facts where it is new, else each field, old → new."""
    record = change.record
    if change.kind == "withdrawn":
        head = (*_titles(scenes, record), _label_line(scenes, record, status=False))
        return Entry(record, head, (), (), None, lambda left: _rest(scenes, left))
    if change.kind == "new":
        return _facts(scenes, record, _NEW_FIGURES, whole=True)
    lines = _items(scenes, lambda scene: change_lines(scene.words, change))
    figures = [f.new for f in change.fields if isinstance(f, FigureChange) and f.new]
    if change.kind != "superseded":
        return _entry(scenes, record, lines, figures)
    successor = said(scenes, lambda scene: _successor(scene, change))
    return _entry(scenes, record, [successor, *lines], figures, status=False)


def closing_entry(scenes: Sequence[Scene], measure: Measure) -> Entry:
    """A measure that ends soon: when, and how many days are left."""
    names = dict.fromkeys(shorten(scene.words.of(measure.title), _TITLE) for scene in scenes)
    head = (*(f"**{name}**" for name in names), said(scenes, lambda scene: _end(scene, measure)))
    tail = (f"-# {_named_source(scenes[0], measure)}",)
    return Entry(measure, head, (), tail, _link(scenes[0], measure), lambda _: "")


def overview_entry(scenes: Sequence[Scene], record: Measure | Zone | Statistic) -> Entry:
    """A record in short: its first figures, or its first sentence."""
    return _facts(scenes, record, _SHOWN_FIGURES, whole=False)


def _entry(
    scenes: Sequence[Scene],
    record: Listed,
    body: Sequence[str],
    figures: Iterable[Figure],
    *,
    status: bool = True,
) -> Entry:
    head = (*_titles(scenes, record), _label_line(scenes, record, status=status))
    tail = (*_doubts(scenes, record), f"-# {_sources(scenes[0], record, figures)}")
    link = _link(scenes[0], record)
    return Entry(record, head, tuple(body), tail, link, lambda left: _rest(scenes, left))


def _rest(scenes: Sequence[Scene], left: int) -> str:
    more = said(
        scenes,
        lambda scene: scene.words.many(
            "… and {number} more change", "… and {number} more changes", left
        ),
        " ",
    )
    return f"-# {more}"


def _titles(scenes: Sequence[Scene], record: Listed) -> Iterator[str]:
    names = [shorten(scene.words.of(record.title), _TITLE) for scene in scenes]
    yield from (f"**{name}**" for name in dict.fromkeys(names))
    other = shorten(scenes[0].words.other(record.title), _TITLE)
    if other not in names:
        yield f"-# {other}"


def _label_line(scenes: Sequence[Scene], record: Listed, *, status: bool) -> str:
    """What it is, where it holds, how it stands."""
    versions = [list(_label(scene, record, status=status)) for scene in scenes]
    return " · ".join(" ".join(dict.fromkeys(each)) for each in zip(*versions, strict=True))


def _label(scene: Scene, record: Listed, *, status: bool) -> Iterator[str]:
    words = scene.words
    match record:
        case Measure():
            yield words(KINDS[record.kind]) if record.kind else words(TOPICS[record.topic])
            yield _where(words, record)
            if status and (note := status_note(scene, record)):
                yield note
        case Zone():
            yield words(KIND_NAMES[record.kind])
            yield place_name(words, place_of(record), lingang=record.lingang)
        case Statistic():
            yield words(TOPICS["statistic"])
            yield _area(words, record)
        case Tier():
            yield words(TIERS[record.tier])
            yield words("Current rules") if record.rules == "current" else words("Rules of 2022")


def _where(words: Words, measure: Measure) -> str:
    if isinstance(measure, Award) and measure.giver == "national":
        return words("Whole country")
    return district_names(words, measure.districts) or words("Whole city")


def _area(words: Words, statistic: Statistic) -> str:
    if statistic.area == "national":
        return words("Whole country")
    return district_names(words, districts_of(statistic)) or words("Whole city")


def _doubts(scenes: Sequence[Scene], record: Listed) -> Iterator[str]:
    """What must not be relied on says so here already."""
    if record.use != "answer" or record.confidence in ("low", "conflicting"):
        yield from dict.fromkeys(f"-# {confidence_line(s.words, record)}" for s in scenes)


def _sources(scene: Scene, record: Listed, figures: Iterable[Figure]) -> str:
    """The source of the first figure told, else of the record, and how many more there are."""
    own = (source for figure in figures for source in figure.sources)
    cited = scene.release.catalogue.named((*own, *source_ids(record)))
    return " ".join(short_sources(scene, cited, 1).split())


def _named_source(scene: Scene, record: Listed) -> str:
    """The first source by its name alone: addresses are long, and a list of ends is short."""
    unlinked = [s.model_copy(update={"url": None}) for s in scene.release.catalogue.cited(record)]
    return " ".join(short_sources(scene, unlinked, 1).split())


def _link(scene: Scene, record: Listed) -> str:
    words = scene.words
    match record:
        case Measure():
            return link_to(words, "m", record.id)
        case Zone():
            return link_to(words, "z", record.id)
        case Statistic():
            return link_to(words, "st", record.id)
        case Tier():
            # A rung may have several records; each has a button of its own, on the rung's pages.
            tiers = find_tiers(scene.release.catalogue.dataset.tiers, record.tier, record.rules)
            place = [tier.id for tier in tiers].index(record.id)
            return link_to(words, "lc", record.tier, record.rules, place)


# -- What an entry tells --


def _facts(scenes: Sequence[Scene], record: Listed, most: int, *, whole: bool) -> Entry:
    """The first figures, a series' newest; where there is none, the summary or its beginning."""
    figures = _first(record, most)
    if figures:
        lines = _items(scenes, lambda scene: [_figure(scene, f) for f in figures])
    else:
        lines = [said(scenes, lambda scene: _summary(scene.words, record, whole=whole))]
    return _entry(scenes, record, lines, figures)


def _first(record: Listed, most: int) -> Sequence[Figure]:
    if isinstance(record, Statistic) and record.series:
        return record.figures[-most:]
    return record.figures[:most]


def _figure(scene: Scene, figure: Figure) -> str:
    return figure_line(scene.words, figure).removeprefix("- ")


def _summary(words: Words, record: Listed, *, whole: bool) -> str:
    summary = words.of(record.summary)
    return summary if whole else _SENTENCE[words.lang].split(summary, maxsplit=1)[0]


def _successor(scene: Scene, change: Change) -> str:
    words, records = scene.words, scene.release.catalogue.records
    if change.successor and change.successor in records:
        return words("**Superseded** by: {name}", name=words.of(records[change.successor].title))
    return words("**Superseded**")


def _end(scene: Scene, measure: Measure) -> str:
    words, ends = scene.words, end_of(measure)
    day = words("**Ends {date}**", date=date_text(words.lang, ends))
    days = (ends - scene.today).days
    left = (
        words.many("{number} day left", "{number} days left", days)
        if days
        else words("today is the last day")
    )
    return f"{day} · {left}"
