"""One requirement of the check in words: what was said, what is needed, how much is missing."""

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, floor, inf, isinf, log10
from typing import Final

from bot.domain.data.models import Criterion
from bot.domain.eligibility.check import Verdict
from bot.domain.eligibility.comparison import Result
from bot.domain.eligibility.firm import TICKS, Answers, Range
from bot.domain.eligibility.gaps import gap_of
from bot.i18n.translator import Words, mark
from bot.ui.blocks import conflict_lines, short_sources
from bot.ui.context import Scene
from bot.ui.formats import amount_text, figure_text
from cogs.little_giant.cards.requirements import named
from cogs.little_giant.check.questions import FORM_OF, QUESTIONS

RESULTS: Final[dict[Result, str]] = {
    "met": mark("met"),
    "not-met": mark("not met"),
    "cannot-tell": mark("cannot tell"),
}
_POINTS: Final = "points"


def verdict_entries(scene: Scene, verdict: Verdict, answers: Answers) -> Iterator[str]:
    """A requirement with its parts, one entry each, with its source."""
    yield from _entries(scene, verdict, answers, (), 0)


def _entries(
    scene: Scene, verdict: Verdict, answers: Answers, told: Sequence[str], depth: int
) -> Iterator[str]:
    words, criterion = scene.words, verdict.criterion
    indent = "  " * depth
    lines = [f"{indent}- {headline(words, verdict)}{_tail(words, detail(words, verdict, answers))}"]
    lines += (f"{indent}  {line}" for line in _further(scene, verdict))
    if list(criterion.sources) != list(told):
        cited = scene.release.catalogue.named(criterion.sources)
        lines.append(f"{indent}  -# {short_sources(scene, cited, 1)}")
    yield "\n".join(lines)
    for part in verdict.parts:
        yield from _entries(scene, part, answers, criterion.sources, depth + 1)


def headline(words: Words, verdict: Verdict) -> str:
    """The result in bold, and what the requirement is about; a scored item has points instead."""
    name = words.of(verdict.criterion.name)
    if verdict.criterion.op == "bands":
        return f"{name}{_colon(words)}{range_text(words, verdict.value, _POINTS)}"
    return named(words, words(RESULTS[verdict.result]), name)


def detail(words: Words, verdict: Verdict, answers: Answers) -> str:
    """What was said against what is needed, and what is missing; or why it cannot be told."""
    if verdict.criterion.op == "bands":
        return ""
    sentences = [*_compared(words, verdict), *_missing(words, verdict, answers)]
    if verdict.why != "compared" or not sentences:
        sentences.append(_why(words, verdict, answers))
    return _joined(words, sentences)


def _joined(words: Words, sentences: Iterable[str]) -> str:
    return ("；" if words.lang == "zh" else "; ").join(filter(None, sentences))


def _compared(words: Words, verdict: Verdict) -> Iterator[str]:
    figure, value = verdict.criterion.threshold, verdict.value
    if figure is None:
        if verdict.result == "cannot-tell" or verdict.criterion.op not in ("any-of", "all-of"):
            yield words.of(verdict.criterion.requirement).rstrip(".。")
        return
    if isinstance(value, Range) and value != Range():
        yield range_text(words, value, figure.unit)
    said = figure_text(words, figure)
    cap = verdict.criterion.op == "<="
    yield words("allowed: {figure}", figure=said) if cap else words("needs {figure}", figure=said)


def _missing(words: Words, verdict: Verdict, answers: Answers) -> Iterator[str]:
    gap = gap_of(verdict, answers)
    if gap is None:
        return
    amount = amount_text(words, gap.missing, gap.unit)
    over = verdict.criterion.op == "<="
    yield (
        words("{amount} too much", amount=amount)
        if over
        else words("{amount} missing", amount=amount)
    )
    if gap.yuan:
        money = amount_text(words, _rounded_up(gap.yuan), "CNY", "about")
        yield words("{amount} a year at your revenue", amount=money)


def _why(words: Words, verdict: Verdict, answers: Answers) -> str:
    match verdict.why:
        case "judged":
            return words("reviewers judge this; no figure settles it")
        case "unseen":
            return words("the data does not hold how this is worked out")
        case "held":
            return words("you hold the title")
        case "exempt" if verdict.result == "met":
            return words("an exemption lifts it")
        case "exempt":
            unless = words("unless an exemption applies")
            return _joined(words, [unless, asked(words, verdict, answers)])
        case _:
            return asked(words, verdict, answers) if verdict.result == "cannot-tell" else ""


def asked(words: Words, verdict: Verdict, answers: Answers) -> str:
    """The questions without an answer that it waits for, with the forms that ask them."""
    comma = "、" if words.lang == "zh" else ", "
    names = [
        words("{question} (form {number})", question=words(q.label), number=FORM_OF[q.key] + 1)
        for q in (QUESTIONS[key] for key in unanswered(verdict, answers)[:4])
    ]
    return words("not answered: {questions}", questions=comma.join(names)) if names else ""


def unanswered(verdict: Verdict, answers: Answers) -> list[str]:
    """The questions that it rests on and that have no answer, or not a whole one."""
    return [key for key in verdict.asks if key in QUESTIONS and not _known(key, answers)]


def _known(key: str, answers: Answers) -> bool:
    if key == "title":
        return answers.title is not None
    if key in TICKS:
        return all(fact in answers.facts for fact in TICKS[key])
    return key in answers.numbers


def _further(scene: Scene, verdict: Verdict) -> Iterator[str]:
    """Exemptions or alternatives that are told by words, doubts, and who disagrees."""
    words, criterion = scene.words, verdict.criterion
    exempt = bool(criterion.exemptions)
    for text, result in verdict.options:
        said = words.of(text)
        state = words(RESULTS[result])
        yield (
            words("Exemption ({result}): {text}", result=state, text=said)
            if exempt
            else words("or ({result}): {text}", result=state, text=said)
        )
    if _unconfirmed(criterion):
        yield "-# " + words("Not confirmed by an official page.")
    if criterion.conflicts:
        yield words("Sources disagree:")
        yield from conflict_lines(scene, criterion.conflicts)


def _unconfirmed(criterion: Criterion) -> bool:
    return criterion.use == "unconfirmed"


def range_text(words: Words, value: object, unit: str) -> str:
    """A number as far as it is known: 3 years, at least 15 points, 20 to 40 points."""
    if not isinstance(value, Range):
        return ""
    if value.known is not None:
        return amount_text(words, round(value.low, 2), unit)
    bounds = (0 if isinf(bound) else round(bound, 2) for bound in (value.low, value.high))
    low, high = (amount_text(words, bound, unit) for bound in bounds)
    if value.high == inf:
        return words("at least {amount}", amount=low)
    if value.low == -inf:
        return words("no more than {amount}", amount=high)
    return words("{low} to {high}", low=low, high=high)


def _rounded_up(yuan: float) -> float:
    """To two leading digits, upwards: less would not do."""
    step = 10 ** max(0, floor(log10(yuan)) - 1)
    return ceil(round(yuan / step, 6)) * step


def _tail(words: Words, said: str) -> str:
    return f"{_colon(words)}{said}" if said else ""


def _colon(words: Words) -> str:
    return "：" if words.lang == "zh" else ": "
