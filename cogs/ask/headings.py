"""The headings of cards: a title, a figure, or two figures and how far they are apart."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.domain.answers.answer import AnswerCard, Existence, Line
from bot.domain.answers.compose.sentences import split_sentences
from bot.domain.data.models import Figure, Measure, Term, Text, Tier
from bot.domain.full_stops import FULL_STOP
from bot.domain.text import parse_text
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import figure_notes
from bot.ui.card_lines import title_beside
from bot.ui.context import RenderContext
from bot.ui.formats import amount_text, figure_text, partial_date_text, sentence_case
from bot.ui.line_width import columns_of, lines_of
from cogs.ask.lacking import LACKING
from cogs.ask.measure_verdicts import is_closed, measure_verdict, says_until_when
from cogs.ask.titles import ended_mark

_EXACT: Final = frozenset({"exactly", "at least"})
"""Qualifiers of figures whose difference is known, of two alike."""

_NAME_COLUMNS: Final = 28
"""Of the name of a side in a heading; longer ones stand below it."""
_SENTENCE_LINES: Final = 3
"""Of a sentence that may stand as a heading."""
_LEAD_LINES: Final = 6
"""Of a sentence that may stand above the title."""
_UNSTATED: Final = {
    "en": re.compile(
        r"(?:No (?:official )?source found (?:states|names|lists|gives|prints|says)|"
        r"The (?:material found|sources?|report) do(?:es)? not (?:state|name|list|give|say)) "
        rf"((?:(?! or (?:gives|says|names)).)+?){FULL_STOP}(?: |$)"
    ),
    "zh": re.compile(
        r"(?:所查来源|所见资料|现有资料|来源|报道)"
        r"未(?:载明|说明|列明|列出|公布|给出|提供|见|显示|单独载明|单独说明)(.+?)[。；]"
    ),
}
"""How most sentences begin that say what no source states."""

_UNDECIDED: Final = {
    "open": N_("### More information needed: {title}"),
    "depends": N_("### Depends on the conditions: {title}"),
    "not-required": N_("### Not required: {title}"),
}
"""By the role of the first line, where nothing that the firm said decides."""

_NOT_STATED: Final = N_("Not stated")
_EXISTENCE: Final[Mapping[Existence, str]] = {
    "yes": N_("### Yes: {title}"),
    "there-is": N_("### Yes, there is: {title}"),
    "no": N_("### No: {title}"),
    "unconfirmed": N_("### Not confirmed: {title}"),
    "not-all": N_("### No, not all: {title}"),
    "none-known": N_("### None is known: {title}"),
    "known": N_("### Known: {title}"),
    "incomplete": N_("### No source lists all · {title}"),
    "both": N_("### Both exist: {title}"),
}


def record_card_heading(context: RenderContext, card: AnswerCard) -> str:
    """The record's title; where something is not stated, it says so."""
    tr = context.tr
    record = card.record
    title = record.en if isinstance(record, Term) else tr.of(record.title)
    if card.valid_to:
        until = partial_date_text(tr.lang, card.valid_to)
        over = card.valid_to < context.today.isoformat()[: len(card.valid_to)]
        valid = N_("### Going by your date, the title is valid until {until}")
        ended = N_("### Going by your date, the title ended in {until} unless it passed a review")
        return f"{tr(ended if over else valid, until=until)}\n**{title}**"
    if card.pair:
        return f"{pair_heading(tr, card.pair)}\n**{title}**"
    first = next(iter(card.lines), None)
    if first and first.missing:
        return f"### {tr(LACKING[first.missing]).rstrip('.。')}\n**{title}**"
    if card.is_not_stated and first and first.text:
        label = N_("It cannot be worked out, not stated")
        heading, _ = unstated(tr, first.text, label if first.role == "no-base" else _NOT_STATED)
        return f"{heading}\n**{title}**"
    if first and first.met is None and first.role in _UNDECIDED:
        named = first.text if first.role == "not-required" else None
        heading = tr(_UNDECIDED[first.role], title=tr.of(named) if named else title)
        return f"{heading}\n**{title}**" if named else heading
    if first and (first.is_either or first.role == "own-sum"):
        amount, terms = sum_text(tr, first) if first.role else (either_text(tr, first), "")
        return f"### {sentence_case(amount)}\n{tr.labelled(f'**{title}**', terms)}"
    if first is None or (first.met is None and first.role != "waited" and not is_closed(card)):
        return existence(tr, card, title)
    return measure_verdict(context, card, first, title)


def existence(tr: Translator, card: AnswerCard, title: str) -> str:
    """A heading that says whether there is such a thing, if that was asked."""
    if card.exists == "there-is" and len(card.records) > 1:
        return tr("### Yes, there are: {title}", title=title)
    return tr(_EXISTENCE[card.exists], title=title) if card.exists else f"### {title}"


def either_text(tr: Translator, line: Line) -> str:
    """Two amounts of which no source says who gets which."""
    low, high = (figure_text(tr, f) for f in line.figures)
    return tr("{low} or {high}", low=low, high=high)


def sum_text(tr: Translator, line: Line) -> tuple[str, str]:
    """What the firm gets at most, on which sum of its own, and by which rate."""
    most, *terms = (figure_text(tr, f) for f in line.figures)
    rate = line.figures[1]
    if terms[0].endswith("%"):  # the name says of what, and for whom
        terms[0] += tr.brackets(tr.of(rate.name))
    own = amount_text(tr, line.base or 0, "CNY")
    return tr("{amount} on {own}", amount=most, own=own), tr.list_comma.join(terms)


def unstated(tr: Translator, says: Text, label: str = _NOT_STATED) -> tuple[str, str]:
    """A heading with what no source states, and the sentences that are left.

    Where a sentence does not say so in the usual words, it is the heading itself.
    """
    said = tr.of(says)
    if opening := _UNSTATED[tr.lang].match(said):
        return f"### {tr.labelled(tr(label), opening[1])}", said[opening.end() :]
    first, *others = map(tr.of, split_sentences(says))
    return f"### {first.rstrip('.;。；')}", tr.space.join(others)


def says_when_over(context: RenderContext, card: AnswerCard) -> bool:
    """Whether the heading says until when the measure is or was in force."""
    told = leading_figure(card) is not None or any(line.met for line in card.lines[:1])
    ended = told and bool(ended_mark(context, card.record))
    return ended or says_until_when(card) or is_closed(card)


def leading_figure(card: AnswerCard) -> Figure | None:
    """The figure that answers alone, before anything else."""
    first = next(iter(card.lines), None)
    if (
        first is None
        or first.met is not None
        or card.kind
        or card.exists
        or card.pair
        or card.valid_to
        or first.text
        or first.missing
        or first.role not in (None, "depends")
    ):
        return None
    return first.figures[0] if len(first.figures) == 1 else None


def answering_sentence(tr: Translator, card: AnswerCard) -> Text | None:
    """The sentence that answers before the title: a short answer, or a first sentence.

    Not the first of several steps, nor what no source states.
    """
    first = next(iter(card.lines), None)
    if first is None or first.text is None or card.kind:
        return None
    if first.role == "answer":
        return first.text
    record, several = first.record, len({line.record.id for line in card.lines[:2]}) > 1
    if isinstance(record, Measure):
        is_step = len(record.apply) > 1 and first.text in record.apply
    else:  # a list of requirements begins with one that no number answers
        is_step = isinstance(record, Tier) and (
            several or (not first.figures and len(card.lines) > 1)
        )
    apart = first.role or first.met is not None or first.is_not_stated or _is_former(first)
    elsewhere = card.exists or card.pair or card.valid_to
    lead = _lead_of(tr, first.text)[0]
    return None if is_step or apart or elsewhere or lines_of([lead]) > _LEAD_LINES else first.text


def _lead_of(tr: Translator, says: Text) -> tuple[str, str]:
    """The text if it is short, else its first sentence; and the rest of it."""
    first, *others = [says] if _is_short(tr.of(says)) else split_sentences(says)
    return tr.of(first), tr.space.join(map(tr.of, others))


def ended(sentence: str) -> str:
    """With a full stop, where only the first part of a longer sentence is shown."""
    return re.sub(r"\s*([;；])$", lambda end: "." if end[1] == ";" else "。", sentence)


def _is_short(sentence: str) -> bool:
    return lines_of([f"### {sentence}"]) <= _SENTENCE_LINES


def _is_former(line: Line) -> bool:
    """Whether the sentence is about a time before its measure was in force."""
    validity = line.record.validity if isinstance(line.record, Measure) else None
    years = [d[:4] for d in parse_text(line.text.en).dates] if line.text else []
    starts = str(validity.starts.year) if validity and validity.starts else ""
    return bool(years) and max(years) < starts


def answer_lines(tr: Translator, line: Line, says: Text) -> Iterator[str]:
    """The sentence that answers, and the record, unless the sentence has its name; then the rest.

    A long sentence stands above the title as plain text.
    """
    (lead, rest), title = _lead_of(tr, says), tr.of(line.record.title)
    heading = f"### {lead.rstrip('.;。；')}" if _is_short(lead) else ended(lead)
    named = title.casefold() in lead.casefold()
    yield heading if named else f"{heading}\n**{title}**"
    if rest:
        yield rest


def figure_heading(context: RenderContext, line: Line, figure: Figure) -> str:
    """The value as the heading, and whether it has ended; below it what it is.

    A yes if it is asked whether it is paid, unless it has ended.
    """
    record = line.record
    tr = context.tr
    value, ended = figure_text(tr, figure), ended_mark(context, record, dated=True)
    if line.role == "depends" and not ended:
        value = tr("Yes, if you qualify: {amount}", amount=value)
    name, title = tr.of(figure.name), title_beside(tr, tr.of(record.title), [figure])
    notes = figure_notes(tr, figure)
    same = name.casefold() == title.casefold()
    about = f"**{title}**{notes}" if same else f"{name}{notes} · **{title}**"
    return f"### {sentence_case(value)}{ended}\n{about}"


def totals(card: AnswerCard) -> Sequence[Figure]:
    """Of counts over time those that are larger than all before: the others are what was added."""
    found: list[Figure] = []
    for figure in card.figures:
        if not found or figure.value > found[-1].value:
            found.append(figure)
    return found


def pair_heading(tr: Translator, pair: tuple[Figure, Figure], names: Sequence[str] = ()) -> str:
    """Both figures; of what a firm gets the larger first, and how much more it is.

    `names`: what each is the figure of, where both are short.
    """
    a, b = pair
    if (a.value, a.unit, a.qualifier) == (b.value, b.unit, b.qualifier):
        return tr("### Both: {amount}", amount=figure_text(tr, a))
    alike = a.unit == b.unit and a.qualifier == b.qualifier and a.qualifier in _EXACT
    unit = "percentage points" if a.unit.startswith("percent") else a.unit
    apart = amount_text(tr, round(abs(a.value - b.value), 6), unit) if alike else ""
    first, second = (figure_text(tr, f) for f in pair)
    if len(names) == len(pair) and max(map(columns_of, names)) <= _NAME_COLUMNS:
        paid = a.unit == b.unit and a.value != b.value and a.scope == b.scope == "firm"
        if paid:
            ordered = sorted(zip(pair, names, strict=True), key=lambda side: -side[0].value)
            (most, one), (least, other) = ordered
            said = (
                N_("### {one}: {amount}, {difference} more than {other} with {least}")
                if alike
                else N_("### Higher: {one}, {amount} · {other}, {least}")
            )
            amount, less = figure_text(tr, most), figure_text(tr, least)
            return tr(said, one=one, amount=amount, difference=apart, other=other, least=less)
        sides = (f"{n}{tr.colon}{v}" for n, v in zip(names, (first, second), strict=True))
        return f"### {' · '.join(sides)}"
    if not alike:
        opening = sentence_case(first)
        return tr("### {first}, compared with {second}", first=opening, second=second)
    return tr(
        "### Different by {difference}: {first}, compared with {second}",
        first=first,
        second=second,
        difference=apart,
    )
