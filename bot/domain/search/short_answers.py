"""Chooses the short answer of a record that a question asks for."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.models import Record, Sentence, Text, Tier
from bot.domain.data.wordings import PartWordings, Wordings
from bot.domain.search.stop_words import STOP_ZH, stop_stems
from bot.domain.text import Plain, bigrams, parse_text

_ONCE, _EACH = 0.5, 0.25
"""Weight of a word that one wording of a part has, and what each further one adds, up to 1."""
_CLEARLY: Final = 1.1
"""How much nearer the answer must be than any other part."""


class _Part(NamedTuple):
    answer: Sentence | None
    words: Counter[str]
    """In how many of its texts each word stands."""


class ShortAnswers:
    """The short answers of a catalogue, and the words by which those of a record differ.

    A record is found by the search; which of its parts is meant is told by the words that the
    others do not have.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        """Reads the texts of a record when it is first asked about."""
        self._wordings = catalogue.wordings
        self._parts: dict[str, list[_Part]] = {}

    def best(self, record: Record, plain: Plain) -> tuple[Sentence, float] | None:
        """The answer that a question is nearest to, and how near; None if another part is as near.

        The sum of the weights of the words that they share, rare ones in the record the heaviest.
        """
        if record.id not in self._parts:
            self._parts[record.id] = [*self._read(record)]
        parts = self._parts[record.id]
        asked = _words([plain]).keys()
        holders = Counter(word for part in parts for word in asked & part.words.keys())

        def nearness(part: _Part) -> float:
            shared = asked & part.words.keys()
            return sum(
                math.log(1 + len(parts) / holders[word])
                * min(1, _ONCE + _EACH * (part.words[word] - 1))
                for word in shared
            )

        ranked = sorted(((nearness(part), i) for i, part in enumerate(parts) if i), reverse=True)
        (near, place), (other, _) = [*ranked, (0.0, 0), (0.0, 0)][:2]
        answer = parts[place].answer
        return (answer, near) if answer and near > other * _CLEARLY else None

    def _read(self, record: Record) -> Iterator[_Part]:
        """The record as a whole, which only makes words common, then its parts."""
        wordings = self._wordings.get(record.id, Wordings(record=record.id))
        yield _Part(None, _words([*_both(record.title), *record.aliases, *_asked(wordings)]))
        criteria = record.criteria if isinstance(record, Tier) else ()
        names = {part.id: part.name for part in (*record.figures, *criteria)}
        names |= {part.id: part.text for part in (*record.not_stated, *record.answers)}
        answers = {answer.id: answer for answer in record.answers}
        for part, name in names.items():
            asked = _asked(wordings.parts.get(part, PartWordings()))
            yield _Part(answers.get(part), _words([*_both(name), *asked]))


def _asked(wordings: PartWordings) -> Iterator[str]:
    yield from (*wordings.en, *wordings.zh)


def _both(text: Text) -> tuple[str, str]:
    return text.en, text.zh


def _words(texts: Iterable[str]) -> Counter[str]:
    """Stems, pairs of Chinese characters, amounts and dates, by the number of texts with them."""
    found: Counter[str] = Counter()
    for text in texts:
        read = parse_text(text)
        found.update({*bigrams(read.units), *read.amounts, *read.dates} - stop_stems() - STOP_ZH)
    return found
