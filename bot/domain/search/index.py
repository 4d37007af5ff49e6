"""An in-memory index over documents in both languages; no I/O, and time that stays bounded.

Documents and questions are read into the same tokens: concepts of the glossary, English
stems, pairs of Chinese characters and amounts. Scores are BM25-like. Only the best postings of a
token are stored, so that a hundred times the records cost little more time.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.domain.search.documents import Document
from bot.domain.search.index_data import IndexData, NameTokens, build_index_data
from bot.domain.search.pinyin import Pinyin
from bot.domain.search.query import ParsedQuestion, QuestionParser
from bot.domain.search.spelling import NAME_COUNT
from bot.domain.search.vocabulary import Vocabulary

_CANDIDATES = 600
"""Documents that may collect a score per question."""
_FAINT, _ENOUGH = 0.5, 150
"""Tokens with less weight than _FAINT add no documents once there are _ENOUGH."""
_RESULT_LIMIT = 32
"""Documents returned per question."""
_TELLING_MOST = 3.0
"""Cap of a token's idf in coverage."""
_DATE_WORTH = 2.0
"""Weight of a year or month when `not-stated` documents are compared with statements."""
_UNKNOWN_WORD, _UNKNOWN_CHARACTER = 1.0, 0.45
"""Weights in coverage of an English word, and a Chinese character, that occur nowhere."""


class Hit(NamedTuple):
    """A document with its score, and how well it and the question cover each other."""

    document: Document
    score: float
    coverage: float
    """Share of the question that the document covers (0 to 1)."""
    likeness: float
    """Share of the document's name that the question contains (0 to 1); for `not-stated` documents,
    of what differs from their record."""
    subject: float
    """For `not-stated` documents: share of the record's title in the question (0 to 1); else 0."""


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
        self.documents = tuple(documents)
        self._light = frozenset("#" + concept for concept in vocabulary.light)
        self._place = {id(document): i for i, document in enumerate(self.documents)}
        data = cached or build_index_data(self.documents, vocabulary)
        # Separate attributes: gradual_release frees an old release piece by piece.
        self._idf, self._vectors, self._words = data.idf, data.vectors, data.words
        self._starts, self._places, self._scores = data.starts, data.places, data.scores
        self._names, self._subjects, self._own = data.names, data.subjects, data.own
        self._number = {token: n for n, token in enumerate(self._idf)}
        self._vocabulary = vocabulary.data
        self._unstated, self._stated = self._by_record()
        words = Counter(self._words)
        words.update(dict.fromkeys(vocabulary.spellings, NAME_COUNT))
        self._reader = QuestionParser(vocabulary, pinyin, self._idf, words)

    @property
    def data(self) -> IndexData:
        """The index data, for a cache."""
        return IndexData(
            self._idf,
            self._vectors,
            self._starts,
            self._places,
            self._scores,
            self._names,
            self._subjects,
            self._own,
            self._words,
            self._vocabulary,
        )

    def parse(self, text: str) -> ParsedQuestion:
        """The parsed question."""
        return self._reader.parse(text)

    def search(self, question: ParsedQuestion, limit: int = _RESULT_LIMIT) -> list[Hit]:
        """At most `limit` best documents, unordered."""
        scores: dict[int, float] = {}
        weights = question.weights
        gains = {t: w * self._idf.get(t, 0.0) for t, w in weights.items()}
        for token in sorted(gains, key=gains.__getitem__, reverse=True):
            if gains[token] < _FAINT and len(scores) >= _ENOUGH:
                break
            weight = weights[token]
            full = len(scores) >= _CANDIDATES
            for i, score in self._postings(token):
                if i in scores:
                    scores[i] += weight * score
                elif not full:
                    scores[i] = weight * score
        best = sorted(scores, key=scores.__getitem__, reverse=True)[:limit]
        worth = {t: w * min(self._idf.get(t, 0.0), _TELLING_MOST) for t, w in weights.items()}
        whole = sum(worth.values()) + sum(
            (_UNKNOWN_WORD if token.isascii() else _UNKNOWN_CHARACTER) * _TELLING_MOST
            for token in question.unknown
        )
        return [self._judge(question, worth, whole, i) for i in best]

    def _postings(self, token: str) -> Iterable[tuple[int, float]]:
        """The best documents for a token, with its scores."""
        number = self._number.get(token)
        if number is None:
            return ()
        begin, end = self._starts[number : number + 2]
        return zip(self._places[begin:end], self._scores[begin:end], strict=True)

    def mentions(self, document: Document, concept: str) -> bool:
        """Whether a document contains a term of the glossary."""
        return "#" + concept in self._vectors[self._place[id(document)]]

    def unstated_documents(self, record: str) -> Sequence[Document]:
        """The `not-stated` documents of a record."""
        return [self.documents[i] for i in self._unstated.get(record, ())]

    def unstated_margin(self, question: ParsedQuestion, unstated: Document) -> float:
        """How much more of a question an unstated fact covers than any statement of its record.

        As a share of the question; negative if a statement or figure covers more.
        """
        worth = {
            t: w * min(self._idf.get(t, 0.0), _TELLING_MOST)
            for t, w in question.weights.items()
            if t not in self._light and t[0] != "="
        } | dict.fromkeys(("@" + d for d in question.dates), _DATE_WORTH)

        def spoken(i: int) -> float:
            # fsum: equal shares must be equal in any order.
            return math.fsum(worth[token] for token in self._own[i] if token in worth)

        total = math.fsum(worth.values())
        stated = max(map(spoken, self._stated.get(unstated.record, ())), default=0.0)
        return (spoken(self._place[id(unstated)]) - stated) / total if total else 0.0

    def _judge(
        self, question: ParsedQuestion, worth: Mapping[str, float], whole: float, i: int
    ) -> Hit:
        vector, weights = self._vectors[i], question.weights
        score = covered = 0.0
        for token in worth.keys() & vector.keys():
            score += weights[token] * vector[token]
            covered += worth[token]
        return Hit(
            self.documents[i],
            score,
            covered / whole if whole else 0.0,
            _covered_share(self._names[i], worth),
            _covered_share(self._subjects[i], worth),
        )

    def _by_record(self) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        """The unstated and the stated documents of each record."""
        is_not_stated: dict[str, list[int]] = defaultdict(list)
        stated: dict[str, list[int]] = defaultdict(list)
        whole: dict[str, int] = {}
        for i, document in enumerate(self.documents):
            if document.kind == "not-stated":
                is_not_stated[document.record].append(i)
            elif document.kind == "record":
                whole[document.record] = i
            else:
                stated[document.record].append(i)
        for record, i in whole.items():
            stated[record].append(i)
        return dict(is_not_stated), dict(stated)


def _covered_share(names: NameTokens, said: Mapping[str, float]) -> float:
    """The largest share of a name, over the languages, that a question contains."""
    best = 0.0
    for name, total in names:
        share = sum(map(name.__getitem__, name.keys() & said.keys())) / total
        best = max(best, share)
    return best
