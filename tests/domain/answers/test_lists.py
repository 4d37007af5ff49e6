"""Lists of a kind of support: offers to firms, the kind asked for first, totals marked."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.data.models import Measure
from bot.domain.eligibility.matching import offered, worth_of
from bot.domain.release import Release
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("哪些贷款可以申请", "loan"),
        ("which loans can I get in Minhang", "loan"),
        ("我们公司能拿到哪些补贴", "subsidy"),
        ("what subsidies are there?", "subsidy"),
        ("which loans are there for small firms", "loan"),
        ("any subsidies", "subsidy"),
    ],
)
def test_offers_of_the_kind_asked_for_stand_first(
    release: Release, question: str, kind: str
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "records"
    measures = [r for r in card.records if isinstance(r, Measure)]
    assert len(measures) == len(card.records) > 3
    now = [release.catalogue.status(m, TODAY) != "in-force" for m in measures]
    others = [
        (over, m.kind != kind, worth_of(m)[0] in ("total", "unknown"))
        for over, m in zip(now, measures, strict=True)
    ]
    assert others == sorted(others)
    assert all(offered(m) for m in measures)
    for line, measure in zip(card.lines, measures, strict=True):
        assert (line.role == "total") == (worth_of(measure)[0] == "total")


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("徐汇的AI初创，18个人，租算力，有什么支持", "ai-compute"),
        ("松江的厂，今年第一次过2000万销售，能申请什么", "a25-abovescale"),
        ("SRDI software firm moving to Pudong. benefits?", "aw-pudong"),
    ],
)
def test_what_a_clause_describes_is_in_sight(release: Release, question: str, first: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "matches"
    over = release.catalogue.status(release.catalogue.measures[first], TODAY) == "ended"
    assert [r.id for r in card.records].index(first) == (2 if over else 0)


@pytest.mark.parametrize(
    ("question", "within"),
    [
        ("Which subsidies came with the April 2025 measures?", {"a25-interest", "a25-digital"}),
        ("企业办事有哪些官方服务渠道？", {"sv-12345", "sv-cloud"}),
        ("专精特新能用的贷款、担保有哪些", {"d24-loan", "d24-guar"}),
        ("which city loan and guarantee offers are there for SRDI firms", {"a25-loan", "a25-guar"}),
        ("复核通过也给钱的是哪些区", {"aw-jingan", "aw-qingpu", "aw-changning"}),
        ("区级专精特新也有奖励的有哪几个区", {"aw-songjiang", "aw-yangpu", "aw-fengxian"}),
        (
            "注册地在奉贤和松江之间纠结，首次市级专精特新哪个区给得多",
            {"aw-fengxian", "aw-songjiang"},
        ),
    ],
)
def test_a_list_holds_what_is_asked_for(release: Release, question: str, within: set[str]) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert within <= {record.id for record in card.records}


def test_a_list_that_no_source_gives_names_what_is_known(release: Release) -> None:
    answer = answer_question(release, "can you list the 20 measures of April 2025", TODAY)
    assert (answer.status, answer.cards[0].exists) == ("answered", "incomplete")
    known = [line.text.en for line in answer.cards[0].lines if line.text]
    assert any(name.startswith("Interest subsidy on credit loans") for name in known)


@pytest.mark.parametrize(
    "question",
    ["nobody at the office answers us, which number can we ring", "没人理我们，打哪个电话"],
)
def test_a_number_to_call_is_given_where_no_subject_is_named(
    release: Release, question: str
) -> None:
    answer = answer_question(release, question, TODAY)
    assert any("12345" in line.text.en for line in answer.cards[0].lines if line.text)


def test_what_has_ended_comes_after_what_is_in_force(release: Release) -> None:
    card = answer_question(release, "What subsidies are there?", TODAY).cards[0]
    measures = [r for r in card.records if isinstance(r, Measure)]
    ended = [release.catalogue.status(measure, TODAY) != "in-force" for measure in measures]
    assert len(measures) > 3
    assert ended == sorted(ended)


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("24年12月说园区里帮企业降哪些成本", "d24-costs"),
        ("under which rules do SME clusters come about, who issued them", "cl-rule"),
    ],
)
def test_one_record_says_it(release: Release, question: str, record: str) -> None:
    assert answer_question(release, question, TODAY).cards[0].record.id == record


def test_an_offer_that_a_number_decides_is_no_list(release: Release) -> None:
    question = "little giant, sales up 25% two years running. Anything for us?"
    card = answer_question(release, question, TODAY).cards[0]
    assert (card.record.id, card.kind, card.lines[0].met) == ("a25-lg-growth", None, True)


@pytest.mark.parametrize(
    "question",
    ["Districts that hand half a million to a new little giant?", "哪几个区新小巨人给五十万的"],
)
def test_the_districts_that_pay_a_sum_are_listed(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "award-districts"
    assert {figure.value for figure in card.figures} == {500_000}


@pytest.mark.parametrize(
    "question",
    ["what all do they check for SRDI. bullet points", "which conditions? SRDI, bullet list"],
)
def test_every_requirement_is_listed_where_bullets_are_asked_for(
    release: Release, question: str
) -> None:
    assert answer_question(release, question, TODAY).cards[0].kind == "requirements"


@pytest.mark.parametrize(
    ("question", "districts"),
    [
        ("where does a new little giant bring 300k", {"yangpu"}),
        ("小巨人给40万的区，报名字", {"huangpu", "songjiang"}),
        ("which of the district awards have already expired", {"pudong", "minhang", "baoshan"}),
        ("哪些区的小巨人奖励已经过期", {"pudong", "minhang", "baoshan"}),
    ],
)
def test_the_districts_of_one_sum_or_whose_awards_ended(
    release: Release, question: str, districts: set[str]
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "award-districts"
    assert {d for r in card.records if isinstance(r, Measure) for d in r.districts} == districts


def test_a_firm_in_lin_gang_gets_the_award_of_lin_gang_first(release: Release) -> None:
    question = "we are a new little giant in Lin-gang, 40 people, chips, what can we get?"
    first = answer_question(release, question, TODAY).cards[0].records[0]
    assert first.id == "aw-lingang"


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("a broker offers a 100m guarantee-fund loan at 0.425%. legit?", "fi-guar-ad"),
        ("中介说担保基金贷能做1个亿、费率0.425%，靠谱吗", "fi-guar-ad"),
        ("Subsidy for a firm putting over 100 million a year into basic research?", "basic25"),
    ],
)
def test_an_offer_that_nothing_official_supports_is_warned_of(
    release: Release, question: str, record: str
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.record.id == record
    if record == "fi-guar-ad":
        assert not card.figures
        assert any("30 million yuan" in line.text.en for line in card.lines if line.text)


@pytest.mark.parametrize("question", ["哪个区给的钱多", "哪个区补得多", "which district pays most"])
def test_the_district_that_pays_most(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "award-districts"
    assert card.figures[0].value == 1_000_000


@pytest.mark.parametrize(
    "question",
    [
        "which awards and subsidies come automatically, without any form",
        "what support do we get with no application",
        "哪些奖励和贴息不用报材料",
    ],
)
def test_what_comes_without_an_application(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    measures = [r for r in card.records if isinstance(r, Measure)]
    assert {"a25-lg-growth", "a25-interest"} <= {m.id for m in measures}
    assert all(m.automatic for m in measures)
    ended = [release.catalogue.status(m, TODAY) != "in-force" for m in measures]
    assert ended == sorted(ended)


@pytest.mark.parametrize(
    "question",
    ["how many policies run without application?", "who gets the growth award without application"],
)
def test_no_list_is_asked_for_by_a_count_or_of_one_award(release: Release, question: str) -> None:
    assert answer_question(release, question, TODAY).cards[0].kind != "records"


@pytest.mark.parametrize(
    "question",
    [
        "what is in the December 2024 package",
        "list every point of the December 2024 package",
        "ten measures, what do they contain",
        "十条都包含什么",
        "10条措施都列一下",
    ],
)
def test_what_is_known_of_a_package_that_is_to_be_listed(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert (card.record.id, card.exists) == ("shanghai-2024-12", "incomplete")
    assert len(card.lines) == 11
    assert any(line.text and "Guarantee" in line.text.en for line in card.lines)


@pytest.mark.parametrize(
    ("question", "package"),
    [
        ("二十条里担保多少", "shanghai-2025-04"),
        ("what do the 20 measures say on guarantees", "shanghai-2025-04"),
        ("十条措施里贷款有多少", "shanghai-2024-12"),
        ("in the ten measures, how large are the loans", "shanghai-2024-12"),
    ],
)
def test_a_package_named_by_its_number_answers_alone(
    release: Release, question: str, package: str
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert {r.package for r in card.records if isinstance(r, Measure)} == {package}


@pytest.mark.parametrize("question", ["ten firms, which loans are there", "三条措施有哪些"])
def test_another_number_names_no_package(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.exists != "incomplete"


@pytest.mark.parametrize(
    "question",
    [
        "we're tight on cash, what could help",
        "cash flow problems at our workshop, any ideas?",
        "公司周转困难，有什么路子",
        "最近差钱，市里能帮啥",
    ],
)
def test_a_firm_short_of_money_gets_what_serves_a_loan(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "matches"
    assert "a25-loan" in {r.id for r in card.records}


@pytest.mark.parametrize(
    "question", ["our client hasn't paid, how do we complain?", "尾款收不回来怎么办"]
)
def test_an_unpaid_firm_is_told_where_to_turn(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert (card.record.id, card.is_not_stated) == ("pay25", False)
    assert "12345" in (card.lines[0].text.en if card.lines[0].text else "")
