"""The names of terms: found whatever the order in which they are read, cached or read again."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

import pytest

from bot.domain.data.dataset import Dataset
from bot.domain.data.models import Term
from bot.domain.release import Release
from bot.domain.search.pinyin import Pinyin
from bot.domain.search.vocabulary import Vocabulary
from bot.domain.text import parse_text


def found(vocabulary: Vocabulary, text: str) -> set[tuple[int, int, frozenset[str]]]:
    units = parse_text(text, simplified=True).units
    return {(m.start, m.end, frozenset(m.concepts)) for m in vocabulary.find(units)}


@pytest.fixture(scope="module")
def names(dataset: Dataset) -> list[str]:
    """Pairs of names, one after the other, so that names within names and across occur."""
    words = [name for term in dataset.glossary for name in (term.en, term.zh, *term.zh_aliases)]
    return [f"{a} {b}" for a, b in pairwise(words)]


def test_the_order_of_the_names_makes_no_difference(
    dataset: Dataset, readings: Mapping[str, str], names: list[str]
) -> None:
    def read_in(terms: Iterable[Term]) -> Vocabulary:
        return Vocabulary(terms, Pinyin(readings), dataset.zones)

    forwards = read_in(dataset.glossary)
    backwards = read_in(reversed(dataset.glossary))
    by_length = read_in(sorted(dataset.glossary, key=lambda term: -len(term.zh)))
    for text in names:
        assert found(forwards, text) == found(backwards, text) == found(by_length, text), text


def test_a_kept_vocabulary_finds_the_same(
    dataset: Dataset, readings: Mapping[str, str], names: list[str]
) -> None:
    fresh_pinyin, kept_pinyin = Pinyin(readings), Pinyin(readings)
    fresh = Vocabulary(dataset.glossary, fresh_pinyin, dataset.zones)
    kept = Vocabulary((), kept_pinyin, (), fresh.data)
    assert [found(kept, text) for text in names] == [found(fresh, text) for text in names]
    for joined in fresh.data.joined:
        assert kept_pinyin.split(joined) == fresh_pinyin.split(joined) == (joined,)


@pytest.mark.parametrize(
    "question",
    [
        "can we combine several subsidies",  # not severance
        "apart from loans, what is there",  # not an apartment
        "在临港开公司有什么奖励",  # a firm, not how to register one
        "青浦的导航集群",  # an industry, not the way to somewhere
    ],
)
def test_common_words_are_not_taken_for_another_subject(release: Release, question: str) -> None:
    assert release.index.parse(question).outside == frozenset()
