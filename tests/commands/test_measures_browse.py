"""/measures browse: filters, pages and buttons, as people use them."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.data.catalogue import StatusFilter
from bot.domain.data.districts import DISTRICTS, District
from bot.domain.data.models import Topic
from bot.domain.release import Release
from bot.domain.search.filters import Filters, browse
from bot.domain.text_limits import MAX_QUERY_LENGTH
from bot.i18n.translator import read_translators
from bot.ui.argument_codes import DISTRICT_CODES, STATUS_CODES, TOPIC_CODES, full_id, short_id
from bot.ui.components import MAX_CUSTOM_ID
from bot.ui.context import RenderContext
from bot.ui.custom_ids import split
from bot.ui.measure_filters import browse_link
from cogs.measures.cards.browse import read_filters
from cogs.registry import REGISTRY
from tests.card_budget import texts_of
from tests.commands.chat import (
    NOW,
    Chat,
    assert_fits,
    assert_sendable_with_share,
    buttons,
    choose,
    closing,
    message_of,
    options,
    press,
    texts,
)


async def test_browsing_shows_what_is_in_force_with_a_count_for_each_topic(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures browse")
    shown = texts(reply)
    assert " measures, in force, most per firm first\n**1** G60 corridor" in shown
    assert " · page 1 of " in closing(reply)
    assert any(label.startswith("Funding (") for label, _ in options(reply))
    assert "replaced" not in shown
    assert " sources, newest " in closing(reply)
    assert message_of(reply).flags.ephemeral
    assert buttons(reply)[-1] == "Share here"
    assert_fits(reply)


async def test_the_counts_of_the_topics_add_up_to_all_measures(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures browse")
    topics = [label for label, value in options(reply) if value.startswith("v|mb|")]
    counts = {label.split(" (")[0]: int(label.split("(")[1][:-1]) for label in topics}
    every = counts.pop("All topics")
    counts.pop("Statistic")
    assert sum(counts.values()) == every
    assert f"{every} measures, in force" in texts(reply)


async def test_choosing_a_topic_keeps_the_other_filters(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures browse", district="Pudong")
    label = next(label for label, _ in options(reply) if label.startswith("Award ("))
    after = await choose(chat.alice, reply, label)
    shown = texts(after)
    assert shown.startswith("### Measures · Award · Pudong")
    assert "Award" in shown
    assert_fits(after)


async def test_paging_back_shows_the_first_page_again(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures browse", topic="award")
    first = texts(reply)
    second = await press(chat.alice, reply, "Next")
    assert "page 2 of" in texts(second)
    again = await press(chat.alice, second, "Previous")
    assert texts(again) == first


async def test_a_query_finds_measures_by_their_words_best_first(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures browse", query="guarantee 30 million")
    shown = texts(reply)
    assert shown.startswith("### Measures · “guarantee 30 million”")
    first = shown.index("Guarantee limit per firm: **up to 30 million yuan**")
    assert first < 300


@pytest.mark.parametrize("query", ["担保", "擔保", "danbao", "guarantee", "garantee", "guar"])
async def test_the_same_measures_are_found_however_one_writes(chat: Chat, query: str) -> None:
    reply = await chat.alice.slash(chat.channel, "measures browse", query=query)
    assert "policy financing guarantees" in texts(reply).lower()


async def test_superseded_means_superseded_or_past_a_stated_end(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures browse", status="superseded")
    shown = texts(reply)
    assert "superseded or past a stated end" in shown
    assert " · ended · " in shown or " · replaced · " in shown


async def test_a_chinese_client_gets_chinese_titles_and_amounts(chat: Chat) -> None:
    reply = await chat.ming.slash(chat.channel, "measures browse", query="专项贷款")
    assert "**1** 4000亿元专项贷款 · ◐ 可信度中" in texts(reply)
    reply = await chat.ming.slash(chat.channel, "measures browse", query="专项贷款", lang="en")
    assert "**1** Special loans of up to 400 billion yuan · ◐ medium" in texts(reply)


async def test_a_record_that_must_not_be_relied_on_says_so_in_the_list(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures browse", query="unreliable broker loans")
    assert " · unreliable ○ low" in texts(reply)


async def test_statistics_stand_under_their_own_topic(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures browse", topic="statistic")
    shown = texts(reply)
    assert "counts and sums" in shown
    assert "1,026 firms" in shown
    assert_fits(reply)


async def test_public_posts_for_everyone_at_once(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures browse", public=True)
    assert not message_of(reply).flags.ephemeral
    assert "Share here" not in buttons(reply)


async def test_an_unknown_package_comes_back_with_the_nearest(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures browse", package="ten mesures of Decembr", topic="loan"
    )
    assert "No package is named “ten mesures of Decembr”. Nearest matches:" in texts(reply)
    after = await press(chat.alice, reply, "Ten measures of December 2024")
    assert texts(after).startswith("### Measures · Loan · Ten measures of December 2024")


async def test_an_unknown_package_and_district_are_asked_one_after_the_other(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures browse", package="distrct polices", district="Pudnog"
    )
    reply = await press(chat.alice, reply, "District policies")
    assert "“Pudnog” is not one of Shanghai's 16 districts" in texts(reply)
    reply = await press(chat.alice, reply, "Pudong 浦东新区")
    assert texts(reply).startswith("### Measures · Pudong · District policies")


async def test_nothing_found_says_which_filter_to_drop(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures browse", topic="loan", package="shanghai-districts"
    )
    shown = texts(reply)
    assert (
        "Nothing matches. To see more, drop one of these filters: the topic, the package." in shown
    )
    label = next(label for label in buttons(reply) if label.startswith("Drop the package"))
    after = await press(chat.alice, reply, label)
    assert "Special loans of up to 400 billion yuan" in texts(after)


async def test_words_that_nothing_speaks_of_offer_the_most_similar_names(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures browse", query="yangpuu", district="Chongming"
    )
    assert "drop one of these filters: " in texts(reply)
    assert [name.split(":")[0] for name, _ in options(reply)] == ["Yangpu"]
    assert_fits(reply)


async def test_packages_and_districts_are_offered_in_the_readers_language(chat: Chat) -> None:
    offered = await chat.offers(chat.ming, "measures browse", "package", "2024年12月")
    assert ("2024年12月的十条举措", "shanghai-2024-12") in offered
    offered = await chat.offers(chat.alice, "measures export", "package", "december 2024")
    assert ("Ten measures of December 2024", "shanghai-2024-12") in offered
    offered = await chat.offers(chat.alice, "measures browse", "district", "xuh")
    assert offered[0] == ("Xuhui 徐汇区", "xuhui")


async def test_old_buttons_work_after_a_restart_of_the_data(chat: Chat) -> None:
    """A button whose package is gone asks for the nearest instead of failing."""
    context = chat.app.services.context("en")
    layout = REGISTRY.layout(context, "mb", "0", "", "i", "gone-package", "", "")
    assert "No package is named “gone-package”" in texts_of(layout)


@pytest.mark.parametrize("status", ["i", "s", "a"])
@pytest.mark.parametrize("topic", ["", *TOPIC_CODES.values()])
def test_every_page_fits(context: RenderContext, topic: str, status: str) -> None:
    for page in range(30):
        assert_sendable_with_share(
            REGISTRY.layout(context, "mb", str(page), topic, status, "", "", "")
        )


def test_every_package_and_district_fits(context: RenderContext) -> None:
    for package in context.release.catalogue.packages:
        assert_sendable_with_share(REGISTRY.layout(context, "p", package))
        for place in ("", "pd", "cm"):
            assert_sendable_with_share(
                REGISTRY.layout(context, "mb", "0", "", "a", package, place, "企业奖励")
            )


filters_of = st.builds(
    Filters,
    query=st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=MAX_QUERY_LENGTH),
    package=st.none() | st.from_regex(r"[a-z0-9][a-z0-9-]{0,39}", fullmatch=True),
    topic=st.none() | st.sampled_from(get_args(Topic)),
    district=st.none() | st.sampled_from(list(DISTRICTS)),
    status=st.sampled_from(get_args(StatusFilter)),
)


@given(filters_of, st.integers(-1, 9999))
def test_a_page_fits_its_buttons_whatever_was_asked(filters: Filters, page: int) -> None:
    """No filter is cut off by Discord's 100 characters, the query least of all."""
    link = browse_link(read_translators()["zh"], filters).replace("|0|", f"|{page}|", 1)
    assert len(link) <= MAX_CUSTOM_ID
    found = split(link)
    assert found is not None
    _, topic, status, package, district, query = found.args
    assert topic == (TOPIC_CODES[filters.topic] if filters.topic else "")
    assert status == STATUS_CODES[filters.status]
    assert district == (DISTRICT_CODES[filters.district] if filters.district else "")
    assert query == filters.query.replace("|", " ").replace(">", " ")
    if filters.package:
        assert full_id(package, ["other", filters.package], 22) == filters.package


def test_filters_survive_the_way_through_a_button(context: RenderContext) -> None:
    asked = Filters("企业 贷款", "shanghai-2024-10-finance", "loan", "pudong", "all")
    found = split(browse_link(context.tr, asked))
    assert found is not None
    assert read_filters(context, *found.args[1:]) == asked


def test_codes_are_distinct_and_cover_everything() -> None:
    assert set(TOPIC_CODES) == set(get_args(Topic))
    assert set(STATUS_CODES) == set(get_args(StatusFilter))
    assert set(DISTRICT_CODES) == set(get_args(District))
    for codes in (TOPIC_CODES, STATUS_CODES, DISTRICT_CODES):
        assert len(set(codes.values())) == len(codes)
    assert full_id(short_id("a" * 40, 22), ["b" * 40, "a" * 40], 22) == "a" * 40


def test_facets_count_what_choosing_the_topic_would_show(release: Release) -> None:
    asked = Filters(query="award", district="pudong", status="all")
    shelf = browse(release, asked, NOW.date())
    assert sum(shelf.counts.values()) > 0
    for topic in get_args(Topic):
        one = Filters("award", None, topic, "pudong", "all")
        found = browse(release, one, NOW.date()).found
        assert len(found) == shelf.counts.get(topic, 0)


def test_a_districts_own_measures_come_first(release: Release) -> None:
    found = browse(release, Filters(district="jingan"), NOW.date()).found
    own = [bool(getattr(m, "districts", ())) for m in found]
    assert own == sorted(own, reverse=True)
    assert any(own)
    assert not all(own)
