"""Whether a firm with the facts in a question meets what a rung requires."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.firm_facts import honours_of
from bot.domain.answers.firm_numbers import numbers_of, part_scores_of
from bot.domain.answers.forms import has_form
from bot.domain.answers.record_lines import criterion_line, whole_criterion
from bot.domain.data.models import Criterion, Tier
from bot.domain.eligibility.check import RungVerdict, Verdict, evaluate
from bot.domain.eligibility.firm import Answers
from bot.domain.eligibility.ladder import RUNGS, Rung, find_tiers, title_needed
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
_TECH: Final = "t-pass"
_WAYS: Final = "i-pass"
"""Criteria of the base rung: all parts of the first are needed, one of the second."""
_SCORES: Final = ("i-score", "t_score")
_LEAST_SCORE: Final = 20
_CLASS_1: Final = "d-class1"
_OURS: Final = re.compile(
    r"\b(?:we|our|us|my|i)\b|我|咱|本公司|公司|^[^?]{4,80}(?:[,;.] |[，。；])[^?]{2,30}[?]?$"
)
_ASKS: Final = re.compile(
    r"\b(?:what|which|how|when|where|who|why)\b|多少|几|哪|什么|啥|怎|如何|何时|为什么"
)
_PRIZE: Final = re.compile(
    r"\bno (?:[\w-]+ )?prizes?|(?:science|national|provincial).{0,20}prize|科技?奖|国家奖|"
    r"得过?.{0,4}奖"
)
_CLAUSE: Final = re.compile(r"[?!。？！，,;；]|\.\s")
_ASKED: Final = frozenset(
    "rd debt-ratio market-share ip class-1-ip growth compound-growth main-business".split()
)
"""Terms of requirements that a last clause may ask about alone."""
_OWN: Final = re.compile(r"(?<!we )(?<!i )\bown\b|\bself|ourselves|自己|自研|自有|自主")
_BOUGHT: Final = re.compile(r"\bbought|\bbuy|\bpurchas|\btransfer|\bacquir|买|转让|受让")


def check_card(
    release: Release, question: ParsedQuestion, plain: str, today: date
) -> AnswerCard | None:
    """The requirements that the facts stated decide, those not met first; None without facts.

    Of several titles the highest is asked about, and the one below it is held.
    """
    numbers = numbers_of(plain)
    if _BOUGHT.search(plain) and not _OWN.search(plain):
        numbers.pop("rights", None)
    facts = honours_of(plain)
    rungs: list[Rung] = [rung for rung in RUNGS if rung in rungs_of(question)]
    if rungs == [RUNGS[0]]:
        numbers = {**_scores(numbers), **part_scores_of(plain)}
    if not (numbers or facts) or _other_subjects(question, numbers, plain):
        return None
    if not rungs:
        return _by_score(release, numbers, today)
    if not _asks_about_firm(plain, len(numbers) + 2 * len(facts)):
        return None
    held = rungs[-2] if len(rungs) > 1 and not _NOT_YET.search(plain) else None
    if "re-review" in question.concepts and "growth" in numbers:
        return _not_examined(release, rungs[-1])
    answers = Answers(numbers, facts, held or "none")
    verdicts = evaluate(release.catalogue.dataset.tiers, answers, "current", today=today)
    verdict = next(v for v in verdicts.rungs if v.rung == rungs[-1])
    only = _TECH if "tech-sme" in question.concepts else None
    lines = list(_decided(release, verdict, answers, says_title=held is not None, only=only))
    decided = sum(line.met is not None or line.role == "short" for line in lines)
    if not decided or _leaves_open(release, plain, lines):
        return None
    if _BOUGHT.search(plain) and "rights" in numbers:
        tiers = release.catalogue.dataset.tiers
        lines += (
            Line(t, text=c.requirement) for t in tiers for c in t.criteria if c.id == _CLASS_1
        )
    return AnswerCard(lines[0].record, tuple(lines), "check", _undecided(verdict, decided, only))


def _leaves_open(release: Release, plain: str, lines: Sequence[Line]) -> bool:
    """Whether the last clause asks about a requirement that the facts do not decide."""
    clause = _CLAUSE.split(plain.strip(" ?!.。？！"))[-1]
    asked = release.index.parse(clause).concepts & _ASKED
    texts = [line.text for line in lines]
    tiers = release.catalogue.dataset.tiers
    decided = (c.topics for t in tiers for c in t.criteria if c.requirement in texts)
    return bool(asked) and asked.isdisjoint(topic for topics in decided for topic in topics)


def _scores(numbers: Mapping[str, float]) -> dict[str, float]:
    """The numbers, with the score as that of the base rung."""
    of_rung = {key: numbers["score"] for key in _SCORES if "score" in numbers}
    return {**of_rung, **numbers}


def _undecided(verdict: RungVerdict, decided: int, only: str | None) -> int:
    """How many requirements the facts do not decide; of the base rung, of the way taken to it."""
    needed = len(verdict.requirements)
    if verdict.rung == RUNGS[0] and (only or verdict.requirements[0].result != "met"):
        whole = _whole(verdict, only or _WAYS)
        ways = [whole] if only else [w for w in whole.parts if w.criterion.op == "all-of"]
        taken = (w for w in ways if any(p.result != "cannot-tell" for p in w.parts))
        needed = max((len(w.parts) for w in taken), default=needed)
    return max(0, needed - decided)


def _not_examined(release: Release, rung: Rung) -> AnswerCard | None:
    """The growth that a title asks for, which is not examined in a review."""
    tier = find_tiers(release.catalogue.dataset.tiers, rung, "current")[0]
    growth = next((c for c in tier.criteria if "compound-growth" in c.topics), None)
    if growth is None or not growth.exemptions:
        return None
    exempt = (Line(tier, text=text, role="exemption") for text in growth.exemptions)
    return AnswerCard(tier, (criterion_line(tier, growth), *exempt))


def _other_subjects(
    question: ParsedQuestion, numbers: Mapping[str, float], plain: str
) -> frozenset[str]:
    """The kinds of support that it asks about; not a science prize, nor a fund that invested."""
    found = question.concepts & {*SUPPORT, "growth-award"}
    if _PRIZE.search(plain):
        found -= {"award"}
    return found - {"fund", "subsidy"} if "equity2" in numbers else found


def _asks_about_firm(plain: str, facts: int) -> bool:
    """Whether it describes a firm, rather than asking what a title needs or brings."""
    if has_form(plain, "get"):
        return facts >= _DESCRIBED
    asks = has_form(plain, "can") or facts >= _DESCRIBED
    if has_form(plain, "difference") and not asks:
        return False
    return asks or (_OURS.search(plain) is not None and not _ASKS.search(plain))


def _by_score(release: Release, numbers: Mapping[str, float], today: date) -> AnswerCard | None:
    """Which titles a score on the platform is enough for."""
    if set(numbers) != {"score"} or numbers["score"] < _LEAST_SCORE:
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
    release: Release,
    rung: RungVerdict,
    answers: Answers,
    *,
    says_title: bool,
    only: str | None = None,
) -> Iterator[Line]:
    """The requirements that the facts decide, those not met first; of the title only if stated.

    `only`: the requirement of which the parts are asked about.
    """
    if rung.rung == RUNGS[0]:
        yield from _parts_decided(rung, answers, only)
        return
    found = summary(rung, answers)
    verdicts = {v.criterion.id: v for v in rung.deciding if v.why in ("compared", "exempt")}
    for failed in found.failed:
        tier = _tier_of(release, failed.criterion)
        if says_title or failed.criterion != title_needed(tier):
            line = criterion_line(tier, whole_criterion(tier, failed.criterion.id))
            yield replace(
                line, met=False if failed.final else None, role=None if failed.final else "short"
            )
            yield from (Line(tier, text=text, role="exemption") for text in failed.exemptions)
    for criterion in found.met:
        tier = _tier_of(release, criterion)
        if criterion.id in verdicts and (says_title or criterion != title_needed(tier)):
            verdict = verdicts[criterion.id]
            line = criterion_line(tier, whole_criterion(tier, criterion.id))
            yield replace(line, met=True)
            if verdict.why == "exempt":
                lifted = (text for text, result in verdict.options if result == "met")
                yield from (Line(tier, text=text, role="exemption") for text in lifted)


def _parts_decided(rung: RungVerdict, answers: Answers, only: str | None) -> Iterator[Line]:
    """Of the base rung the ways to it that are met, else what the facts decide."""
    whole = _whole(rung, only or _WAYS)
    met = [] if only else [way for way in whole.parts if way.result == "met"]
    leaves = [
        p for w in met or whole.parts for p in (w.parts if w.criterion.op == "all-of" else [w])
    ]
    stated = [p for p in leaves if p.criterion.id in answers.numbers or not p.parts]
    parts = [p for p in stated if p.result != "cannot-tell"]
    for part in sorted(parts, key=lambda p: p.result != "not-met"):
        line = criterion_line(rung.tier, part.criterion)
        falls_short = part.result != "met"
        if falls_short and not only:
            yield replace(line, role="short")
        else:
            yield replace(line, met=not falls_short)
    if parts and not only:
        yield Line(rung.tier, text=whole.criterion.requirement)


def _whole(rung: RungVerdict, criterion: str) -> Verdict:
    """The verdict of one criterion, wherever it stands."""
    every = (top for verdict in rung.requirements for top in verdict.tree())
    return next(top for top in every if top.criterion.id == criterion)


def _tier_of(release: Release, criterion: Criterion) -> Tier:
    return next(t for t in release.catalogue.tiers.values() if criterion in t.criteria)
