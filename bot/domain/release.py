"""One data version ready to answer: its catalogue with the index built over it."""

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
    """Everything that an answer is made from; compared by identity, swapped as a whole."""

    catalogue: Catalogue
    index: Index
    names: NameFinders
    glossary: Glossary


def build_release(
    version: str,
    dataset: Dataset,
    readings: Mapping[str, str],
    kept: IndexData | None = None,
) -> Release:
    """A release of this data set; `readings` gives the pinyin of characters.

    `kept`: the index data of the same data set and readings, where they were kept.
    """
    catalogue = Catalogue(version, dataset)
    pinyin = Pinyin(readings)
    vocabulary = Vocabulary(
        dataset.glossary, pinyin, dataset.zones, kept.vocabulary if kept else None
    )
    index = Index(build_documents(catalogue), vocabulary, pinyin, kept)
    return Release(
        catalogue, index, NameFinders(catalogue, pinyin), Glossary(dataset.glossary, pinyin)
    )
