"""Whether a firm with the facts in a question meets what a rung requires."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.firm_numbers import numbers_of
from bot.domain.answers.forms import has_form
from bot.domain.answers.record_lines import criterion_line, whole_criterion
from bot.domain.data.models import Criterion
from bot.domain.eligibility.check import RungVerdict, evaluate
from bot.domain.eligibility.firm import Answers, Title
from bot.domain.eligibility.ladder import RUNGS, Rung, title_needed
from bot.domain.eligibility.verdict import summary
from bot.domain.release import Release
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import SUPPORT, rungs_of

_NOT_YET: Final = re.compile(
    r"\bnot (?:yet )?(?:an? )?(?:srdi|innovative)|\bwithout\b|没有|还不是|未获|尚未"
)
_SCORED: Final[tuple[Rung, ...]] = ("specialised", "little-giant")
_DESCRIBED: Final = 3
"""Numbers about the firm from which a question asks for the check, whatever its words."""


def check_card(
    release: Release, question: ParsedQuestion, plain: str, today: date
) -> AnswerCard | None:
    """The requirements that the facts stated decide, those not met first; None without facts.

    Of several titles the highest is asked about, and the one below it is held.
    """
    numbers = numbers_of(plain)
    rungs: list[Rung] = [rung for rung in RUNGS if rung in rungs_of(question)]
    if not numbers or question.concepts & {*SUPPORT, "growth-award"}:
        return None
    asked = has_form(plain, "can") and not has_form(plain, "get")
    if not (asked or len(numbers) >= _DESCRIBED):
        return None
    if not rungs:
        return _by_score(release, numbers, today)
    held = rungs[-2] if len(rungs) > 1 and not _NOT_YET.search(plain) else None
    title: Title = held or "none"
    answers = Answers(numbers, title=title)
    verdicts = evaluate(release.catalogue.dataset.tiers, answers, "current", today=today)
    verdict = next(v for v in verdicts.rungs if v.rung == rungs[-1])
    lines = list(_decided(release, verdict, answers, says_title=held is not None))
    if not lines:
        return None
    undecided = len(verdict.requirements) - sum(line.met is not None for line in lines)
    return AnswerCard(lines[0].record, tuple(lines), "check", max(0, undecided))


def _by_score(release: Release, numbers: Mapping[str, float], today: date) -> AnswerCard | None:
    """Which titles a score on the platform is enough for."""
    if set(numbers) != {"score"}:
        return None
    answers = Answers(numbers, title="none")
    verdicts = evaluate(release.catalogue.dataset.tiers, answers, "current", today=today)
    lines = [
        line
        for verdict in verdicts.rungs
        if verdict.rung in _SCORED
        for line in _decided(release, verdict, answers, says_title=False)
    ]
    return AnswerCard(lines[0].record, tuple(lines), "requirements") if lines else None


def _decided(
    release: Release, rung: RungVerdict, answers: Answers, *, says_title: bool
) -> Iterator[Line]:
    """The requirements that the facts decide, those not met first; of the title only if stated."""
    found = summary(rung, answers)
    compared = {v.criterion.id for v in rung.deciding if v.why == "compared"}
    results: list[tuple[Criterion, bool | None]] = [
        (failed.criterion, False if failed.final else None) for failed in found.failed
    ]
    results += [(c, True) for c in found.met if c.id in compared]
    for criterion, met in results:
        tier = next(t for t in release.catalogue.tiers.values() if criterion in t.criteria)
        if says_title or criterion != title_needed(tier):
            whole = whole_criterion(tier, criterion.id)
            role = "short" if met is None else None
            yield replace(criterion_line(tier, whole), met=met, role=role)
