"""Finding by name, by pinyin and by half a word."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.answers.read.firm_facts import firm_of
from bot.domain.answers.read.query import Query
from bot.domain.release import Release
from bot.domain.text import normalise
from tests.domain.conftest import TODAY


def first(release: Release, question: str) -> str:
    found = answer_question(release, question, TODAY)
    assert found.cards, question
    return found.cards[0].record.id


@pytest.mark.parametrize(
    "question",
    [
        "guarantee per firm",
        "guarentee per frim",
        "单户担保额度",
        "單戶擔保額度",
        "danhu danbao edu",
        "dan hu dan bao e du",
    ],
)
def test_one_question_in_many_spellings_has_one_answer(release: Release, question: str) -> None:
    assert first(release, question) in ("d24-guar", "a25-guar")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("our turnvoer, elegible?", "our turnover, eligible?"),
        ("a folder of German calling cards", "a folder of german calling cards"),
        ("above-scale firms", "above-scale firms"),
        ("松江有哪些集裙", "松江有哪些集群"),
        ("仆东的担宝费率", "浦东的担保费率"),
        ("上股交，公积金，房贷", "上股交,公积金,房贷"),
    ],
)
def test_only_slips_of_the_keyboard_are_mended(release: Release, typed: str, meant: str) -> None:
    assert release.index.without_slips(typed) == meant


@pytest.mark.parametrize("district", ["静安", "静安区", "Jing'an", "jingan", "Jingan District"])
def test_a_district_is_known_by_all_its_names(release: Release, district: str) -> None:
    assert first(release, f"{district} little giant award") == "aw-jingan"


@pytest.mark.parametrize("amount", ["3000万", "30 million", "30m", "三千万", "30,000,000"])
def test_an_amount_finds_what_it_is_the_amount_of(release: Release, amount: str) -> None:
    assert first(release, f"{amount} guarantee") in ("d24-guar", "a25-guar")


def test_a_place_that_is_not_covered_is_named_as_such(release: Release) -> None:
    found = answer_question(release, "What does Shenzhen pay little giants?", TODAY)
    assert (found.status, found.cards, found.outside) == ("no-match", (), ("shenzhen",))


@pytest.mark.parametrize(
    "question",
    [
        "how many hukou points do employees of a little giant get?",
        "小巨人企业的高管子女入学怎么安排",
        "talent apartment in Lin-gang, rent?",
        "which little giant stock should I buy",
        "到张江科学会堂坐几号线",
        "企业所得税汇算清缴几号截止",
    ],
)
def test_another_subject_is_not_covered_even_with_a_title(release: Release, question: str) -> None:
    found = answer_question(release, question, TODAY)
    assert (found.status, found.cards) == ("no-match", ())
    assert found.outside


def test_another_subject_named_by_the_way_does_not_matter(release: Release) -> None:
    assert first(release, "3 patents of ours plus 2 from a university, enough for little giant?")
    assert first(release, "which taxes are eased for SRDI firms") == "d24-general"


def test_a_superseded_rule_is_given_only_when_asked_for(release: Release) -> None:
    assert first(release, "little giant main business share") == "little-giant-current"
    assert first(release, "little giant main business share in 2022") == "little-giant-2022"


def test_an_answer_is_the_same_every_time(release: Release) -> None:
    question = "How much does Pudong pay a new little giant?"
    assert answer_question(release, question, TODAY) == answer_question(release, question, TODAY)


@pytest.mark.parametrize(
    "typed",
    ["浦东", "浦东区", "pudong", "Pudong New Area", "pudongxinqu", "临港", "Zhangjiang", "陆家嘴"],
)
def test_a_district_resolves_from_what_people_type(release: Release, typed: str) -> None:
    assert release.names.districts.resolve(typed) == "pudong"


@pytest.mark.parametrize("typed", ["oriental beauty", "东方美谷", "dongfangmeigu", "dfmg"])
def test_a_zone_completes_from_what_people_type(release: Release, typed: str) -> None:
    assert "z-beautyvalley" in release.names.zones.complete(typed)


@pytest.mark.parametrize(
    ("kind", "typed", "first"),
    [
        ("districts", "pudnog", "pudong"),
        ("districts", "Hongkow", "hongkou"),
        ("districts", "minghang", "minhang"),
        ("districts", "杨蒲", "yangpu"),
        ("measures", "garantee fee", "fi-guar25"),
        ("measures", "compute vouchr", "ai-compute"),
        ("measures", "贷款贴心", "a25-interest"),
        ("zones", "oriental beuty", "z-beautyvalley"),
        ("industries", "biomedcine", "biomedicine"),
    ],
)
def test_a_misspelt_name_is_nearest_to_the_right_one(
    release: Release, kind: str, typed: str, first: str
) -> None:
    near = getattr(release.names, kind).nearest(typed)
    assert near[0] == first
    assert len(near) <= 3


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("measures", "banana split"),
        ("measures", "天气"),
        ("measures", "weather"),
        ("measures", "   "),
        ("zones", "nowhere park"),
        ("industries", "banana"),
        *(("districts", typed) for typed in ("Beijing", "北京", "Hangzhou", "New York", "Tokyo")),
    ],
)
def test_nothing_is_near_to_what_resembles_no_name(release: Release, kind: str, typed: str) -> None:
    assert getattr(release.names, kind).nearest(typed) == []


@pytest.mark.parametrize(
    ("question", "named", "not_named"),
    [
        ("贷款、担保", {"loan", "guarantee"}, set[str]()),
        ("class 1 IP", {"class-1-ip"}, set[str]()),
        ("how much does the city chip in", set[str](), {"chips"}),
        ("who grants the title", set[str](), {"subsidy"}),
        ("must we pay anybody for it", set[str](), {"award"}),
    ],
)
def test_the_terms_that_a_question_names(
    release: Release, question: str, named: set[str], not_named: set[str]
) -> None:
    concepts = release.index.parse(question).concepts
    assert named <= concepts
    assert concepts.isdisjoint(not_named)


@pytest.mark.parametrize(
    ("place", "district"),
    [
        ("临港", "pudong"),
        ("Zhangjiang", "pudong"),
        ("漕河泾", "xuhui"),
        ("North Bund", "hongkou"),
        ("安亭", "jiading"),
        ("五角场", "yangpu"),
        ("Zizhu", "minhang"),
        ("长兴岛", "chongming"),
    ],
)
def test_a_place_below_a_district_stands_for_it(
    release: Release, place: str, district: str
) -> None:
    said = normalise(f"{place}一家30人的芯片公司能拿什么")
    firm = firm_of(Query(release, release.index.parse(said), said, "get", TODAY))
    assert (release.names.districts.resolve(place), firm.district) == (district, district)


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("the payment rules, in force from?", True),
        ("the new method is effective from", True),
        ("the second batch of 2026, when?", True),
        ("lin-gang reward till when", True),
        ("we start from nothing, what can we get", False),
    ],
)
def test_a_time_is_asked_for_in_few_words(release: Release, question: str, *, asks: bool) -> None:
    assert ("when" in release.index.parse(question).intents) is asks


def test_a_stroke_stands_between_two_titles(release: Release) -> None:
    concepts = release.index.parse("main business share: srdi / little giant").concepts
    assert {"srdi", "little-giant"} <= concepts
    assert "srdi" not in release.index.parse("an srdi little giant").concepts
