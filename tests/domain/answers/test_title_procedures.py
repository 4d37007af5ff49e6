"""Who may apply for a title, when, where and how, and what keeps or loses it."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("can I fire an employee on sick leave", "no-match"),
        ("we fire someone, may we apply for a title", "answered"),
    ],
)
def test_to_fire_somebody_is_no_incident(release: Release, question: str, status: str) -> None:
    answer = answer_question(release, question, TODAY)
    assert answer.status == status
    assert "general-current" not in {record.id for card in answer.cards for record in card.shown}
    assert all(line.role != "open" for card in answer.cards for line in card.lines)


@pytest.mark.parametrize(
    "question", ["can we sell our little giant title", "我们公司可以把小巨人标志用在产品上吗"]
)
def test_what_is_done_with_a_title_is_no_check(release: Release, question: str) -> None:
    assert answer_question(release, question, TODAY).cards[0].kind != "check"


@pytest.mark.parametrize(
    ("question", "record", "silent"),
    [
        ("does dodging tax still bar a firm under the 2026 method", "general-current", True),
        ("偷漏税被罚过，新办法还卡不卡", "general-current", True),
        ("SRDI bid failed in spring, second attempt this autumn?", "ap-once", False),
        ("上半年专精特新落选，年内能重新申报吗", "ap-once", False),
        ("三月份专精特新没评上，后面批次还让再报一回吗", "ap-once", False),
        ("title lost over fabricated figures, may we reapply?", "m26-fraud", False),
        ("虚报数据被撤了称号，今年能再报吗", "m26-fraud", False),
    ],
)
def test_past_refusals_and_offences_find_their_rule(
    release: Release, question: str, record: str, silent: bool
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert (card.record.id, card.is_not_stated) == (record, silent)


@pytest.mark.parametrize(
    "question",
    ["a Korean-owned firm in Shanghai, can it be SRDI", "our parent is in France, SRDI possible?"],
)
def test_any_owner_may_apply(release: Release, question: str) -> None:
    assert answer_question(release, question, TODAY).cards[0].record.id == "m26-who"


@pytest.mark.parametrize(
    "question",
    [
        "registered in Nanjing with an office in Minhang, may we file for SRDI in Shanghai",
        "执照在昆山，上海只有销售，报上海专精特新行得通吗",
    ],
)
def test_a_firm_registered_elsewhere_reads_where_it_must_be(
    release: Release, question: str
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.record.id == "ap-basic"
    assert card.lines[0].text is not None
    assert "registered in Shanghai" in card.lines[0].text.en


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("our title is running out in 8 months, what now", "reviews it before expiry"),
        ("anything we must do every year to keep the SRDI title", "31 May"),
        ("怎么才能保住专精特新这个牌子", "3 years"),
        ("an SRDI title from 2024, does it stay valid", "stay valid until they expire"),
        ("our SRDI status ends in 2027. how do we get more years", "reviews it before expiry"),
        ("SRDI by the old rules, must we apply afresh", "stay valid until they expire"),
        ("专精特新按旧办法拿的，现在怎么处理", "stay valid until they expire"),
        ("小巨人年年要更新什么", "31 May"),
        ("what must we do each spring so the SRDI title remains valid", "31 May"),
        ("what have I to do every spring so the badge of SRDI stays alive", "31 May"),
        ("SRDI since 2024, 9m sales under the new bar: lose it?", "stay valid until they expire"),
    ],
)
def test_what_keeps_a_title_is_told(release: Release, question: str, says: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.record.id == "keeping-current"
    assert card.lines[0].text is not None
    assert says in card.lines[0].text.en


@pytest.mark.parametrize(
    ("question", "record", "stated"),
    [
        ("have we missed the little giant round this year?", "lg26-round", True),
        ("when can we file for little giant", "lg26-round", True),
        ("小巨人申报期", "lg26-round", True),
        ("专精特新什么时候可以申报", "ap-batches", True),
        ("when does the next batch of little giants open", "little-giant-round-2026", False),
        ("上海专精特新现在还能报吗", "ap-batches", False),
        ("科技型中小企业怎么报，有没有时间段", "tech-sme26-round", True),
        ("technology-based SME, what steps, any fixed window?", "tech-sme26-round", True),
        ("filing season 2026 for technology-based SMEs?", "tech-sme26-round", True),
        ("上海下一批什么时候报", "ap-batches", False),
        ("is there a date for a second SRDI batch in 2026", "ap-batches", False),
    ],
)
def test_when_to_apply_finds_its_round(
    release: Release, question: str, record: str, stated: bool
) -> None:
    found = answer_question(release, question, TODAY)
    assert found.cards[0].record.id == record
    assert (found.status == "answered") is stated


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("how can we find out our score", "definitions-current"),
        ("怎么查我们自己的评价得分", "definitions-current"),
        ("how do I check my score", "definitions-current"),
        ("can I check our srdi score online", "definitions-current"),
        ("how do we get the Minhang award of 2025, anything we must do", "aw-minhang25"),
        ("高成长奖励怎么申领，交什么表", "a25-lg-growth"),
        ("小巨人高成长奖励咋领，没看到表", "a25-lg-growth"),
        ("申报之前自家评价分怎么查", "definitions-current"),
        ("new here. what is the order of these titles", "little-giant-current"),
        ("这几个称号先拿哪个后拿哪个", "little-giant-current"),
        ("what must be filled in for the Minhang SRDI award of 2025", "aw-minhang25"),
        ("老板问：客户等下家付款再付我们，怎么跟他谈", "pay25"),
    ],
)
def test_how_to_get_something_finds_its_record(
    release: Release, question: str, record: str
) -> None:
    assert answer_question(release, question, TODAY).cards[0].record.id == record


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("which website takes the little giant papers", "ap-lgportal"),
        ("小巨人的表传到哪里", "ap-lgportal"),
        ("in the end, who approves little giants, Shanghai or the ministry?", "ap-lg"),
        ("小巨人最后归谁批", "ap-lg"),
        ("创新型中小企业由哪个部门认定", "ap-roles"),
        ("a broker asks 30,000 for a sure little giant title", "m26-nofee"),
        ("中介说包过专精特新，官方收费吗", "m26-nofee"),
        ("SRDI hard copy: what is in it and who signs", "ap-paper"),
        ("专精特新线下要交什么，谁签字", "ap-paper"),
        ("in which order do we collect the titles up to little giant", "little-giant-current"),
        ("创新型有几条路", "innovative-current"),
        ("SRDI subsidies: who decides", None),
        ("专精特新贷款在哪申请，什么网站", None),
    ],
)
def test_where_who_and_what_it_costs_find_their_procedure(
    release: Release, question: str, record: str | None
) -> None:
    procedures = {"ap-lgportal", "ap-lg", "ap-roles", "m26-nofee", "ap-paper", "ap-portal"}
    found = answer_question(release, question, TODAY).cards[0].record.id
    assert found == record if record else found not in procedures


@pytest.mark.parametrize(
    ("question", "record", "says"),
    [
        ("who do I call about SRDI", "ap-roles", "list of contacts"),
        ("SRDI contact", "ap-roles", "list of contacts"),
        ("district office phone for title", "ap-roles", "list of contacts"),
        ("专精特新找谁问", "ap-roles", "list of contacts"),
        ("little giant contact person", "ap-lg", "phone number"),
        ("小巨人申报谁能帮忙", "ap-lg", "phone number"),
        ("how long does approval take", "ap-steps", "decision by SHEITC"),
        ("when are srdi results announced", "ap-steps", "decision by SHEITC"),
        ("认定要多长时间", "ap-steps", "decision by SHEITC"),
        ("is profit required", "m26-who", "needs a profit"),
        ("can I apply for SRDI if we lost money last year", "m26-who", "needs a profit"),
        ("我们亏损了还能报吗", "m26-who", "needs a profit"),
        ("小巨人要不要盈利", "m26-who", "needs a profit"),
    ],
)
def test_what_no_source_states_of_an_application_is_named(
    release: Release, question: str, record: str, says: str
) -> None:
    found = answer_question(release, question, TODAY)
    [line, *_] = found.cards[0].lines
    assert (found.status, line.record.id) == ("not-stated", record)
    assert line.text is not None
    assert says in line.text.en


@pytest.mark.parametrize("question", ["where do I update our data", "在哪里更新信息"])
def test_where_something_is_done_is_told_by_its_steps(release: Release, question: str) -> None:
    [line, *_] = answer_question(release, question, TODAY).cards[0].lines
    assert line.record.id == "m26-update"
    assert line.text is not None
    assert "MIIT platform" in line.text.en


@pytest.mark.parametrize(
    "question",
    [
        "do banks lend to loss making srdi firms",
        "who can help us get a loan",
        "小巨人平均利润多少",
        "we are srdi, revenue 60m, profit 3m, can we be a little giant",
        "contact in Minhang for srdi",
    ],
)
def test_another_subject_is_not_answered_from_applications(release: Release, question: str) -> None:
    record = answer_question(release, question, TODAY).cards[0].record.id
    assert record not in {"ap-roles", "ap-lg", "ap-steps", "m26-who"}


@pytest.mark.parametrize(
    ("question", "needs"),
    [
        ("is srdi required for little giant", True),
        ("must we be srdi first before little giant", True),
        ("报小巨人必须先有专精特新吗", True),
        ("can an srdi firm become a little giant", False),
        ("专精特新和小巨人要有几个专利", False),
    ],
)
def test_whether_a_title_needs_the_lower_one(release: Release, question: str, needs: bool) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    first = card.lines[0]
    assert (first.role == "needed" and first.met is True) is needs


def test_what_is_asked_of_a_procedure_comes_before_its_steps(release: Release) -> None:
    question = "steps to little giant, and on which platform"
    lines = answer_question(release, question, TODAY).cards[0].lines
    assert lines[0].record.id == "ap-lgportal"
    assert any(line.record.id == "ap-lg" for line in lines[1:])


def test_a_holder_reads_the_conditions_before_whom_they_are_for(release: Release) -> None:
    question = "Minhang award of 2025 for little giants, what must we do to be paid"
    lines = answer_question(release, question, TODAY).cards[0].lines
    assert lines[0].text
    assert "monitoring" in lines[0].text.en
    said = [line.text.en for line in lines if line.text]
    assert len(set(said)) == len(said)


def test_steps_stay_in_their_order(release: Release) -> None:
    question = "what about the printed form, how is it to be stamped and signed"
    lines = answer_question(release, question, TODAY).cards[0].lines
    said = [line.text.en for line in lines if line.text]
    assert [s.split()[0] for s in said[:3]] == ["Print", "Stamp", "Have"]


def test_a_missed_update_is_not_answered_by_the_yearly_duties(release: Release) -> None:
    question = "forgot the 31 may update this year. do we lose the title now?"
    assert answer_question(release, question, TODAY).status == "not-stated"
