"""What an edition holds: filters, what closes, and turns that show everything in time."""

from collections import Counter
from datetime import date, timedelta
from typing import Any, get_args

import pytest

from bot.domain.data.catalogue import Catalogue, select_measures
from bot.domain.data.diff import Change, compare_catalogues, districts_of, topic_of
from bot.domain.data.districts import DISTRICTS, District
from bot.domain.data.models import Statistic, Text, Topic, Validity, Zone
from bot.domain.digests.edition import MOST_SHOWN, Edition, compose_edition, end_of, has_post
from bot.domain.digests.subscription import Content, DigestContent, WhenEmpty
from bot.domain.release import Release

TODAY = date(2026, 9, 1)
TOPICS: tuple[Topic, ...] = get_args(Topic)
PLACES: tuple[District | None, ...] = (None, *DISTRICTS)


@pytest.fixture
def now(release: Release) -> Catalogue:
    return release.catalogue


@pytest.fixture(scope="module")
def everything(release: Release) -> tuple[Change, ...]:
    """Every record as new."""
    nothing: dict[str, tuple[()]] = dict.fromkeys(
        ("measures", "awards", "zones", "tiers", "statistics"), ()
    )
    dataset = release.catalogue.dataset.model_copy(update=nothing)
    return compare_catalogues(Catalogue("2026.08.01.1", dataset), release.catalogue)


def edition(
    catalogue: Catalogue, wish: DigestContent, changes: tuple[Change, ...] = (), **given: Any
) -> Edition:
    filled: dict[str, Any] = {"today": TODAY, "previous": TODAY, "number": 1, **given}
    return compose_edition(catalogue, changes, wish, **filled)


def ending(catalogue: Catalogue, **ends: date) -> Catalogue:
    """The data set in which only these measures have a stated end."""

    def dated(measure: Any) -> Any:
        end = ends.get(measure.id.replace("-", "_"))
        note = Text(en="as stated", zh="以原文为准")
        validity = Validity(note=note, ends=end) if end else None
        return measure.model_copy(update={"validity": validity})

    measures = tuple(map(dated, catalogue.dataset.measures))
    awards = tuple(map(dated, catalogue.dataset.awards))
    update = {"measures": measures, "awards": awards}
    return Catalogue(catalogue.version, catalogue.dataset.model_copy(update=update))


# ------------------------------------------------------------------------- changes


@pytest.mark.parametrize("topic", [None, *TOPICS])
@pytest.mark.parametrize("district", [None, "pudong", "chongming"])
def test_changes_pass_the_filters(
    now: Catalogue, everything: tuple[Change, ...], topic: Topic | None, district: District | None
) -> None:
    told = edition(
        now, DigestContent("changes", topic=topic, district=district), everything
    ).changes
    assert told
    assert [c for c in everything if c in told] == list(told)
    for change in told:
        if topic == "statistic":
            assert isinstance(change.record, Statistic)
        else:
            assert topic in (None, change.topic)
        if district and isinstance(change.record, Zone):
            assert change.record.district == district
        elif district:
            assert not change.districts or district in change.districts


def test_an_overview_alone_holds_no_news(now: Catalogue, everything: tuple[Change, ...]) -> None:
    found = edition(now, DigestContent("overview"), everything)
    assert not found.changes
    assert not found.closing
    assert found.overview
    assert not found.has_news


def test_changes_alone_hold_no_overview(now: Catalogue, everything: tuple[Change, ...]) -> None:
    found = edition(now, DigestContent("changes"), everything)
    assert found.changes == everything
    assert (found.topic, found.overview) == (None, ())


def test_what_was_announced_before_is_listed_again(
    now: Catalogue, everything: tuple[Change, ...]
) -> None:
    announced = {"d24-loan", "z-ocean", "nothing-like-it"}
    found = edition(now, DigestContent(), everything, announced=announced)
    assert found.returned == {"d24-loan", "z-ocean"}


# ------------------------------------------------------------------------- closing


def test_what_closes_within_thirty_days_soonest_first(now: Catalogue) -> None:
    one_day = timedelta(1)
    catalogue = ending(
        now,
        d24_loan=TODAY + 30 * one_day,
        fi_renew=TODAY,
        d24_funds=TODAY + 31 * one_day,
        ai_compute=TODAY - one_day,
        aw_pudong=TODAY + 7 * one_day,
    )
    closing = edition(catalogue, DigestContent()).closing
    assert [m.id for m in closing] == ["fi-renew", "aw-pudong", "d24-loan"]
    assert [m.id for m in edition(catalogue, DigestContent("changes", topic="loan")).closing] == [
        "fi-renew",
        "d24-loan",
    ]
    there = edition(catalogue, DigestContent(district="yangpu")).closing
    assert [m.id for m in there] == ["fi-renew", "d24-loan"]


@pytest.mark.parametrize(
    ("before", "left", "newly"),
    [
        (31, 30, True),
        (30, 29, False),
        (29, 8, False),
        (8, 7, True),
        (7, 2, False),
        (2, 1, True),
        (1, 0, False),
        (40, 0, True),
        (12, 12, False),
    ],
)
def test_a_threshold_is_news_once(now: Catalogue, before: int, left: int, newly: bool) -> None:
    catalogue = ending(now, d24_loan=TODAY + timedelta(left))
    previous = TODAY - timedelta(before - left)
    found = edition(catalogue, DigestContent(), previous=previous)
    assert (found.newly_closing, found.has_news) == (newly, newly)


def test_all_that_closes_is_news_to_a_first_edition(now: Catalogue) -> None:
    catalogue = ending(now, d24_loan=TODAY + timedelta(12))
    assert edition(catalogue, DigestContent(), previous=None).newly_closing
    assert not edition(ending(now), DigestContent(), previous=None).newly_closing


# ------------------------------------------------------------------------- the first


@pytest.mark.parametrize("content", get_args(Content))
@pytest.mark.parametrize("topic", [None, "loan"])
def test_a_first_edition_counts_what_is_in_force_and_fits(
    now: Catalogue, content: Content, topic: Topic | None
) -> None:
    wish = DigestContent(content, topic=topic, district="pudong")
    first, second = (edition(now, wish, previous=day) for day in (None, TODAY))
    fits = [
        m
        for m in select_measures(now, TODAY, district="pudong")  # as /measures browse counts them
        if topic in (None, m.topic)
    ]
    assert (first.in_force, first.previous) == (len(fits), None)
    assert (second.in_force, second.previous) == (0, TODAY)
    assert len(fits) > 3


# ------------------------------------------------------------------------- overview


@pytest.mark.parametrize("district", PLACES)
def test_topics_and_records_take_turns_until_all_were_shown(
    now: Catalogue, district: District | None
) -> None:
    wish = DigestContent("overview", district=district)
    seen: dict[Topic, Counter[str]] = {}
    topics: list[Topic] = []
    for number in range(1, 300):
        found = edition(now, wish, number=number)
        assert found.topic
        topics.append(found.topic)
        assert 1 <= len(found.overview) <= MOST_SHOWN
        counts = seen.setdefault(found.topic, Counter())
        counts.update(record.id for record in found.overview)
        for record in found.overview:
            assert topic_of(record) == found.topic
            assert record.use in ("answer", "unconfirmed")
            own = districts_of(record)
            assert district is None or district in own or not own
    for turn in range(len(topics) - len(seen)):
        assert len(set(topics[turn : turn + len(seen)])) == len(seen), "each topic once a round"
    for counts in seen.values():
        assert max(counts.values()) - min(counts.values()) <= 1


@pytest.mark.parametrize("topic", TOPICS)
def test_no_record_repeats_before_all_of_the_topic_were_shown(now: Catalogue, topic: Topic) -> None:
    wish = DigestContent("both", topic=topic)
    shown: list[str] = []
    rounds: list[list[str]] = []
    for number in range(1, 80):
        found = edition(now, wish, number=number)
        assert found.topic == topic
        ids = [record.id for record in found.overview]
        if set(ids) & set(shown):
            rounds.append(sorted(shown))
            shown = []
        shown += ids
    assert len(rounds) > 1
    assert all(each == rounds[0] for each in rounds)


def test_an_edition_is_the_same_when_made_again(
    now: Catalogue, everything: tuple[Change, ...]
) -> None:
    for number in range(1, 30):
        first = edition(now, DigestContent(), everything, number=number)
        assert first == edition(now, DigestContent(), everything, number=number)


def test_only_what_is_in_force_is_shown(now: Catalogue) -> None:
    for number in range(1, 120):
        for record in edition(now, DigestContent(), number=number).overview:
            if record.id in now.measures:
                assert now.status(now.measures[record.id], TODAY) == "in-force"
                assert end_of(now.measures[record.id]) >= TODAY


def test_where_nothing_is_in_force_there_is_no_overview(now: Catalogue) -> None:
    update = {"measures": (), "awards": (), "zones": (), "statistics": ()}
    empty = Catalogue(now.version, now.dataset.model_copy(update=update))
    assert edition(empty, DigestContent()) == Edition(previous=TODAY)
    assert edition(empty, DigestContent(topic="loan")).overview == ()


# ------------------------------------------------------------------------- whether to post


@pytest.mark.parametrize("content", get_args(Content))
@pytest.mark.parametrize("when_empty", get_args(WhenEmpty))
@pytest.mark.parametrize("news", [False, True])
def test_silence_only_where_it_was_wished_and_nothing_is_new(
    content: Content, when_empty: WhenEmpty, news: bool
) -> None:
    silent = content != "overview" and when_empty == "post-nothing" and not news
    wish = DigestContent(content, when_empty=when_empty)
    assert has_post(Edition(newly_closing=news), wish) is not silent
