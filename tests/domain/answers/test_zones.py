"""Lists of parks and clusters: what they are filtered by, and the figure asked of each."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from tests.domain.answers.first_card import first_card
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("question", "ids", "filters"),
    [
        ("parks Pudong planned in 2020", {"z-pdplan1", "z-pdplan2", "z-pdplan3"}, "planned 2020"),
        ("浦东2020年打算建的园区有哪些", {"z-pdplan1", "z-pdplan2", "z-pdplan3"}, "planned 2020"),
        (
            "which spots were shown to investors in 2024?",
            {"z-inv1", "z-inv2", "z-inv3", "z-inv4"},
            "promoted",
        ),
        ("招商推介的汽车园区有哪些", {"z-inv3", "z-inv4"}, "promoted"),
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
    card = first_card(release, question)
    assert card.kind == "zones"
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
    card = first_card(release, question)
    assert card.kind == "zones"
    assert card.lines[0].figures[0].value == first
    assert all(line.figures or line.missing for line in card.lines)


@pytest.mark.parametrize(
    "question",
    [
        "what land do the featured parks in Pudong cover",
        "浦东的特色园区面积共多少",
        "上市培育基地打算培育多少家",
        "我们在嘉定工业区，专精特新申请表送去哪",
        "SRDI firm in Zhangjiang, where do we go with the form",
    ],
)
def test_a_total_or_a_plan_is_no_list(release: Release, question: str) -> None:
    assert first_card(release, question).kind != "zones"


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("robotics park and Maqiao: which district, how big", {3.09, 15.7}),
        ("碳谷绿湾和宝武碳中和园在哪个区、多大", {8.58, 2.14}),
    ],
)
def test_two_parks_stand_side_by_side_with_their_areas(
    release: Release, question: str, values: set[float]
) -> None:
    card = first_card(release, question)
    assert len(card.records) == 2
    assert values <= {figure.value for figure in card.figures}
    assert sum(line.text is not None for line in card.lines) == 2


def test_it_says_that_other_names_are_not_stated(release: Release) -> None:
    card = first_card(release, "all fourteen feature track areas by name")
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
def test_parks_are_counted_by_batch_and_year(
    release: Release, question: str, ids: list[str]
) -> None:
    assert [record.id for record in first_card(release, question).records] == ids


@pytest.mark.parametrize(
    "question",
    ["the cluster call of 2023 against that of 2024", "市级集群23年和24年的申报条件有啥不同"],
)
def test_two_calls_tell_all_that_each_asks_for(release: Release, question: str) -> None:
    card = first_card(release, question)
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
def test_a_count_is_told_over_the_years_where_asked(
    release: Release, question: str, values: set[float]
) -> None:
    found = {figure.value for figure in first_card(release, question).figures}
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
    assert card.kind == "zones"
    assert len(card.lines) == number


@pytest.mark.parametrize(
    "question",
    [
        "biotech startup, where should we set up?",
        "做氢能的，落户哪里好",
        "we make chips. semiconductor parks in Shanghai?",
    ],
)
def test_a_place_for_a_trade_is_a_list_of_parks(release: Release, question: str) -> None:
    assert answer_question(release, question, TODAY).cards[0].kind == "zones"


@pytest.mark.parametrize(
    ("question", "first", "ids"),
    [
        ("sensor maker, which park", None, {"z-sensor", "c-jd-sensor"}),
        ("we build drones, where should we sit", None, {"z-drone", "c-js-drone"}),
        ("ship builder, where to go", None, {"z-ocean", "z-changxing"}),
        ("纺织厂去哪好", "c-js-fibre", {"c-js-fibre"}),
        ("做软件的放哪个园区好", None, {"z-track5", "c-sj-xc", "h-4"}),
        ("测绘无人机公司选址", None, {"z-drone", "c-js-drone"}),
        ("宝山的机器人园多大，在哪个镇", "z-robot", {"z-robot"}),
        ("robot parks?", None, {"z-maqiao", "z-robot", "z-pdplan1"}),
        ("parks in Waigaoqiao", None, {"z-waigaoqiao", "z-inv2"}),
        ("外高桥一共几个园区", None, {"z-waigaoqiao", "z-inv2"}),
    ],
)
def test_a_trade_or_a_place_leads_to_its_parks_and_clusters(
    release: Release, question: str, first: str | None, ids: set[str]
) -> None:
    card = first_card(release, question)
    assert {record.id for record in card.records} == ids
    assert card.kind == (None if first else "zones")


@pytest.mark.parametrize(
    ("question", "exists", "first"),
    [
        ("is there a logistics cluster in Qingpu?", "there-is", "c-qp-logistics"),
        ("does Songjiang have a satellite cluster", "there-is", "c-sj-sat"),
        ("徐汇有没有人工智能园区", "there-is", "z-westbund"),
        ("闵行有医疗器械园区吗", "there-is", "z-mhmed"),
        ("has Putuo a chip park?", "none-known", "z-icdesign"),
        ("青浦有没有化妆品集群", "none-known", "z-beautymake"),
        ("is Life Blue Bay a city-level park", "yes", "z-lifebay"),
        ("湾区食尚汇是市级的吗", "no", "z-js2"),
        ("are all clusters in Minhang national", "not-all", "c-mh-gene"),
        ("嘉定的园区都是市级的吗", "yes", "z-sensor"),
        ("宝山的园区都是市级的吗", None, "z-northsh"),
        ("how many AI parks in Shanghai", "known", "z-aiisland"),
        ("what parks are there for hydrogen", None, "z-h2port"),
    ],
)
def test_whether_there_is_one_or_all_are_of_a_level(
    release: Release, question: str, exists: str | None, first: str
) -> None:
    card = first_card(release, question)
    assert card.exists == exists
    assert card.record.id == first


@pytest.mark.parametrize(
    ("question", "award"),
    [
        ("award for a new little giant in Xujiahui", "aw-xuhui"),
        ("徐家汇的公司评上专精特新奖多少", "aw-xuhui"),
        ("五角场的企业新评上小巨人给多少钱", "aw-yangpu"),
    ],
)
def test_a_place_in_a_district_stands_for_it(release: Release, question: str, award: str) -> None:
    assert first_card(release, question).record.id == award


@pytest.mark.parametrize(
    ("question", "within", "without"),
    [
        ("which parks are in Lin-gang", {"z-dongfangxingang", "z-ocean"}, {"z-icdesign"}),
        ("做新能源车的园区有哪些", {"z-inv4"}, {"z-robot"}),
        ("parks in Fengxian", {"z-beautyvalley", "z-hydrogen"}, {"z-robot"}),
        ("2022年第一批国家级集群有哪五个", {"c-js-fibre", "c-pd-autochip"}, {"c-js-drone"}),
        ("parks added in the third batch, 2022", {"z-shulian", "z-baowu"}, {"z-robot"}),
        ("Baoshan's 100-billion industries, both by name", {"h-6", "h-7"}, {"h-1"}),
        ("what 100-billion clusters will Pudong get", {"h-1", "h-2"}, {"h-6"}),
        ("what are Baoshan's hundred-billion clusters", {"h-6", "h-7"}, {"h-1"}),
        ("去年发布的区级特色赛道，点了名的有啥", {"z-track1", "z-track6"}, {"h-1"}),
        ("clusters in Songjiang and Qingpu as of 2023", {"c-qp-beidou", "c-qp-info"}, {"h-6"}),
        ("clusters of Minhang, city and national", {"c-mh-gene", "c-mh-metro"}, {"h-5"}),
        ("闵行国家级和市级集群都要", {"c-mh-gene", "c-mh-metro"}, {"h-5"}),
        ("hydrogen sites", {"z-hydrogen", "z-h2port"}, {"z-robot"}),
        ("lingang area parks, list", {"z-ocean", "z-largeaircraft"}, {"z-icdesign"}),
        ("what does each of the future zones do", {"z-fneo", "z-fzj", "z-flg"}, {"z-robot"}),
    ],
)
def test_zones_are_listed_by_place_year_and_batch(
    release: Release, question: str, within: set[str], without: set[str]
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    ids = {record.id for record in card.records}
    assert card.kind == "zones"
    assert within <= ids
    assert ids.isdisjoint(without)


def test_zones_are_listed_with_their_areas(release: Release) -> None:
    card = answer_question(release, "chip parks with their sizes", TODAY).cards[0]
    assert {2.67, 2.78, 4.0, 5.45} <= {figure.value for figure in card.figures}
