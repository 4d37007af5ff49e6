"""The entries of an edition: one record each, in one language or in both."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.data.catalogue import source_ids
from bot.domain.data.diff import Change, ComparedRecord, districts_of
from bot.domain.data.field_diff import FigureChange
from bot.domain.data.models import Award, Figure, Measure, Statistic, Tier, Zone
from bot.domain.eligibility.ladder import find_tiers
from bot.i18n.translator import Translator
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
from bot.ui.context import RenderContext, link_to
from bot.ui.editions.text import said
from bot.ui.tiers import TIERS
from bot.ui.zone_text import KIND_NAMES, place_name, place_of

MAX_ENTRY: Final = 1800
"""Characters of one entry: what is longer loses whole lines."""
_TITLE: Final = 200
_NEW_FIGURES: Final = 3


@dataclass(frozen=True, slots=True)
class EditionEntry:
    """One record as a reader gets it. Its lines are kept or left out, never torn."""

    record: ComparedRecord
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


def _items(
    contexts: Sequence[RenderContext], say: Callable[[RenderContext], Iterable[str]]
) -> list[str]:
    """List items, each with the other language below it."""
    versions = [list(say(context)) for context in contexts]
    return [
        "\n".join(
            f"{'  ' if place else '- '}{one}" for place, one in enumerate(dict.fromkeys(each))
        )
        for each in zip(*versions, strict=True)
    ]


def change_entry(contexts: Sequence[RenderContext], change: Change) -> EditionEntry:
    """What became of a record: its facts where it is new, else each field, old → new."""
    record = change.record
    if change.kind == "withdrawn":
        head = (*_titles(contexts, record), _label_line(contexts, record, status=False))
        return EditionEntry(record, head, (), (), None, lambda left: _rest(contexts, left))
    if change.kind == "new":
        return _facts(contexts, record)
    lines = _items(contexts, lambda context: change_lines(context.tr, change))
    figures = [f.new for f in change.fields if isinstance(f, FigureChange) and f.new]
    if change.kind != "superseded":
        return _entry(contexts, record, lines, figures)
    successor = said(contexts, lambda context: _successor(context, change))
    return _entry(contexts, record, [successor, *lines], figures, status=False)


def _entry(
    contexts: Sequence[RenderContext],
    record: ComparedRecord,
    body: Sequence[str],
    figures: Iterable[Figure],
    *,
    status: bool = True,
) -> EditionEntry:
    head = (*_titles(contexts, record), _label_line(contexts, record, status=status))
    tail = (*_doubts(contexts, record), f"-# {_sources(contexts[0], record, figures)}")
    link = link_of(contexts[0], record)
    return EditionEntry(record, head, tuple(body), tail, link, lambda left: _rest(contexts, left))


def _rest(contexts: Sequence[RenderContext], left: int) -> str:
    more = said(
        contexts,
        lambda context: context.tr.many(
            "… and {number} more change", "… and {number} more changes", left
        ),
        " ",
    )
    return f"-# {more}"


def _titles(contexts: Sequence[RenderContext], record: ComparedRecord) -> Iterator[str]:
    names = [shorten(context.tr.of(record.title), _TITLE) for context in contexts]
    yield from (f"**{name}**" for name in dict.fromkeys(names))
    other = shorten(contexts[0].tr.other(record.title), _TITLE)
    if other not in names:
        yield f"-# {other}"


def _label_line(contexts: Sequence[RenderContext], record: ComparedRecord, *, status: bool) -> str:
    """What it is, where it holds, how it stands."""
    versions = [list(_label(context, record, status=status)) for context in contexts]
    return " · ".join(" ".join(dict.fromkeys(each)) for each in zip(*versions, strict=True))


def _label(context: RenderContext, record: ComparedRecord, *, status: bool) -> Iterator[str]:
    tr = context.tr
    match record:
        case Measure():
            yield tr(KINDS[record.kind]) if record.kind else tr(TOPICS[record.topic])
            yield _where(tr, record)
            if status and (note := status_note(context, record)):
                yield note
        case Zone():
            yield tr(KIND_NAMES[record.kind])
            yield place_name(tr, place_of(record), lingang=record.lingang)
        case Statistic():
            yield tr(TOPICS["statistic"])
            yield _area(tr, record)
        case Tier():
            yield tr(TIERS[record.tier])
            yield tr("Current rules") if record.rules == "current" else tr("Rules of 2022")


def _where(tr: Translator, measure: Measure) -> str:
    if isinstance(measure, Award) and measure.giver == "national":
        return tr("Whole country")
    return district_names(tr, measure.districts) or tr("Whole city")


def _area(tr: Translator, statistic: Statistic) -> str:
    if statistic.area == "national":
        return tr("Whole country")
    return district_names(tr, districts_of(statistic)) or tr("Whole city")


def _doubts(contexts: Sequence[RenderContext], record: ComparedRecord) -> Iterator[str]:
    """What must not be relied on says so here already."""
    if record.use != "answer" or record.confidence in ("low", "conflicting"):
        yield from dict.fromkeys(f"-# {confidence_line(s.tr, record)}" for s in contexts)


def _sources(context: RenderContext, record: ComparedRecord, figures: Iterable[Figure]) -> str:
    """The source of the first figure told, else of the record, and how many more there are."""
    own = (source for figure in figures for source in figure.sources)
    cited = context.release.catalogue.named((*own, *source_ids(record)))
    return " ".join(short_sources(context, cited, 1).split())


def link_of(context: RenderContext, record: ComparedRecord) -> str:
    """The custom id that opens a record."""
    tr = context.tr
    match record:
        case Measure():
            return link_to(tr, "m", record.id)
        case Zone():
            return link_to(tr, "z", record.id)
        case Statistic():
            return link_to(tr, "st", record.id)
        case Tier():
            # A rung may have several records; each has a button of its own, on the rung's pages.
            tiers = find_tiers(context.release.catalogue.dataset.tiers, record.tier, record.rules)
            place = [tier.id for tier in tiers].index(record.id)
            return link_to(tr, "lc", record.tier, record.rules, place)


# -- What an entry tells --


def _facts(contexts: Sequence[RenderContext], record: ComparedRecord) -> EditionEntry:
    """The first figures, a series' newest; where there is none, the summary."""
    figures = _first(record, _NEW_FIGURES)
    if figures:
        lines = _items(contexts, lambda context: [_figure(context, f) for f in figures])
    else:
        lines = [said(contexts, lambda context: context.tr.of(record.summary))]
    return _entry(contexts, record, lines, figures)


def _first(record: ComparedRecord, most: int) -> Sequence[Figure]:
    if isinstance(record, Statistic) and record.series:
        return record.figures[-most:]
    return record.figures[:most]


def _figure(context: RenderContext, figure: Figure) -> str:
    return figure_line(context.tr, figure).removeprefix("- ")


def _successor(context: RenderContext, change: Change) -> str:
    tr, records = context.tr, context.release.catalogue.records
    if change.successor and change.successor in records:
        return tr("**Superseded** by: {name}", name=tr.of(records[change.successor].title))
    return tr("**Superseded**")
