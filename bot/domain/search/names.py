"""Finds records by name: for autocomplete, free text and suggestions."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Generic, NamedTuple, TypeVar

from rapidfuzz import fuzz, process

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.districts import DISTRICTS, LOCALITIES, District
from bot.domain.data.models import Record, Term
from bot.domain.data.plain_name import plain_name
from bot.domain.search.pinyin import Pinyin
from bot.domain.text import has_chinese, normalise, normalise_typed
from bot.domain.text_limits import MAX_NAME_LENGTH

T = TypeVar("T")

_ALIKE: Final = 78
"""Percent of letters that two similar words or names have in common, in order: pudnog, pudong."""
_ALIKE_CHINESE: Final = 50
"""One wrong character of two: 杨蒲, 杨浦."""
_ENOUGH: Final = 50
"""Percent of what was typed that the words of a similar name make up."""
_MOST_WORDS: Final = 10


class NameEntry(NamedTuple, Generic[T]):
    """An item with its names as people may type them."""

    item: T
    names: tuple[str, ...]


class NameFinder(Generic[T]):
    """Finds items by exact, partial or fuzzy name; none for more than MAX_NAME_LENGTH."""

    def __init__(self, entries: Iterable[NameEntry[T]]) -> None:
        """`entries` in the order in which an empty query offers them."""
        self._items: list[T] = []
        self._exact: dict[str, int] = {}
        self._names: list[str] = []
        self._owner: list[int] = []
        self._words: dict[str, tuple[int, ...]] = {}
        """The names in which each word stands."""
        for i, entry in enumerate(entries):
            self._items.append(entry.item)
            for place, name in enumerate(dict.fromkeys(entry.names), len(self._names)):
                self._exact.setdefault(name, i)
                for word in dict.fromkeys(name.split()):
                    self._words[word] = (*self._words.get(word, ()), place)
                self._names.append(name)
                self._owner.append(i)

    def __len__(self) -> int:
        """How many items there are."""
        return len(self._items)

    def resolve(self, typed: str) -> T | None:
        """The item with exactly this name or id, or the only one whose name contains it."""
        if len(typed) > MAX_NAME_LENGTH:
            return None
        # Discord sends the id of a selected choice.
        key = typed if typed in self._exact else normalise_typed(typed, MAX_NAME_LENGTH)
        if key in self._exact:
            return self._items[self._exact[key]]
        within = self._containing(key)
        return self._items[within[0]] if len(within) == 1 else None

    def complete(self, typed: str, limit: int = 25) -> list[T]:
        """Suggestions: names that start with this, contain it, or are similar."""
        if len(typed) > MAX_NAME_LENGTH:
            return []
        key = normalise_typed(typed, MAX_NAME_LENGTH)
        if not key:
            return self._items[:limit]
        found = self._containing(key)
        if len(found) < 5 and len(key) > 1:
            found = list(dict.fromkeys([*found, *self._alike(key, limit)]))
        return [self._items[i] for i in found[:limit]]

    def containing(self, typed: str, limit: int = 25) -> list[T]:
        """Items whose names start with this, then those whose names contain it."""
        if len(typed) > MAX_NAME_LENGTH:
            return []
        key = normalise_typed(typed, MAX_NAME_LENGTH)
        return [self._items[i] for i in self._containing(key)[:limit]] if key else []

    def nearest(self, typed: str, limit: int = 3) -> list[T]:
        """The items with the most similar names, best first; empty where none is similar."""
        key = normalise_typed(typed, MAX_NAME_LENGTH)
        if not key:
            return []
        found = dict.fromkeys([*self._containing(key), *self._alike(key, limit)])
        return [self._items[i] for i in list(found)[:limit]]

    def _containing(self, key: str) -> list[int]:
        begins: dict[int, int] = {}
        contains: dict[int, None] = {}
        found: Iterable[int] = range(len(self._names))
        for word in sorted(set(key.split()), key=len, reverse=True):  # long words are in few names
            found = [index for index in found if word in self._names[index]]
        for index in found:
            name, owner = self._names[index], self._owner[index]
            if name.startswith(key):
                begins[owner] = min(len(name), begins.get(owner, len(name)))
            else:
                contains[owner] = None
        # The shortest first: of it the most is typed.
        first = sorted(begins, key=begins.__getitem__)
        return [*first, *(owner for owner in contains if owner not in begins)]

    def _alike(self, key: str, limit: int) -> list[int]:
        """Those whose whole name is similar, or that have most of the typed words."""
        least = _ALIKE_CHINESE if has_chinese(key) else _ALIKE
        whole = process.extract(
            key, self._names, scorer=fuzz.ratio, limit=limit * 3, score_cutoff=least
        )
        scores = self._common_words(key)
        for _, score, index in whole:
            scores[index] = max(score, scores.get(index, 0))
        best = sorted(scores, key=scores.__getitem__, reverse=True)
        return list(dict.fromkeys(self._owner[index] for index in best))

    def _common_words(self, key: str) -> dict[int, float]:
        """By name: how much of the key its words make up, in percent, where that is enough."""
        plain = dict.fromkeys("".join(filter(str.isalnum, word)) for word in key.split())
        typed = [word for word in plain if word][:_MOST_WORDS]
        letters = sum(map(len, typed))
        shares: dict[int, float] = {}
        for word in typed:
            alike = process.extract(
                word, self._words.keys(), scorer=fuzz.ratio, limit=_MOST_WORDS, score_cutoff=_ALIKE
            )
            own: dict[int, float] = {}
            for found, score, _ in alike:
                for index in self._words[found]:
                    own.setdefault(index, score * len(word) / letters)
            for index, share in own.items():
                shares[index] = shares.get(index, 0) + share
        return {index: share for index, share in shares.items() if share >= _ENOUGH}


class NameFinders:
    """The finders of one catalogue."""

    def __init__(self, catalogue: Catalogue, pinyin: Pinyin) -> None:
        """A finder for each kind of name in the commands' options."""

        def records(items: Iterable[Record]) -> NameFinder[str]:
            return NameFinder(NameEntry(r.id, tuple(_record_names(r, pinyin.of))) for r in items)

        self.measures = records(catalogue.measures.values())
        self.zones = records(catalogue.zones.values())
        self.packages = records(catalogue.packages.values())
        self.districts: NameFinder[District] = NameFinder(
            NameEntry(slug, tuple(_district_names(slug, catalogue.terms, pinyin.of)))
            for slug in DISTRICTS
        )
        self.industries: NameFinder[str] = NameFinder(
            NameEntry(term.id, tuple(_term_names(term, pinyin.of)))
            for term in _industries(catalogue.terms, catalogue)
        )


_ToPinyin = Callable[[str], tuple[str, ...]]


def _record_names(record: Record, sound: _ToPinyin) -> Iterator[str]:
    yield record.id
    titles = (record.title.en, record.title.zh)
    for name in (*titles, *record.aliases, *map(plain_name, titles)):
        yield from _spellings(name, sound)


def _term_names(term: Term, sound: _ToPinyin) -> Iterator[str]:
    yield term.id
    names = (term.en, term.zh, *term.en_aliases, *term.zh_aliases, *term.abbreviations)
    for name in names:
        yield from _spellings(name, sound)


def _district_names(slug: District, terms: Mapping[str, Term], sound: _ToPinyin) -> Iterator[str]:
    yield slug
    en, zh = DISTRICTS[slug]
    yield from (normalise(en), f"{normalise(en)} district", f"{slug} district", f"{slug} new area")
    short = zh.removesuffix("新区").removesuffix("区")
    for name in (zh, short, f"{short}区"):
        yield from _spellings(name, sound)
    for place, district in LOCALITIES.items():
        if district == slug and place in terms:
            yield from _term_names(terms[place], sound)


def _spellings(name: str, sound: _ToPinyin) -> Iterator[str]:
    plain = normalise(name, simplified=True)
    yield plain
    if has_chinese(plain):
        syllables = sound(plain)
        yield " ".join(syllables)
        yield "".join(syllables)
        if len(syllables) > 2:
            yield "".join(s[0] for s in syllables)


def _industries(terms: Mapping[str, Term], catalogue: Catalogue) -> Iterator[Term]:
    """Industries of zones, most frequent first."""
    uses: dict[str, int] = {}
    for zone in catalogue.zones.values():
        for industry in zone.industries:
            uses[industry] = uses.get(industry, 0) + 1
    for industry in sorted(uses, key=lambda i: (-uses[i], i)):
        yield terms[industry]
