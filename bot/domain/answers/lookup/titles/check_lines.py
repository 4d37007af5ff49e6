"""The lines of the check: what the facts decide, and what was not told."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from math import inf
from typing import Final

from bot.domain.answers.answer import Line
from bot.domain.answers.compose.record_lines import criterion_line, whole_criterion
from bot.domain.answers.read.own_numbers import SAYS_CLASS_1, denies_one_kind
from bot.domain.answers.read.query import Query
from bot.domain.data.firm_values import FirmNumber
from bot.domain.data.models import Criterion, Text, Tier
from bot.domain.eligibility.check import TierVerdict, Verdict, evaluate
from bot.domain.eligibility.comparison import how_met
from bot.domain.eligibility.criterion_inputs import Value, input_of, is_stated
from bot.domain.eligibility.firm import FORMAL, Answers, Range
from bot.domain.eligibility.tier_summary import Failed, sum_up
from bot.domain.eligibility.tiers import TIER_NAMES, TierName, title_needed
from bot.domain.release import Release
from bot.domain.text import Plain

TECH: Final[FirmNumber] = "tech-score"
_WAYS: Final[FirmNumber] = "self-score"
"""The scores that tell the ways to the base tier: all parts of the first, one of the second."""
_NEARLY_ALL: Final = 5
"""Requirements met from which those that were not told decide."""
_INCIDENT: Final = "accident"
CLASS_1: Final = "class-1-ip"


def verdict_of(query: Query, tier_name: TierName, answers: Answers) -> TierVerdict:
    """What the answers come to for one tier under the rules in force."""
    tiers = query.release.catalogue.dataset.tiers
    verdicts = evaluate(tiers, answers, "current", today=query.today)
    return next(v for v in verdicts.tiers if v.tier_name == tier_name)


def open_lines(
    release: Release,
    verdict: TierVerdict,
    answers: Answers,
    unknown: Set[str] | None,
    *,
    incident: bool,
) -> Iterator[Line]:
    """What was not told, where that decides: it says so, or nearly everything is met.

    `unknown`: the terms of the clause that says that something is not known.
    """
    left = [e.criterion for e in sum_up(verdict, answers).left if e.asks and e.asks != (FORMAL,)]
    if incident:
        left = [v.criterion for v in verdict.general if _INCIDENT in v.criterion.topics]
    elif unknown is not None:
        topics = {t for v in verdict.deciding for c in v.tree() for t in c.criterion.topics}
        about = [c for c in left if not unknown.isdisjoint(c.topics)]
        left = about or ([] if unknown & topics else left)
    elif sum(v.result == "met" for v in verdict.requirements) < _NEARLY_ALL:
        return
    if verdict.tier_name != TIER_NAMES[0]:
        for criterion in left:
            tier = release.catalogue.tier_of[criterion.id]
            yield replace(criterion_line(tier, criterion), role="open")


def class_1(release: Release, *, bought: bool = False) -> tuple[Tier, Criterion]:
    """The requirement that lists the class I rights, or that on bought ones, and its record."""
    every = [(t, c) for t in release.catalogue.dataset.tiers for c in t.criteria]
    if bought:
        return next(each for each in every if "bought-ip" in each[1].topics)
    return next((t, c) for t, c in every if c.op == "in" and CLASS_1 in c.topics)


def without_kind(
    release: Release, lines: Iterable[Line], plain: Plain, honours: Mapping[str, bool]
) -> list[Line]:
    """The lines; class I rights are open where the kind is not said, or only one kind denied.

    `honours`: where they are told, it is asked whether they lift the requirement.
    """
    tiers, found = release.catalogue.dataset.tiers, list(lines)
    rights = {c.id for t in tiers for c in t.criteria if CLASS_1 in c.topics}
    if denies_one_kind(plain) and not honours:
        none = [line for line in found if line.own == 0 and line.part in rights]
        found = [
            replace(n, met=None, own=None, role="other-kind") if n in none else n for n in found
        ]
    if SAYS_CLASS_1.search(plain):
        return found
    unsure = [line for line in found if line.met and line.own and line.part in rights]
    rest = [line for line in found if line not in unsure]
    at = next((i for i, line in enumerate(rest) if line.met), len(rest))
    rest[at:at] = [replace(line, met=None, role="unsure") for line in unsure]
    return rest


def open_count(verdict: TierVerdict, decided: int, only: FirmNumber | None) -> int:
    """How many requirements the facts do not decide; of the base tier, of the way taken to it."""
    needed = len(verdict.requirements)
    if verdict.tier_name == TIER_NAMES[0] and (only or verdict.requirements[0].result != "met"):
        whole = _whole(verdict, only or _WAYS)
        ways = [whole] if only else [w for w in whole.parts if w.criterion.op == "all-of"]
        needed = max((len(w.parts) for w in ways if _has_result(w)), default=needed)
    return max(0, needed - decided)


def open_names(verdict: TierVerdict, answers: Answers, lines: Iterable[Line]) -> tuple[Text, ...]:
    """The names of the requirements that a number would decide and that have no line."""
    said = {line.part for line in lines}
    left = (e.criterion for e in sum_up(verdict, answers).left if e.asks and e.asks != (FORMAL,))
    return tuple(c.name for c in left if c.id not in said)


def decided_lines(
    release: Release,
    of_tier: TierVerdict,
    answers: Answers,
    *,
    says_title: bool,
    only: FirmNumber | None = None,
) -> Iterator[Line]:
    """The requirements that the facts decide, those not met first; of the title only if stated.

    `only`: the score of the way to the base tier of which the parts are asked about.
    """
    tier_of = release.catalogue.tier_of
    if of_tier.tier_name == TIER_NAMES[0]:
        broken = (v for v in of_tier.general if v.why == "compared" and v.result != "met")
        for criterion in (v.criterion for v in broken):
            yield _not_met(tier_of[criterion.id], criterion)
        yield from _parts_decided(of_tier, answers, only)
        return
    found = sum_up(of_tier, answers)
    for verdict in (v for _, of_round in of_tier.rounds for v in of_round):
        if verdict.result == "not-met" and verdict not in of_tier.deciding:
            yield _not_met(tier_of[verdict.criterion.id], verdict.criterion)
    verdicts = {v.criterion.id: v for v in of_tier.deciding if v.why in ("compared", "exempt")}
    for failed in found.failed:
        tier = tier_of[failed.criterion.id]
        if says_title or failed.criterion != title_needed(tier):
            yield from _failed_lines(tier, failed, answers)
    for criterion in found.met:
        tier = tier_of[criterion.id]
        if criterion.id in verdicts and (says_title or criterion != title_needed(tier)):
            yield from _met_lines(tier, criterion, verdicts[criterion.id], answers)
    for left in found.left:
        yield from _last_year_lines(tier_of[left.criterion.id], left.criterion, answers)


def _last_year_lines(tier: Tier, criterion: Criterion, answers: Answers) -> Iterator[Line]:
    """A requirement for each of two years that last year meets, with the firm's number."""
    reading = input_of(criterion)
    for of_year in reading.years[:1] if reading else ():
        if how_met(criterion, value := of_year(answers)) == "met":
            line = criterion_line(tier, criterion)
            yield replace(line, own=_number(line, criterion, value, answers), role="last-year")


def _met_lines(
    tier: Tier, criterion: Criterion, verdict: Verdict, answers: Answers
) -> Iterator[Line]:
    """A requirement that is met, of several ways the one that the firm takes; or what lifts it."""
    if verdict.why == "exempt":
        whole = whole_criterion(tier, criterion.id)
        yield replace(criterion_line(tier, whole), met=True)
        lifted = (text for text, result in verdict.options if result == "met")
        yield from (Line(tier, text=text, role="exemption") for text in lifted)
        return
    way = next((part for part in verdict.parts if part.result == "met"), verdict)
    line = replace(criterion_line(tier, way.criterion), met=True)
    yield replace(line, own=_number(line, way.criterion, way.value, answers))
    if way is not verdict and way is not verdict.parts[0]:  # the usual way needs no other
        yield Line(tier, text=criterion.requirement, part=criterion.id)


def _failed_lines(tier: Tier, failed: Failed, answers: Answers) -> Iterator[Line]:
    """A requirement that is not met, what is known of a title, what would do or lift it."""
    criterion = failed.criterion
    line = _not_met(tier, criterion)
    line = replace(line, own=_number(line, criterion, failed.have, answers))
    yield line if failed.final else replace(line, met=None, role="short")
    if criterion.note and criterion.note_on == "equity-financing" and "equity2" in answers.numbers:
        yield Line(tier, text=criterion.note)
    if len(failed.alternatives) == 1:
        reading = input_of(other := failed.alternatives[0])
        instead = criterion_line(tier, other)
        own = _number(instead, other, reading.of(answers), answers) if reading else None
        yield replace(instead, own=own, role="instead" if own is None else "neither")
    elif failed.alternatives:
        whole = whole_criterion(tier, criterion.id)
        yield Line(tier, text=whole.requirement, part=whole.id)
    if line.role == "lacking":
        yield Line(tier, text=criterion.requirement, role="condition", part=criterion.id)
        yield from (Line(tier, text=note) for note in [criterion.note] if note)
    yield from (Line(tier, text=text, role="exemption") for text in failed.exemptions)


def _not_met(tier: Tier, criterion: Criterion) -> Line:
    """A requirement that is not met; the name of what a firm must have, or must not."""
    line = replace(criterion_line(tier, criterion), met=False)
    if criterion.expects is None:
        return line
    return replace(line, text=criterion.name, role="lacking" if criterion.expects else "barred")


def _number(line: Line, criterion: Criterion, value: Value, answers: Answers) -> float | None:
    """What the firm has, where the line states one requirement for a number that is known.

    Of two years the lower one, which falls short whatever the other is.
    """
    if not isinstance(value, Range) or line.figures[:1] != (criterion.threshold,):
        return None
    reading = input_of(criterion)
    one_year = reading and reading.years and "rd_total" not in answers.numbers
    return value.high if one_year and value.high < inf else value.known


def _parts_decided(
    of_tier: TierVerdict, answers: Answers, only: FirmNumber | None
) -> Iterator[Line]:
    """Of the base tier the ways to it that are met, else what the facts decide."""
    whole = _whole(of_tier, only or _WAYS)
    met = [] if only else [way for way in whole.parts if way.result == "met"]
    leaves = [
        p for w in met or whole.parts for p in (w.parts if w.criterion.op == "all-of" else [w])
    ]
    stated = [
        p
        for p in leaves
        if not p.parts or is_stated(p.criterion, answers) or (only and p.result == "met")
    ]
    parts = [p for p in stated if p.result != "cannot-tell"]
    if parts and not met and all(part.result == "met" for part in parts):
        taken = [w for w in ([whole] if only else whole.parts) if _has_result(w)]
        unknown = (p for w in taken for p in w.parts if p.result == "cannot-tell")
        for part in unknown:
            yield replace(criterion_line(of_tier.tier, part.criterion), role="open")
    for part in sorted(parts, key=lambda p: p.result != "not-met"):
        line = criterion_line(of_tier.tier, part.criterion)
        falls_short = part.result != "met"
        if falls_short:
            line = replace(line, own=_number(line, part.criterion, part.value, answers))
        if falls_short and not only:
            yield replace(line, role="short")
        else:
            yield replace(line, met=not falls_short)
    if parts and not (only or met):
        others = (w for w in whole.parts if w.criterion.op == "all-of" and not _has_result(w))
        yield from (replace(criterion_line(of_tier.tier, w.criterion), role="open") for w in others)
    if parts and not only:
        yield Line(of_tier.tier, text=whole.criterion.requirement, part=whole.criterion.id)


def _has_result(way: Verdict) -> bool:
    return any(part.result != "cannot-tell" for part in way.parts)


def _whole(of_tier: TierVerdict, score: FirmNumber) -> Verdict:
    """The way to the base tier that a score belongs to."""
    ways = (way for verdict in of_tier.requirements for way in verdict.parts)
    scored = (w for w in ways if any(each.criterion.number == score for each in w.tree()))
    return next(scored, of_tier.requirements[0])
