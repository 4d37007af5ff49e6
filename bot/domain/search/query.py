"""Understands a question: its words mended, its pinyin spelled out, its terms and wishes found."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from sys import intern
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.bounded_cache import BoundedCache
from bot.domain.data.models import Attribute
from bot.domain.search.intent import asks_beyond, asks_for_end, asks_for_past, intents
from bot.domain.search.pinyin import Pinyin
from bot.domain.search.vocabulary import DISTRICT, RECORD, Match, Vocabulary, longest
from bot.domain.text import bigrams, normalise_typed, read, stem
from bot.domain.text_limits import MOST_QUESTION

_MENDED_BYTES: Final = 1 << 20
"""Mended words that are kept."""
LIGHT = 0.4
"""How much a word that names no subject (how many, latest) weighs beside one that does."""
_TERM, _NESTED = 2.0, 0.7
"""Weights of a term of the glossary, and of one inside a longer term."""
_WORD, _WORD_OF_TERM = 1.2, 0.15
_PAIR, _PAIR_OF_TERM, _JOINT = 0.8, 0.35, 0.15
"""Weights of pairs of Chinese characters: free, inside a term, only joining two words."""

_STOP = frozenset(
    (
        "a an the of in on at to for by with from and or is are was were be been do does did can "
        "could will would shall should may might must have has had i we you he she it they me us "
        "my our your their its this that these those there here what which who whom whose when "
        "where why how much many any some all if then than as about into per get gets got give "
        "gives given tell show say please under out up so not no yes just also still more most "
        "very too kind exactly s t going go now like want know anyone someone something anyway "
        "actually really currently ever only even make makes made take takes took use used uses "
        "work works mean means called says said every between within during since whether "
        "without around over again each thing things way ways let lets see need needs needed "
        "wants looking find found answer question okay ok hi hello thanks thank quick quickly "
        "maybe perhaps help yet already back first else next last put set come comes coming one "
        "two three well good best big small lot lots least less few own same other others "
        "another such both either neither de le ma ne ba shi"
    ).split()
)
_STOP_ZH = frozenset(
    (
        "什么 多少 怎么 哪些 哪个 如何 请问 一下 我们 可以 是否 有没 没有 能不 不能 告诉 知道 "
        "是多 少钱 是什 少家 的是 吗请 是几 几家 目前 现在"
    ).split()
)
_FILLER_ZH = re.compile(
    r"请问|请教|咨询一下|咨询|麻烦|告诉我|我想知道|想知道|想问一下|想问|老板问|老板|领导|具体|"
    r"到底|究竟|大概|大约是|一般|比如|能不能|可不可以|是不是|有没有|需要|应该|拿到|能拿|评上|"
    r"算不算|我们公司|我们|我司|你们|一下"
)
_FUNCTION_ZH = frozenset(
    "的了吗呢吧啊呀嘛哦是在有个家几多少到和与及或就都也还要会能可以从被把给对为这那哪什么怎没"
    "不我们你他它请问想知道最上下里去来过着得地条项位件次种只后前中时说看听让叫该若如果但而且"
    "因所向于按照等份底究竟拿做吃买卖用找带走跟像样点些谁何每各已将并又再才另外属内间"
)
"""Characters that bind words: alone, or in a pair that occurs nowhere, they mean nothing."""
_VOWELS = frozenset("aeo")
"""Syllables of one letter, pinyin only beside other pinyin."""
_UNSPELLED = "～"
"""Before a syllable that no Chinese of the data set sounds like."""
_LATIN = re.compile(r"[a-z]+(?:'[a-z]+)*")
NAME = 1_000
"""The count that words of names and of questions have at least."""
_HINTS = (
    "many much which where when what apply application deadline list names january february "
    "march april june july august september october november december million billion percent "
    "yuan dollars before after change"
).split()
"""Words of questions that a typing error may hide, beside the words of the data set."""


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question as understood."""

    text: str
    intents: frozenset[Attribute]
    weights: Mapping[str, float]
    """Tokens and how much each matters."""
    unknown: tuple[str, ...]
    """Words and characters that nothing in the data set resembles."""
    concepts: frozenset[str]
    """Ids of the terms that it names."""
    districts: frozenset[str]
    outside: frozenset[str]
    """Ids of places named in it that the data set does not cover."""
    named: frozenset[str]
    """Ids of records that it names."""
    amounts: tuple[str, ...]
    dates: frozenset[str]
    past: bool
    """Whether it asks for what held before."""
    beyond: bool
    """Whether it asks for what comes after a stated end."""
    end: bool
    """Whether it asks when something ends."""


def text_tokens(text: str, vocabulary: Vocabulary, words: Counter[str]) -> Counter[str]:
    """Tokens of a text of the data set, at most twice each; terms inside longer terms included.

    Its English words, as written, are added to `words`.
    """
    reading = read(text, simplified=True)
    words.update(word for word in reading.words if word.isascii())
    stop = _stop_stems()
    # Interned: the same token stands in hundreds of documents.
    tokens: Counter[str] = Counter(
        intern(token)
        for token in bigrams(reading.units)
        if token not in stop and token not in _STOP_ZH
    )
    for match in vocabulary.find(reading.units):
        for concept in match.concepts:
            tokens[intern("#" + concept)] += 1
    for token, count in tokens.items():
        if count > 2:
            tokens[token] = 2
    for amount in reading.amounts:
        tokens[amount] = 1
    return tokens


class QuestionReader:
    """Understands questions in the words of one data set."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        pinyin: Pinyin,
        tokens: Collection[str],
        words: Mapping[str, int],
    ) -> None:
        """`tokens`: every token of the data set; `words`: its English words and their counts."""
        self._vocabulary = vocabulary
        self._pinyin = pinyin
        self._tokens = tokens
        self._words = {**words, **dict.fromkeys(_HINTS, NAME)}
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in self._words:
            if len(word) > 3:
                self._by_length[len(word)].append(word)
        self._by_sound: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for token in sorted(t for t in self._tokens if len(t) == 2 and not t.isascii()):
            self._by_sound[pinyin.of(token)].append(token)
        self._joining = frozenset(pinyin.of("".join(sorted(_FUNCTION_ZH))))
        """How the characters that bind words sound."""
        self._mended: BoundedCache[str, str] = BoundedCache(_MENDED_BYTES)

    def understand(self, text: str) -> ParsedQuestion:
        """What the question says and asks for; the first MOST_QUESTION characters of it."""
        whole_text = normalise_typed(text, MOST_QUESTION)
        plain = _FILLER_ZH.sub(" ", whole_text)
        mended = _LATIN.sub(lambda m: self._mend(m.group()), plain)
        reading = read(mended, simplified=True)
        units = self._spell(reading.words, reading.units)
        matches = self._vocabulary.find(units)
        whole = list(longest(matches))
        covered = {i for match in whole for i in range(match.start, match.end)}
        weights: dict[str, float] = {}
        concepts = self._weigh_terms(matches, whole, weights)
        concepts |= self._weigh_initials(reading.words, weights)
        unknown = self._weigh_pieces(units, covered, weights)
        for amount in reading.amounts:
            if amount in self._tokens:
                weights[amount] = _TERM
        said = f"{whole_text}\n{mended}"
        wishes: set[Attribute] = set(intents(said))
        wishes.update(self._vocabulary.asks[c] for c in concepts if c in self._vocabulary.asks)
        return ParsedQuestion(
            text,
            frozenset(wishes),
            weights,
            tuple(unknown),
            frozenset(concepts),
            _without(DISTRICT, concepts),
            frozenset(concepts & self._vocabulary.outside),
            _without(RECORD, concepts),
            reading.amounts,
            frozenset(reading.dates),
            asks_for_past(said),
            asks_beyond(said),
            asks_for_end(said),
        )

    # ------------------------------------------------------------------------ weighing

    def _weigh_terms(
        self, matches: list[Match], whole: list[Match], weights: dict[str, float]
    ) -> set[str]:
        """Weighs every term that occurs; returns the concepts not inside a longer term."""
        tops = set(whole)
        named: set[str] = set()
        for match in matches:
            top = match in tops
            if top:
                named.update(match.concepts)
            for concept in match.concepts:
                weight = (_TERM if top else _NESTED) / len(match.concepts)
                if concept in self._vocabulary.light:
                    weight *= LIGHT
                _raise(weights, "#" + concept, weight)
        return named

    def _weigh_initials(self, words: Iterable[str], weights: dict[str, float]) -> set[str]:
        """Weighs terms named by the initials of their pinyin, such as zjtx."""
        found: set[str] = set()
        for word in words:
            if len(word) >= 3 and stem(word) not in self._vocabulary.words:
                for concept in self._vocabulary.initials.get(word, ()):
                    found.add(concept)
                    _raise(weights, "#" + concept, _TERM)
        return found

    def _weigh_pieces(
        self, units: tuple[str, ...], covered: set[int], weights: dict[str, float]
    ) -> list[str]:
        """Weighs stems and pairs of characters; returns the words and characters never seen."""
        unknown: list[str] = []
        seen = set(covered)
        for i, unit in enumerate(units):
            after = units[i + 1] if i + 1 < len(units) else ""
            if unit.isascii():
                inside = i in covered
                if unit in _stop_stems():
                    continue
                if unit in self._tokens:
                    _raise(weights, unit, _WORD_OF_TERM if inside else _WORD)
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
            if not unit.isascii() and i not in seen and unit not in _FUNCTION_ZH
        )
        return unknown

    def _weigh_pair(self, i: int, pair: str, covered: set[int], weights: dict[str, float]) -> bool:
        """Weighs a pair of characters, or one that sounds the same; whether there was any."""
        if pair in _STOP_ZH:
            return False
        inside = (i in covered) + (i + 1 in covered)
        joins = inside == 1 or not _FUNCTION_ZH.isdisjoint(pair)
        if pair in self._tokens:
            _raise(weights, pair, _JOINT if joins else _PAIR_OF_TERM if inside else _PAIR)
            return True
        if joins or inside:
            return False
        for alike in self._by_sound.get(self._pinyin.of(pair), ())[:1]:
            _raise(weights, alike, _PAIR * 0.8)
            return True
        return False

    # ------------------------------------------------------------------------- mending

    def _mend(self, word: str) -> str:
        return self._mended.get_or_make(word, lambda: self._mend_word(word))

    def _mend_word(self, word: str) -> str:
        """A Latin word as it was most likely meant; pinyin and known words stay as they are."""
        if len(word) < 4 or self._is_known(word):
            return word
        syllables = self._pinyin.split(word)
        if syllables and (len(word) < 5 or self._sounds_known(syllables)):
            return word
        likely = self._likely(word)
        return likely or word

    def _is_known(self, word: str) -> bool:
        root = stem(word)
        return (
            root in self._tokens
            or word in _STOP
            or root in self._vocabulary.words
            or word in self._vocabulary.initials
            or word in self._words
        )

    def _sounds_known(self, syllables: tuple[str, ...]) -> bool:
        """Whether Chinese of the data set sounds so: a term, or pairs of characters all along."""
        if any(m.end - m.start == len(syllables) for m in self._vocabulary.find(syllables)):
            return True
        covered = {i for m in self._vocabulary.find(syllables) for i in range(m.start, m.end)}
        for i in range(len(syllables) - 1):
            if syllables[i : i + 2] in self._by_sound:
                covered |= {i, i + 1}
        return len(syllables) > 1 and len(covered) == len(syllables)

    def _likely(self, word: str) -> str | None:
        short = len(word) < 6
        allowed = 1 if len(word) < 8 else 2
        near = [
            candidate
            for length in range(len(word) - allowed, len(word) + allowed + 1)
            for candidate in self._by_length.get(length, ())
            # A short word is one edit from many: only a name, and of the same first letter.
            if not short or (candidate[0] == word[0] and self._words[candidate] >= NAME)
        ]
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=allowed, limit=8)
        if not found:
            return None
        return min(
            found, key=lambda f: (f[1], f[0][0] != word[0], -self._words.get(f[0], 0), f[0])
        )[0]

    def _spell(self, words: tuple[str, ...], units: tuple[str, ...]) -> tuple[str, ...]:
        """The units, with runs of pinyin as the terms or characters that they sound like."""
        spelled: list[str] = []
        sounds: list[str] = []
        read_as = [self._as_pinyin(w, u) for w, u in zip(words, units, strict=True)]
        for i, (word, unit) in enumerate(zip(words, units, strict=True)):
            syllables = read_as[i]
            if not syllables and any(read_as[max(0, i - 1) : i + 2]):
                syllables = (word,) if word in _VOWELS else self._also_pinyin(word)
            if syllables:
                sounds.extend(syllables)
                continue
            spelled.extend(self._characters(tuple(sounds)))
            sounds.clear()
            spelled.append(unit)
        spelled.extend(self._characters(tuple(sounds)))
        return tuple(spelled)

    def _as_pinyin(self, word: str, unit: str) -> tuple[str, ...] | None:
        if not word.isascii() or not word.isalpha() or len(word) < 2 or self._is_known(word):
            return None
        return None if unit in _stop_stems() else self._pinyin.split(word)

    def _also_pinyin(self, word: str) -> tuple[str, ...] | None:
        """The syllables of a known word that, beside pinyin, is more likely pinyin too."""
        if not word.isascii() or not word.isalpha() or word in _STOP:
            return None
        syllables = self._pinyin.split(word)
        if syllables and len(syllables) > 1 and self._sounds_known(syllables):
            return syllables
        return None

    def _characters(self, sounds: tuple[str, ...]) -> tuple[str, ...]:
        """Syllables that make a term stay for the vocabulary; others become likely characters."""
        if not sounds:
            return ()
        whole = {m.start: m for m in longest(self._vocabulary.find(sounds))}
        spelled: list[str] = []
        i = 0
        while i < len(sounds):
            pair = self._by_sound.get(sounds[i : i + 2])
            if i in whole:
                spelled.extend(sounds[i : whole[i].end])
                i = whole[i].end
            elif pair:
                spelled.extend(pair[0])
                i += 2
            else:
                if sounds[i] not in self._joining:
                    spelled.append(_UNSPELLED + sounds[i])
                i += 1
        return tuple(spelled)


def _without(prefix: str, concepts: Iterable[str]) -> frozenset[str]:
    return frozenset(c.removeprefix(prefix) for c in concepts if c.startswith(prefix))


@cache
def _stop_stems() -> frozenset[str]:
    return _STOP | {stem(word) for word in _STOP}


def _raise(weights: dict[str, float], token: str, weight: float) -> None:
    if weight > weights.get(token, 0.0):
        weights[token] = weight
