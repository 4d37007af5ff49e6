"""Answers a question with the figures asked for, or says that no source states them.

Three steps: read the question, look up by its form, compose cards with the answer first.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import islice
from typing import Final

from bot.domain.answers.answer import Answer, AnswerCard, Line, status_of
from bot.domain.answers.beside import Clause, covered_clauses, lines_beside, with_each_clause
from bot.domain.answers.compose.comparisons import card_of_parts, sums_first, with_pair
from bot.domain.answers.compose.order import BESIDE, CARDS, best_first, with_example, with_term
from bot.domain.answers.compose.record_lines import record_lines
from bot.domain.answers.lookup.aspects import stating, without_aspect
from bot.domain.answers.lookup.awards import asks_by_district, award_card
from bot.domain.answers.lookup.cells import cells_card
from bot.domain.answers.lookup.counts import counts_card
from bot.domain.answers.lookup.ending import ending_card
from bot.domain.answers.lookup.gate import is_answerable, places_elsewhere
from bot.domain.answers.lookup.hits import hits_of
from bot.domain.answers.lookup.lists import (
    asks_for_kind,
    contacts_card,
    means_offer,
    offers_card,
    records_card,
)
from bot.domain.answers.lookup.matches import fitting_measures_card
from bot.domain.answers.lookup.nearest_count import with_nearest_count
from bot.domain.answers.lookup.own_conditions import decides
from bot.domain.answers.lookup.packages import members_card, two_packages_card
from bot.domain.answers.lookup.part_hits import of_part
from bot.domain.answers.lookup.short_answers import with_short_answer
from bot.domain.answers.lookup.successors import successor_card
from bot.domain.answers.lookup.titles.title_card import TitleQuestion, title_card
from bot.domain.answers.lookup.verdicts import with_verdict
from bot.domain.answers.lookup.warning import warning_card
from bot.domain.answers.lookup.zones import counted_zones_card, zones_card
from bot.domain.answers.read.batches import batches_named
from bot.domain.answers.read.clauses import clauses, has_subject
from bot.domain.answers.read.firm_facts import describes_firm, needs_money, without_office
from bot.domain.answers.read.forms import Form, form_of, has_form, whether_asked
from bot.domain.answers.read.parts import asks_each, joined, sides
from bot.domain.answers.read.zone_figures import looks_for_site
from bot.domain.data.models import Award, Statistic, Term
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.not_stated_ranking import QUANTITIES
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import SUPPORT, rank_record, tiers_named
from bot.domain.text import Plain
from bot.domain.text_limits import MAX_QUESTION_LENGTH

_PART_COVERAGE, _PART_LIKENESS = 0.45, 0.3
"""The least coverage and likeness of a part of a question."""
_NEXT_CARD: Final = 0.55
"""Another record is shown when it scores at least this share of the best one."""


def answer_question(release: Release, text: str, today: date) -> Answer:
    """At most three cards, best first. Pure: the same release, text and day, the same answer.

    If the question asks for the meaning of a term, the term comes first, then the records.
    Ignores everything after MAX_QUESTION_LENGTH characters.
    """
    plain = release.index.without_slips(text)
    found = with_term(release, plain, _Lookup(release, plain, today).answer())
    return replace(found, question=text[:MAX_QUESTION_LENGTH])


class _Lookup:
    """The look-up of one question, or of one part of it."""

    def __init__(
        self, release: Release, plain: Plain, today: date, part: ParsedQuestion | None = None
    ) -> None:
        """`part`: the parsed part of a longer question, with the subject that it shares."""
        self._release = release
        self._today = today
        self._plain = plain
        self._question = part or release.index.parse(plain)
        compares = part is not None and has_form(self._plain, "difference")
        self._form: Form = "difference" if compares else form_of(self._plain)
        if needs_money(release, self._question) and self._form != "difference":
            self._form = "get"
        self._describes_firm = partial(describes_firm, release, self._question, self._plain, today)
        self._clauses: list[Clause] = []
        self._ranked: dict[ParsedQuestion, list[Hit]] = {}
        if part is None:
            if self._form == "can":
                self._question = without_office(release, self._question, self._plain)
            self._clauses = clauses(release, plain, self._question)

    def answer(self) -> Answer:
        """By form; else the best records."""
        hits = self._rank(self._question)
        answerable = (
            is_answerable(self._release, self._question, hits)
            or needs_money(self._release, self._question)
            or (self._form == "get" and self._describes_firm())
        )
        asked = TitleQuestion(self._release, self._question, self._plain, self._form, self._today)
        if self._form == "get" and (
            means_offer(self._release, self._question, hits)
            or decides(self._release, hits[:1], self._question, self._plain)
        ):
            self._form, hits = "can", [h for h in hits if h.document.kind != "term"]  # one is meant
        card = (
            warning_card(self._release, self._question, hits)
            or title_card(asked, hits, answerable=answerable)
            or ending_card(self._release, self._question, self._plain, self._today)
            or contacts_card(self._release, self._question, self._plain, hits)
        )
        if card is None and not answerable:
            return self._not_found(hits)
        card = card or self._composed_card(hits)
        cards = with_example([card] if card else best_first(self._cards(self._question, hits)))
        first = replace(cards[0], asks=whether_asked(self._plain))
        if has_form(self._plain, "difference") and not batches_named(self._plain):
            first = with_pair(first)
        named = cards[1] if isinstance(first.record, Term) and len(cards) > 1 else first
        apart = named is not first or card is None or isinstance(first.record, Award | Statistic)
        if apart and self._form != "get":  # what it mentions, it does not ask for
            told = stating(named, cards, self._plain)
            first = first if told is named else told
        if len(self._clauses) < 2 or not (first.figures or self._form == "value"):
            first = with_short_answer(self._release, first, self._question, self._form)
        first = with_each_clause(self._release, first, self._plain, self._clauses, self._look_up)
        if self._clauses and first.heading not in ("check", "titles"):
            shares = first.heading is None and self._form != "can"
            args = (self._release, first, self._clauses, self._look_up)
            first = replace(first, beside=(*islice(lines_beside(*args, shares=shares), BESIDE),))
        awards = first.heading == "award-districts"
        outside = places_elsewhere(self._release, self._question) if awards else ()
        if first.is_not_stated:
            return Answer(self._plain, "not-stated", (first,), outside)
        others = (c for c in cards[1:] if not c.is_not_stated)
        return Answer(self._plain, status_of(first), (first, *others), outside)

    def _not_found(self, hits: Sequence[Hit]) -> Answer:
        """The answer to what is covered of a question about more; else the nearest records."""
        outside = tuple(sorted(self._question.outside))
        inside = covered_clauses(self._release, self._plain) if outside else ""
        if inside and (found := self._look_up(inside).answer()).cards:
            return replace(found, question=self._plain, outside=outside)
        near = tuple(dict.fromkeys(h.document.record for h in hits[:12]))[:3]
        return Answer(self._plain, "no-match", (), outside, near)

    def _look_up(self, plain: Plain, part: ParsedQuestion | None = None) -> "_Lookup":
        return _Lookup(self._release, plain, self._today, part)

    @property
    def hits(self) -> Sequence[Hit]:
        """What it finds, best first."""
        return self._rank(self._question)

    def _special_card(self, hits: Sequence[Hit]) -> AnswerCard | None:
        described = self._form in ("get", "list") and self._describes_firm()
        if described and not looks_for_site(self._plain) and (card := self._matches(hits)):
            return card
        silent = hits[0].document.kind == "not-stated" and not self._question.intents & QUANTITIES
        silent = silent and self._form != "get" and "amount" not in hits[0].document.about
        silent = silent and len(self._question.districts) < 2
        # What a title asks is no award, whatever amount is meant.
        silent = silent or (hits[0].document.kind == "criterion" and not self._question.districts)
        if not silent and (card := self._awards()):
            return card
        if card := zones_card(self._release, self._question, self._plain, self._form, self._today):
            return card
        if self._form == "get" and (card := self._matches(hits)):
            return card
        unstated = hits[0].document.kind == "not-stated" and not asks_for_kind(self._question)
        if self._form not in ("list", "get") or unstated:
            return None
        return records_card(self._release, self._question, hits, self._today)

    def _awards(self) -> AnswerCard | None:
        if self._question.outside or "stacking" in self._question.intents:
            return None
        question = replace(self._question, districts=self._question.around)
        return award_card(self._release, question, self._plain, self._form, self._today)

    def _matches(self, hits: Sequence[Hit]) -> AnswerCard | None:
        return fitting_measures_card(self._release, self._question, self._plain, hits, self._today)

    def _composed_card(self, hits: Sequence[Hit]) -> AnswerCard | None:
        """A card of a special form or of the parts; parts about several kinds of records first."""
        several = len(self._question.districts) > 1 and not self._is_apart
        if (several or asks_by_district(self._plain)) and (card := self._awards()):
            return card
        card = members_card(self._release, self._question, self._form, self._today)
        card = card or counts_card(self._release, self._question, hits, self._today)
        if card := card or counted_zones_card(
            self._release, self._question, self._plain, hits, self._today
        ):
            return card
        asked = (self._question, self._plain, self._form)
        if card := offers_card(self._release, *asked, hits, self._today):
            return card
        compares = has_form(self._plain, "difference")
        if self._form in ("can", "get") or compares:
            card = compares and (
                two_packages_card(self._release, self._question)
                or successor_card(self._release, self._question, self._form, hits, self._today)
            )
            return card or self._special_card(hits) or self._parts_card(hits)
        card = self._parts_card(hits) if self._is_apart else None
        card = card or zones_card(
            self._release, self._question, self._plain, self._form, self._today
        )
        about_money = tiers_named(self._question) or self._question.concepts & SUPPORT
        if card and (card.figures or not about_money):
            return card
        listed = self._form == "list" and asks_for_kind(self._question)
        card = self._special_card(hits) if listed else None
        if card := card or cells_card(self._release, self._question, self._form, hits, self._today):
            return card
        parts = self._parts_card(hits)
        if parts and len({type(line.record).__name__ for line in parts.lines}) > 1:
            return parts
        return self._special_card(hits) or parts

    @property
    def _is_apart(self) -> bool:
        """Whether each clause asks something else of a district of its own."""
        places = [q.districts for _, q in self._clauses]
        asked = {frozenset(c for c in q.concepts if ":" not in c) for _, q in self._clauses}
        alone = all(len(place) == 1 for place in places) and len({*places}) == len(places)
        return alone and 1 < len(asked) == len(places)

    @property
    def _is_dated_apart(self) -> bool:
        """Whether each clause asks about one year, not all about the same year and record."""
        years = [frozenset(d[:4] for d in q.dates) for _, q in self._clauses]
        if self._form == "can" or len({*years}) < 2 or any(len(year) != 1 for year in years):
            return False
        return len({h.document.record for _, q in self._clauses for h in self._rank(q)[:1]}) > 1

    def _parts_card(self, hits: Sequence[Hit]) -> AnswerCard | None:
        """The parts of a compound question, each with its lines."""
        compares = has_form(self._plain, "difference")
        several = joined(self._release, self._plain, self._question, compares=compares)
        parts = [(q.text, q) for q in several]
        parts = self._clauses if self._is_apart or self._is_dated_apart else parts
        if not parts and (compares or asks_each(self._plain)):
            parts = [(self._plain, q) for q in sides(self._release, self._plain, self._question)]
        top = "" if parts else hits[0].document.record
        if not parts and self._form != "can" and has_subject(self._release, self._question):
            parts = self._clauses
        if len(parts) < 2:
            return None
        found = [self._look_up(text, question).part_lines(top) for text, question in parts]
        if any(p and p[0].record.id == top for p in found):
            found = [p for p in found if not p or p[0].record.id == top or not p[0].is_not_stated]
        return card_of_parts(found, compares=compares)

    def part_lines(self, top: str) -> Sequence[Line]:
        """The lines of one part; the top record of the whole question comes first."""
        hits = of_part(self._release, self._rank(self._question), self._plain, top)
        if not hits or hits[0].coverage < _PART_COVERAGE or hits[0].likeness < _PART_LIKENESS:
            return ()
        card = self._special_card(hits) or self._cards(self._question, hits, most=1)[0]
        card = without_aspect(card, self._plain) or card
        return () if isinstance(card.record, Term) else sums_first(card.lines, self._question)

    def _rank(self, question: ParsedQuestion) -> list[Hit]:
        if question not in self._ranked:
            self._ranked[question] = hits_of(
                self._release, question, self._plain, self._form, self._today
            )
        return self._ranked[question]

    def _cards(
        self, question: ParsedQuestion, hits: Sequence[Hit], most: int = CARDS
    ) -> list[AnswerCard]:
        form, today, best = self._form, self._today, dict[str, Hit]()
        for hit in hits:
            best.setdefault(hit.document.record, hit)
        cards: list[AnswerCard] = []
        for record_id, top in list(best.items())[:most]:
            if top.score < hits[0].score * _NEXT_CARD:
                break
            own = [h for h in hits if h.document.record == record_id]
            if not cards:  # the first card sees every part of its record
                own = rank_record(self._release, question, today, record_id)
            if (record := self._release.catalogue.records.get(record_id)) is None:
                cards.append(AnswerCard(self._release.catalogue.terms[record_id]))
            else:
                lines = record_lines(record, own, question, form)
                args = (self._question, self._plain, form, today)
                lines = with_verdict(self._release, lines, *args)
                lines = with_nearest_count(self._release, lines, hits, question)
                card = AnswerCard(record, lines)
                cards.append(with_short_answer(self._release, card, question, form))
        return cards
