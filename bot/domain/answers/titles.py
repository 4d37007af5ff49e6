"""Questions about a title: how to get it, whether the firm can, what it requires, what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain.answers.answer import AnswerCard
from bot.domain.answers.changes import changes_card
from bot.domain.answers.check import check_card
from bot.domain.answers.forms import Form, asks_for_requirement, has_form
from bot.domain.answers.requirements import asks_for_both_rules, criterion_of, requirements_card
from bot.domain.answers.steps import steps_card
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import SUPPORT, rungs_of

_CRITERIA: Final = frozenset(
    (
        "ip revenue debt-ratio rd score market-share main-business years staff assets "
        "growth compound-growth equity-financing direct-route self-evaluation excluded "
        "class-1-ip rd-body rd-staff dev-evaluation"
    ).split()
)
"""Terms of the glossary that name what a rung requires."""
_BARRED: Final = frozenset({"group", "single-champion", "foreign-firm"})
"""Terms of firms that may be barred from a title."""
_TITLES: Final = frozenset({"recognition", "quality-sme", "apply", "tiered-cultivation"})
"""Terms that mean a title without naming one."""
_KEEPING: Final = frozenset({"re-review", "annual-update", "validity"})
"""Terms about keeping a title."""
_FEW: Final = 3
_ALIKE: Final = 0.35
"""Likeness from which a requirement is meant, whatever terms the question names."""


@dataclass(frozen=True, slots=True)
class TitleQuestion:
    """A question, read."""

    release: Release
    question: ParsedQuestion
    """The clause that asks, with its subject."""
    whole: ParsedQuestion
    plain: str
    """The whole text, normalised."""
    form: Form
    today: date


def title_card(asked: TitleQuestion, hits: Sequence[Hit], *, answerable: bool) -> AnswerCard | None:
    """The answer to a question about a title; None for any other question, or if hits answer it.

    `answerable`: whether the best of the hits answers the question.
    """
    release, question, plain = asked.release, asked.question, asked.plain
    if card := check_card(release, asked.whole, plain, asked.today):
        return card
    if question.outside:
        return None
    if not rungs_of(question):
        barred = _asks_who_is_barred(question, plain)
        return requirements_card(release, question, plain, asked.form) if barred else None
    names_one = question.concepts & (_CRITERIA | _BARRED)
    if not names_one and (card := steps_card(release, question, plain)):
        return card
    if card := changes_card(release, question, plain, hits):
        return card
    return _requirements(asked, answerable and _is_about_topic(release, question, hits[0]))


def _asks_who_is_barred(question: ParsedQuestion, plain: str) -> bool:
    """Whether it asks which firms cannot have a title, without naming one."""
    if question.concepts & {*SUPPORT} or question.intents & {"when", "count"}:
        return False
    barred = "excluded" in question.concepts or (
        has_form(plain, "can") and question.concepts & _BARRED
    )
    if "excluded" in question.concepts and not question.named and not question.districts:
        return True
    return bool(barred and question.concepts & _TITLES)


def _requirements(asked: TitleQuestion, found: bool) -> AnswerCard | None:
    """Requirements of several titles or topics, or where the search found none."""
    question = asked.question
    several = len(rungs_of(question)) > 1 and has_form(asked.plain, "difference")
    compares = several and not question.districts
    asks = asks_for_criterion(question, asked.plain, asked.form) or compares
    if question.districts and not question.concepts & _CRITERIA:
        return None  # what districts pay
    both = has_form(asked.plain, "difference") or asks_for_both_rules(asked.plain)
    years = question.dates - ({"2022", "2026", "2026-04"} if both else set())
    if not asks or question.named or years or question.concepts & {*SUPPORT}:
        return None
    card = requirements_card(asked.release, question, asked.plain, asked.form)
    is_better = card and (card.heading or card.lines[0].text is None or len(card.lines) > _FEW)
    return None if found and not is_better else card


def _is_about_topic(release: Release, question: ParsedQuestion, hit: Hit) -> bool:
    """Whether a hit is a requirement about what is asked."""
    tier = release.catalogue.tiers.get(hit.document.record)
    criterion = criterion_of(tier, hit.document.part) if tier else None
    if tier is None or criterion is None or not criterion.topics:
        return False
    rungs = rungs_of(question)
    if rungs and tier.tier not in rungs:
        return False
    topics = {*criterion.topics, *(["score"] if criterion.op == "bands" else [])}
    return not topics.isdisjoint(question.concepts) or hit.likeness >= _ALIKE


def asks_for_criterion(question: ParsedQuestion, plain: str, form: Form) -> bool:
    """Whether the question asks what a title requires, rather than what it brings."""
    if not rungs_of(question) or question.concepts & {*SUPPORT, "growth-award"}:
        return False
    if form == "get" or question.concepts & _KEEPING:
        return False
    if "average" in question.concepts and not question.past:
        return False
    if question.concepts & _CRITERIA:
        return True
    if form == "how" and not question.intents & {"amount", "count", "rate"}:
        return False
    return asks_for_requirement(plain)


def requirement_factor(release: Release, hit: Hit) -> float:
    """A factor for a hit where a requirement is asked: higher for requirements."""
    tier = release.catalogue.tiers.get(hit.document.record)
    if tier is None:
        return 0.75
    return 1.6 if hit.document.kind == "criterion" and tier.tier != "all" else 1.1
