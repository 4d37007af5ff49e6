"""What is offered before anything is typed, near to what is misspelt, and cut to a label."""

import pytest

from bot.domain.data.plain_name import plain_name
from bot.domain.release import Release
from bot.ui.components import shorten, walk
from bot.ui.context import RenderContext
from bot.ui.options import POPULAR, offer_districts, offer_measures, suggestions
from cogs.registry import REGISTRY
from tests.commands.chat import Chat, buttons, choose, options, press, texts


@pytest.mark.parametrize("kind", POPULAR)
def test_the_popular_ones_exist_and_come_first(release: Release, kind: str) -> None:
    finder = getattr(release.names, kind)
    popular = POPULAR[kind]  # pyright: ignore[reportArgumentType] # a key of it
    found = list(suggestions(finder, kind, ""))  # pyright: ignore[reportArgumentType]
    assert tuple(found[: len(popular)]) == tuple(popular)
    assert len(found) == len(set(found)) == len(finder)


def test_an_empty_option_offers_the_loans_first_and_what_is_replaced_last(release: Release) -> None:
    offered = offer_measures(release, " ", "en")
    assert offered[0].name == "Special loans of up to 400 billion yuan"
    assert not [c for c in offered if release.catalogue.measures[c.value].superseded_by]
    assert offer_districts(release.names.districts, "", "zh")[0].name == "浦东新区 Pudong"


async def test_a_place_beyond_shanghai_gets_all_districts_to_choose_from(chat: Chat) -> None:
    for typed in ("Beijing", "Kunshan"):
        reply = await chat.alice.slash(chat.channel, "funding list", district=typed)
        assert f"“{typed}” is not one of Shanghai's 16 districts." in texts(reply)
        assert len(options(reply)) == 16
    assert "Minhang" in texts(await choose(chat.alice, reply, "Minhang 闵行区"))


async def test_a_misspelt_district_gets_the_nearest_only(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures browse", district="Pudnog")
    assert buttons(reply) == ["Pudong 浦东新区"]
    assert options(reply) == []


@pytest.mark.parametrize(
    ("command", "option", "way"),
    [
        ("funding show", "measure", "All measures"),
        ("zones show", "zone", "All parks and clusters"),
        ("watch add", "measure", "All measures"),
        ("measures browse", "package", "All packages"),
    ],
)
async def test_what_resembles_nothing_gets_the_way_to_all(
    chat: Chat, command: str, option: str, way: str
) -> None:
    reply = await chat.alice.slash(chat.channel, command, **{option: "banana split"})
    assert "Nearest" not in texts(reply)
    assert buttons(reply)[0] == way or buttons(reply)[-1] == way
    assert "### " in texts(await press(chat.alice, reply, way))


def test_a_measure_is_found_by_the_name_that_lists_show(release: Release) -> None:
    finder = release.names.measures
    for typed in ("SRDI guarantee plan", "专精特新专项担保计划"):
        assert finder.resolve(typed) == "a25-guar"
    for measure in release.catalogue.measures.values():
        for title in (measure.title.en, measure.title.zh):
            assert finder.resolve(plain_name(title)) is not None, title


def test_a_warning_is_offered_last(release: Release) -> None:
    offered = [choice.value for choice in offer_measures(release, "loan", "en")]
    uses = [release.catalogue.measures[i].use for i in offered]
    assert uses.count("warning") == 1
    assert uses[-1] == "warning"
    awards = [release.catalogue.measures[c.value] for c in offer_measures(release, "award", "en")]
    past = [m.superseded_by is not None or m.use == "history" for m in awards]
    assert 0 < sum(past) < len(past)
    assert past == sorted(past)


@pytest.mark.parametrize("command", ["match", "zones list"])
async def test_an_industry_that_resembles_nothing_gets_those_of_most_zones(
    chat: Chat, command: str
) -> None:
    reply = await chat.alice.slash(chat.channel, command, industry="banana split")
    assert "No industry is named “banana split”." in texts(reply)
    assert len(options(reply)) == 25
    assert "\n### " not in texts(reply)
    chosen = await choose(chat.alice, reply, "biomedicine 生物医药")
    assert "biomedicine" in texts(chosen)


async def test_a_list_of_funding_that_is_empty_says_which_filter_to_drop(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "funding list", kind="award", district="chongming", industry="集成电路"
    )
    assert "Nothing matches all of these filters." in texts(reply)
    label = next(each for each in buttons(reply) if each.startswith("Drop the industry · "))
    assert f" · {label.rpartition(' ')[2]}\n" in texts(await press(chat.alice, reply, label))


def test_a_comparison_with_nothing_alike_can_be_sent(context: RenderContext) -> None:
    parts = REGISTRY.layout(context, "mc", "banana split", "d24-loan")
    assert all(part["components"] for part in walk(parts) if part["type"] == 1)


@pytest.mark.parametrize(
    ("content", "limit", "expected"),
    [
        ("R&D spend", 20, "R&D spend"),
        ("R&D spend in the year before", 22, "R&D spend in the year…"),
        ("R&D spend in the year before", 20, "R&D spend in the…"),
        ("Dropped (no certificate)", 14, "Dropped (no…"),
        ("Dropped (no certificate)", 10, "Dropped…"),
        ("Incomprehensibilities", 10, "Incompreh…"),
        ("a Incomprehensibilities", 12, "a Incompreh…"),
        ("申请贷款贴息的企业名单", 6, "申请贷款贴…"),
    ],
)
def test_a_label_is_not_cut_within_a_word(content: str, limit: int, expected: str) -> None:
    assert shorten(content, limit) == expected
    assert len(shorten(content, limit)) <= limit


async def test_an_english_client_reads_languages_by_name(chat: Chat) -> None:
    tree = chat.app.client.tree
    assert tree.translator is not None
    ask = next(command for command in tree.get_commands() if command.name == "ask")
    payload = await ask.get_translated_payload(tree, tree.translator)
    lang = next(option for option in payload["options"] if option["name"] == "lang")
    shown = {c["value"]: c["name_localizations"]["en-US"] for c in lang["choices"]}
    assert shown == {"en": "English", "zh": "Chinese"}
    assert [c["name"] for c in lang["choices"]] == ["en", "zh"]
