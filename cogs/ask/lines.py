"""The lines of an answer in words: headings, figures, sentences, the source."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from bot.domain.answers.answer import AnswerCard, Heading, Line
from bot.domain.data.districts import LINGANG
from bot.domain.data.models import Attribute, Confidence, Measure, Term, Zone
from bot.i18n.translator import N_
from bot.ui.blocks import district_name, district_names, figure_line, figure_value, short_sources
from bot.ui.context import RenderContext

LACKING: Final[dict[Attribute, str]] = {
    "apply": N_("Not stated: how to apply."),
    "rate": N_("Not stated: the rate."),
    "stacking": N_("Not stated: whether it can be combined with other support."),
    "authority": N_("Not stated: which office is in charge."),
    "who": N_("Not stated: who exactly qualifies."),
    "when": N_("Not stated: the date."),
    "count": N_("Not stated: this number."),
    "amount": N_("Not stated: the amount."),
    "place": N_("Not stated: address and phone number."),
}
_HEADINGS: Final[dict[Heading, str]] = {
    "award-districts": N_("### Awards by district"),
    "records": N_("### Records found: {number}"),
    "zones": N_("### Parks and clusters: {number}"),
    "difference": N_("### Compared: {number} different records"),
    "matches": N_("### What your firm may get: {number}"),
    "check": N_("### {met} of {number} requirements met, by your figures"),
    "steps": N_("### Steps"),
}
_ROLES: Final = {"who": N_("**Only for:** {text}"), "condition": N_("**Only if:** {text}")}
_RESULTS: Final[dict[bool, str]] = {True: N_("✓ met: {text}"), False: N_("✗ not met: {text}")}
_MARKS: Final[dict[Confidence, str]] = {
    "high": N_("● high confidence"),
    "medium": N_("◐ medium confidence"),
    "low": N_("○ low confidence"),
    "conflicting": N_("○ sources disagree"),
}


def heading_of(context: RenderContext, card: AnswerCard) -> str:
    """The record's title; where something is not stated, it says so."""
    tr = context.tr
    record = card.record
    title = record.en if isinstance(record, Term) else tr.of(record.title)
    if card.is_not_stated:
        return tr("### Not stated: {title}", title=title)
    return f"### {title}"


def list_heading(context: RenderContext, card: AnswerCard) -> str:
    """What the list is about."""
    heading = _HEADINGS[card.heading or "records"]
    if card.heading == "check":
        met = sum(line.met is True for line in card.lines)
        return context.tr(heading, met=met, number=len(card.lines))
    return context.tr(heading, number=len(card.records) + card.more)


def grouped(context: RenderContext, card: AnswerCard) -> Iterator[str]:
    """The lines of several records; each title once, districts with equal awards together."""
    if card.heading == "award-districts":
        yield from _by_amount(context, card.lines)
        return
    for record, lines in groupby(card.lines, key=lambda line: line.record):
        own = list(lines)
        title = context.tr.of(record.title)
        if isinstance(record, Zone) and record.district:
            title += context.tr.brackets(district_name(context.tr, record.district))
        if isinstance(record, Measure) and _is_over(context, record):
            title += context.tr.brackets(context.tr("ended"))
        if len(own) == 1:
            shown = _plain_text(context, own[0])
            yield f"- {title}{context.tr.colon}{shown}" if shown else f"- {title}"
            continue
        yield f"**{title}**"
        yield from (line_text(context, line) for line in own)


def _by_amount(context: RenderContext, lines: Sequence[Line]) -> Iterator[str]:
    """Each amount with the districts that pay it; then how long, where it is stated."""
    tr = context.tr
    rows: dict[str, list[str]] = {}
    for line in lines:
        if line.figures or line.missing:
            rows.setdefault(_plain_text(context, line), []).append(_place(context, line))
    for amount, places in rows.items():
        yield f"- {amount}{tr.colon}{tr.list_comma.join(places)}"
    for line in lines:
        if line.text:
            yield f"-# {_place(context, line)}{tr.colon}{tr.of(line.text)}"
    yield tr("Amounts come from lists of 2022 to 2026: check with the district first.")


def _place(context: RenderContext, line: Line) -> str:
    """The district of an award, marked if the scheme has ended."""
    record, tr = line.record, context.tr
    if not isinstance(record, Measure):
        return tr.of(record.title)
    name = district_names(tr, record.districts)
    if any(place in record.title.en for place in LINGANG):
        name = tr("Lin-gang")
    return name + tr.brackets(tr("ended")) if _is_over(context, record) else name


def _is_over(context: RenderContext, measure: Measure) -> bool:
    return context.release.catalogue.status(measure, context.today) != "in-force"


def line_text(context: RenderContext, line: Line) -> str:
    """One line of a card about one record."""
    if line.figures and not line.text and not line.missing:
        return figure_line(context.tr, line.figures[0])
    return _plain_text(context, line)


def _plain_text(context: RenderContext, line: Line) -> str:
    """A line without its name."""
    tr = context.tr
    if line.missing:
        return tr(LACKING[line.missing])
    if line.text:
        shown = tr.of(line.text)
        if line.role:
            return tr(_ROLES[line.role], text=shown)
        return shown if line.met is None else tr(_RESULTS[line.met], text=shown)
    return tr.list_comma.join(figure_value(tr, f) for f in line.figures)


def evidence_line(context: RenderContext, card: AnswerCard) -> str:
    """The confidence and the first source, in one small line."""
    named = context.release.catalogue.named(card.source_ids)
    sources = short_sources(context, named, limit=1)
    if isinstance(card.record, Term) and not card.lines:
        return f"-# {sources}" if named else ""
    record = card.lines[0].record if card.lines else card.record
    if isinstance(record, Term):
        return f"-# {sources}"
    return f"-# {context.tr(_MARKS[record.confidence])} · {sources}"
