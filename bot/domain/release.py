"""One data version with its catalogue and search index."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.answers.glossary import Glossary
from bot.domain.data.catalogue import Catalogue
from bot.domain.data.loader import Dataset
from bot.domain.search.documents import build_documents
from bot.domain.search.index import Index
from bot.domain.search.index_data import IndexData
from bot.domain.search.names import NameFinders
from bot.domain.search.pinyin import Pinyin
from bot.domain.search.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Release:
    """Everything that answers need; compared by identity, replaced as a whole."""

    catalogue: Catalogue
    index: Index
    names: NameFinders
    glossary: Glossary


def build_release(
    version: str, dataset: Dataset, readings: Mapping[str, str], cached: IndexData | None = None
) -> Release:
    """A release of this data set.

    `readings`: the pinyin of characters; `cached`: index data of the same data set and readings.
    """
    catalogue = Catalogue(version, dataset)
    pinyin = Pinyin(readings)
    vocabulary = Vocabulary(
        dataset.glossary, pinyin, dataset.zones, cached.vocabulary if cached else None
    )
    index = Index(build_documents(catalogue), vocabulary, pinyin, cached)
    return Release(
        catalogue, index, NameFinders(catalogue, pinyin), Glossary(dataset.glossary, pinyin)
    )
