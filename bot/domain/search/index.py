"""An in-memory index over documents in both languages; no I/O, and time that stays bounded.

Documents and questions are read into the same tokens: concepts of the glossary, English
stems, pairs of Chinese characters and amounts. Scores are BM25-like. Only the best postings of a
token are stored, so that a hundred times the records cost little more time.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any, NamedTuple

from bot.bounded_cache import BoundedCache
from bot.domain.search.documents import Document
from bot.domain.search.index_data import SCORE_UNITS, IndexData, build_index_data, token_worth
from bot.domain.search.pinyin import Pinyin
from bot.domain.search.query import ParsedQuestion, QuestionParser
from bot.domain.search.spelling import NAME_COUNT, SpellingCorrector
from bot.domain.search.vocabulary import Vocabulary
from bot.domain.text import Plain

_CANDIDATES = 300
"""Documents that may collect a score per question."""
_FAINT, _ENOUGH = 0.8, 80
"""Tokens with less weight than _FAINT add no documents once there are _ENOUGH."""
_RESULT_LIMIT = 24
"""Documents returned per question."""
_PARSED_BYTES, _SOUGHT_BYTES, _QUESTION_BYTES = 1 << 17, 1 << 16, 4_000
"""Cached parsed questions, what they seek, and about what one of either takes."""
_TELLING_MOST = 3.0
"""Cap of a token's idf in coverage."""
_UNKNOWN_WORD, _UNKNOWN_CHARACTER = 0.4, 0.2
"""Weights in coverage of an English word, and a Chinese character, that occur nowhere."""


class Hit(NamedTuple):
    """A document with its score, and how well it and the question cover each other."""

    document: Document
    score: float
    coverage: float
    """Share of the question that the document covers (0 to 1)."""
    likeness: float
    """How alike the question and the nearest name or wording of the document are (0 to 1)."""


@dataclass(slots=True)
class _Sought:
    weights: Mapping[str, float]
    """Kept, so that nothing else gets their identity."""
    tokens: Sequence[tuple[str, float, float, float]]
    """The character of each, with its weight, worth in coverage, and part of a cosine."""
    length: float
    best: Sequence[int] | None = None
    """The places of the documents, best first."""
    measured: dict[int, tuple[float, float, float]] = field(default_factory=dict)
    """The score, the worth covered and the likeness of a document, by its place."""


class Index:
    """Searches the documents of one data set."""

    def __init__(
        self,
        documents: Iterable[Document],
        vocabulary: Vocabulary,
        pinyin: Pinyin,
        cached: IndexData | None = None,
    ) -> None:
        """`cached`: the index data of the same documents; otherwise every text is parsed."""
        if cached is None:
            documents = tuple(documents)
            cached = build_index_data(documents, vocabulary)
        self.data = cached
        """The index data, for a cache."""
        self.documents = tuple(_without_context(documents))
        self._light = frozenset("#" + concept for concept in vocabulary.light)
        self._place = {id(document): i for i, document in enumerate(self.documents)}
        self._number, self._idf = cached.numbers, cached.idf
        words = Counter(cached.words)
        words.update(dict.fromkeys(vocabulary.spellings, NAME_COUNT))
        self._by_record: dict[str, list[int]] = defaultdict(list)
        for i, document in enumerate(self.documents):
            self._by_record[document.record].append(i)
        spelling = SpellingCorrector(vocabulary, pinyin, self._number, words)
        self._reader = QuestionParser(vocabulary, spelling, self._number)
        self._sought: BoundedCache[int, _Sought] = BoundedCache(
            _SOUGHT_BYTES, lambda _: _QUESTION_BYTES
        )
        self._parsed: BoundedCache[str, ParsedQuestion] = BoundedCache(
            _PARSED_BYTES, lambda _: _QUESTION_BYTES
        )

    def parse(self, text: str) -> ParsedQuestion:
        """The parsed question; the clauses of one question are often read again."""
        return self._parsed.get_or_make(text, lambda: self._reader.parse(text))

    def without_slips(self, text: str) -> Plain:
        """The text, normalised, without slips of the keyboard."""
        return self._reader.without_slips(text)

    def search(self, question: ParsedQuestion, limit: int = _RESULT_LIMIT) -> list[Hit]:
        """At most `limit` best documents, unordered."""
        sought = self._sought_by(question.weights)
        if sought.best is None:
            sought.best = self._best(question.weights)
        return self._hits(question, sought, sought.best[:limit])

    def hits_of(self, question: ParsedQuestion, record: str) -> list[Hit]:
        """Every document of a record, unordered."""
        sought = self._sought_by(question.weights)
        return self._hits(question, sought, self._by_record.get(record, ()))

    def document_of(self, record: str) -> Document:
        """The document of a record as a whole."""
        return self.documents[self._by_record[record][0]]

    def _best(self, weights: Mapping[str, float]) -> Sequence[int]:
        """The places of the documents, best first."""
        scores: dict[int, float] = {}
        gains = ((w * self._idf[n], n, w) for n, w in self._numbered(weights))
        for gain, number, weight in sorted(gains, key=itemgetter(0), reverse=True):
            if gain < _FAINT and len(scores) >= _ENOUGH:
                break
            full = len(scores) >= _CANDIDATES
            for i, score in self._postings(number):
                if i in scores:
                    scores[i] += weight * score
                elif not full:
                    scores[i] = weight * score
        return sorted(scores, key=scores.__getitem__, reverse=True)

    def _sought_by(self, weights: Mapping[str, float]) -> _Sought:
        """What is sought with these weights, which several questions may share."""
        return self._sought.get_or_make(id(weights), lambda: self._seek(weights))

    def _seek(self, weights: Mapping[str, float]) -> _Sought:
        tokens: list[tuple[str, float, float, float]] = []
        squares = 0.0
        for token, weight in weights.items():
            number = self._number.get(token)
            if number is not None:
                idf = self._idf[number]
                worth = token_worth(token, idf)
                told = weight * min(idf, _TELLING_MOST)
                tokens.append((chr(number), weight, told, weight * worth * worth))
                squares += (weight * worth) ** 2
        return _Sought(weights, sorted(tokens), math.sqrt(squares))

    def _hits(self, question: ParsedQuestion, sought: _Sought, places: Iterable[int]) -> list[Hit]:
        whole = sum(worth for _, _, worth, _ in sought.tokens) + sum(
            (_UNKNOWN_WORD if token.isascii() else _UNKNOWN_CHARACTER) * _TELLING_MOST
            for token in question.unknown
        )
        found: list[Hit] = []
        for i in places:
            measured = sought.measured.get(i)
            if measured is None:
                measured = sought.measured[i] = self._measure(sought, i)
            score, covered, likeness = measured
            coverage = covered / whole if whole else 0.0
            found.append(Hit(self.documents[i], score, coverage, likeness))
        return found

    def _measure(self, sought: _Sought, i: int) -> tuple[float, float, float]:
        """The score of a document, the worth of its tokens, and its likeness.

        That is the cosine of the question and the nearest phrase of the document.
        """
        data, begin, start = self.data, self.data.spans[i], self.data.phrase_spans[i]
        own = data.tokens[begin : data.spans[i + 1]]
        of_phrases = data.phrase_tokens[start : data.phrase_spans[i + 1]]
        lengths = data.phrase_lengths[data.phrases[i] : data.phrases[i + 1]]
        sums = [0.0] * len(lengths)
        score = covered = 0.0
        for token, weight, worth, product in sought.tokens:
            if token in own:
                score += weight * data.weights[begin + own.index(token)]
                covered += worth
                if token in of_phrases:
                    at = start + of_phrases.index(token)
                    for place in data.phrase_places[at : at + of_phrases.count(token)]:
                        sums[place] += product
        nearest = max(map(float.__truediv__, sums, lengths), default=0.0)
        likeness = nearest / sought.length if sought.length else 0.0
        return score / SCORE_UNITS, covered, likeness

    def _numbered(self, weights: Mapping[str, float]) -> Iterator[tuple[int, float]]:
        """The known tokens, by number, with their weights."""
        for token, weight in weights.items():
            number = self._number.get(token)
            if number is not None:
                yield number, weight

    def _postings(self, number: int) -> Iterable[tuple[int, float]]:
        """The best documents for a token, with its scores in SCORE_UNITS."""
        begin, end = self.data.starts[number : number + 2]
        return zip(self.data.places[begin:end], self.data.scores[begin:end], strict=True)

    def mentions(self, document: Document, concept: str) -> bool:
        """Whether a document contains a term of the glossary."""
        number, i = self._number.get("#" + concept), self._place[id(document)]
        if number is None:
            return False
        return chr(number) in self.data.tokens[self.data.spans[i] : self.data.spans[i + 1]]

    def says(self, record: str, text: str) -> bool:
        """Whether a record has a term of a text, else a word of it; or the text has no subject."""
        words, data = self.parse(text).weights, self.data
        sought = {w: 1.0 for w in words if w[0] == "#"} or words
        known = {chr(number) for number, _ in self._numbered(sought)}
        stated = (i for i in self._by_record[record] if self.documents[i].kind != "not-stated")
        own = (data.tokens[data.spans[i] : data.spans[i + 1]] for i in stated)
        return not self._light.isdisjoint(words) or any(not known.isdisjoint(t) for t in own)

    def is_light(self, concept: str) -> bool:
        """Whether a term names no subject (how many, latest)."""
        return "#" + concept in self._light


def _without_context(documents: Iterable[Document]) -> Iterator[Document]:
    """The documents without what only index data is made of, equal sets as one: 2 MiB less."""
    sets: dict[frozenset[str], Any] = {}
    for document in documents:
        about, dates = (sets.setdefault(each, each) for each in (document.about, document.dates))
        yield replace(document, about=about, dates=dates, around=(), amounts=())
