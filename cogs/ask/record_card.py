"""The card of one record or term: the answer, what else it says, and what to be careful about."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from bot.domain.answers.answer import AnswerCard
from bot.domain.data.models import Measure, Record, Term, Text
from bot.i18n.translator import Translator
from bot.ui.blocks import status_note
from bot.ui.context import RenderContext
from bot.ui.formats import sentence_case
from cogs.ask.headings import (
    answer_lines,
    answering_sentence,
    figure_heading,
    leading_figure,
    record_card_heading,
    says_when_over,
    unstated,
)
from cogs.ask.lines import grouped, line_text
from cogs.ask.measure_verdicts import says_end, says_until_when
from cogs.ask.screen import has_numbers_of

_IN_HEADING: Final = ("own-sum", "closed", "window", "not-required", "waited")
"""Roles of first lines that the heading says."""
_CONTACT: Final = frozenset({"phone", "place", "hours", "website"})
"""What the hotline answers."""
_YEAR: Final = re.compile(r"\b20\d\d\b")


def record_card_lines(context: RenderContext, card: AnswerCard) -> Iterator[str]:
    """The lines of a card about one record, or about terms, without its source."""
    tr, record = context.tr, card.record
    if isinstance(record, Term):
        for term in (record, *card.terms):
            yield from _term_lines(tr, term)
        if len({line.record.id for line in card.lines}) > 1:
            yield from grouped(context, replace(card, kind="records"), 1)
        else:
            yield from (line_text(context, line) for line in card.lines)
        return
    leading, says = leading_figure(card), answering_sentence(tr, card)
    rest = list[str]()
    if leading:
        heading = figure_heading(context, card.lines[0], leading)
    elif says:
        heading, *rest = answer_lines(tr, card.lines[0], says)
    else:
        heading = record_card_heading(context, card)
    yield heading
    note = status_note(context, record) if isinstance(record, Measure) else None
    note = "" if note is None or says_when_over(context, card) else note
    if note and not has_numbers_of(heading, note):
        yield note
    yield from rest
    above = f"{heading}\n{note}"
    yield from _lines(context, card, above, first_is_told=bool(leading or says))
    said = [line.text for line in card.lines]
    if card.lines and card.lines[0].role == "gone":
        return  # the heading says since when
    yield from _cautions(context, record, leading.as_of if leading else None, said)


def _lines(
    context: RenderContext, card: AnswerCard, above: str, *, first_is_told: bool
) -> Iterator[str]:
    """The lines of a record without what stands above them; whom to ask once."""
    tr, top = context.tr, card.lines[0] if card.lines else None
    hotline = tr("Ask the district's SME office or the enterprise hotline 12345.")
    asks = any(line.text and hotline[:3] in tr.of(line.text) for line in card.lines)
    hotlines = [hotline] if card.is_not_stated and not asks else []
    in_heading = first_is_told or (
        top and (top.missing or top.is_either or top.role in _IN_HEADING)
    )
    for i, line in enumerate(card.lines):
        verdict = i == 0 and says_until_when(card)
        if line.text and says_end(line) and not verdict and has_numbers_of(above, tr.of(line.text)):
            continue
        if i == 0 and (in_heading or line.text in [x.text for x in card.lines[1:] if x.text]):
            continue
        shown = line_text(context, line) if i else _first_line(context, card)
        if i == 1 and card.is_not_stated:
            if card.lines[0].missing in _CONTACT:
                yield from hotlines
                hotlines = []
            shown = tr("**What is known instead:** {text}", text=shown.removeprefix("- "))
        if shown:
            yield shown
    yield from hotlines


def _first_line(context: RenderContext, card: AnswerCard) -> str:
    """The first line below the heading, without what the heading says."""
    line = card.lines[0]
    if line.text and says_until_when(card):
        return context.tr.of(line.text)
    if line.text and card.is_not_stated:
        return unstated(context.tr, line.text)[1]
    return line_text(context, line)


def _cautions(
    context: RenderContext, record: Record, as_of: str | None, said: Collection[Text | None]
) -> Iterator[str]:
    """The note, and what another source says; of a dated figure only what is not of other years."""
    if record.note and _may_be_about(record.note, as_of):
        yield context.tr("Note: {text}", text=context.tr.of(record.note))
    others = [c.says for c in record.conflicts if c.says not in said]
    if others := [context.tr.of(says) for says in others if _may_be_about(says, as_of)]:
        yield context.tr("Sources disagree: {text}", text=context.tr.space.join(others))
    for other in record.other_scope[:1]:
        yield context.tr("Not the same as above: {text}", text=context.tr.of(other.says))


def _may_be_about(says: Text, as_of: str | None) -> bool:
    """Whether a sentence names no year, or that of a figure."""
    years = _YEAR.findall(says.en)
    return not (as_of and years) or as_of[:4] in years


def _term_lines(tr: Translator, term: Term) -> Iterator[str]:
    """The name, in English with the Chinese one, by which it is known here; and the meaning."""
    yield f"### {term.zh}" if tr.lang == "zh" else f"### {sentence_case(term.en)} ({term.zh})"
    if term.definition:
        yield tr.of(term.definition)
