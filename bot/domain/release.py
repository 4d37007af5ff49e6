"""One data version ready to answer: its catalogue with the index built over it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.catalogue import Catalogue
from bot.domain.dataset import Dataset
from bot.domain.documents import build_documents
from bot.domain.glossary import Glossary
from bot.domain.names import Names
from bot.domain.pinyin import Pinyin
from bot.domain.search import Index
from bot.domain.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Release:
    """Everything that an answer is made from; compared by identity, swapped as a whole."""

    catalogue: Catalogue
    index: Index
    names: Names
    glossary: Glossary


def build_release(version: str, dataset: Dataset, readings: Mapping[str, str]) -> Release:
    """A release of this data set; `readings` gives the pinyin of characters."""
    catalogue = Catalogue(version, dataset)
    pinyin = Pinyin(readings)
    vocabulary = Vocabulary(dataset.glossary, pinyin, dataset.zones)
    index = Index(build_documents(catalogue), vocabulary, pinyin)
    return Release(catalogue, index, Names(catalogue, pinyin), Glossary(dataset.glossary, pinyin))
