"""How a list of parks and clusters reads: counted and named by level, names whole."""

import re
from typing import Final

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from bot.domain.text import has_chinese
from bot.i18n.translator import Lang, read_translators
from bot.ui.context import RenderContext
from bot.ui.line_width import LINES, lines_of
from cogs.ask.cards import answer_card, body_lines
from cogs.ask.zone_lists import zone_lines
from tests.domain.answers.first_card import first_card
from tests.domain.conftest import TODAY


def _said(release: Release, question: str) -> str:
    lang: Lang = "en" if question.isascii() else "zh"
    context = RenderContext(release, dict(read_translators())[lang], TODAY)
    return "\n".join(body_lines(context, first_card(release, question), LINES))


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("which metaverse parks are there", "2 city-level parks, 1 industry base", "3 parks"),
        ("机器人园区都有哪些", "2个市级园区、1个其他园区", "3个园区"),
        ("机器人园区都有哪些", "张江机器人谷（浦东新区）（2020年规划）", "（市级）"),
        ("which robot parks are there", "(planned 2020)", "one of 15"),
        ("parks of Jiading", "Jiading Hydrogen Port", "- Hydrogen Port"),
        ("大飞机的园区在哪几个", "临港新片区大飞机产业园", "：新片区"),
        ("list the national clusters of Minhang", "- gene industry", "genes"),
        ("what chip parks does shanghai have", "Oriental Chip Port", ": integrated circuits\n"),
    ],
)
def test_names_are_whole_and_counted_by_level(
    release: Release, question: str, said: str, unsaid: str
) -> None:
    shown = _said(release, question)
    assert said in shown
    assert unsaid not in shown


@pytest.mark.parametrize("question", ["city-level parks of Jinshan?", "金山的市级园区有哪些"])
def test_one_park_of_a_level_stands_beside_the_others(release: Release, question: str) -> None:
    card = first_card(release, question)
    assert card.kind == "zones"
    assert card.record.id == "z-bayport"
    assert {"z-js1", "z-tangu"} <= {line.record.id for line in card.lines}


@pytest.mark.parametrize(
    "question",
    ["full list of the 55 parks please", "特色园区名单发一份", "list all featured parks"],
)
def test_a_list_of_all_parks_offers_the_known_ones(release: Release, question: str) -> None:
    card = first_card(release, question)
    assert card.exists == "incomplete"
    assert all(
        zone.level.rank == "city-level"
        for zone in release.catalogue.zones.values()
        if zone.id in {line.record.id for line in card.lines}
    )


@pytest.mark.parametrize(
    ("question", "is_list"),
    [
        ("national SME clusters in Shanghai, how many", True),
        ("上海国家级集群总共几个", True),
        ("how many national SME clusters are there in china", False),
        ("14个国家级集群里有几家企业", False),
        ("how many national clusters in September 2024", False),
    ],
)
def test_the_national_clusters_are_counted_by_name(
    release: Release, question: str, *, is_list: bool
) -> None:
    assert (first_card(release, question).kind == "zones") == is_list


@pytest.mark.parametrize(
    "question",
    [
        "what must a group of firms show to become a city-level cluster",
        "how does our district apply for a city cluster",
        "conditions for a municipal cluster",
        "市级集群怎么申报",
        "建市级集群要达到什么指标",
    ],
)
def test_how_to_become_a_cluster_names_the_conditions(release: Release, question: str) -> None:
    answer = answer_question(release, question, TODAY)
    assert answer.status == "answered"
    assert answer.cards[0].record.id == "cl-apply24"


@pytest.mark.parametrize(
    ("question", "district"),
    [
        ("how many parks are there in Jiading", "jiading"),
        ("Fengxian has how many industrial parks?", "fengxian"),
        ("青浦有几个园区", "qingpu"),
        ("青浦有哪些园区，哪年设立的", "qingpu"),
    ],
)
def test_the_parks_of_a_district_are_counted_by_name(
    release: Release, question: str, district: str
) -> None:
    card = first_card(release, question)
    zones = release.catalogue.zones.values()
    known = {z.id for z in zones if z.district == district and z.kind == "park"}
    assert {line.record.id for line in card.lines} == known


@pytest.mark.parametrize(
    ("question", "zones"),
    [
        ("anything in Baoshan for robot makers", {"z-robot", "h-7"}),
        ("宝山机器人", {"z-robot", "h-7"}),
        ("Jiading hydrogen", {"z-h2port"}),
        ("嘉定做氢能的有啥", {"z-h2port"}),
    ],
)
def test_a_trade_and_a_district_are_enough(
    release: Release, question: str, zones: set[str]
) -> None:
    assert {line.record.id for line in first_card(release, question).lines} == zones


@pytest.mark.parametrize("question", ["Songjiang robot parks", "松江做机器人的园区有哪些"])
def test_no_park_of_a_trade_in_a_district_is_said(release: Release, question: str) -> None:
    card = first_card(release, question)
    assert card.exists == "none-known"
    assert "z-robot" in {line.record.id for line in card.lines}


@pytest.mark.parametrize(
    ("batch", "questions"),
    [
        (
            "first",
            [
                "in the first batch?",
                "in batch 1?",
                "in batch one?",
                "in the 1st round?",
                "in wave 1?",
            ],
        ),
        (
            "first",
            ["首批特色产业园区有哪些？", "第一批特色产业园区有哪些？", "第1批特色产业园区有哪些？"],
        ),
        ("second", ["in the second batch?", "in batch 2?", "in round two?"]),
        ("second", ["第二批特色产业园区有哪些？", "第2批特色产业园区有哪些？"]),
    ],
)
def test_a_batch_is_one_however_it_is_written(
    release: Release, batch: str, questions: list[str]
) -> None:
    for said in questions:
        card = first_card(release, f"Which parks were {said}" if said.isascii() else said)
        assert card.kind == "zones", said
        assert card.filters[-1].en.startswith(f"{batch} batch"), said
        assert len(card.lines) == (19 if batch == "first" else 6), said


def test_each_name_is_told_from_the_next_and_every_district_is_shown(release: Release) -> None:
    card = first_card(release, "which are the 100-billion-yuan clusters")
    context = RenderContext(release, dict(read_translators())["en"], TODAY)
    heading, *lines = body_lines(context, card, 1)
    assert heading == "### 11 clusters of 100 billion yuan"
    assert [part.split(":")[0] for part in lines[0].split("; ")] == [
        "Pudong",
        "Minhang",
        "Baoshan",
        "Jiading",
        "Jinshan",
        "Xuhui",
        "Yangpu",
    ]
    assert lines[0].startswith("Pudong: full-chain integrated circuits, full-chain biomedicine, ")
    assert lines_of([heading, *lines]) <= LINES - 1  # the source has a line of its own


@pytest.mark.parametrize(
    ("question", "lang", "heading"),
    [
        ("which clusters are national", "en", "### 15 national clusters · to 2024: 14, 2025: 1"),
        ("国家级集群都有哪些", "zh", "### 15个国家级集群 · 2024年止14个、2025年1个"),
        ("future industry zones", "en", "### 3 future-industry zones"),
        ("city-level parks of Jiading", "en", "### 3 city-level parks · Jiading"),
        ("徐汇有没有人工智能园区", "zh", "### 有：1个市级园区、1个其他园区 · 徐汇区 · 人工智能"),
        ("松江有没有食品园区", "zh", "### 所查来源未见：园区 · 松江区 · 食品"),
    ],
)
def test_the_heading_of_a_list_in_words(
    release: Release, question: str, lang: Lang, heading: str
) -> None:
    context = RenderContext(release, dict(read_translators())[lang], TODAY)
    assert next(body_lines(context, first_card(release, question), 1)) == heading


_NAMES: Final = {
    "en": ("drone", "high-end general chip design", "spatial information", "cosmetics"),
    "zh": ("无人机", "高端通用芯片设计", "空间信息", "化妆品"),
}
"""Of national clusters, the first of which stood for the others of their districts."""


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_list_by_level_names_all_that_fit_then_counts_the_others(
    release: Release, lang: Lang
) -> None:
    context = RenderContext(release, dict(read_translators())[lang], TODAY)
    card = first_card(release, "which clusters are national, by name")
    lines = zone_lines(context, card, room := LINES - 2)  # without the heading and the source
    said = "\n".join(lines)
    assert lines_of(lines) <= room
    assert all(name in said for name in _NAMES[lang])
    assert "…" not in said
    card = first_card(release, "give me every park in Pudong")
    cut = zone_lines(context, card, 6)
    assert lines_of(cut) <= 6
    assert re.match(r"\*\*(?:Pudong|浦东)\*\*[:：]", cut[0])
    assert re.search(r"(?:and|另有) ?1\d ?(?:more|项)$", cut[0])


@pytest.mark.parametrize(
    ("question", "hidden"),
    [
        ("55个园区名单给我", 5),
        ("list the 55 parks", 17),
        ("34个集群都有哪些", 0),
        ("上海有哪些产业集群", 0),
        ("list all 34 clusters", 11),
    ],
)
def test_a_list_by_name_shows_the_names(release: Release, question: str, hidden: int) -> None:
    lang: Lang = "zh" if has_chinese(question) else "en"
    context = RenderContext(release, dict(read_translators())[lang], TODAY)
    lines = zone_lines(context, first_card(release, question), LINES - 2)
    more = re.search(r"(?:and|另有) ?(\d+) ?(?:more|项)$", lines[-1])
    assert int(more[1] if more else 0) <= hidden


@pytest.mark.parametrize(
    "question",
    [
        "where are the three future industry zones",
        "未来产业先导区有几个，在哪",
        "未来产业先导区在哪",
        "where are the 14 national clusters",
        "千亿集群有几个都在哪",
    ],
)
def test_where_those_of_a_level_are_is_a_list(release: Release, question: str) -> None:
    assert first_card(release, question).kind == "zones"


@pytest.mark.parametrize(
    ("question", "park"),
    [
        ("parks in songjiang for biomedicine", "z-g60bio"),
        ("松江生物医药园区", "z-g60bio"),
        ("parks in pudong for AI", "z-aiisland"),
    ],
)
def test_a_trade_narrows_the_parks_of_a_district(
    release: Release, question: str, park: str
) -> None:
    card = first_card(release, question)
    assert [r.id for r in card.records] == [park]


def test_beside_a_park_stand_only_parks(release: Release) -> None:
    context = RenderContext(release, dict(read_translators())["zh"], TODAY)
    answer = answer_question(release, "湾区食尚汇是什么园区", TODAY)
    assert "奖励" not in str(answer_card(context, answer)).split("另见")[-1].split("选")[0]
