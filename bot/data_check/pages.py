"""The pages of all registered views, for everything that a data set contains."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple, TypeVar

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.districts import DISTRICTS, PLACES
from bot.domain.data.models import Record
from bot.ui.argument_codes import DISTRICT_CODES, STATUS_CODES, TOPIC_CODES
from bot.ui.blocks import FUNDING_KINDS
from bot.ui.chart import NUMBERS
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

MOST_ALIKE: Final = 1_000
"""Up to this number of records of a kind, each is drawn; of more, one of each shape."""
CHAPTERS: Final = 12
"""More than any tier has; a number beyond the last shows the last."""
_QUESTIONS: Final = (
    "How do I become a little giant?",
    "which loans can I get in Minhang",
    "哪个区奖励最高",
    "banana split",
)
"""Of some forms: the tests of the search ask many more."""
R = TypeVar("R", bound=Record)


class Page(NamedTuple):
    """A view's name and arguments, and the record that it shows (or '')."""

    name: str
    args: tuple[str, ...] = ()
    record: str = ""


def first_pages(catalogue: Catalogue) -> Iterator[Page]:
    """Each view with every record and every choice; of lists the first page."""
    measures = [m.id for m in various(catalogue.measures.values())]
    yield from (Page(name) for name in ("ab", "fo", "ho", "pr", "te"))
    yield Page("pl", ("0",))
    yield from (Page("h", (topic,)) for topic in HELP)
    yield from (Page(name, (each,), each) for each in measures for name in ("m", "md", "ms"))
    yield from (Page(name, (each,), each) for each in catalogue.packages for name in ("p", "pd"))
    for statistic in various(catalogue.statistics.values()):
        yield from (Page(name, (statistic.id,), statistic.id) for name in ("st", "std"))
    yield from _zones(catalogue)
    yield from (Page("la", (place,)) for place in ("", CITY, *PLACES))
    yield from (Page("lad", (place,)) for place in PLACES)
    yield from (Page("lc", args) for args in product(("", *TIERS), ("current", "2022")))
    for args in product(TIERS, ("current", "2022")):
        yield from (Page("ld", (*args, str(chapter), "0")) for chapter in range(CHAPTERS))
    yield from (Page("ln", (series,)) for series in ("", *SERIES, "districts"))
    yield from (Page("lnd", (series,)) for series in SERIES)
    yield from (Page("fl", (kind, "", "", "0")) for kind in ("", *FUNDING_KINDS))
    yield from (Page("fl", ("", place, "", "0")) for place in DISTRICTS)
    yield Page("cn", ("0", "fo"))
    yield from _firms(catalogue)
    yield from (Page("aq", (each,)) for each in _QUESTIONS)
    yield Page("fm", tuple(measures[:1]))
    yield Page("nd", ("nowhere", "fl", "", "@", "0"))
    yield Page("ni", ("nothing", "zl", "", "", "@", "0"))
    yield from _browsing(catalogue)
    for i in range(0, len(measures), 3):
        if len(compared := measures[i : i + 3]) > 1:
            yield Page("mc", tuple(compared), compared[0])


def _firms(catalogue: Catalogue) -> Iterator[Page]:
    """What firms of each district, title, need and some industries can get, in both groups."""
    industries = [term.id for term in catalogue.terms.values() if term.kind == "industry"]
    for group in (FITS, DEPENDS):
        yield from (Page(MATCH, (place, "", "", "", group, "0")) for place in ("", *PLACES))
        yield from (Page(MATCH, ("", title, "", "", group, "0")) for title in TITLE_NAMES)
        yield from (Page(MATCH, ("", "", "", need, group, "0")) for need in NEEDS)
        yield from (Page(MATCH, ("", "", each, "", group, "0")) for each in industries[:5])


def _zones(catalogue: Catalogue) -> Iterator[Page]:
    for zone in various(catalogue.zones.values()):
        yield Page("z", (zone.id,), zone.id)
        yield Page("zi", (zone.id,), zone.id)
        yield Page("zm", (zone.id, "0"), zone.id)
    industries = sorted({i for zone in catalogue.zones.values() for i in zone.industries})
    yield from (Page("zl", (kind, "", "", "0")) for kind in ("", "park", "cluster"))
    yield from (Page("zl", ("", place, "", "0")) for place in (*DISTRICTS, UNSTATED, BEYOND))
    yield from (Page("zl", ("", "", industry, "0")) for industry in industries)
    yield from (Page("zd", (industry,)) for industry in ("", *industries))


def _browsing(catalogue: Catalogue) -> Iterator[Page]:
    """All measures; then each topic, district and package."""
    yield from (Page("mb", ("0", "", status, "", "", "")) for status in STATUS_CODES.values())
    yield from (Page("mb", ("0", topic, "a", "", "", "")) for topic in TOPIC_CODES.values())
    yield from (Page("mb", ("0", "", "a", "", place, "")) for place in DISTRICT_CODES.values())
    yield from (Page("mb", ("0", "", "a", each, "", "")) for each in catalogue.packages)


def next_page(context: RenderContext, layout: Layout) -> Page | None:
    """The page that *Next*, or *More*, leads to."""
    labels = (context.tr("Next"), context.tr("More"))
    for part in walk(layout):
        if part["type"] == 2 and part["label"] in labels and not part["disabled"]:
            link = split(part["custom_id"])
            return Page(link.name, link.args) if link is not None else None
    return None


def charts_in(layout: Layout) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names and arguments of the charts whose pictures or numbers its buttons lead to."""
    for part in walk(layout):
        found = split(part.get("custom_id")) if part["type"] == 2 else None
        if found is not None and found.kind == "c":
            yield found.name, found.args
        elif found is not None and found.name == NUMBERS:
            yield found.args[1], found.args[2:]


def is_huge(catalogue: Catalogue) -> bool:
    """Whether pages that scan every record take so long that only some are drawn."""
    return len(catalogue.records) > 2 * MOST_ALIKE


def various(records: Iterable[R]) -> Sequence[R]:
    """All of them; of very many, the first of each shape."""
    every = list(records)
    if len(every) <= MOST_ALIKE:
        return every
    return list({_shape(record): record for record in reversed(every)}.values())


def _shape(record: Record) -> tuple[object, ...]:
    """What a card of it looks like: which fields are filled, how long, in which units."""
    filled = record.model_dump(exclude_defaults=True, exclude={"id", "sources"})
    units = tuple(figure.unit for figure in record.figures)
    return (type(record), tuple(filled), units, len(repr(filled)).bit_length())
