"""/measures browse, compare and export, and the card of a package, as people use them."""

import csv
import io
import json
import re
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simcord.actors import MemberActor

from bot.domain.data.catalogue import StatusFilter
from bot.domain.data.districts import DISTRICTS, District
from bot.domain.data.models import Text, Topic
from bot.domain.release import Release
from bot.domain.search.filters import BrowseItem, Filters, browse
from bot.domain.text_limits import MAX_QUERY_LENGTH
from bot.i18n.translator import read_translators
from bot.ui.argument_codes import DISTRICT_CODES, STATUS_CODES, TOPIC_CODES, full_id, short_id
from bot.ui.components import MAX_CUSTOM_ID, MAX_TEXT, Layout, text_length, walk
from bot.ui.context import RenderContext
from bot.ui.custom_ids import split
from bot.ui.measure_filters import browse_link
from cogs.measures.cards.browse import read_filters
from cogs.measures.export.file import FORMATS, as_csv, file_content, records_as_json
from cogs.registry import REGISTRY
from tests.commands.chat import (
    NOW,
    Chat,
    assert_fits,
    buttons,
    choose,
    closing,
    message_of,
    options,
    press,
    read_on,
    texts,
)

MOST_COMPONENTS = 38
"""Discord's 40 less the row with the button to share."""


def texts_of(layout: Layout) -> str:
    return "\n".join(part["content"] for part in walk(layout) if part["type"] == 10)


def fits(layout: Layout) -> None:
    parts = list(walk(layout))
    assert len(parts) <= MOST_COMPONENTS
    assert text_length(layout) <= MAX_TEXT
    ids = [part["custom_id"] for part in parts if part.get("custom_id")]
    assert len(ids) == len(set(ids))
    assert all(len(custom_id) <= MAX_CUSTOM_ID for custom_id in ids)
    for part in parts:
        if part["type"] == 3:
            values = [option["value"] for option in part["options"]]
            assert len(values) == len(set(values)) <= 25
            assert all(len(value) <= MAX_CUSTOM_ID for value in values)


# ---------------------------------------------------------------------------- browsing


async def test_browsing_shows_what_is_in_force_with_a_count_for_each_topic(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures browse")
    shown = texts(reply)
    assert " measures, in force\n" in shown
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


async def test_paging_forth_and_back(chat: Chat) -> None:
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
        fits(REGISTRY.layout(context, "mb", str(page), topic, status, "", "", ""))


def test_every_package_and_district_fits(context: RenderContext) -> None:
    for package in context.release.catalogue.packages:
        fits(REGISTRY.layout(context, "p", package))
        for place in ("", "pd", "cm"):
            fits(REGISTRY.layout(context, "mb", "0", "", "a", package, place, "企业奖励"))


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


# --------------------------------------------------------------------------- comparing


async def test_comparing_two_loans_field_by_field(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures compare", a="d24-loan", b="SRDI loan scheme"
    )
    assert "- A: **Special loans of up to 400 billion yuan**" in texts(reply)
    opened = await choose(chat.alice, reply, "B: SRDI loan scheme of over 400 billion yuan")
    assert texts(opened).startswith("### SRDI loan scheme of over 400 billion yuan")
    reply = await press(chat.alice, opened, "Back")
    assert_fits(reply)
    first = texts(reply)
    shown = await read_on(chat.alice, reply)
    assert "**Figures**: A: up to 400 billion yuan in all / B: over 400" in first
    assert "**Who**: A: " in first
    assert "**Figures**\n- A: special loans, total quota: **up to 400 billion yuan**\n" in shown
    assert "over 400 billion yuan" in shown
    assert "**Same:** Status: no end date found, Where: Whole city, What kind" in shown
    assert "**What kind**" not in shown
    assert "**Not stated for any:** Conditions, How to apply, Authority, Contact, Validity" in shown
    assert "**How to apply**" not in shown
    assert "**Sources disagree**" in shown


async def test_awards_are_compared_figure_by_figure(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures compare", a="aw-jingan", b="aw-yangpu", c="aw-xuhui"
    )
    assert "**Award for a newly recognised little giant**: A+C: " in texts(reply)
    assert "**Award for a newly" not in await read_on(
        chat.alice, await press(chat.alice, reply, "Next")
    )
    assert re.search(r" · page ([3-6]) of \1$", texts(reply))
    details = await choose(chat.alice, reply, "Details of B")
    assert texts(details).startswith("### Details: Yangpu: little giant and SRDI awards")
    reply = await press(chat.alice, details, "Back")
    assert texts(reply).startswith("### Measures compared")
    assert_fits(reply)


async def test_where_two_of_three_agree_it_is_said_which(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures compare", a="aw-jingan", b="d24-loan", c="aw-yangpu"
    )
    shown = await read_on(chat.alice, reply)
    assert "**What kind**: A+C: " in shown


async def test_no_amount_is_cut_in_a_comparison(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures compare", a="aw-jingan", b="aw-yangpu")
    assert "SRDI recognition**: A: up to 250,000 yuan / B: up to 50,000 yuan\n" in texts(reply)


async def test_comparing_a_measure_with_itself_says_so(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures compare", a="d24-loan", b="4000亿元专项贷款"
    )
    assert "Both names are the same measure: **Special loans of up to 400 billion yuan**" in texts(
        reply
    )


async def test_one_of_three_named_twice_leaves_two(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures compare", a="d24-loan", b="d24-guar", c="d24-loan"
    )
    assert "One measure was named twice and is shown once." in texts(reply)
    assert "- C:" not in texts(reply)


async def test_an_unknown_measure_comes_back_with_the_nearest(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures compare", a="Yangpu awrds", b="aw-jingan", c="aw-xuhui"
    )
    assert "Nothing here is named “Yangpu awrds”. Nearest matches:" in texts(reply)
    label = next(label for label in buttons(reply) if label.startswith("Yangpu"))
    shown = texts(await press(chat.alice, reply, label))
    assert "- A: **Yangpu: little giant and SRDI awards**" in shown
    assert "- B: **Jing'an: little giant and SRDI awards**" in shown
    assert "- C: **Xuhui: little giant and SRDI awards**" in shown


async def test_what_is_typed_can_be_longer_than_any_name(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures compare", a="x" * 100, b="y" * 100)
    assert texts(reply).startswith("Nothing here is named “xxx")
    assert "All measures" in buttons(reply)
    assert_fits(reply)


async def test_comparing_in_chinese(chat: Chat) -> None:
    reply = await chat.ming.slash(chat.channel, "measures compare", a="d24-loan", b="d24-guar")
    assert "- A：**4000亿元专项贷款**" in texts(reply)
    offered = await chat.offers(chat.ming, "measures compare", "c", "专项贷款")
    assert offered[0] == ("4000亿元专项贷款", "d24-loan")


def test_every_measure_can_be_compared_on_six_pages(context: RenderContext) -> None:
    measures = list(context.release.catalogue.measures)
    for a, b, c in zip(measures, measures[1:], measures[2:], strict=False):
        for page in ("0", "1", "2"):
            fits(REGISTRY.layout(context, "mc", a, b, c, page))
        last = REGISTRY.layout(context, "mc", a, b, c, "99")
        fits(last)
        assert re.search(r"page (?:[2-6]) of [2-6]$|第[2-6]/[2-6]页$", texts_of(last))


# ---------------------------------------------------------------------------- packages


async def test_a_package_tells_what_is_held_of_it_and_what_no_source_states(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures browse", package="十条举措")
    card = await press(chat.alice, reply, "About the package")
    assert texts(card).startswith("### Ten measures of December 2024\n")
    assert "ten support measures" in texts(card)
    assert_fits(card)
    listed = await press(chat.alice, card, "Measures (11)")
    assert "11 measures, in force or not" in texts(listed)
    details = await press(chat.alice, await press(chat.alice, listed, "Back"), "Details")
    shown = await read_on(chat.alice, details)
    assert "**Document number:** not stated" in shown
    assert "**Issued or announced:** 1 December 2024" in shown
    assert "**Not stated:** " in shown
    assert "[Shanghai boosts SME innovation with 10 new measures](https://www.shine.cn" in shown


def test_a_superseded_package_names_its_successor(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], NOW.date())
    layout = REGISTRY.layout(context, "p", "national-2022")
    assert "**Superseded** by: Tiered cultivation method of 2026" in texts_of(layout)
    labels = [o["label"] for part in walk(layout) if part["type"] == 3 for o in part["options"]]
    assert "Tiered cultivation method of 2026" in labels
    details = [REGISTRY.layout(context, "pd", "national-2022", str(n)) for n in range(4)]
    assert any("(2022) No. 63" in texts_of(page) for page in details)


def test_an_unknown_package_gives_the_nearest(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], NOW.date())
    layout = REGISTRY.layout(context, "p", "shanghai-2024-11")
    assert "Nothing here is named “shanghai-2024-11”. Nearest matches:" in texts_of(layout)


# ----------------------------------------------------------------------------- exports


async def exported(chat: Chat, who: MemberActor, **chosen: Any) -> tuple[str, str, bytes]:
    """What is said with an exported file, the file's name and what is in it."""
    reply = await who.slash(chat.channel, "measures export", **chosen)
    message = message_of(reply)
    assert message.flags.ephemeral
    (attachment,) = message.attachments
    return texts(reply), attachment.filename, await attachment.read()


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read Chinese"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


async def test_exporting_gives_a_csv_with_a_row_for_each_figure(chat: Chat) -> None:
    said, name, content = await exported(chat, chat.alice, topic="loan")
    version = chat.app.services.release.catalogue.version
    assert name == f"little-giant-measures-{version}.csv"
    summary, last = said.splitlines()
    rows = rows_of(content)
    records = {row["id"] for row in rows}
    figures = sum(bool(row["value"]) for row in rows)
    assert summary == f"**{len(records)} records** · {figures} figures · in force · Loan"
    assert re.fullmatch(r"-# \d+ sources?, newest .+", last)
    loan = next(row for row in rows if row["id"] == "d24-loan" and row["unit"] == "CNY")
    assert loan["title_zh"] == "4000亿元专项贷款"
    assert loan["value"] == "400000000000"
    assert loan["qualifier"] == "up to"
    assert loan["text_en"] == "up to 400 billion yuan"
    assert loan["package"] == "shanghai-2024-12"
    assert loan["status"] == "in-force"
    assert "https://www.shine.cn/biz/economy/2412021216/" in loan["sources"]
    assert "SHINE / Shanghai Daily" in loan["sources"]


async def test_exporting_json_nests_figures_and_sources(chat: Chat) -> None:
    _, name, content = await exported(chat, chat.ming, format="json", district="静安")
    assert name.endswith(".json")
    document = json.loads(content)
    assert document["data_version"] == chat.app.services.release.catalogue.version
    award = next(record for record in document["records"] if record["id"] == "aw-jingan")
    figure = award["figures"][0]
    assert figure["value"] == 500000
    assert figure["text"]["en"] == "up to 500,000 yuan"
    assert figure["sources"][0]["publisher"] == "zhengcejia.com (agency)"
    assert award["not_stated"]


async def test_exporting_markdown_reads_in_the_persons_language(chat: Chat) -> None:
    said, name, content = await exported(chat, chat.ming, format="md", query="专项贷款")
    assert name.endswith(".md")
    assert "“专项贷款”" in said
    document = content.decode()
    assert "## 4000亿元专项贷款" in document
    assert "*Special loans of up to 400 billion yuan*" in document
    assert "](https://www.shine.cn" in document


async def test_exporting_leaves_nothing_behind_in_memory(chat: Chat) -> None:
    before = len(chat.app.client.persistent_views)
    await exported(chat, chat.alice, topic="award")
    assert len(chat.app.client.persistent_views) == before
    assert not chat.app.client._connection._view_store._synced_message_views  # pyright: ignore[reportPrivateUsage] # what the library would keep


async def test_exporting_nothing_says_which_filter_to_drop(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures export", topic="loan", package="shanghai-districts"
    )
    assert "drop one of these filters: the topic, the package." in texts(reply)
    assert not message_of(reply).attachments


async def test_exporting_an_unknown_district_gives_the_nearest(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures export", district="Pudnog")
    assert "“Pudnog” is not one of Shanghai's 16 districts" in texts(reply)
    assert not message_of(reply).attachments


async def test_a_file_that_discord_would_refuse_says_so(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def huge(*_: object) -> bytes:
        return b"x" * 26_300_000

    monkeypatch.setattr("cogs.measures.export.file.file_content", huge)
    reply = await chat.alice.slash(chat.channel, "measures export")
    assert "The file would have 25.1 MB; Discord accepts at most 25 MB here." in texts(reply)
    assert not message_of(reply).attachments


def everything(release: Release) -> tuple[BrowseItem, ...]:
    catalogue = release.catalogue
    return (*catalogue.measures.values(), *catalogue.statistics.values())


def test_every_figure_of_every_record_is_in_the_csv(context: RenderContext) -> None:
    records = everything(context.release)
    rows = rows_of(as_csv(context, records))
    assert [r["id"] for r in rows] == [r.id for r in records for _ in r.figures or [None]]
    assert all(row["sources"] for row in rows)
    assert all(row["unit"] and row["qualifier"] for row in rows if row["value"])


@pytest.mark.parametrize("kind", FORMATS)
def test_sources_that_are_not_named_stay_out_of_every_file(
    context: RenderContext, kind: str
) -> None:
    content = file_content(context, everything(context.release), kind).decode()
    for source in context.release.catalogue.sources.values():
        if not source.named:
            assert source.title not in content
            assert f'"{source.id}"' not in content


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_run_by_a_spreadsheet(release: Release, start: str) -> None:
    context = RenderContext(release, read_translators()["en"], NOW.date())
    harmful = f"{start}HYPERLINK(1)"
    measure = release.catalogue.measures["d24-loan"]
    title = Text.model_construct(en=harmful, zh=harmful)
    rows = rows_of(as_csv(context, [measure.model_copy(update={"title": title})]))
    assert rows[0]["title_en"] == f"'{harmful}"
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_json_is_the_same_data_as_csv(context: RenderContext) -> None:
    records = everything(context.release)
    document = json.loads(records_as_json(context, records))
    figures = [f["value"] for record in document["records"] for f in record["figures"]]
    rows = rows_of(as_csv(context, records))
    assert [str(value) for value in figures] == [row["value"] for row in rows if row["value"]]


async def test_measures_that_go_together_say_so_and_lead_to_each_other(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "funding show", measure="aw-jingan")
    shown = texts(reply)
    told = shown[shown.index("**Can be combined with**") :]
    assert "Jing'an matches central key support 1:1, up to 1,500,000 yuan" in told
    central = await choose(
        chat.alice, reply, "Central budget support for key little giants, 2024 to 2026"
    )
    details = await read_on(chat.alice, await press(chat.alice, central, "Details"))
    assert "- Jing'an: little giant and SRDI awards: Jing'an matches" in details
    assert "**可同时享受**" in texts(
        await chat.ming.slash(chat.channel, "funding show", measure="aw-central")
    )
    needed = texts(await chat.alice.slash(chat.channel, "funding show", measure="sv-cloud"))
    assert "**Required for**\n- Minhang: 2025 call" in needed
    apart = texts(await chat.alice.slash(chat.channel, "funding show", measure="fi-national-int"))
    assert "**Cannot be combined with**\n- The same loan may not get a second subsidy" in apart


async def test_comparing_tells_what_goes_together_and_what_is_not_stated(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures compare", a="aw-jingan", b="d24-award", c="d24-loan"
    )
    shown = await read_on(chat.alice, reply)
    told = shown[shown.index("**With other support**") :]
    assert "A: Can be combined with" in told
    assert "B: No Shanghai page" in told
    assert "C: not stated" in told
    details = await read_on(chat.alice, await choose(chat.alice, reply, "Details of A"))
    assert "**Can be combined with**" in details
    assert "Central budget support" in details


async def test_the_json_export_holds_what_goes_together(chat: Chat) -> None:
    _, _, content = await exported(chat, chat.alice, format="json", district="Jing'an")
    records = {record["id"]: record for record in json.loads(content)["records"]}
    (told,) = records["aw-jingan"]["goes_with"]
    assert (told["record"], told["how"]) == ("aw-central", "tops-up")
    assert told["sources"][0]["publisher"] == "zhengcejia.com (agency)"
