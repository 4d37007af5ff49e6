"""The data of a search index: plain values, so that a file can cache it."""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from bot.domain.search.document_fields import Fields
from bot.domain.search.documents import Document
from bot.domain.search.tokens import text_tokens
from bot.domain.search.vocabulary import Vocabulary, VocabularyData

_SATURATION: Final = 2.0
"""How fast repeats of a word stop counting (BM25's k1)."""
_MAX_POSTINGS: Final = 400
"""Postings stored per token, best first."""
_FILLER: Final = frozenset(
    "sourc found state show print name text copi see seen visibl say doe not 现有 有来 来源 "
    "源均 均未 未说 说明 未见 未注 注明 未找 找到 任何 "
    "何来 源说 源未 公开 所查 查来 未载 载明".split()
)
"""Tokens that only say that something is not stated."""
SCORE_UNITS: Final = 1500
"""Scores are kept as whole numbers of two bytes: up to 43, as in a million documents."""
_WORDING: Final = 0.5
"""Weight of a wording, as a share of the name's."""


class IndexData(NamedTuple):
    """Lists are in the order of the documents."""

    numbers: dict[str, int]
    """The number of each token."""
    idf: "array[float]"
    """The inverse document frequency of each, by number."""
    spans: "array[int]"
    """Where the tokens of each document begin; then where the last end."""
    tokens: str
    """The tokens of all documents in turn, each as the character of its number: fast to find."""
    weights: "array[int]"
    """The score of each of these, times SCORE_UNITS."""
    starts: "array[int]"
    """Where the postings of each token begin, by number; then where the last end."""
    places: "array[int]"
    """The documents of each token, for all tokens in turn."""
    scores: "array[int]"
    """The token's score in each of these, times SCORE_UNITS."""
    phrases: "array[int]"
    """Where the phrases (names and wordings) of each document begin; then where the last end."""
    phrase_spans: "array[int]"
    """Where the phrase tokens of each document begin; then where the last end."""
    phrase_tokens: str
    """The tokens of the phrases of all documents in turn, in the same way, ascending."""
    phrase_places: "array[int]"
    """In which of its document's phrases each of these stands."""
    phrase_lengths: "array[float]"
    """The length of the vector of each phrase."""
    words: dict[str, int]
    """The English words, as written, with their counts."""
    vocabulary: VocabularyData
    """The vocabulary that it was built with."""


def build_index_data(documents: Sequence[Document], vocabulary: Vocabulary) -> IndexData:
    """Parses every text once."""
    texts = {t for d in documents for t in (*d.name, *d.wordings, *(t for _, t in d.around))}
    words: Counter[str] = Counter()
    tokens = {text: text_tokens(text, vocabulary, words) for text in texts}
    vectors = list(_count_all(documents, tokens))
    frequency: Counter[str] = Counter()
    for vector in vectors:
        frequency.update(vector.keys())
    total = len(documents)
    idf = {t: math.log(1 + (total - n + 0.5) / (n + 0.5)) for t, n in frequency.items()}
    _score(vectors, idf)
    numbers = {token: n for n, token in enumerate(idf)}
    found = IndexData(
        numbers,
        array("d", idf.values()),
        *_packed(vectors, numbers),
        *_postings(vectors, numbers),
        *_phrases(documents, tokens, idf, numbers),
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
        for text in document.wordings:
            _add(vector, tokens[text], document.weight * _WORDING)
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


def _packed(
    vectors: Iterable[Mapping[str, float]], numbers: Mapping[str, int]
) -> tuple["array[int]", str, "array[int]"]:
    """Numbers take a quarter of the memory of a dictionary for each document."""
    spans, tokens, weights = array("I", [0]), list[str](), array("H")
    for vector in vectors:
        tokens.append("".join(chr(numbers[token]) for token in vector))
        weights.extend(round(score * SCORE_UNITS) for score in vector.values())
        spans.append(len(weights))
    return spans, "".join(tokens), weights


def _postings(
    vectors: Sequence[Mapping[str, float]], numbers: Mapping[str, int]
) -> tuple["array[int]", "array[int]", "array[int]"]:
    """For each token the best documents, with its scores."""
    holders: dict[str, list[int]] = defaultdict(list)
    for i, vector in enumerate(vectors):
        for token in vector:
            holders[token].append(i)
    starts, places, scores = array("I", [0]), array(number_code(len(vectors))), array("H")
    for token in numbers:
        found = holders.pop(token)
        values = [round(vectors[i][token] * SCORE_UNITS) for i in found]
        if len(found) > _MAX_POSTINGS:
            best = nlargest(_MAX_POSTINGS, zip(values, found, strict=True))
            values, found = [s for s, _ in best], [i for _, i in best]
        places.extend(found)
        scores.extend(values)
        starts.append(len(places))
    return starts, places, scores


def number_code(count: int) -> Literal["B", "H", "I"]:
    """The smallest type code of an array that holds the numbers below `count`."""
    return "B" if count <= 1 << 8 else "H" if count <= 1 << 16 else "I"


def phrase_code(phrases: "array[int]") -> Literal["B", "H", "I"]:
    """The type code of the places of phrases in a document."""
    return number_code(max((end - begin for begin, end in pairwise(phrases)), default=0))


def token_worth(token: str, idf: float) -> float:
    """How much a token says: a term of the glossary says more than a word."""
    return idf if token[0] == "#" else 0.5 * idf


def _phrases(
    documents: Iterable[Document],
    tokens: Mapping[str, Counter[str]],
    idf: Mapping[str, float],
    numbers: Mapping[str, int],
) -> tuple["array[int]", "array[int]", str, "array[int]", "array[float]"]:
    phrases, spans = array("I", [0]), array("I", [0])
    found, places, lengths = list[str](), array("I"), array("f")
    for document in documents:
        own: list[tuple[int, int]] = []
        for text in (*document.name, *document.wordings):
            named = [t for t in tokens[text] if t in idf and t not in _FILLER]
            if length := math.hypot(*(token_worth(t, idf[t]) for t in named)):
                own += ((numbers[t], len(lengths) - phrases[-1]) for t in named)
                lengths.append(length)
        own.sort()
        found.append("".join(chr(number) for number, _ in own))
        places.extend(place for _, place in own)
        spans.append(len(places))
        phrases.append(len(lengths))
    return phrases, spans, "".join(found), array(phrase_code(phrases), places), lengths
