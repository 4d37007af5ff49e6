"""Parses a question: corrects its words and finds its terms, attributes and weights."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.domain.data.districts import LINGANG_AREA, LOCALITIES
from bot.domain.data.models import Attribute
from bot.domain.search.intent import (
    ASKS_BEYOND,
    ASKS_FOR_END,
    ASKS_FOR_PAST,
    COMES_FROM_ELSEWHERE,
    OWNER,
    intents,
)
from bot.domain.search.spelling import SpellingCorrector
from bot.domain.search.stop_words import FILLER_ZH, FUNCTION_ZH, STOP_ZH, stop_stems
from bot.domain.search.vocabulary import DISTRICT, RECORD, Match, Vocabulary, longest
from bot.domain.text import Plain, normalise_typed, parse_text, pattern_of, stem
from bot.domain.text_limits import MAX_QUESTION_LENGTH

_LISTED: Final = "class-1-ip"
_RIGHTS: Final = frozenset({"trademark"})
"""Rights that are a subject of their own, unless a title may count them."""
_OF_FIRM: Final = frozenset("above-scale revenue award subsidy loan guarantee fund voucher".split())
"""Concepts of what a firm asks for, whatever its trade."""
_FOR_FIRM: Final = pattern_of(
    r"\b(?:any|some)(?:thing| (?:help|support|money|funding|schemes?|programmes?))\b.{0,12}"
    r"\bfor (?:us|me|my|our)\b|\bsupport\b.{0,16}\bsmall\b|"
    r"\b(?:become|apply for|get) (?:an? )?(?:srdi|little giant)\b|[能可]以?(?:申?报|评上?)|"
    r"扶持|[有给](?:什么|哪些).{0,3}(?:政策|支持)"
)
"""Asks for anything that the firm can get, or for a title."""
_LIGHT_WEIGHT = 0.4
"""Weight factor of a word that names no subject (how many, latest)."""
_HERE = frozenset({"shanghai", "lin-gang", "national-level"})
"""Concepts of places and levels that the data set covers."""
_TERM, _NESTED = 2.0, 0.7
"""Weights of a term of the glossary, and of one inside a longer term."""
_WORD, _WORD_OF_TERM = 1.2, 0.15
_PAIR, _PAIR_OF_TERM, _JOINT = 0.8, 0.35, 0.15
"""Weights of pairs of Chinese characters: free, inside a term, only joining two words."""


@dataclass(frozen=True, slots=True, eq=False)
class ParsedQuestion:
    """A parsed question; compared by identity."""

    text: Plain
    intents: frozenset[Attribute]
    weights: Mapping[str, float]
    """Tokens and how much each matters."""
    unknown: tuple[str, ...]
    """Words and characters that are not in the data set."""
    concepts: frozenset[str]
    """Ids of the terms that it names."""
    districts: frozenset[str]
    outside: frozenset[str]
    """Ids of places that it names and the data set does not cover."""
    named: frozenset[str]
    """Ids of records that it names."""
    amounts: tuple[str, ...]
    dates: frozenset[str]
    past: bool
    """Whether it asks for former rules."""
    beyond: bool
    """Whether it asks what follows a stated end."""
    end: bool
    """Whether it asks when something ends."""

    @property
    def around(self) -> frozenset[str]:
        """The districts named; else those of the places in them that are."""
        places = (c for c in self.concepts if c in LOCALITIES and c != LINGANG_AREA)
        return self.districts or frozenset(LOCALITIES[c] for c in places)


@dataclass(frozen=True, slots=True, eq=False)
class QuestionParser:
    """Parses questions with the vocabulary of one data set."""

    _vocabulary: Vocabulary
    _spelling: SpellingCorrector
    _tokens: Collection[str]
    """Every token of the data set."""

    def without_slips(self, text: str) -> Plain:
        """The text, normalised, without slips of the keyboard."""
        return Plain(self._spelling.correct_slips(normalise_typed(text, MAX_QUESTION_LENGTH)))

    def parse(self, text: str) -> ParsedQuestion:
        """Parses the first MAX_QUESTION_LENGTH characters."""
        whole_text = normalise_typed(text, MAX_QUESTION_LENGTH)
        plain = FILLER_ZH.sub(" ", whole_text)
        corrected = self._spelling.correct(plain)
        # No term goes over the mark between two things: 贷款、担保 are not 贷款担保, nor is
        # srdi / little giant one title.
        corrected = _CLASS_1.sub(lambda m: "i" if m[0].isascii() else "一类", corrected)
        reading = parse_text(
            _MONTH.sub("月", corrected.replace("、", "和").replace(" / ", " and ")), simplified=True
        )
        units = self._spelling.resolve_pinyin(reading.words, reading.units)
        matches = self._vocabulary.find(units)
        whole = list(longest(matches))
        covered = {i for match in whole for i in range(match.start, match.end)}
        weights: dict[str, float] = {}
        concepts = self._weigh_terms(matches, whole, weights)
        concepts |= self._weigh_initials(reading.words, weights)
        concepts -= {c for c in concepts & _NOT_ASKED.keys() if _NOT_ASKED[c].search(plain)}
        unknown = self._weigh_pieces(units, covered, weights)
        for amount in reading.amounts:
            if amount in self._tokens:
                weights[amount] = _TERM
        said = whole_text if corrected == whole_text else f"{whole_text}\n{corrected}"
        asked: set[Attribute] = set(intents(said))
        asked.update(self._vocabulary.asks[c] for c in concepts if c in self._vocabulary.asks)
        return ParsedQuestion(
            text=whole_text,
            intents=frozenset(asked),
            weights=weights,
            unknown=tuple(unknown),
            concepts=frozenset(concepts),
            districts=_with_prefix(DISTRICT, concepts),
            outside=frozenset(self._outside(concepts, plain)),
            named=_with_prefix(RECORD, concepts),
            amounts=reading.amounts,
            dates=frozenset((*reading.dates, *_ends_of_years(said))),
            past=bool(ASKS_FOR_PAST.search(said)),
            beyond=bool(ASKS_BEYOND.search(said)),
            end=bool(ASKS_FOR_END.search(said)),
        )

    def _outside(self, concepts: set[str], plain: str) -> set[str]:
        """What is not covered; not the place that a firm or its owner is from, nor its trade."""
        found = concepts & self._vocabulary.outside
        here = not concepts.isdisjoint(_HERE) or any(c.startswith(DISTRICT) for c in concepts)
        if here or COMES_FROM_ELSEWHERE.search(plain) or OWNER.search(plain):
            found -= self._vocabulary.elsewhere
        if not concepts.isdisjoint(_OF_FIRM) or _FOR_FIRM.search(plain):
            found -= self._vocabulary.trades
        if _LISTED in concepts:  # asks whether such a right counts
            found -= _RIGHTS
        return found

    def _weigh_terms(
        self, matches: list[Match], whole: list[Match], weights: dict[str, float]
    ) -> set[str]:
        """Weighs every term that occurs; returns the concepts not inside a longer term."""
        tops = set(whole)
        named: set[str] = set()
        for match in matches:
            top = match in tops
            if top and not any(c.startswith(DISTRICT) for c in match.concepts):
                named.update(match.concepts)
            else:  # a district inside the name of a park is named as well
                named.update(c for c in match.concepts if c.startswith(DISTRICT) or c in _HERE)
            # The pinyin of a district (Fengxian) may be that of another word as well.
            places = [c for c in match.concepts if c.startswith(DISTRICT)]
            for concept in places or match.concepts:
                weight = (_TERM if top else _NESTED) / len(places or match.concepts)
                if concept in self._vocabulary.light:
                    weight *= _LIGHT_WEIGHT
                _raise_weight(weights, "#" + concept, weight)
        return named

    def _weigh_initials(self, words: Iterable[str], weights: dict[str, float]) -> set[str]:
        """Weighs terms named by the initials of their pinyin, such as zjtx."""
        found: set[str] = set()
        for word in words:
            if len(word) >= 3 and stem(word) not in self._vocabulary.words:
                for concept in self._vocabulary.initials.get(word, ()):
                    found.add(concept)
                    _raise_weight(weights, "#" + concept, _TERM)
        return found

    def _weigh_pieces(
        self, units: tuple[str, ...], covered: set[int], weights: dict[str, float]
    ) -> list[str]:
        """Weighs stems and pairs of characters; returns unknown words and characters."""
        unknown: list[str] = []
        seen = set(covered)
        for i, unit in enumerate(units):
            after = units[i + 1] if i + 1 < len(units) else ""
            if unit.isascii():
                inside = i in covered
                if unit in stop_stems():
                    continue
                if unit in self._tokens:
                    _raise_weight(weights, unit, _WORD_OF_TERM if inside else _WORD)
                elif not inside and unit not in self._vocabulary.initials:
                    unknown.append(unit)
            elif (
                after
                and not after.isascii()
                and self._weigh_pair(i, unit + after, covered, weights)
            ):
                seen |= {i, i + 1}
        unknown.extend(
            unit
            for i, unit in enumerate(units)
            if not unit.isascii() and i not in seen and unit not in FUNCTION_ZH
        )
        return unknown

    def _weigh_pair(self, i: int, pair: str, covered: set[int], weights: dict[str, float]) -> bool:
        """Weighs a pair of characters, or a homophone; False if neither is known."""
        if pair in STOP_ZH:
            return False
        inside = (i in covered) + (i + 1 in covered)
        joins = inside == 1 or not FUNCTION_ZH.isdisjoint(pair)
        if pair in self._tokens:
            _raise_weight(weights, pair, _JOINT if joins else _PAIR_OF_TERM if inside else _PAIR)
            return True
        if joins or inside:
            return False
        alike = self._spelling.homophone(pair)
        if alike:
            _raise_weight(weights, alike, _PAIR * 0.8)
        return alike is not None


_NOT_ASKED: Final[Mapping[str, re.Pattern[str]]] = {
    "count": re.compile(
        r"\bcounts? (?:as|for|towards?)\b|\bnot count\b|"
        r"\b(?:room|house|door|floor|phone|telephone|contact|fax|account|document|file) numbers?\b|"
        r"\bnumber (?:to|for) (?:call|ring|dial|the office)"
    ),
    "full-list": re.compile(r"\blisting\b(?! (?:of|all|them))"),
    "award": re.compile(
        r"\b(?:must|should|have to|need to) (?:we |i |you )?pay\b|\bpay (?:any|some)(?:body|one)\b|"
        r"\bwe pay for\b|"
        r"\b(?:days|months) .{0,40}\bto pay\b"
    ),
    "chips": re.compile(
        r"\bchip(?:ped|ping) in\b|"
        r"\b(?:to|can|could|will|would|may|might|does|do|did|city|state|district|beijing|"
        r"government|area|they|it|who)\b[a-z ]{0,12}\bchips? in\b"
    ),
    "subsidy": re.compile(r"\bgrant(?:s|ed)? (?:the|a|an|us|this|that|little|srdi)\b"),
    "address": pattern_of(
        r"\bwhere (?:is|are) (?:it|they) (?:\w+er|more|less)\b|"
        r"\bwhere (?:do|can|would) (?:i|we) get (?:more|most)\b|"
        r"\bwhere (?:do|does|did|are|is|will|would|want) [\w ]{0,30}\b(?:stand|be)\b|"
        r"[差别同变改新严松高低好]在哪"
    ),
}
"""Terms whose words may ask for something else: what counts as, where it is more."""
_CLASS_1: Final = re.compile(r"(?<=\bclass )(?:1|one)\b|(?<!\d)1类")
"""The class of a right, which is no amount."""
_MONTH: Final = re.compile(r"(?<![年\d.-])\d{1,2}月(?=底|份|[^\d]|$)")
"""A month of no year, which is no amount."""
_YEAR_END: Final = re.compile(
    r"(20\d\d|2\d)年(?:年)?(?:底|末)|(?:end of|late) (?:december )?(20\d\d)"
)


def _ends_of_years(plain: str) -> Iterator[str]:
    """December of each year whose end is named."""
    for found in _YEAR_END.finditer(plain):
        year = found[1] or found[2]
        yield f"{year if len(year) > 2 else '20' + year}-12"


def _with_prefix(prefix: str, concepts: Iterable[str]) -> frozenset[str]:
    return frozenset(c.removeprefix(prefix) for c in concepts if c.startswith(prefix))


def _raise_weight(weights: dict[str, float], token: str, weight: float) -> None:
    if weight > weights.get(token, 0.0):
        weights[token] = weight
