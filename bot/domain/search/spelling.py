"""Corrects typing errors in Latin words and turns pinyin into the terms it sounds like."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.bounded_cache import BoundedCache
from bot.domain.search.pinyin import Pinyin
from bot.domain.search.stop_words import FUNCTION_ZH, STOP, STOP_ZH, stop_stems
from bot.domain.search.vocabulary import Vocabulary, longest
from bot.domain.text import stem

_CACHE_BYTES: Final = 1 << 20
"""Corrected words that are cached."""
_VOWELS = frozenset("aeo")
"""Syllables of one letter: pinyin only next to other pinyin."""
_LONG: Final = 8
"""Letters from which one wrong letter is a slip."""
_UNSPELLED = "～"
"""Before a syllable that sounds like no Chinese of the data set."""
_LATIN = re.compile(r"[a-z]+(?:'[a-z]+)*")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_COUNTED: Final = frozenset("年月日号亿万千百十一二三四五六七八九两个天人家伐全够")
"""Characters that stand beside any word."""
_HYPHENATED = re.compile(r"[a-z]+(?:-[a-z]+)+")
NAME_COUNT = 1_000
"""The count that words of names and of questions have at least."""
_QUESTION_WORDS = (
    "many much which where when what apply application deadline list names january february "
    "march april june july august september october november december million billion percent "
    "yuan dollars before after change season"
).split()
"""Words of questions that may be misspelt, in addition to the words of the data set."""


class SpellingCorrector:
    """Corrects words and pinyin by the words of one data set."""

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
        self._words = {**words, **dict.fromkeys(_QUESTION_WORDS, NAME_COUNT)}
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in self._words:
            if len(word) > 3:
                self._by_length[len(word)].append(word)
        self._by_sound: dict[tuple[str, ...], str] = {}
        """The first pair of characters of each sound."""
        for token in sorted(t for t in self._tokens if len(t) == 2 and not t.isascii()):
            self._by_sound.setdefault(pinyin.of(token), token)
        self._function_sounds = frozenset(pinyin.of("".join(sorted(FUNCTION_ZH))))
        self._corrections: BoundedCache[str, str] = BoundedCache(_CACHE_BYTES)

    def correct(self, text: str) -> str:
        """The text with each Latin word as it was most likely meant."""
        text = _HYPHENATED.sub(self._split, text)
        return _LATIN.sub(lambda m: self._correct(m.group()), text)

    def correct_slips(self, text: str) -> str:
        """The text without slips of the keyboard, other words and compounds kept as written."""
        text = _LATIN.sub(lambda m: self._without_slip(m.group()), text)
        return _HAN.sub(lambda m: self._as_it_sounds(m.group()), text)

    def _as_it_sounds(self, run: str) -> str:
        """Chinese with each term that has one other character of the same sound spelled right.

        That character must make no known word with those beside it.
        """
        known = {i for m in self._vocabulary.find(run) for i in range(m.start, m.end)}
        known |= {
            j for i in range(len(run) - 1) if self._is_pair(run[i : i + 2]) for j in (i, i + 1)
        }
        kept = FUNCTION_ZH | _COUNTED
        for i in (i for i, c in enumerate(run) if i not in known and c not in kept):
            if name := self._vocabulary.sounding_like(run, i):
                start, meant = name
                run = run[:start] + meant + run[start + len(meant) :]
        return run

    def _is_pair(self, pair: str) -> bool:
        return pair in self._tokens or pair in STOP_ZH

    def _without_slip(self, word: str) -> str:
        """The word meant if a letter is missing, two are swapped, or one of a long word is wrong.

        A short word with another letter is often a word that the data set does not have.
        """
        if (meant := self._correct(word)) == word:
            return word
        swapped = len(meant) == len(word) and sorted(meant) == sorted(word)
        missing = len(meant) == len(word) + 1 and not meant.startswith(word)
        wrong = len(meant) == len(word) >= _LONG
        is_slip = swapped or missing or wrong
        return meant if is_slip and OSA.distance(word, meant) == 1 else word

    def _split(self, match: re.Match[str]) -> str:
        """A compound that the data set does not have, as its words."""
        return match[0] if self._is_known(match[0]) else match[0].replace("-", " ")

    def homophone(self, pair: str) -> str | None:
        """A pair of characters of the data set that sounds like this one."""
        return self._by_sound.get(self._pinyin.of(pair))

    def _correct(self, word: str) -> str:
        if len(word) < 4 or self._is_known(word):
            return word
        return self._corrections.get_or_make(word, lambda: self._corrected(word))

    def _corrected(self, word: str) -> str:
        """Keeps pinyin."""
        syllables = self._pinyin.split(word)
        if syllables and (len(word) < 5 or self._sounds_known(syllables)):
            return word
        return self._nearest(word) or word

    def _is_known(self, word: str) -> bool:
        root = stem(word)
        return (
            root in self._tokens
            or word in STOP
            or root in self._vocabulary.words
            or word in self._vocabulary.initials
            or word in self._words
        )

    def _sounds_known(self, syllables: tuple[str, ...]) -> bool:
        """Whether a term, or a row of pairs of characters, of the data set sounds like this."""
        if any(m.end - m.start == len(syllables) for m in self._vocabulary.find(syllables)):
            return True
        covered = {i for m in self._vocabulary.find(syllables) for i in range(m.start, m.end)}
        for i in range(len(syllables) - 1):
            if syllables[i : i + 2] in self._by_sound:
                covered |= {i, i + 1}
        return len(syllables) > 1 and len(covered) == len(syllables)

    def _nearest(self, word: str) -> str | None:
        short = len(word) < 6
        allowed = 1 if len(word) < 8 else 2
        near = [
            candidate
            for length in range(len(word) - allowed, len(word) + allowed + 1)
            for candidate in self._by_length.get(length, ())
            # Short words are one edit from many others: allow only names with the same initial.
            if not short or (candidate[0] == word[0] and self._words[candidate] >= NAME_COUNT)
        ]
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=allowed, limit=8)
        if not found:
            return None
        return min(
            found, key=lambda f: (f[1], f[0][0] != word[0], -self._words.get(f[0], 0), f[0])
        )[0]

    def resolve_pinyin(self, words: tuple[str, ...], units: tuple[str, ...]) -> tuple[str, ...]:
        """The units, with pinyin replaced by the terms or characters that it sounds like."""
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
        return None if unit in stop_stems() else self._pinyin.split(word)

    def _also_pinyin(self, word: str) -> tuple[str, ...] | None:
        """The syllables of a known word that, next to pinyin, is more likely pinyin too."""
        if not word.isascii() or not word.isalpha() or word in STOP:
            return None
        syllables = self._pinyin.split(word)
        if syllables and len(syllables) > 1 and self._sounds_known(syllables):
            return syllables
        return None

    def _characters(self, sounds: tuple[str, ...]) -> tuple[str, ...]:
        """Keeps syllables of a term for the vocabulary; others become likely characters."""
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
                spelled.extend(pair)
                i += 2
            else:
                if sounds[i] not in self._function_sounds:
                    spelled.append(_UNSPELLED + sounds[i])
                i += 1
        return tuple(spelled)
