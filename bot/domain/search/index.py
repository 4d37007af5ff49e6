"""An in-memory index over documents in both languages; no I/O, and time that stays bounded.

Documents and questions are read into the same tokens: concepts of the glossary, English
stems, pairs of Chinese characters and amounts. Scores are BM25-like. Only the best postings
of a token are kept ready, so that a hundred times the records cost little more time.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from typing import NamedTuple, TypeAlias

from bot.domain.search.documents import Document, Fields
from bot.domain.search.pinyin import Pinyin
from bot.domain.search.query import NAME, Question, Reader, text_tokens
from bot.domain.search.vocabulary import Vocabulary

_SATURATION = 2.0
"""How fast repeats of a word stop counting (BM25's k1)."""
_READY = 400
"""Postings kept ready per token, best first."""
_CANDIDATES = 600
"""Documents that may collect a score per question."""
_FAINT, _ENOUGH = 0.5, 150
"""Tokens that tell less than _FAINT find no more documents once there are _ENOUGH."""
_JUDGED = 32
"""Documents judged closely per question."""
_TELLING_MOST = 3.0
"""Above this idf one word is not more telling than another when coverage is judged."""
_DATE_WORTH = 2.0
"""What a year or a month is worth beside words, when a silence is held against statements."""
_UNKNOWN_WORD, _UNKNOWN_CHARACTER = 1.0, 0.45
"""Weights in coverage of an English word, and a Chinese character, that occur nowhere."""
_NONE: tuple[Sequence[int], Sequence[float]] = ((), ())
_SAYING = frozenset(
    (
        "sourc found state show print name text copi see seen visibl say doe not 现有 有来 来源 "
        "源均 均未 未说 说明 未见 未注 注明 未找 找到 任何 何来 源说 源未 公开"
    ).split()
)
"""Tokens that only say that something is not said."""


class Hit(NamedTuple):
    """A document with its score, and how well it and the question cover each other."""

    document: Document
    score: float
    coverage: float
    """How much of the question the document speaks of (0 to 1)."""
    likeness: float
    """How much of the document's own name, or of what sets a silence apart from its record, the
    question says (0 to 1)."""
    subject: float
    """For a silence: how much of its record's title the question says (0 to 1); else 0."""


_Postings: TypeAlias = tuple[Sequence[int], Sequence[float]]
"""Documents that hold a token, and its score in each."""
_Names: TypeAlias = tuple[tuple[dict[str, float], float], ...]
"""For each language: tokens with their weight, and the weight of all."""


class Index:
    """Finds the documents that a question is about."""

    def __init__(
        self, documents: Iterable[Document], vocabulary: Vocabulary, pinyin: Pinyin
    ) -> None:
        """Reads every text once; nothing is read later."""
        self.documents = tuple(documents)
        self._light = frozenset("#" + concept for concept in vocabulary.light)
        self._place = {id(document): i for i, document in enumerate(self.documents)}
        texts = {t for d in self.documents for t in (*d.name, *d.own, *(t for _, t in d.around))}
        words: Counter[str] = Counter()
        tokens = {text: text_tokens(text, vocabulary, words) for text in texts}
        counts = list(_count_all(self.documents, tokens))
        frequency: Counter[str] = Counter()
        for vector in counts:
            frequency.update(vector.keys())
        total = len(self.documents)
        self._idf = {t: math.log(1 + (total - n + 0.5) / (n + 0.5)) for t, n in frequency.items()}
        self._vectors = self._score(counts)
        self._ready = self._best_postings()
        self._names = [self._name_tokens(document, tokens) for document in self.documents]
        self._subjects = [
            self._tell(document.title, tokens) if document.kind == "silence" else ()
            for document in self.documents
        ]
        self._own = [_own_tokens(document, tokens) for document in self.documents]
        self._silent, self._stated = self._by_record()
        words.update(dict.fromkeys(vocabulary.spellings, NAME))
        self._reader = Reader(vocabulary, pinyin, self._idf, words)
        while tokens:  # one by one: to let go of all at once would hold up every other thread
            tokens.popitem()

    def understand(self, text: str) -> Question:
        """What a question says and asks for."""
        return self._reader.understand(text)

    def search(self, question: Question, limit: int = _JUDGED) -> list[Hit]:
        """The best documents, at most `limit`, judged closely, in no particular order."""
        scores: dict[int, float] = {}
        weights = question.weights
        gains = {t: w * self._idf.get(t, 0.0) for t, w in weights.items()}
        for token in sorted(gains, key=gains.__getitem__, reverse=True):
            if gains[token] < _FAINT and len(scores) >= _ENOUGH:
                break
            weight = weights[token]
            full = len(scores) >= _CANDIDATES
            for i, score in zip(*self._ready.get(token, _NONE), strict=True):
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

    def speaks_of(self, document: Document, concept: str) -> bool:
        """Whether a document holds a term of the glossary."""
        return "#" + concept in self._vectors[self._place[id(document)]]

    def silences(self, record: str) -> Sequence[Document]:
        """What a record says that no source states."""
        return [self.documents[i] for i in self._silent.get(record, ())]

    def only_unsaid(self, question: Question, silence: Document) -> float:
        """How much more of a question a silence speaks of than any one thing the record states.

        As a share of the question; negative where some statement or figure speaks of more.
        """
        worth = {
            t: w * min(self._idf.get(t, 0.0), _TELLING_MOST)
            for t, w in question.weights.items()
            if t not in self._light and t[0] != "="
        } | dict.fromkeys(("@" + d for d in question.dates), _DATE_WORTH)

        def spoken(i: int) -> float:
            # Exactly, in whatever order a set gives them: equal shares must come out equal.
            return math.fsum(map(worth.__getitem__, worth.keys() & self._own[i]))

        total = math.fsum(worth.values())
        stated = max(map(spoken, self._stated.get(silence.record, ())), default=0.0)
        return (spoken(self._place[id(silence)]) - stated) / total if total else 0.0

    # ------------------------------------------------------------------------ judging

    def _judge(self, question: Question, worth: Mapping[str, float], whole: float, i: int) -> Hit:
        vector, weights = self._vectors[i], question.weights
        score = covered = 0.0
        for token in worth.keys() & vector.keys():
            score += weights[token] * vector[token]
            covered += worth[token]
        return Hit(
            self.documents[i],
            score,
            covered / whole if whole else 0.0,
            _said_of(self._names[i], worth),
            _said_of(self._subjects[i], worth),
        )

    # ----------------------------------------------------------------------- building

    def _score(self, counts: list[dict[str, float]]) -> list[dict[str, float]]:
        """What each token of each document tells, in place of how often it occurs there."""
        most = _SATURATION + 1
        same: dict[float, float] = {}  # few scores differ, and each is kept once
        for vector in counts:
            for token, tf in vector.items():
                score = self._idf[token] * tf * most / (tf + _SATURATION)
                vector[token] = same.setdefault(score, score)
        return counts

    def _best_postings(self) -> dict[str, _Postings]:
        """For each token the documents that hold it best, with its score there."""
        places: dict[str, list[int]] = defaultdict(list)
        for i, vector in enumerate(self._vectors):
            for token in vector:
                places[token].append(i)
        ready: dict[str, _Postings] = {}
        for token in list(places):
            found = places.pop(token)
            scores = [self._vectors[i][token] for i in found]
            if len(found) > _READY:
                best = nlargest(_READY, zip(scores, found, strict=True))
                scores, found = [s for s, _ in best], [i for _, i in best]
            ready[token] = (array("I", found), array("d", scores))
        return ready

    def _name_tokens(self, document: Document, tokens: Mapping[str, Counter[str]]) -> _Names:
        """What a document calls itself; for a silence, what sets it apart from its record."""
        if document.kind not in ("figure", "criterion", "silence"):
            return ()
        around: set[str] = set()
        if document.kind == "silence":
            around.update(*(tokens[text] for _, text in document.around))
        return self._tell(document.name, tokens, around)

    def _tell(
        self,
        texts: Iterable[str],
        tokens: Mapping[str, Counter[str]],
        without: Collection[str] = (),
    ) -> _Names:
        names: list[tuple[dict[str, float], float]] = []
        for text in texts:
            name = {
                token: self._idf.get(token, 0.0) * (1.0 if token[0] == "#" else 0.5)
                for token in tokens.get(text, ())
                if token not in _SAYING and token not in without and token[0] != "="
            }
            if total := sum(name.values()):
                names.append((name, total))
        return tuple(names)

    def _by_record(self) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        """Silences of each record, and what it states: its parts, else itself as a whole."""
        silent: dict[str, list[int]] = defaultdict(list)
        stated: dict[str, list[int]] = defaultdict(list)
        whole: dict[str, int] = {}
        for i, document in enumerate(self.documents):
            if document.kind == "silence":
                silent[document.record].append(i)
            elif document.kind == "record":
                whole[document.record] = i
            else:
                stated[document.record].append(i)
        for record, i in whole.items():
            stated[record].append(i)
        return dict(silent), dict(stated)


def _count_all(
    documents: Iterable[Document], tokens: Mapping[str, Counter[str]]
) -> Iterator[dict[str, float]]:
    """How often each token occurs in each document, by the weight of where it stands."""
    seen: Fields | None = None
    around: dict[str, float] = {}
    for document in documents:
        if document.around is not seen:  # shared by neighbouring parts of a record
            seen, around = document.around, {}
            for weight, text in document.around:
                _add(around, tokens[text], weight)
        vector = around.copy()
        for text in document.name:
            _add(vector, tokens[text], document.weight)
        for amount in document.amounts:
            vector[amount] = vector.get(amount, 0.0) + 3.0
        yield vector


def _add(vector: dict[str, float], tokens: Mapping[str, int], weight: float) -> None:
    for token, count in tokens.items():
        vector[token] = vector.get(token, 0.0) + weight * count


def _own_tokens(document: Document, tokens: Mapping[str, Counter[str]]) -> frozenset[str]:
    """Tokens of what a document says by itself, and the dates it names."""
    own: set[str] = {"@" + day for day in document.own_dates}
    for text in document.own:
        own.update(tokens[text])
    return frozenset(own)


def _said_of(names: _Names, said: Mapping[str, float]) -> float:
    """The largest share of a name, over the languages, that a question's tokens say."""
    best = 0.0
    for name, total in names:
        share = sum(map(name.__getitem__, name.keys() & said.keys())) / total
        best = max(best, share)
    return best
