"""Questions that ask several things: each part is answered from the record that it is about."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.data.models import Measure
from bot.domain.release import Release
from tests.domain.answers.first_card import first_card
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        (  # the second part asks what the first one asks
            "area of the Bay Area Biomedical Port and of Carbon Valley Green Bay",
            {("z-bayport", 7.74), ("z-tangu", 8.58)},
        ),
        (  # a part that ends with a question mark of its own
            "湾区生物医药港多大？北上海生物医药园呢？",
            {("z-bayport", 7.74), ("z-northsh", 6.86)},
        ),
        (  # how many there are, and no list of them
            "上海国家级集群几个，市级园区又有几个",
            {("cl-14", 14.0), ("zn-55now", 55.0)},
        ),
        ("how many little giants and how many national clusters", {("cl-14", 14.0)}),
        ("语料券、模型券各给多少钱", {("ai-model", 3e8), ("ai-corpus", 1e8)}),
        ("市级集群申报，2023和2024两次的增速要求差在哪", {("cl-apply", 5.0), ("cl-apply24", 10.0)}),
        (  # it refers to the subject of the first part
            "Shanghai's fourteen national clusters: when from, and how many firms are in them?",
            {("cl-14", 3031.0)},
        ),
        (  # a batch is no subject
            "Central little giant money: number of firms in its first batch, what is set per firm?",
            {("aw-central", 1000.0), ("aw-central", 6e6)},
        ),
        (  # a dated part needs no subject of a later one
            "in January 2024, how many banks signed for the board, and investors at the roadshow?",
            {("cm-board-start", 10.0), ("cm-roadshow", 20.0)},
        ),
        (
            "9.0版营商方案几项措施？免申即享事项现有几项",
            {("shanghai-2026", 26.0), ("be26-noapply", 709.0)},
        ),
        (  # a part with a subject of its own, beside a record that is named
            (
                "Business environment plan 9.0, how many measures, and how many items come with "
                "no application?"
            ),
            {("shanghai-2026", 26.0), ("be26-noapply", 709.0)},
        ),
        (
            (
                "Per firm guarantee limit: the city's SRDI plan or the national private investment "
                "plan, where is it higher?"
            ),
            {("a25-guar", 3e7), ("pig26", 2e7)},
        ),
        (  # a note that ends as a question
            "seamless loan renewal: 2024 target? and medium firms, loans due until when",
            {("fi-renew", 1e12)},
        ),
        (  # neither side names a subject
            "20 measures against 10 measures, the same?",
            {("shanghai-2025-04", 20.0), ("shanghai-2024-12", 10.0)},
        ),
        ("max debt and least growth of a giant", {("little-giant-current", 75.0)}),
        (  # the sum asked of the first is not asked of the second
            "民间投资专项担保计划总共多大，单户最高提到几何",
            {("pig26", 5e11), ("pig26", 2e7)},
        ),
        (
            "首次升规的奖励和升规次年接着增长的奖励，最高各多少",
            {("a25-abovescale", 5e5), ("a25-growth-ind", 4e5)},
        ),
        (  # an event is not the number of firms in the city
            "How many little giants came to the show of December 2024?",
            {("d24-conf", 80.0)},
        ),
        (
            "2026年1月全国小巨人多少，专精特新多少",
            {("china-little-giants", 17_600.0), ("china-specialised", 140_000.0)},
        ),
        (  # the move is only told
            "现在在奉贤，打算搬去金山，新评小巨人两个区各给多少",
            {("aw-fengxian", 5e5), ("aw-jinshan", 6e5)},
        ),
        (  # each of two offers of one kind
            "corpus voucher against model voucher, which rate do I get",
            {("ai-model", 50.0), ("ai-corpus", 30.0)},
        ),
        (
            "how much may one SRDI borrower be guaranteed, and the plan in all?",
            {("a25-guar", 3e7), ("a25-guar", 2e10)},
        ),
        (
            "26年营商环境方案多少条？免申即享已有多少项",
            {("shanghai-2026", 26.0), ("be26-noapply", 709.0)},
        ),
        (  # a space stands for a comma
            "专精特新贷规模 每户担保上限",
            {("a25-loan", 4e11), ("a25-guar", 3e7)},
        ),
        (
            "staff limit of a technology based SME, and its limit of assets?",
            {("tech-sme26", 500.0), ("tech-sme26", 2e8)},
        ),
    ],
)
def test_each_part_has_its_figure(
    release: Release, question: str, figures: set[tuple[str, float]]
) -> None:
    lines = first_card(release, question).lines
    assert figures <= {(line.record.id, float(f.value)) for line in lines for f in line.figures}


@pytest.mark.parametrize(
    ("question", "record", "said"),
    [
        ("宝武碳中和园多大，在哪个区", "z-baowu", ""),
        ("which things count as rights of class I?", "definitions-current", "invention patents"),
        ("which city-level clusters does Jinshan have?", "c-js-opto", "optoelectronic"),
        ("When did the December 2024 conference take place, in which hall?", "d24-conf", "1 to 3"),
        ("which trouble of the past three years kicks a firm out?", "general-current", "accident"),
        ("what counts as a main product (for the titles)?", "main-product", ""),
        ("专板是个啥，和上市有没有关系", "srdi-board", ""),
        ("三大先导产业分别指哪三个", "leading-industries", ""),
        ("现行办法把优质企业分哪几档", "m26-tiers", "three tiers"),
        ("deadline for the loans of medium firms in loan renewal", "fi-renew-medium", "2027"),
        ("上海机器人产业园在哪个区", "z-robot", "Baoshan"),
        ("写个方案给领导看，金桥经开区面积多大", "z-jqetdz", ""),
    ],
)
def test_the_record_that_is_meant_answers_first(
    release: Release, question: str, record: str, said: str
) -> None:
    card = first_card(release, question)
    assert card.record.id == record
    assert said in " ".join(line.text.en for line in card.lines[:2] if line.text)


@pytest.mark.parametrize(
    ("question", "least"),
    [("创新型评分的六项指标是哪几个", 6), ("the items that are scored for innovative SMEs", 6)],
)
def test_the_items_of_a_score_are_named(release: Release, question: str, least: int) -> None:
    card = first_card(release, question)
    assert card.record.id == "innovative-current"
    assert len(card.lines) >= least


@pytest.mark.parametrize(
    "question",
    [
        "class I rights of an SRDI firm: the minimum, and any exception?",
        "专精特新要几项一类知产，能不能免除",
        "专精特新一类知产最少几项，有例外吗",
    ],
)
def test_an_exemption_that_is_asked_about_is_shown(release: Release, question: str) -> None:
    card = first_card(release, question)
    assert card.record.id == "specialised-current"
    assert [line.role for line in card.lines].count("exemption") == 2


def test_the_direct_routes_fit_one_line(release: Release) -> None:
    card = first_card(release, "direct conditions of an innovative SME, which ones?")
    assert card.lines[0].text
    named = ("science prize", "high-tech enterprise", "R&D body", "5 million yuan of new equity")
    assert all(name in card.lines[0].text.en for name in named)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("revenue that a giant needs", "revenue that a little giant needs"),
        ("staff of a technology-based SME", "staff of a technology based SME"),
        ("cap of the private-investment guarantee", "cap of the private investment guarantee"),
    ],
)
def test_two_spellings_mean_the_same(release: Release, one: str, other: str) -> None:
    assert release.index.parse(one).concepts == release.index.parse(other).concepts


@pytest.mark.parametrize(
    ("question", "record", "beside"),
    [
        (  # "no." ends no sentence
            "Fengxian 2027: target no. of SRDI firms? and little giant award there",
            "aw-fengxian",
            "c27-fengxian",
        ),
        # asked by itself
        (
            "where do we file for SRDI and how many times a year may a firm try?",
            "ap-portal",
            "ap-once",
        ),
        ("专精特新在哪报，一年能报几次", "ap-portal", "ap-once"),
        (  # of the same date
            "autumn 2021: how many valid SRDI firms in Shanghai and how many little giants",
            "shanghai-specialised",
            "shanghai-little-giants",
        ),
    ],
)
def test_a_clause_about_something_else_is_answered_beside_the_first(
    release: Release, question: str, record: str, beside: str
) -> None:
    card = first_card(release, question)
    assert (card.record.id, [line.record.id for line in card.other_parts]) == (record, [beside])
    assert [r.id for r in card.shown] == [record, beside]


def test_a_total_is_asked_for_without_a_word_that_asks(release: Release) -> None:
    card = first_card(release, "total of the bank loans, and the guarantee per borrower")
    kinds = {r.kind for r in card.shown if isinstance(r, Measure)}
    assert kinds == {"loan", "guarantee"}


def test_nothing_stands_beside_an_answer_that_says_all(release: Release) -> None:
    card = first_card(release, "how many SRDI firms does the city want, and by when?")
    assert not card.other_parts


@pytest.mark.parametrize(
    "question",
    [
        "digital service subsidy - what is the limit in yuan",  # only names what is asked about
        "the national private investment plan, credit for one borrower at most",
        "没奖没融资，创新型要多少分",  # tells what the firm lacks
    ],
)
def test_a_subject_or_a_fact_asks_for_nothing(release: Release, question: str) -> None:
    card = first_card(release, question)
    assert (len(card.records), card.other_parts) == (1, ())


def test_a_district_that_is_asked_about_stays_though_the_firm_is_registered_there(
    release: Release,
) -> None:
    card = first_card(
        release, "registered in Jing'an, taxed in Baoshan: Jing'an's interest subsidy, can we"
    )
    assert card.record.id == "fi-jingan-int"


@pytest.mark.parametrize(
    ("question", "record", "outside"),
    [
        ("max guarantee for an SRDI firm? and how do I get a visa", "a25-guar", "visa"),
        ("专精特新单户担保最高多少？另外工作签证怎么办", "a25-guar", "visa"),
    ],
)
def test_what_is_covered_is_answered_though_another_clause_is_not(
    release: Release, question: str, record: str, outside: str
) -> None:
    found = answer_question(release, question, TODAY)
    assert (found.cards[0].record.id, found.outside) == (record, (outside,))


@pytest.mark.parametrize(
    "question",
    [
        "in which district is the Caohejing metaverse park (Yuanchuang)?",
        "漕河泾那个元宇宙园在哪个区",
    ],
)
def test_a_place_that_is_not_stated_comes_before_what_else_is_known(
    release: Release, question: str
) -> None:
    assert first_card(release, question).is_not_stated


@pytest.mark.parametrize(
    ("question", "zone"),
    [
        ("smart sensor park: which district, how large", "z-sensor"),
        ("智能传感器园在哪个区，多大", "z-sensor"),
        ("how large is the IC design park", "z-icdesign"),
    ],
)
def test_a_park_is_found_by_its_short_name(release: Release, question: str, zone: str) -> None:
    card = first_card(release, question)
    assert card.record.id == zone
    assert [f.id for f in card.figures] == ["area"]
