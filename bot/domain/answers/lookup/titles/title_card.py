"""Questions about a title: how to get it, whether the firm can, what it requires, what changed."""

from collections.abc import Sequence
from typing import Final

from bot.domain.answers.answer import AnswerCard
from bot.domain.answers.compose.record_lines import record_lines
from bot.domain.answers.lookup.aspects import asks_for_aspect
from bot.domain.answers.lookup.awards import ASKS_BY_DISTRICT
from bot.domain.answers.lookup.titles.changes import asks_for_both_rules, routes_card
from bot.domain.answers.lookup.titles.check import stated_facts_card
from bot.domain.answers.lookup.titles.check_cards import review_card, unnamed_card, untold_card
from bot.domain.answers.lookup.titles.held_title import held_title_card
from bot.domain.answers.lookup.titles.keeping import keeping_card, transition_card
from bot.domain.answers.lookup.titles.not_required import not_required_card
from bot.domain.answers.lookup.titles.owners import (
    change_card,
    legal_form_card,
    office_card,
    owner_card,
    procedure_on,
)
from bot.domain.answers.lookup.titles.points import points_card
from bot.domain.answers.lookup.titles.procedures import deciders_card, procedure_card
from bot.domain.answers.lookup.titles.requirements import (
    CRITERIA,
    asks_for_definition,
    requirements_card,
    tech_sme_card,
    then_and_now_card,
)
from bot.domain.answers.lookup.titles.rounds import round_card
from bot.domain.answers.lookup.titles.score import score_card, weights_card
from bot.domain.answers.lookup.titles.side_by_side import each_title_card
from bot.domain.answers.lookup.titles.steps import steps_card, title_needed_card, title_order_card
from bot.domain.answers.read.forms import ASKS_FOR_REQUIREMENT, asks_for_every, has_form
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Award, Measure, Package
from bot.domain.eligibility.matching import offered
from bot.domain.eligibility.tiers import has_every_tier
from bot.domain.release import Release
from bot.domain.search.figure_ranking import ASKS_WHAT_ONE_GETS
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import (
    MONTH_LENGTH,
    SUPPORT,
    TITLE_TERMS,
    YEAR_LENGTH,
    rank_record,
    tiers_named,
)
from bot.domain.text import amount_token

_NO_PROCEDURE: Final = (CRITERIA | {"fraud"}) - {"documents", "years"}
_BARRED: Final = frozenset({"group", "single-champion"})
"""Terms of firms that may be barred from a title."""
_KEEPING: Final = frozenset({"re-review", "annual-update", "validity"})
"""Terms about keeping a title."""
_FEW: Final = 3
_PROCEDURE: Final = 0.55
"""Likeness from which a procedure is meant, whatever requirement the question names."""
_ALIKE: Final = 0.35
"""Likeness from which a requirement is meant, whatever terms the question names."""


def title_card(query: Query, *, answerable: bool) -> AnswerCard | None:
    """The answer to a question about a title; None for any other question, or if hits answer it.

    `answerable`: whether the best of the hits answers the question.
    """
    question = query.question
    weights = asks_for_aspect("weights", query.plain) and tiers_named(question) != ("innovative",)
    if weights or not has_every_tier(query.release.catalogue.dataset.tiers):
        return weights_card(query) if weights else None
    if (card := _named_card(query)) or question.outside or not tiers_named(question):
        return card or (None if question.outside else _untitled_card(query))
    names_one = question.concepts & (CRITERIA | _BARRED | {"foreign-firm", "amount"})
    if query.form == "how":
        names_one -= {"years", "documents"}  # how old the firm is; what is handed in
    if not names_one:
        needed = title_needed_card(query) if query.form == "can" else None
        if card := needed or steps_card(query):
            return card
    if query.form == "can" and (card := untold_card(query)):
        return card
    apart = is_procedure(query) or _means_money(query)
    if apart and not _compares_titles(query):
        return None
    return _requirements(query, answerable and _is_about_topic(query))


def _named_card(query: Query) -> AnswerCard | None:
    """The check of the firm, or what the words themselves name: keeping, buying, the next round."""
    catalogue, question, hits = query.release.catalogue, query.question, query.hits
    top = catalogue.measures.get(hits[0].document.record) if hits else None
    told = top and not offered(top) and "difference" not in question.concepts
    told = told and is_procedure(query)
    pays = top and offered(top) and _asks_how_much_one_gets(question)
    owner = owner_card(query)
    card = (
        transition_card(query)
        or held_title_card(query)
        or routes_card(query)
        or (None if told else then_and_now_card(query))
        or review_card(query)
        or score_card(query)
        or points_card(query)
        or (None if question.amounts else owner)
        or legal_form_card(query)
        or (None if pays else stated_facts_card(query))
        or owner
        or office_card(query)
        or change_card(query)
        or deciders_card(query)
        or not_required_card(query)
    )
    if card or question.outside:
        return card
    ended = top and top.topic == "eligibility" and catalogue.status(top, query.today) == "ended"
    former = query.form == "can" and ended and not question.past  # a rule that is over
    silent = _is_silent(hits) or ASKS_BY_DISTRICT.search(query.plain)
    return (
        (None if silent else keeping_card(query))
        or round_card(query)
        or (unnamed_card(query) if former else None)
        or _barred_card(query)
        or _procedure_card(query)
    )


def _is_silent(hits: Sequence[Hit]) -> bool:
    """Whether the best hit says, in words alike to the question, that its answer is not stated."""
    return any(h.document.kind == "not-stated" and h.likeness >= _PROCEDURE for h in hits[:1])


def _untitled_card(query: Query) -> AnswerCard | None:
    """Who is barred from every title, what a term means, or what titles require of one thing."""
    question, hits = query.question, query.hits
    card = each_title_card(query)
    if card is None and question.concepts & {*TITLE_TERMS, "apply"}:
        card = title_order_card(query)
    silent = hits and hits[0].document.kind == "not-stated"
    asks = not silent and _asks_who_is_barred(question)
    requires = not silent and _asks_what_titles_require(query)
    if card or not (asks or requires or asks_for_definition(query)):
        return card
    if asks and (card := unnamed_card(query)):
        return card
    return requirements_card(query)


def _procedure_card(query: Query) -> AnswerCard | None:
    """What is asked about an application, unless it names a requirement."""
    proves = "proof" in query.question.concepts
    if query.question.concepts & _NO_PROCEDURE and not proves:
        return None
    return procedure_card(query)


def _barred_card(query: Query) -> AnswerCard | None:
    """What the rules say of such a firm, if it asks whether it can have a title."""
    question, named = query.question, query.question.concepts & _BARRED
    titled = tiers_named(question) or question.concepts & {*TITLE_TERMS, "apply"}
    if not (named and titled and has_form(query.plain, "can")) or question.concepts & {*SUPPORT}:
        return None
    record = procedure_on(query.release, "barred")
    if record is None:
        return None
    hits = rank_record(query.release, question, query.today, record.id)
    return AnswerCard(record, record_lines(record, hits, question, "can"))


def is_procedure(query: Query) -> bool:
    """Whether the best hit is a procedure whose wordings are alike, rather than a requirement."""
    hits, plain = query.hits, query.plain
    if not (has_form(plain, "can") or has_form(plain, "how")):
        return False
    record = query.release.catalogue.records.get(hits[0].document.record) if hits else None
    alike = hits and hits[0].likeness >= _PROCEDURE
    return bool(alike and isinstance(record, Measure | Package))


def _means_money(query: Query) -> bool:
    """Whether the best hit is an offer whose sum is named or asked for, or a district's award."""
    hits = query.hits
    measure = query.release.catalogue.measures.get(hits[0].document.record) if hits else None
    if measure is None or not offered(measure):
        return False
    sums = {amount_token(f.value, f.unit) for f in measure.figures if f.unit == "CNY"}
    if not sums.isdisjoint(query.question.amounts):
        return True
    award = isinstance(measure, Award) and not ASKS_FOR_REQUIREMENT.search(query.plain)
    return award or _asks_how_much_one_gets(query.question)


def _asks_how_much_one_gets(question: ParsedQuestion) -> bool:
    return "amount" in question.intents and bool(ASKS_WHAT_ONE_GETS.search(question.text))


def _asks_who_is_barred(question: ParsedQuestion) -> bool:
    """Whether it asks which firms cannot have a title, without naming one."""
    if question.concepts & {*SUPPORT, "fraud"}:
        return False
    return "excluded" in question.concepts and not question.named and not question.districts


def _asks_what_titles_require(query: Query) -> bool:
    """Whether it asks how much of something a title takes, and names no other subject."""
    question, light = query.question, query.release.index.is_light
    subjects = {c for c in question.concepts if not light(c)}
    alone = subjects and subjects <= CRITERIA - {"dev-evaluation"} and not question.amounts
    return bool(alone) and bool(ASKS_FOR_REQUIREMENT.search(query.plain))


def _compares_titles(query: Query) -> bool:
    """Whether it asks in what titles differ, rather than what districts pay for them."""
    several = len(tiers_named(query.question)) > 1 and not query.question.districts
    return several and has_form(query.plain, "difference")


def _requirements(query: Query, found: bool) -> AnswerCard | None:
    """Requirements of several titles or topics, or where the search found none."""
    asks = asks_for_criterion(query) or _compares_titles(query)
    if (asks or "who" in query.question.intents) and (card := tech_sme_card(query)):
        return card
    if not asks:
        return None
    question, named = query.question, query.question.concepts & CRITERIA
    if question.districts and not named:
        return None  # what districts pay
    both = has_form(query.plain, "difference") or asks_for_both_rules(query.plain)
    years = question.dates - _since(query.release)
    if both or question.past:
        years -= {"2022"}
    if question.named or years or question.concepts & {*SUPPORT}:
        return None
    card = requirements_card(query)
    few = 1 if len(named) > 1 else _FEW
    is_better = card and (card.kind or card.lines[0].text is None or len(card.lines) > few)
    papers = named == frozenset({"documents"}) and query.form != "can"
    return None if found and not (is_better or papers) else card


def _since(release: Release) -> set[str]:
    """The year and the month from which the requirements are in force."""
    tiers = release.catalogue.dataset.tiers
    starts = [str(t.starts) for t in tiers if t.rules == "current" and t.starts]
    return {day[:length] for day in starts for length in (YEAR_LENGTH, MONTH_LENGTH)}


def _is_about_topic(query: Query) -> bool:
    """Whether the best hit is a requirement about what is asked."""
    question, hit = query.question, query.hits[0]
    tier = query.release.catalogue.tiers.get(hit.document.record)
    part = hit.document.part
    criterion = next((c for c in tier.criteria if c.id == part), None) if tier else None
    if tier is None or criterion is None or not criterion.topics:
        return False
    tier_names = tiers_named(question)
    if tier_names and tier.tier not in tier_names:
        return False
    topics = {*criterion.topics, *(["score"] if criterion.op == "bands" else [])}
    return not topics.isdisjoint(question.concepts) or hit.likeness >= _ALIKE


def asks_for_criterion(query: Query) -> bool:
    """Whether the question asks what a title requires, rather than what it brings."""
    question, plain, form = query.question, query.plain, query.form
    if not tiers_named(question) or question.concepts & {*SUPPORT, "growth-award"}:
        return False
    if asks_for_every(plain) and form != "get":
        return True
    if question.concepts & _KEEPING or (form == "get" and "direct-route" not in question.concepts):
        return False
    if "average" in question.concepts and not question.past:
        return False
    return bool(question.concepts & CRITERIA or ASKS_FOR_REQUIREMENT.search(plain))
