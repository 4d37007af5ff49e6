"""Finds the terms of the glossary in a text in either language or in pinyin."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple, cast

from bot.domain.data.districts import DISTRICTS, District
from bot.domain.data.models import Attribute, Record, Term, Zone
from bot.domain.search.pinyin import Pinyin
from bot.domain.search.stop_words import FUNCTION_ZH
from bot.domain.text import has_chinese, parse_text

DISTRICT = "district:"
"""Prefix of the concepts of districts."""
RECORD = "record:"
"""Prefix of the concepts of records with a name of their own, such as parks."""


_INDUSTRIAL: Final = re.compile(r" \(.*\)$| (?:Featured )?Industrial(?= (?:Park|Zone|Base)\b)")
"""What people leave out of the English name of a park."""


_LONGEST: Final = 8
"""Characters of a name that may be misspelt."""


class Match(NamedTuple):
    """A term in a sequence of units, and the concepts it may mean."""

    start: int
    end: int
    concepts: tuple[str, ...]


class VocabularyData(NamedTuple):
    """The data of a vocabulary: plain values, so that a file can cache it."""

    trie: dict[str, Any]
    """Nested dicts by unit; "" holds the concepts of a name that ends there.

    A node without children is the tuple of its concepts.
    """
    initials: dict[str, tuple[str, ...]]
    words: set[str]
    """Stems of all English names."""
    spellings: set[str]
    """The words of all English names, as written."""
    asks: dict[str, Attribute]
    """Concepts that ask for an attribute."""
    light: set[str]
    """Concepts that name no subject: they ask or are fillers."""
    outside: set[str]
    """Concepts of places and subjects that the data set does not cover."""
    elsewhere: set[str]
    """Those of places."""
    trades: set[str]
    """Those of trades that a firm may be in."""
    joined: list[str]
    """The pinyin of names, each in one word."""


class Vocabulary:
    """Every name of every term, in a trie over units."""

    def __init__(
        self,
        terms: Iterable[Term],
        pinyin: Pinyin,
        records: Iterable[Record] = (),
        cached: VocabularyData | None = None,
    ) -> None:
        """Names of terms, districts and `records`, with their pinyin and initials.

        `cached`: the data of the same names; otherwise every name is parsed.
        """
        terms, self._pinyin = tuple(terms), pinyin
        self._concepts: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.data = cached or VocabularyData(
            {}, {}, set(), set(), {}, set(), set(), set(), set(), []
        )
        self.initials, self.words, self.spellings = self.data[1:4]
        self.asks, self.light, self.outside, self.elsewhere, self.trades = self.data[4:9]
        if cached:
            for name in cached.joined:
                pinyin.learn(name)
        else:
            self._read(terms, records)
        self._by_sound: dict[tuple[str, ...], str] = {}
        """Names of what this bot covers, by their syllables; main names before others."""
        self._add_sounds(terms)

    def _add_sounds(self, terms: Iterable[Term]) -> None:
        inside = [t for t in terms if t.kind != "filler" and t.id not in self.outside]
        districts = (zh.removesuffix("新区").removesuffix("区") for _, zh in DISTRICTS.values())
        aliases = (name for term in inside for name in term.zh_aliases)
        for name in (*districts, *(term.zh for term in inside), *aliases):
            sounds = self._pinyin.of(name)
            if len(sounds) == len(name) > 1 and FUNCTION_ZH.isdisjoint(name):
                self._by_sound.setdefault(sounds, name)

    def sounding_like(self, run: str, place: int) -> tuple[int, str] | None:
        """Where a name begins, and the longest that differs from the text only at this place."""
        found = [
            (start, name)
            for start in range(max(0, place - _LONGEST + 1), place + 1)
            for end in range(max(start + 2, place + 1), min(len(run), start + _LONGEST) + 1)
            if (name := self._by_sound.get(self._pinyin.of(run[start:end])))
            and len(name) == end - start
            and [i for i, c in enumerate(name, start) if c != run[i]] == [place]
        ]
        return max(found, key=lambda f: len(f[1]), default=None)

    def _read(self, terms: Iterable[Term], records: Iterable[Record]) -> None:
        for term in terms:
            if term.kind in ("outside", "elsewhere", "trade"):
                self.outside.add(term.id)
            if term.kind == "elsewhere":
                self.elsewhere.add(term.id)
            if term.kind == "trade":
                self.trades.add(term.id)
            if term.asks or term.kind == "filler":
                self.light.add(term.id)
            if term.asks:
                self.asks[term.id] = term.asks
            self._add_term(term)
        for record in records:
            short = _short_names(record) if isinstance(record, Zone) else ()
            for name in (record.title.en, record.title.zh, *record.aliases, *short):
                self._add_chinese(name, RECORD + record.id, None)
        for slug in DISTRICTS:
            self._add_district(slug)

    def find(self, units: Sequence[str]) -> list[Match]:
        """Every term that occurs, longer ones first at each place; they may overlap."""
        found: list[Match] = []
        for start in range(len(units)):
            node = self.data.trie
            for end in range(start, len(units)):
                after: Any = node.get(units[end])
                if after is None:
                    break
                if isinstance(after, tuple):
                    found.append(Match(start, end + 1, cast("tuple[str, ...]", after)))
                    break
                node = cast("dict[str, Any]", after)
                if "" in node:
                    found.append(Match(start, end + 1, node[""]))
        found.sort(key=lambda m: (m.start, -m.end))
        return found

    def _add_term(self, term: Term) -> None:
        for name in (term.en, *term.en_aliases, *term.abbreviations):
            self._add(name, term.id)
        for name in (term.zh, *term.zh_aliases):
            self._add_chinese(name, term.id, term.pinyin if name == term.zh else None)

    def _add_district(self, slug: District) -> None:
        en, zh = DISTRICTS[slug]
        concept = DISTRICT + slug
        plain = en.replace("'", "")
        for name in (en, plain, f"{plain} district", f"{plain} new area", f"{en} district"):
            self._add(name, concept)
        short = zh.removesuffix("新区").removesuffix("区")
        for name in (zh, short, f"{short}区"):
            self._add_chinese(name, concept, None)

    def _add_chinese(self, name: str, concept: str, pinyin: str | None) -> None:
        self._add(name, concept)
        if not has_chinese(name):
            return
        syllables = tuple(pinyin.split()) if pinyin else self._pinyin.of(name)
        if len(syllables) < 2:
            return
        self._put(syllables, concept)
        self._put(("".join(syllables),), concept)
        self.data.joined.append("".join(syllables))
        self._pinyin.learn(self.data.joined[-1])
        if len(syllables) >= 3:
            initials = "".join(s[0] for s in syllables)
            concepts = tuple({*self.initials.get(initials, ()), concept})
            self.initials[initials] = self._shared(concepts)

    def _add(self, name: str, concept: str) -> None:
        reading = parse_text(name, simplified=True)
        self.words.update(u for u in reading.units if u.isascii())
        self.spellings.update(w for w in reading.words if w.isascii())
        # The rest of a name with an amount ("400 billion yuan") would match anything in yuan.
        if reading.units and not reading.amounts and not reading.dates:
            self._put(reading.units, concept)

    def _put(self, units: Iterable[str], concept: str) -> None:
        *before, last = units
        node = self.data.trie
        for unit in before:
            after: Any = node.setdefault(unit, {})
            if isinstance(after, tuple):  # a name ended here; this one continues
                node[unit] = {"": after}
            node = cast("dict[str, Any]", node[unit])
        if isinstance(node.get(last), dict):
            node, last = node[last], ""
        if concept not in node.get(last, ()):
            node[last] = self._shared((*node.get(last, ()), concept))

    def _shared(self, concepts: tuple[str, ...]) -> tuple[str, ...]:
        """The same tuple for equal ones: thousands of names have one of a few hundred."""
        return self._concepts.setdefault(concepts, concepts)


def longest(matches: Iterable[Match]) -> Iterator[Match]:
    """The longest matches, without overlaps."""
    taken: set[int] = set()
    for match in sorted(matches, key=lambda m: (m.start - m.end, m.start)):
        span = range(match.start, match.end)
        if taken.isdisjoint(span):
            taken.update(span)
            yield match


def _short_names(zone: Zone) -> tuple[str, ...]:
    """What people call a park for short: smart sensor park, 智能传感器园."""
    zh = zone.title.zh.removesuffix("区")
    if not zh.endswith("产业园"):
        return (_INDUSTRIAL.sub("", zone.title.en),)
    bare = zh.removesuffix("产业园")
    return (_INDUSTRIAL.sub("", zone.title.en), f"{bare}园", f"{bare}园区")
