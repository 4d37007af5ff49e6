"""The data of a search index: plain values, so that a file can cache it."""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from typing import Final, NamedTuple, TypeAlias

from bot.domain.search.document_fields import Fields
from bot.domain.search.documents import Document
from bot.domain.search.tokens import text_tokens
from bot.domain.search.vocabulary import Vocabulary, VocabularyData

_SATURATION: Final = 2.0
"""How fast repeats of a word stop counting (BM25's k1)."""
_MAX_POSTINGS: Final = 400
"""Postings stored per token, best first."""
_FILLER: Final = frozenset(
    (
        "sourc found state show print name text copi see seen visibl say doe not 现有 有来 来源 "
        "源均 均未 未说 说明 未见 未注 注明 未找 找到 任何 何来 源说 源未 公开"
    ).split()
)
"""Tokens that only say that something is not stated."""

NameTokens: TypeAlias = tuple[tuple[dict[str, float], float], ...]
"""For each language: tokens with their weight, and the total weight."""


class IndexData(NamedTuple):
    """Lists are in the order of the documents."""

    idf: dict[str, float]
    """Inverse document frequency of each token."""
    vectors: list[dict[str, float]]
    """The tokens of each document, with their score."""
    starts: "array[int]"
    """Where the postings of each token begin, in the order of `idf`; then where the last end."""
    places: "array[int]"
    """The documents of each token, for all tokens in turn."""
    scores: "array[float]"
    """The token's score in each of these."""
    names: list[NameTokens]
    """The name of each document; for `not-stated` ones, what differs from their record."""
    subjects: list[NameTokens]
    """For `not-stated` documents, the title of their record."""
    own: list[tuple[str, ...]]
    """Tokens of each document's own texts and dates, without repeats."""
    words: dict[str, int]
    """The English words, as written, with their counts."""
    vocabulary: VocabularyData
    """The vocabulary that it was built with."""


def build_index_data(documents: Sequence[Document], vocabulary: Vocabulary) -> IndexData:
    """Parses every text once."""
    texts = {t for d in documents for t in (*d.name, *d.own, *(t for _, t in d.around))}
    words: Counter[str] = Counter()
    tokens = {text: text_tokens(text, vocabulary, words) for text in texts}
    vectors = list(_count_all(documents, tokens))
    frequency: Counter[str] = Counter()
    for vector in vectors:
        frequency.update(vector.keys())
    total = len(documents)
    idf = {t: math.log(1 + (total - n + 0.5) / (n + 0.5)) for t, n in frequency.items()}
    _score(vectors, idf)
    worth = {token: value * (1.0 if token[0] == "#" else 0.5) for token, value in idf.items()}
    titles = {d.title for d in documents if d.kind == "not-stated"}
    title_tokens = {title: _weighted_names(title, tokens, worth) for title in titles}
    found = IndexData(
        idf,
        vectors,
        *_postings(vectors, idf),
        [_name_tokens(document, tokens, worth) for document in documents],
        [title_tokens[d.title] if d.kind == "not-stated" else () for d in documents],
        [_own_tokens(document, tokens) for document in documents],
        dict(words),
        vocabulary.data,
    )
    while tokens:  # one by one: freeing all at once would block other threads
        tokens.popitem()
    return found


def _count_all(
    documents: Iterable[Document], tokens: Mapping[str, Counter[str]]
) -> Iterator[dict[str, float]]:
    """Weighted token counts of each document."""
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


def _score(vectors: Iterable[dict[str, float]], idf: Mapping[str, float]) -> None:
    """Replaces counts by scores, in place."""
    most = _SATURATION + 1
    same: dict[float, float] = {}  # few scores differ: share the objects
    for vector in vectors:
        for token, tf in vector.items():
            score = idf[token] * tf * most / (tf + _SATURATION)
            vector[token] = same.setdefault(score, score)


def _postings(
    vectors: Sequence[Mapping[str, float]], idf: Mapping[str, float]
) -> tuple["array[int]", "array[int]", "array[float]"]:
    """For each token the best documents, with its scores."""
    holders: dict[str, list[int]] = defaultdict(list)
    for i, vector in enumerate(vectors):
        for token in vector:
            holders[token].append(i)
    starts, places, scores = array("I", [0]), array("I"), array("d")
    for token in idf:
        found = holders.pop(token)
        values = [vectors[i][token] for i in found]
        if len(found) > _MAX_POSTINGS:
            best = nlargest(_MAX_POSTINGS, zip(values, found, strict=True))
            values, found = [s for s, _ in best], [i for _, i in best]
        places.extend(found)
        scores.extend(values)
        starts.append(len(places))
    return starts, places, scores


def _name_tokens(
    document: Document, tokens: Mapping[str, Counter[str]], worth: Mapping[str, float]
) -> NameTokens:
    if document.kind not in ("figure", "criterion", "not-stated"):
        return ()
    around: set[str] = set()
    if document.kind == "not-stated":
        around.update(*(tokens[text] for _, text in document.around))
    return _weighted_names(document.name, tokens, worth, around)


def _weighted_names(
    texts: Iterable[str],
    tokens: Mapping[str, Counter[str]],
    worth: Mapping[str, float],
    without: Collection[str] = (),
) -> NameTokens:
    names: list[tuple[dict[str, float], float]] = []
    for text in texts:
        name = {
            token: worth.get(token, 0.0)
            for token in tokens.get(text, ())
            if token not in _FILLER and token not in without and token[0] != "="
        }
        if total := sum(name.values()):
            names.append((name, total))
    return tuple(names)


def _own_tokens(document: Document, tokens: Mapping[str, Counter[str]]) -> tuple[str, ...]:
    own = {"@" + day for day in document.own_dates}
    for text in document.own:
        own.update(tokens[text])
    return tuple(own)
