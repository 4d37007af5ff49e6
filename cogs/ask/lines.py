"""The lines of an answer in words: headings, figures, sentences, the source."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.data.conditions import Condition
from bot.domain.data.models import Figure, Measure, Record, Statistic, Term, Text, Tier
from bot.domain.text import amount_token, parse_text
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import figure_line, figure_value
from bot.ui.context import RenderContext
from bot.ui.evidence import evidence_line, list_evidence, source_label
from bot.ui.formats import figure_text, partial_date_text
from bot.ui.line_width import lines_of
from cogs.ask.awards import award_rows
from cogs.ask.headings import either_text, ended, sum_text, totals
from cogs.ask.lacking import LACKING
from cogs.ask.requirements import short_value, threshold, thresholds, with_own
from cogs.ask.titles import ended_mark, short_title
from cogs.ask.verdicts import deciding_line

_NAMED: Final = frozenset({"records", "parts"})
"""Lists of figures of several kinds, each of which needs its name."""
_NAMED_FROM: Final = 3
"""More figures than this stand in one line, each with its name."""
_WHOLE: Final = 2
"""Requirements that a check shows with their sentences; more of them by name and number."""
_SHORT: Final = 5
"""Rows of a sentence that is read whole; of a longer one the numbers may be cut."""
_ROLES: Final = {
    "who": N_("**For:** {text}"),
    "condition": N_("**Conditions:** {text}"),
    "exemption": N_("**Exemption:** {text}"),
    "short": N_("✗ not met by your figures: {text}"),
    "open": N_("? missing: {text}"),
    "unsure": N_("? open, depends on whether they are invention patents: {text}"),
    "other-kind": N_("? open, depends on class I rights of another kind: {text}"),
    "last-year": N_("? met last year, the year before not given: {text}"),
    "instead": N_("Or instead: {text}"),
    "neither": N_("✗ nor this instead: {text}"),
    "over": N_("✓ met: {text}"),
    "depends": N_("**For:** {text}"),
    "former": N_("until {year}: {text}"),
    "now": N_("now: {text}"),
    "new": N_("new: {text}"),
    "gone": N_("no longer: {text}"),
    "not-required": N_("Not required: {text}"),
    "barred": N_("✗ no: {text}"),
    "lacking": N_("✗ missing: {text}"),
}
_SAID: Final = ("once", "late", "in-time")
"""Roles of verdicts that the heading says, above the rule."""
_RESULTS: Final[dict[bool, str]] = {True: N_("✓ met: {text}"), False: N_("✗ not met: {text}")}


def grouped(context: RenderContext, card: AnswerCard, most: int) -> Iterator[str]:
    """Lines by record, at most `most` of each; equal awards in one line."""
    tr = context.tr
    match card.kind:
        case "award-districts":
            yield from award_rows(context, card.lines)
        case "pairs":
            yield from _paired(context, card)
        case "years":
            own = (f for line in card.lines for f in line.figures if f not in totals(card))
            yield from (figure_line(tr, figure) for figure in own)
        case "requirements" if len(card.records) == 1:
            yield from (f"- {threshold(tr, line)}" for line in card.lines[:most])
        case "requirements" if not any(line.text and line.figures for line in card.lines):
            for record, lines in groupby(card.lines, key=lambda line: line.record):
                title = f"**{short_title(context, record)}**"
                yield f"- {tr.labelled(title, thresholds(tr, list(lines), most))}"
        case _:
            told = deciding_line(card)
            short = _in_short(tr, card, told)
            for record, lines in groupby(short, key=lambda line: line.record):
                own = [line for line in lines if line != told]
                yield _of_record(context, card, record, own, most)


def _paired(context: RenderContext, card: AnswerCard) -> Iterator[str]:
    """Two thresholds in a line; of several records all of each in one paragraph."""
    tr = context.tr
    joint = " → " if isinstance(card.record, Tier) and card.record.rules == "2022" else " · "
    for record, lines in groupby(card.lines, key=lambda line: line.record):
        if len(card.records) == 1:
            yield from (
                f"- {_plain_text(context, x) if x.text else _pair(tr, x.figures, joint)}"
                for x in lines
            )
        else:
            each = (
                _plain_text(context, x).rstrip(".。")
                if x.text
                else _pair(tr, x.figures, joint, brief=True)
                for x in lines
            )
            yield f"- {tr.labelled(f'**{short_title(context, record)}**', tr.semicolon.join(each))}"


def _of_record(
    context: RenderContext, card: AnswerCard, record: Record, own: Sequence[Line], most: int
) -> str:
    """One record: in a line with for whom it is, or what it pays; else its title and its lines."""
    if card.kind == "records" and own[1:] and own[1].role == "who":
        return f"{_item(context, own[0], named=True)} · {_plain_text(context, own[1])}"
    own = _most_of(own, most)
    if len(own) == 1 and card.kind not in ("check", "titles"):
        sizes = card.kind == "zones" and all(f.id != "area" for f in own[0].figures)
        return _item(context, own[0], named=sizes or card.kind in _NAMED)
    title = short_title(context, record, [f for line in own for f in line.figures])
    return "\n".join([f"**{title}**", *(line_text(context, line) for line in own)])


def _most_of(lines: Sequence[Line], most: int) -> Sequence[Line]:
    """At most `most` lines; a single one also names the next sum or rate that one firm gets."""
    sums = [f for line in lines for f in line.figures if f.scope == "firm"]
    alike = tuple(f for f in sums if f.unit == sums[0].unit)[:2]
    joins = most == 1 and alike and lines[0].figures == alike[:1]
    return [replace(lines[0], figures=alike)] if joins else lines[:most]


def _in_short(tr: Translator, card: AnswerCard, told: Line | None) -> Sequence[Line]:
    """The lines; of a check with many numbers each by the name of its requirement."""
    own = [line for line in card.lines if line.own is not None and line != told]
    many = card.kind == "check" and len(own) > _WHOLE
    return [_briefly(tr, n) if n in own else n for n in card.lines] if many else card.lines


def _briefly(tr: Translator, line: Line) -> Line:
    """The line with the name and the number of its requirement in place of the sentence."""
    said = threshold(tr, replace(line, text=None, figures=line.figures[:1]), short=True)
    return replace(line, text=Text(en=said.replace("**", ""), zh=said.replace("**", "")))


def joined_conditions(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, conditions that follow one another as one; none of another sum than the first."""
    every = [*lines]
    told = {f.id for line in every[:1] for f in line.figures}
    lines = [x for x in every if not (told and (of := _sums_of(x)) and told.isdisjoint(of))]
    for is_condition, group in groupby(lines, lambda x: x.role == "condition" and x.met is None):
        first, *others = own = list(group)
        if is_condition and others:
            texts = [line.text for line in own if line.text]
            en = "; ".join(text.en.rstrip(".") for text in texts)
            zh = "；".join(text.zh.rstrip("。") for text in texts)
            yield replace(first, text=Text(en=f"{en}.", zh=f"{zh}。"))
        else:
            yield from own


def _sums_of(line: Line) -> Sequence[str]:
    """The figures that the condition of a line is of, if not of all."""
    return line.text.pays if isinstance(line.text, Condition) else ()


def without_told_figures(tr: Translator, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, without what a short sentence before it says a measure pays or asks."""
    told: set[str] = set()
    for line in lines:
        if line.text and lines_of([tr.of(line.text)]) <= _SHORT:
            told |= {*parse_text(line.text.en, simplified=True, numbers_only=True).amounts}
        repeats = isinstance(line.record, Measure) and not line.text and line.figures
        figure = line.figures[0] if repeats else None
        if figure and (figure.paid_for or figure.confidence not in (None, line.record.confidence)):
            figure = None  # the firm's own band, or less sure than the sentence
        if figure is None or figure.as_of or amount_token(figure.value, figure.unit) not in told:
            yield line


def line_beside(context: RenderContext, line: Line) -> str:
    """What answers another part of the question: a figure by its name, else its record."""
    paid = any(f.scope == "firm" for f in line.figures)
    over = paid and ended_mark(context, line.record)
    if len(line.figures) == 1 and not (line.text or line.role or over):
        return figure_line(context.tr, line.figures[0])
    unstated = context.tr("which applies to whom is not stated")
    notes = context.tr.brackets(unstated) if line.is_either else ""
    return _item(context, line, named=True) + notes


def _item(context: RenderContext, line: Line, *, named: bool) -> str:
    """A record in one line, once its name; `named`: a figure's too, unless one firm gets it."""
    tr, shown = context.tr, _plain_text(context, line)
    title = short_title(context, line.record, line.figures)
    if line.text and shown.rstrip(".。") in title:
        return f"- {title}"
    if line.text and _begins_with(shown, title):
        return f"- {shown}"
    if named and len(line.figures) == 1 and not (line.text or line.role):
        figure, name = line.figures[0], tr.of(line.figures[0].name)
        if figure.scope != "firm" and name.casefold() != title.casefold():
            is_series = isinstance(line.record, Statistic) and line.record.series
            title = name if is_series else f"{title} · {name}"
    return f"- {tr.labelled(title, shown.removeprefix('- '))}"


def _begins_with(sentence: str, title: str) -> bool:
    """Whether a sentence begins with the name of what it is about; a district may stand before."""
    own = title.rpartition(": ")[2].casefold()
    return sentence.casefold().removeprefix("the ").startswith(own)


def _pair(tr: Translator, figures: Sequence[Figure], joint: str, *, brief: bool = False) -> str:
    """One requirement of two titles or times: its name, then both thresholds; `brief`: in signs."""
    colon = " " if brief else tr.colon
    names = list(dict.fromkeys(tr.of(f.name) for f in figures))
    values = [short_value(tr, f) if brief else f"**{figure_text(tr, f)}**" for f in figures]
    if len(names) == 1:
        sides = values if len(values) > 1 else [tr("not required"), *values]
        return f"{names[0]}{colon}{joint.join(sides)}"
    return joint.join(f"{n}{colon}{v}" for n, v in zip(names, values, strict=True))


def line_text(context: RenderContext, line: Line) -> str:
    """One line of a card about one record."""
    named = not (line.text or line.missing or line.is_either or line.role == "own-sum")
    if len(line.figures) in range(1, _NAMED_FROM + 1) and named:
        return figure_line(context.tr, line.figures[0])
    return _plain_text(context, line)


def _plain_text(context: RenderContext, line: Line) -> str:
    """A line without its name."""
    tr = context.tr
    if line.missing:
        return tr(LACKING[line.missing])
    if line.is_either:
        return f"- {either_text(tr, line)}"
    if line.role == "own-sum":
        amount, terms = sum_text(tr, line)
        return f"- **{amount}**{tr.brackets(terms)}"
    if line.text:
        return _sentence(tr, line)
    if len(line.figures) > _NAMED_FROM:
        dates = isinstance(line.record, Statistic) and line.record.series is not None
        names = (
            f"{partial_date_text(tr.lang, f.as_of)}{tr.colon}"
            if dates and f.as_of
            else f"{tr.of(f.name)} "
            for f in line.figures
        )
        values = (
            f"{name}**{figure_text(tr, f)}**" for name, f in zip(names, line.figures, strict=True)
        )
        return tr.semicolon.join(values)
    values = tr.list_comma.join(figure_value(tr, f) for f in line.figures)
    return tr("{amount} in all", amount=values) if line.role == "total" else values


def _sentence(tr: Translator, line: Line) -> str:
    """The sentence of a line, and what it is; of whom a measure is for, who else is kept out."""
    shown, record = ended(with_own(tr, line)), line.record
    if isinstance(record, Measure) and line.text == record.authority:
        return tr.labelled(tr("Authority"), shown)
    if line.role in _ROLES:
        year = str(record.starts.year) if isinstance(record, Tier) and record.starts else ""
        return tr(_ROLES[line.role], text=shown, year=year)
    if line.met is False and isinstance(record, Measure) and line.text == record.who:
        return tr("✗ only for: {text}", text=shown)
    said = line.met is None or line.role in _SAID
    return shown if said else tr(_RESULTS[bool(line.met)], text=shown)


def evidence(context: RenderContext, card: AnswerCard) -> str:
    """The small line that ends the answer: of one record its confidence and a source."""
    catalogue = context.release.catalogue
    records = [record for record in card.shown if not isinstance(record, Term)]
    if isinstance(card.record, Term) and (card.record.sources or not records):
        named = catalogue.named(card.record.sources)
        return f"-# {source_label(context.tr, named[0])}" if named else ""
    if (card.kind or card.other_parts) and len(records) > 1:
        return f"-# {list_evidence(context, records)}"
    # What a measure says in the first line is its own; figures below may have other sources.
    figures = card.lines[0].figures if isinstance(records[0], Measure) else card.figures
    figure = next(iter(figures), None)
    line = evidence_line(context, records[0], figure)
    if lines_of([line]) == 1 or records[0].conflicts:
        return line
    # How many more sources there are stands behind the button, which leaves a line to the answer.
    return evidence_line(context, records[0], figure, counts=False)
