"""The answer to a question: at most three cards, each with its figures and its source."""

from collections.abc import Iterator, Sequence

from bot.domain.answers.ask import Answer, AnswerCard
from bot.domain.data.catalogue import source_ids
from bot.domain.data.models import Attribute, Measure, Record, Statistic, Term, Tier, Zone
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import (
    closing,
    closing_line,
    confidence_line,
    conflict_lines,
    figure_line,
    fit,
    short_sources,
    status_note,
)
from bot.ui.components import Component, Layout, button, container, line, row, shorten, text
from bot.ui.context import RenderContext, link_to
from bot.ui.escape import echo
from bot.ui.relations import relation_lines

_BUTTONS = 5
_QUESTION = 200
_MAX_CHARACTERS = 3450
"""Characters for all cards: with the question and the closing line they stay below 4,000."""

LACKING: dict[Attribute, str] = {
    "apply": N_("The sources do not state how to apply for this."),
    "rate": N_("The sources do not state a rate for this."),
    "stacking": N_("The sources do not state whether this can be combined with what you ask for."),
    "authority": N_("The sources do not state which office is in charge of this."),
    "who": N_("The sources do not state who exactly qualifies for this."),
    "when": N_("The sources do not state a date for this."),
    "count": N_("The sources do not state this number."),
    "amount": N_("The sources do not state this amount."),
    "place": N_("The sources do not state a place for this."),
}


def answer_card(context: RenderContext, answer: Answer) -> Layout:
    """The answer as a layout, within Discord's limits for any question and record."""
    heading = f"-# {echo(answer.question, _QUESTION)}"
    if answer.status == "no-match":
        return [_no_match(context, answer, heading)]
    parts: list[Component] = [text(f"{heading}\n{_verdict(context, answer)}")]
    cards = [
        (list(_body_lines(context, c)), list(_evidence_lines(context, c))) for c in answer.cards
    ]
    total = _MAX_CHARACTERS - max(0, len(heading) - _QUESTION)
    limit = _fair_share([_length(body) + _length(evidence) for body, evidence in cards], total)
    for i, (body, evidence) in enumerate(cards):
        if i:
            parts.append(line())
        kept = fit(body, limit - _length(evidence), context.tr)
        parts.append(text("\n".join([kept, *evidence])))
    opened = [record for c in answer.cards for record in _records(context, c)]
    buttons = {b["custom_id"]: b for b in (_open(context, record) for record in opened)}
    if buttons:
        parts.append(row(*list(buttons.values())[:_BUTTONS]))
    cited = {i for c in answer.cards for i in _cited(c)}
    parts.append(text(closing(context, len(cited))))
    return [container(*parts)]


def _records(context: RenderContext, card: AnswerCard) -> Iterator[Record]:
    """The card's record; for a term, the records that it refers to."""
    if isinstance(card.record, Term):
        records = context.release.catalogue.records
        yield from (records[i] for i in card.record.see if i in records)
    else:
        yield card.record


def _cited(card: AnswerCard) -> Iterator[str]:
    """Ids of the sources of a card."""
    yield from card.record.sources if isinstance(card.record, Term) else source_ids(card.record)


def _verdict(context: RenderContext, answer: Answer) -> str:
    tr = context.tr
    match answer.status:
        case "not-stated":
            return tr("**Not stated by any source found.**")
        case "conflicting":
            return tr("**Sources disagree; both are shown.**")
        case _:
            return tr("**Found:**") if len(answer.cards) > 1 else tr("**Answer:**")


def _fair_share(lengths: Sequence[int], total: int) -> int:
    """The most that one may take: an equal share of what the shorter ones leave."""
    share = total
    for i, length in enumerate(sorted(lengths)):
        share = total // (len(lengths) - i)
        total -= min(length, share)
    return share


def _length(lines: Sequence[str]) -> int:
    return sum(len(each) + 1 for each in lines)


def card_lines(context: RenderContext, card: AnswerCard) -> Iterator[str]:
    """The lines of one card, all of them."""
    yield from _body_lines(context, card)
    yield from _evidence_lines(context, card)


def _term_lines(tr: Translator, term: Term) -> Iterator[str]:
    """Both names, and the meaning in the reader's language, then in the other one."""
    name, other = (term.zh, term.en) if tr.lang == "zh" else (term.en, term.zh)
    yield f"### {name} · {other}"
    if term.definition:
        yield tr.of(term.definition)
        yield tr.other(term.definition)


def _evidence_lines(context: RenderContext, card: AnswerCard) -> Iterator[str]:
    if isinstance(card.record, Term):
        if named := context.release.catalogue.named(card.source_ids):
            yield f"-# {short_sources(context, named)}"
    else:
        if card.record.conflicts:
            yield context.tr("Sources disagree:")
            yield from conflict_lines(context, card.record.conflicts)
        yield f"-# {short_sources(context, context.release.catalogue.named(card.source_ids))}"
        yield f"-# {confidence_line(context.tr, card.record)}"


def _body_lines(context: RenderContext, card: AnswerCard) -> Iterator[str]:
    tr, record = context.tr, card.record
    if isinstance(record, Term):
        yield from _term_lines(tr, record)
        return
    yield f"### {tr.of(record.title)}"
    if isinstance(record, Measure) and (note := status_note(context, record)):
        yield note
    if card.unstated:
        yield tr.of(card.unstated.text)
    elif card.missing:
        yield tr(LACKING[card.missing])
        if card.missing == "stacking":
            yield from relation_lines(context, record)
    if card.is_not_stated and not card.figures:
        yield tr("**What is known instead:** {text}", text=tr.of(record.summary))
    else:
        yield from (figure_line(tr, figure) for figure in card.figures)
        yield from (tr.of(statement) for statement in card.statements)
        if not card.statements or card.figures:
            yield tr.of(record.summary)
    if record.note:
        yield tr("Note: {text}", text=tr.of(record.note))


def _open(context: RenderContext, record: Record) -> Component:
    match record:
        case Measure():
            target = ("m", record.id)
        case Zone():
            target = ("z", record.id)
        case Tier():
            target = ("lc", record.tier, record.rules)
        case Statistic():
            target = ("st", record.id)
        case _:
            target = ("p", record.id)
    label = context.tr("Open: {name}", name=shorten(context.tr.of(record.title), 60))
    return button(label, link_to(context.tr, *target))


def _no_match(context: RenderContext, answer: Answer, heading: str) -> Component:
    tr, catalogue = context.tr, context.release.catalogue
    if answer.outside:
        names = [catalogue.terms[t] for t in answer.outside]
        places = "、".join(t.zh for t in names)
        if tr.lang == "en":
            places = ", ".join(t.en for t in names)
        message = tr(
            "This bot covers Shanghai and the national rules that apply there; it "
            "has nothing on {places}.",
            places=places,
        )
    else:
        message = tr(
            "Nothing in the data set answers this. Try other words, or a measure's "
            "name; `/help` shows what you can ask."
        )
    parts = [text(f"{heading}\n{message}")]
    near = [catalogue.records[i] for i in answer.nearest if i in catalogue.records]
    if near:
        parts.append(text(tr("-# Nearest records, which may not be what you mean:")))
        parts.append(row(*(_open(context, record) for record in near)))
    parts.append(text(closing_line(context, near)))
    return container(*parts)
