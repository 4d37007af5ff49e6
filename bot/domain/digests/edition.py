"""The content of an edition: changes, measures that close soon, and a few records in rotation."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from math import ceil
from typing import Final, NamedTuple, TypeAlias, TypeVar, get_args

from bot.domain.data.catalogue import Catalogue, select_measures
from bot.domain.data.diff import Change, ComparedRecord, districts_of, topic_of
from bot.domain.data.districts import District
from bot.domain.data.models import Measure, Statistic, Topic, Use, Zone
from bot.domain.digests.subscription import DigestContent

Shown: TypeAlias = Measure | Zone | Statistic
R = TypeVar("R", Measure, Zone, Statistic)

THRESHOLDS: Final = (30, 7, 1)
"""Days before its end at which a measure is news again; from the first on it is listed."""
MOST_SHOWN: Final = 5
"""Records of an overview."""
_TOPICS: Final[tuple[Topic, ...]] = get_args(Topic)
_OFFERED: Final[tuple[Use, ...]] = ("answer", "unconfirmed")
"""Uses of records that a digest may show."""


class Edition(NamedTuple):
    """The content of one post."""

    changes: tuple[Change, ...] = ()
    returned: frozenset[str] = frozenset()
    """Ids of new records that this digest announced before: they are listed again."""
    closing: tuple[Measure, ...] = ()
    """In force and ending within 30 days, the soonest first."""
    newly_closing: bool = False
    """Whether one of them has passed a threshold since the previous edition."""
    topic: Topic | None = None
    """What the overview is about."""
    overview: tuple[Shown, ...] = ()
    previous: date | None = None
    """The day of the edition before; None of the first."""
    in_force: int = 0
    """Of the first edition: measures in force that it is about."""

    @property
    def has_news(self) -> bool:
        """Whether it has anything that the previous edition could not have."""
        return bool(self.changes) or self.newly_closing


def compose_edition(
    catalogue: Catalogue,
    changes: Sequence[Change],
    wish: DigestContent,
    *,
    today: date,
    previous: date | None,
    number: int,
    announced: Collection[str] = (),
) -> Edition:
    """The edition of this number (from 1) after the day `previous`; the same for a retry."""
    in_force = 0
    if previous is None:  # as /measures browse counts them
        in_force = sum(_wanted(measure, wish) for measure in select_measures(catalogue, today))
    topic, overview = None, ()
    if wish.content != "changes":
        topic, overview = _overview(catalogue, wish, today, number)
    if wish.content == "overview":
        return Edition(topic=topic, overview=overview, previous=previous, in_force=in_force)
    listed = tuple(change for change in changes if concerns(change, wish))
    returned = frozenset(
        c.record.id for c in listed if c.kind == "new" and c.record.id in announced
    )
    closing = _closing(catalogue, wish, today)
    newly = any(_crossed(end_of(measure), previous, today) for measure in closing)
    return Edition(listed, returned, closing, newly, topic, overview, previous, in_force)


def has_post(edition: Edition, wish: DigestContent) -> bool:
    """Whether the edition is posted.

    It is not where nothing changed or comes near its end, and nothing is to be posted then.
    """
    quiet = wish.when_empty == "post-nothing" and wish.content != "overview"
    return edition.has_news or not quiet


def end_of(measure: Measure) -> date:
    """The last day of a measure; the last of all days where none is stated."""
    ends = measure.validity.ends if measure.validity else None
    return ends or date.max


def concerns(change: Change, wish: DigestContent) -> bool:
    """Whether such a digest reports the change."""
    return _passes(change.record, change.topic, change.districts, wish)


def _wanted(record: ComparedRecord, wish: DigestContent) -> bool:
    return _passes(record, topic_of(record), districts_of(record), wish)


def _passes(
    record: ComparedRecord, topic: Topic, districts: tuple[District, ...], wish: DigestContent
) -> bool:
    """A district has its own records and those of the whole city.

    A zone without a stated district belongs to none. A statistic on any topic also matches the
    topic of statistics.
    """
    on_topic = wish.topic in (None, topic) or (
        wish.topic == "statistic" and isinstance(record, Statistic)
    )
    everywhere = not districts and not isinstance(record, Zone)
    return on_topic and (wish.district is None or everywhere or wish.district in districts)


def _closing(catalogue: Catalogue, wish: DigestContent, today: date) -> tuple[Measure, ...]:
    last = today + timedelta(days=THRESHOLDS[0])
    found = [m for m in _in_force(catalogue, today) if end_of(m) <= last and _wanted(m, wish)]
    return tuple(sorted(found, key=end_of))


def _crossed(end: date, previous: date | None, today: date) -> bool:
    """Whether a threshold lies between the days; always, for the first edition."""
    if previous is None:
        return True
    before, left = (end - previous).days, (end - today).days
    return any(left <= days < before for days in THRESHOLDS)


def _in_force(catalogue: Catalogue, today: date) -> list[Measure]:
    return [m for m in select_measures(catalogue, today) if m.use in _OFFERED]


def _overview(
    catalogue: Catalogue, wish: DigestContent, today: date, number: int
) -> tuple[Topic | None, tuple[Shown, ...]]:
    """The topic of this edition, and its next records.

    Topics rotate from edition to edition; each time a topic continues with its next few records,
    and starts over after the last.
    """
    topics = _topics(catalogue, wish, today)
    if not topics:
        return wish.topic, ()
    rounds, place = divmod(number - 1, len(topics))
    topic, records = topics[place]
    return topic, _turn(records, rounds)


def _topics(
    catalogue: Catalogue, wish: DigestContent, today: date
) -> list[tuple[Topic, tuple[Shown, ...]]]:
    """Topics with their records; a district's own records come first."""
    found: list[Shown] = sorted(
        (record for record in _current(catalogue, today) if _wanted(record, wish)),
        key=lambda record: wish.district is not None and not districts_of(record),
    )
    if wish.topic:
        return [(wish.topic, tuple(found))] if found else []
    topics: dict[Topic, list[Shown]] = {topic: [] for topic in _TOPICS}
    for record in found:
        topics[topic_of(record)].append(record)
    return [(topic, tuple(records)) for topic, records in topics.items() if records]


def _current(catalogue: Catalogue, today: date) -> Iterator[Shown]:
    """Every record that a digest may show today."""
    yield from _in_force(catalogue, today)
    yield from _offered(catalogue.zones.values())
    yield from (
        statistic
        for statistic in _offered(catalogue.statistics.values())
        if not catalogue.packages[statistic.package].superseded_by
    )


def _offered(records: Iterable[R]) -> Iterator[R]:
    return (record for record in records if record.use in _OFFERED)


def _turn(records: tuple[Shown, ...], rounds: int) -> tuple[Shown, ...]:
    """The next few records, in pages of about the same size."""
    pages = ceil(len(records) / MOST_SHOWN)
    page, count = rounds % pages, len(records)
    return records[page * count // pages : (page + 1) * count // pages]
