"""Chooses the short answer of a record that a question asks for."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.models import Record, Sentence, Tier
from bot.domain.data.wordings import PartWordings, Wordings
from bot.domain.search.document_fields import both
from bot.domain.search.tokens import telling_words
from bot.domain.text import Plain

_ONCE, _EACH = 0.5, 0.25
"""Weight of a word that one wording of a part has, and what each further one adds, up to 1."""
_WHOLE: Final = 3.0
"""The least nearness of an answer with a wording that has every word of the question."""
_CLEARLY: Final = 1.1
"""How much nearer the answer must be than any other part."""


class _Part(NamedTuple):
    answer: Sentence | None
    texts: Sequence[frozenset[str]]
    """The words of each of its texts."""
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
        asked = {*telling_words(plain)}
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
        if answer is None or near <= other * _CLEARLY:
            return None
        whole = any(asked <= text for text in parts[place].texts)
        return answer, max(near, _WHOLE) if whole else near

    def _read(self, record: Record) -> Iterator[_Part]:
        """The record as a whole, which only makes words common, then its parts."""
        wordings = self._wordings.get(record.id, Wordings(record=record.id))
        yield _part(None, [*both(record.title), *record.aliases, *wordings.phrases])
        criteria = record.criteria if isinstance(record, Tier) else ()
        names = {part.id: part.name for part in (*record.figures, *criteria)}
        names |= {part.id: part.text for part in (*record.not_stated, *record.answers)}
        answers = {answer.id: answer for answer in record.answers}
        for part, name in names.items():
            asked = wordings.parts.get(part, PartWordings()).phrases
            yield _part(answers.get(part), [*both(name), *asked])


def _part(answer: Sentence | None, texts: Iterable[str]) -> _Part:
    """A part with the words of its texts that say something, and in how many they stand."""
    words = [frozenset(telling_words(text)) for text in texts]
    return _Part(answer, words, Counter(word for text in words for word in text))
