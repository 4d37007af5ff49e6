"""Converts Chinese to pinyin and splits letters into syllables."""

from collections.abc import Mapping
from sys import intern
from typing import Final

from bot.bounded_cache import BoundedCache

_KEPT_BYTES: Final = 1 << 20
"""Words cached with their syllables."""


class Pinyin:
    """The readings of single characters."""

    def __init__(self, readings: Mapping[str, str]) -> None:
        """`readings`: character -> syllable without tone, as derived from the data set."""
        # Each syllable once: characters have 400 different ones.
        self._readings = {character: intern(syllable) for character, syllable in readings.items()}
        self._longest = 6
        self._pieces = set(readings.values())
        # Not `lru_cache`: on a method it makes a cycle, which keeps an old release in memory.
        self._kept: BoundedCache[str, tuple[tuple[str, ...] | None]] = BoundedCache(_KEPT_BYTES)

    def learn(self, joined: str) -> None:
        """Adds a name's pinyin in one word; `split` then does not split it."""
        self._pieces.add(joined)
        self._longest = max(self._longest, len(joined))

    def of(self, chinese: str) -> tuple[str, ...]:
        """The syllables of a text; ignores other characters."""
        return tuple(self._readings[c] for c in chinese if c in self._readings)

    def split(self, letters: str) -> tuple[str, ...] | None:
        """The fewest syllables and names that use all letters, or None."""
        return self._kept.get_or_make(letters, lambda: (self._split(letters),))[0]

    def _split(self, letters: str) -> tuple[str, ...] | None:
        best: list[tuple[str, ...] | None] = [(), *([None] * len(letters))]
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - self._longest), end):
                before = best[start]
                if before is None or letters[start:end] not in self._pieces:
                    continue
                now = best[end]
                if now is None or len(before) + 1 < len(now):
                    best[end] = (*before, letters[start:end])
        return best[len(letters)]
