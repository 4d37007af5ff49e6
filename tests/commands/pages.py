"""Every page that a person can open: all views of the book, for every record and argument."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

import yaml

from bot.domain.data.districts import DISTRICTS
from bot.ui.argument_codes import DISTRICT_CODES, STATUS_CODES, TOPIC_CODES
from bot.ui.blocks import FUNDING_KINDS
from bot.ui.components import Layout, walk
from bot.ui.context import RenderContext
from bot.ui.custom_ids import split
from bot.ui.match_link import MATCH_VIEW as MATCH
from bot.ui.tiers import TIERS
from bot.ui.zone_text import BEYOND, UNSTATED
from cogs.help.topics import TOPIC_ORDER as HELP
from cogs.little_giant.cards.awards import CITY
from cogs.little_giant.cards.numbers import SERIES
from cogs.match.wishes import DEPENDS, FITS, NEEDS, TITLE_NAMES
from cogs.registry import REGISTRY

LONG: Final = "a name that nothing has, and that is far too long " * 20
"""What somebody may type: Discord takes up to 6,000 characters of text."""
ASKED: Final = {"en": "How do I become a little giant?", "zh": "哪些区有奖励"}
UNKNOWN: Final = ("", "zzz", "没有这个", LONG)
QUERIES: Final = ("loan", "贷款", "zzzz", "小巨人 award 2022 in Pudong", LONG)


def questions() -> list[str]:
    """Every question of the question set."""
    path = Path(__file__).parents[1] / "questions" / "own.yaml"
    return [
        each["question"] for each in yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]
    ]


class Page(NamedTuple):
    """A page: its view's name and arguments, and what it shows."""

    name: str
    args: tuple[str, ...]
    layout: Layout


def first_pages(context: RenderContext) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each view with every record or choice that it takes; the first page where it is paged."""
    catalogue = context.release.catalogue
    industries = sorted({i for zone in catalogue.zones.values() for i in zone.industries})
    measures = list(catalogue.measures)
    yield from ((name, ()) for name in ("ab", "fo", "ho", "pr", "te"))
    yield "pl", ("0",)
    yield from _each("h", (*HELP, *UNKNOWN))
    for name in ("m", "md", "ms"):
        yield from _each(name, (*measures, *UNKNOWN))
    for name in ("p", "pd"):
        yield from _each(name, (*catalogue.packages, *UNKNOWN))
    for name in ("st", "std"):
        yield from _each(name, (*catalogue.statistics, *UNKNOWN))
    for name in ("z", "zi"):
        yield from _each(name, (*catalogue.zones, *UNKNOWN))
    yield from (("zm", (zone, "0")) for zone in (*catalogue.zones, *UNKNOWN))
    yield from _each("la", ("", CITY, *DISTRICTS))
    yield from _each("lad", DISTRICTS)
    yield from (("lc", args) for args in product(("", *TIERS), ("current", "2022")))
    chapters = product(TIERS, ("current", "2022"), map(str, range(12)), ("0",))
    yield from (("ld", args) for args in chapters)
    yield from _each("ln", ("", *SERIES, "districts"))
    yield from _each("lnd", SERIES)
    yield from (("cn", ("0", *args)) for args in (("fo",), ("zm", industries[0]), ("zm", "gone")))
    yield from (("fl", (*args, "0")) for args in product(("", *FUNDING_KINDS), ("", *DISTRICTS)))
    yield from (("fl", ("", "", industry, "0")) for industry in (*industries, *UNKNOWN))
    yield from _firms(industries)
    yield from _each("aq", (ASKED[context.tr.lang], *UNKNOWN))
    yield from _each("fm", (*measures, "~00000000"))
    yield from (("nd", (typed, "fl", "", "@", "0")) for typed in UNKNOWN)
    yield from (("ni", (typed, "zl", "", "", "@", "0")) for typed in UNKNOWN)
    places = ("", *DISTRICTS, UNSTATED, BEYOND)
    kinds = ("", "park", "cluster")
    yield from (("zl", (kind, place, "", "0")) for kind, place in product(kinds, places))
    yield from (("zl", ("", place, industries[0], "0")) for place in (*places, *UNKNOWN))
    yield from (("zl", ("", "", industry, "0")) for industry in (*industries, *UNKNOWN))
    yield from (("zd", (industry,)) for industry in ("", *industries, *UNKNOWN[1:]))
    yield from _browsing(context)
    yield from _comparisons(measures)


def _firms(industries: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each filter of /match by itself and some together; unknown names; a firm's numbers."""
    for group in (FITS, DEPENDS):
        for title, need in product(("", *TITLE_NAMES), ("", *NEEDS)):
            yield MATCH, ("", title, "", need, group, "0")
        for place in (*DISTRICTS, *UNKNOWN):
            yield MATCH, (place, "specialised", "", "", group, "0")
        for industry in (*industries, "manufacturing", *UNKNOWN):
            yield MATCH, ("pudong", "", industry, "space", group, "0", "s40r25000000a3")


def _each(name: str, args: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    return ((name, (arg,)) for arg in args)


def _browsing(context: RenderContext) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Topics under each status and in each district; packages; words; unknown names."""
    topics, statuses = ("", *TOPIC_CODES.values()), ("", *STATUS_CODES.values())
    yield from (("mb", ("0", *args, "", "", "")) for args in product(topics, statuses))
    for place in (*DISTRICT_CODES.values(), *UNKNOWN):
        yield from (("mb", ("0", topic, "a", "", place, "")) for topic in ("", "l", "a"))
    for package in (*context.release.catalogue.packages, *UNKNOWN):
        yield "mb", ("0", "", "a", package, "", "")
        yield "mb", ("0", "", "", package, "pd", "loan")
    for query in QUERIES:
        yield from (("mb", ("0", topic, "", "", "", query)) for topic in ("", "l"))


def _comparisons(measures: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each measure with the next one, and with the next two; with itself; with unknown names."""
    for i, first in enumerate(measures):
        second, third = measures[i - 1], measures[i - 2]
        yield "mc", (first, second)
        yield "mc", (first, second, third)
    yield "mc", (measures[0], measures[0])
    for typed in UNKNOWN[1:]:
        yield "mc", (measures[0], typed)
        yield "mc", (typed, typed, typed)


def every_page(context: RenderContext) -> Iterator[Page]:
    """All of them, with the further pages that *Next* leads to."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    waiting = list(first_pages(context))
    assert {name for name, _ in waiting} == REGISTRY.views.keys(), (
        "a view is missing in first_pages"
    )
    while waiting:
        found = waiting.pop()
        if found in seen:
            continue
        seen.add(found)
        name, args = found
        layout = REGISTRY.layout(context, name, *args)
        yield Page(name, args, layout)
        waiting.extend(_next(context, layout))


def _next(context: RenderContext, layout: Layout) -> Iterator[tuple[str, tuple[str, ...]]]:
    label = context.tr("Next")
    for part in walk(layout):
        if part["type"] == 2 and part["label"] == label and not part["disabled"]:
            link = split(part["custom_id"])
            assert link is not None
            yield link.name, link.args
