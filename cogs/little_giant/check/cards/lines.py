"""One requirement of the check in words: what was said, what is needed, how much is missing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil, floor, inf, isinf, log10
from typing import Final

from bot.domain.data.models import Criterion
from bot.domain.eligibility.check import Verdict
from bot.domain.eligibility.comparison import Result
from bot.domain.eligibility.criterion_inputs import input_of
from bot.domain.eligibility.firm import Answers, Range
from bot.domain.eligibility.gaps import gap_of
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import conflict_lines, short_sources
from bot.ui.context import RenderContext
from bot.ui.formats import amount_text, figure_text, number_text
from cogs.little_giant.check.questions import FORM_OF, QUESTIONS

RESULTS: Final[dict[Result, str]] = {
    "met": N_("met"),
    "not-met": N_("not met"),
    "cannot-tell": N_("cannot tell"),
}
_SIGNS: Final[Mapping[Result, str]] = {"met": "✓", "not-met": "✗", "cannot-tell": "?"}
FORMALITY_NAMES: Final[Mapping[str, str]] = {
    "established": N_("lawfully established"),
    "size": N_("SME size"),
    "listed": N_("not on a blacklist"),
    "banned": N_("no banned product"),
    "incident": N_("no serious incident"),
    "champion": N_("no champion"),
    "control": N_("no tie to a little giant"),
    "group": N_("no sister firm"),
    "audits": N_("audit reports"),
}
"""Formalities in a word or two."""
_POINTS: Final = "points"
_DEEPEST: Final = 2
"""Deeper lists are flat: four spaces at the top of a page make it code."""


def verdict_entries(
    context: RenderContext,
    verdict: Verdict,
    answers: Answers,
    told: Sequence[str] = (),
    depth: int = 0,
) -> Iterator[str]:
    """A requirement with its parts, one entry each, with its source unless that is `told`."""
    tr, criterion = context.tr, verdict.criterion
    indent = "  " * depth
    said = filter(None, (verdict_headline(tr, verdict), detail(tr, verdict, answers)))
    lines = [f"{indent}- {tr.colon.join(said)}"]
    lines += (f"{indent}  {line}" for line in _further(context, verdict))
    if list(criterion.sources) != list(told):
        cited = context.release.catalogue.named(criterion.sources)
        lines.append(f"{indent}  -# {short_sources(context, cited, 1)}")
    yield "\n".join(lines)
    for part in verdict.parts:
        yield from verdict_entries(context, part, answers, criterion.sources, depth + 1)


def requirement_lines(
    tr: Translator, verdict: Verdict, answers: Answers, depth: int = 0
) -> Iterator[str]:
    """A requirement in short, without source or scored items; its parts as long as it is unmet."""
    bullet = ("", "- ", "  - ")[min(depth, _DEEPEST)]
    parts = verdict.parts if verdict.result != "met" else ()
    parts = tuple(part for part in parts if part.criterion.op != "bands")
    ending = "" if parts or verdict.result == "met" else _forms(tr, verdict, answers)
    said = _joined(tr, _short_detail(tr, verdict, answers))
    line = tr.labelled(tr.of(verdict.criterion.name), said)
    yield f"{bullet}{_SIGNS[verdict.result]} {line}{ending}"
    for part in parts:
        yield from requirement_lines(tr, part, answers, depth + 1)


def _forms(tr: Translator, verdict: Verdict, answers: Answers) -> str:
    """The forms that ask what is missing."""
    forms = sorted({FORM_OF[key] + 1 for key in unanswered(verdict, answers)})
    numbers = tr.list_comma.join(map(str, forms))
    return tr.brackets(tr("form {numbers}", numbers=numbers)) if forms else ""


def _short_detail(tr: Translator, verdict: Verdict, answers: Answers) -> Iterator[str]:
    if verdict.criterion.threshold is not None and verdict.criterion.op != "bands":
        yield from _compared(tr, verdict, answers)
        yield from _missing(tr, verdict, answers)
    elif verdict.why == "judged":
        yield tr("reviewers judge it")
    if verdict.why == "exempt":
        met = verdict.result == "met"
        yield tr("an exemption applies") if met else tr("unless an exemption applies")
    if verdict.why == "unseen":
        yield tr("the data does not say how this is calculated")


def verdict_headline(tr: Translator, verdict: Verdict) -> str:
    """The result in bold, and what the requirement is about; a scored item has points instead."""
    name = tr.of(verdict.criterion.name)
    if verdict.criterion.op == "bands":
        return f"{name}{tr.colon}{range_text(tr, verdict.value, _POINTS)}"
    return tr.labelled(f"**{tr(RESULTS[verdict.result])}**", name)


def detail(tr: Translator, verdict: Verdict, answers: Answers) -> str:
    """What was said against what is needed, and what is missing; or why it cannot be told."""
    if verdict.criterion.op == "bands":
        return ""
    sentences = [*_compared(tr, verdict, answers), *_missing(tr, verdict, answers)]
    if verdict.why != "compared" or not sentences:
        sentences.append(_why(tr, verdict, answers))
    return _joined(tr, sentences)


def _joined(tr: Translator, sentences: Iterable[str]) -> str:
    return tr.semicolon.join(filter(None, sentences))


def _compared(tr: Translator, verdict: Verdict, answers: Answers) -> Iterator[str]:
    figure, value = verdict.criterion.threshold, verdict.value
    if figure is None:
        if verdict.result == "cannot-tell" or verdict.criterion.op not in ("any-of", "all-of"):
            yield tr.of(verdict.criterion.requirement).rstrip(".。")
        return
    need = figure_text(tr, figure)
    if not isinstance(value, Range) or value == Range():
        yield need
    elif halves := _of_one_year(tr, verdict, figure.unit, answers):
        have, lacking = halves
        yield have
        yield tr("needs {figure} in each year", figure=need)
        if verdict.result == "cannot-tell":
            yield lacking
    else:
        exact = verdict.result == "not-met"
        yield have_text(tr, verdict.criterion, value, figure.unit, exact=exact)
        cap = verdict.criterion.op == "<="
        yield tr("allowed: {figure}", figure=need) if cap else tr("needs {figure}", figure=need)


def _of_one_year(
    tr: Translator, verdict: Verdict, unit: str, answers: Answers
) -> tuple[str, str] | None:
    """The number of the one year that is known, and which is missing; None if both are or none."""
    reading = input_of(verdict.criterion)
    if reading is None or not reading.years:
        return None
    last, before = (year(answers).known for year in reading.years)
    if (last is None) == (before is None):
        return None
    if last is not None:
        amount = amount_text(tr, round(last, 2), unit)
        return tr("{amount} last year", amount=amount), tr("the year before is missing")
    amount = amount_text(tr, round(before or 0, 2), unit)
    return tr("{amount} the year before", amount=amount), tr("last year is missing")


def _missing(tr: Translator, verdict: Verdict, answers: Answers) -> Iterator[str]:
    gap = gap_of(verdict, answers)
    if gap is None:
        return
    amount = amount_text(tr, gap.missing, gap.unit)
    form = N_("{amount} too much") if verdict.criterion.op == "<=" else N_("{amount} missing")
    yield tr(form, amount=amount)
    if gap.yuan:
        money = amount_text(tr, _rounded_up(gap.yuan), "CNY", "about")
        yield tr("{amount} a year at your revenue", amount=money)


def _why(tr: Translator, verdict: Verdict, answers: Answers) -> str:
    match verdict.why:
        case "judged":
            return tr("judged by reviewers; no figure decides it")
        case "unseen":
            return tr("the data does not say how this is calculated")
        case "held":
            return tr("you hold the title")
        case "presumed":
            return tr("presumed")
        case "exempt" if verdict.result == "met":
            return tr("an exemption applies")
        case "exempt":
            unless = tr("unless an exemption applies")
            return _joined(tr, [unless, asked(tr, verdict, answers)])
        case _:
            return asked(tr, verdict, answers) if verdict.result == "cannot-tell" else ""


def asked(tr: Translator, verdict: Verdict, answers: Answers) -> str:
    """The questions without an answer that it waits for, with the forms that ask them."""
    names = [
        tr("{question} (form {number})", question=tr(q.label), number=FORM_OF[q.key] + 1)
        for q in (QUESTIONS[key] for key in unanswered(verdict, answers)[:4])
    ]
    return tr("not answered: {questions}", questions=tr.list_comma.join(names)) if names else ""


def unanswered(verdict: Verdict, answers: Answers) -> list[str]:
    """The questions that it rests on and that have no answer, or not a whole one."""
    return [key for key in verdict.asks if key in QUESTIONS and not answers.answered(key)]


def _further(context: RenderContext, verdict: Verdict) -> Iterator[str]:
    """Exemptions or alternatives in words, doubts, and who disagrees."""
    tr, criterion = context.tr, verdict.criterion
    exempt = N_("Exemption ({result}): {text}")
    form = exempt if criterion.exemptions else N_("or ({result}): {text}")
    for text, result in verdict.options:
        yield tr(form, result=tr(RESULTS[result]), text=tr.of(text))
    if criterion.use == "unconfirmed":
        yield "-# " + tr("Not confirmed by an official page.")
    if criterion.conflicts:
        yield tr("Sources disagree:")
        yield from conflict_lines(context, criterion.conflicts)


def range_text(tr: Translator, value: object, unit: str) -> str:
    """A number as far as it is known: 3 years, at least 15 points, 20 to 40 points."""
    if not isinstance(value, Range):
        return ""
    if value.known is not None:
        return amount_text(tr, round(value.low, 2), unit)
    low, high = (0 if isinf(bound) else round(bound, 2) for bound in (value.low, value.high))
    if value.high == inf:
        return tr("at least {amount}", amount=amount_text(tr, low, unit))
    most = amount_text(tr, high, unit)
    if value.low == -inf:
        return tr("no more than {amount}", amount=most)
    least = number_text(tr.lang, low) if unit == _POINTS else amount_text(tr, low, unit)
    return tr("{low} to {high}", low=least, high=most)


def have_text(tr: Translator, criterion: Criterion, value: Range, unit: str, *, exact: bool) -> str:
    """A number as far as it is known; `exact`: only the bound that falls short."""
    if exact:
        bound = value.low if criterion.op == "<=" else value.high
        value = value if isinf(bound) else Range(bound, bound)
    return range_text(tr, value, unit)


def _rounded_up(yuan: float) -> float:
    """To two leading digits, upwards: less would not do."""
    step = 10 ** max(0, floor(log10(yuan)) - 1)
    return ceil(round(yuan / step, 6)) * step
