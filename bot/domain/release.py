"""One data version with its catalogue and search index."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.answers.read.glossary import Glossary
    from bot.domain.data.catalogue import Catalogue
    from bot.domain.data.dataset import Dataset
    from bot.domain.search.index import Index
    from bot.domain.search.index_data import IndexData
    from bot.domain.search.names import NameFinders
    from bot.domain.search.short_answers import ShortAnswers


@dataclass(frozen=True, slots=True, eq=False)
class SearchParts:
    """What questions and typed names are read with."""

    index: "Index"
    names: "NameFinders"
    glossary: "Glossary"
    answers: "ShortAnswers"


class Release:
    """Everything that answers need; compared by identity, replaced as a whole."""

    def __init__(
        self,
        version: str,
        read: Callable[[], "Catalogue"],
        build: Callable[["Catalogue"], SearchParts],
    ) -> None:
        """`read` and `build` are called once: by `prepare`, else for the first answer."""
        self.version = version
        self._read = read
        self._build = build
        self._reading, self._building = Lock(), Lock()
        self._catalogue: Catalogue | None = None
        self._search: SearchParts | None = None

    def prepare(self) -> SearchParts:
        """Builds what is searched, unless that is done. It takes a moment: call it in a thread."""
        if self._search is None:
            catalogue = self.catalogue
            with self._building:
                if self._search is None:
                    self._search = self._build(catalogue)
                    del self._build  # it holds the packed files
        return self._search

    @property
    def catalogue(self) -> "Catalogue":
        """The records."""
        if self._catalogue is None:
            with self._reading:
                if self._catalogue is None:
                    self._catalogue = self._read()
                    del self._read  # it holds the packed data set
        return self._catalogue

    @property
    def index(self) -> "Index":
        """The documents."""
        return self.prepare().index

    @property
    def names(self) -> "NameFinders":
        """The names of records, districts and industries."""
        return self.prepare().names

    @property
    def glossary(self) -> "Glossary":
        """The terms."""
        return self.prepare().glossary

    @property
    def answers(self) -> "ShortAnswers":
        """The short answers of records."""
        return self.prepare().answers


def search_parts(
    catalogue: "Catalogue", readings: Mapping[str, str], cached: "IndexData | None" = None
) -> SearchParts:
    """What a catalogue is searched with: pinyin `readings`, and index data `cached` for both."""
    # Loaded here, since a start is faster without: the bot prepares its search once connected.
    from bot.domain.answers.read.glossary import Glossary  # noqa: PLC0415
    from bot.domain.search.documents import build_documents  # noqa: PLC0415
    from bot.domain.search.index import Index  # noqa: PLC0415
    from bot.domain.search.names import NameFinders  # noqa: PLC0415
    from bot.domain.search.pinyin import Pinyin  # noqa: PLC0415
    from bot.domain.search.short_answers import ShortAnswers  # noqa: PLC0415
    from bot.domain.search.vocabulary import Vocabulary  # noqa: PLC0415

    dataset, pinyin = catalogue.dataset, Pinyin(readings)
    vocabulary = Vocabulary(
        dataset.glossary, pinyin, dataset.zones, cached.vocabulary if cached else None
    )
    index = Index(build_documents(catalogue), vocabulary, pinyin, cached)
    names, glossary = NameFinders(catalogue, pinyin), Glossary(dataset.glossary, pinyin)
    return SearchParts(index, names, glossary, ShortAnswers(catalogue))


def build_release(
    version: str, dataset: "Dataset", readings: Mapping[str, str], cached: "IndexData | None" = None
) -> Release:
    """A release of this data set, ready to be searched; `cached` as for `search_parts`."""
    from bot.domain.data.catalogue import Catalogue  # noqa: PLC0415 - as above

    catalogue = Catalogue(version, dataset)
    release = Release(version, lambda: catalogue, lambda of: search_parts(of, readings, cached))
    release.prepare()
    return release
