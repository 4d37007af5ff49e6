"""Pinyin of Chinese text from a table of readings, and letters split into syllables."""

from collections.abc import Mapping
from functools import lru_cache


class Pinyin:
    """Readings of single characters; a term's own pinyin overrides them where it has one."""

    def __init__(self, readings: Mapping[str, str]) -> None:
        """`readings`: character -> syllable without tone, as derived from the data set."""
        self._readings = readings
        self._longest = 6
        self._pieces = set(readings.values())
        self.split = lru_cache(maxsize=4096)(self._split)

    def learn(self, joined: str) -> None:
        """A name's pinyin in one word; `split` then keeps it whole."""
        self._pieces.add(joined)
        self._longest = max(self._longest, len(joined))

    def of(self, chinese: str) -> tuple[str, ...]:
        """The syllables of a text; other characters are left out."""
        return tuple(self._readings[c] for c in chinese if c in self._readings)

    def _split(self, letters: str) -> tuple[str, ...] | None:
        """Letters as the fewest syllables and names that use them all, or None where that fails."""
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
