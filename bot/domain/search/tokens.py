"""The tokens of a text of the data set."""

from collections import Counter
from collections.abc import Iterator
from sys import intern

from bot.domain.search.stop_words import STOP_ZH, stop_stems
from bot.domain.search.vocabulary import Vocabulary
from bot.domain.text import bigrams, parse_text


def text_tokens(text: str, vocabulary: Vocabulary, words: Counter[str]) -> Counter[str]:
    """The tokens of a text, at most twice each; adds its English words, as written, to `words`."""
    reading = parse_text(text, simplified=True)
    words.update(word for word in reading.words if word.isascii())
    stop = stop_stems()
    # Interned: hundreds of documents share a token.
    tokens: Counter[str] = Counter(
        intern(token)
        for token in bigrams(reading.units)
        if token not in stop and token not in STOP_ZH
    )
    for match in vocabulary.find(reading.units):
        for concept in match.concepts:
            tokens[intern("#" + concept)] += 1
    for token, count in tokens.items():
        if count > 2:
            tokens[token] = 2
    for amount in reading.amounts:
        tokens[amount] = 1
    return tokens


def telling_words(text: str, *, simplified: bool = False) -> Iterator[str]:
    """Stems, pairs of Chinese characters, amounts and dates that say something."""
    read, stop = parse_text(text, simplified=simplified), stop_stems()
    yield from read.amounts
    yield from read.dates
    yield from (w for w in bigrams(read.units) if w not in stop and w not in STOP_ZH)
