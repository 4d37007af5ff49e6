"""Lists of parks and clusters: what they are filtered by, and the figure asked of each."""

import pytest

from bot.domain.answers.answer import AnswerCard
from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from bot.i18n.translator import read_translators
from bot.ui.context import RenderContext
from cogs.ask.cards import body_lines
from tests.domain.conftest import TODAY


def _card(release: Release, question: str) -> AnswerCard:
    return answer_question(release, question, TODAY).cards[0]


@pytest.mark.parametrize(
    ("question", "ids", "filters"),
    [
        ("parks Pudong planned in 2020", {"z-pdplan1", "z-pdplan2", "z-pdplan3"}, "planned 2020"),
        ("浦东2020年打算建的园区有哪些", {"z-pdplan1", "z-pdplan2", "z-pdplan3"}, "planned 2020"),
        (
            "which spots were shown to investors in 2024?",
            {"z-inv1", "z-inv2", "z-inv3", "z-inv4"},
            "promoted to investors",
        ),
        ("招商推介的汽车园区有哪些", {"z-inv3", "z-inv4"}, "promoted to investors"),
        (
            "100-billion clusters outside Pudong, list them",
            {"h-5", "h-6", "h-7", "h-8", "h-9", "h-10", "h-11"},
            "100-billion-yuan",
        ),
        (
            "除浦东外的千亿级集群有哪些",
            {"h-5", "h-6", "h-7", "h-8", "h-9", "h-10", "h-11"},
            "100-billion-yuan",
        ),
        (
            "which clusters got the national title in 2023",
            {"c-js-drone", "c-mh-gene", "c-jd-sensor", "c-qp-logistics"},
            "2023",
        ),
        ("Jiading parks of city level", {"z-sensor", "z-h2port", "z-nevport"}, "Jiading"),
        (
            "parks of Jinshan, city level and district level",
            {"z-bayport", "z-js1", "z-js2", "z-js3", "z-js4", "z-js5", "z-js6"},
            "district-level",
        ),
        (
            "which parks are for hydrogen, and how big is the Jiading one",
            {"z-h2port", "z-hydrogen"},
            "hydrogen energy",
        ),
    ],
)
def test_a_list_holds_only_what_fits_and_says_by_what(
    release: Release, question: str, ids: set[str], filters: str
) -> None:
    card = _card(release, question)
    assert card.heading == "zones"
    assert {record.id for record in card.records} == ids
    assert filters in {text.en for text in card.filters}


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("biomedicine parks, how many km2 each", 3.1),
        ("集成电路园区有哪些，各几平方公里", 4),
        ("parks in Jiading and how big each is", 2.67),
        ("临港的园区有哪些，各有多少企业", 168),
    ],
)
def test_each_member_with_the_figure_asked_for(
    release: Release, question: str, first: float
) -> None:
    card = _card(release, question)
    assert card.heading == "zones"
    assert card.lines[0].figures[0].value == first
    assert all(line.figures or line.missing for line in card.lines)


@pytest.mark.parametrize(
    "question",
    [
        "what land do the featured parks in Pudong cover",
        "浦东的特色园区面积共多少",
        "上市培育基地打算培育多少家",
    ],
)
def test_a_total_or_a_plan_is_no_list(release: Release, question: str) -> None:
    assert _card(release, question).heading != "zones"


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("robotics park and Maqiao: which district, how big", {3.09, 15.7}),
        ("碳谷绿湾和宝武碳中和园在哪个区、多大", {8.58, 2.14}),
    ],
)
def test_two_parks_side_by_side(release: Release, question: str, values: set[float]) -> None:
    card = _card(release, question)
    assert len(card.records) == 2
    assert values <= {figure.value for figure in card.figures}
    assert sum(line.text is not None for line in card.lines) == 2


def test_each_name_is_told_from_the_next_and_every_district_is_shown(release: Release) -> None:
    card = _card(release, "which are the 100-billion-yuan clusters")
    context = RenderContext(release, dict(read_translators())["en"], TODAY)
    heading, *lines = body_lines(context, card, 1)
    assert heading == "### 11 clusters · 100-billion-yuan"
    assert [line.split(":")[0] for line in lines] == [
        "- Pudong",
        "- Minhang",
        "- Baoshan",
        "- Jiading",
        "- Jinshan",
        "- Xuhui",
        "- Yangpu",
    ]
    assert lines[0] == "- Pudong: full-chain integrated circuits +3"


def test_it_says_that_other_names_are_not_stated(release: Release) -> None:
    card = _card(release, "all fourteen feature track areas by name")
    assert len(card.records) == 7
    assert any(line.text and "other eight" in line.text.en for line in card.lines)


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("number of parks in each of the three batches", ["zn-26", "zn-40", "zn-b3"]),
        ("how many parks brought batch one and batch two", ["zn-26", "zn-40"]),
        ("特色产业园三批各有几个", ["zn-26", "zn-40", "zn-b3"]),
        ("featured parks in 2022: how many? and the goal for 2026?", ["zn-53", "zn-60"]),
        ("特色园区2022年有几个、面积多大，2026年目标是几个", ["zn-53", "zn-60"]),
    ],
)
def test_parks_by_batch_and_year(release: Release, question: str, ids: list[str]) -> None:
    assert [record.id for record in _card(release, question).records] == ids


@pytest.mark.parametrize(
    "question",
    ["the cluster call of 2023 against that of 2024", "市级集群23年和24年的申报条件有啥不同"],
)
def test_two_calls_with_all_that_each_asks_for(release: Release, question: str) -> None:
    card = _card(release, question)
    assert [record.id for record in card.records] == ["cl-apply", "cl-apply24"]
    assert [len(line.figures) for line in card.lines] == [4, 5]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("Shanghai little giants year by year", {262, 685, 857, 1026}),
        ("上海历年小巨人数量", {262, 685, 857, 1026}),
        ("how many little giants in Shanghai", {1026}),
        ("今年年初上海小巨人多少家", set[float]()),
    ],
)
def test_a_count_over_the_years(release: Release, question: str, values: set[float]) -> None:
    found = {figure.value for figure in _card(release, question).figures}
    assert values <= found
    assert (262 in found) == (262 in values)


@pytest.mark.parametrize(
    ("question", "number"),
    [("闵行有几个国家级中小企业集群", 3), ("how many national clusters in Pudong?", 2)],
)
def test_a_count_that_no_record_states_is_that_of_the_list(
    release: Release, question: str, number: int
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.heading == "zones"
    assert len(card.lines) == number


@pytest.mark.parametrize(
    "question", ["biotech startup, where should we set up?", "做氢能的，落户哪里好"]
)
def test_a_place_for_a_trade_is_a_list_of_parks(release: Release, question: str) -> None:
    assert answer_question(release, question, TODAY).cards[0].heading == "zones"
