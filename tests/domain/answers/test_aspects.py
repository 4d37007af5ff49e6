"""What a record does not speak of is said to be missing, whatever figures it has."""

import pytest

from bot.domain.answers.answer import AnswerCard
from bot.domain.answers.ask import answer_question
from bot.domain.answers.lookup.aspects import missing_aspect
from bot.domain.release import Release
from bot.domain.text import normalise_typed
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("record", "question", "missing"),
    [
        ("aw-jiading", "phone number of the Jiading office", "phone"),
        ("aw-jiading", "嘉定的联系电话", "phone"),
        ("ap-portal", "what is the website", None),
        ("a25-loan", "What interest rate does the SRDI loan have?", "interest-rate"),
        ("a25-loan", "专精特新贷的利率是多少", "interest-rate"),
        ("fi-national-int", "what is the interest rate", None),
        ("a25-loan", "how much has been lent so far", "paid-so-far"),
        ("z-aiisland", "rent in Zhangjiang AI Island", "rent"),
        ("z-aiisland", "AI岛租金多少", "rent"),
        ("shanghai-little-giants", "little giants in the ninth batch", "batch"),
        ("shanghai-little-giants", "第七批小巨人多少家", None),
        ("zn-40", "how many parks are in the 2nd batch", None),
        ("zn-40", "第三批园区有多少", "batch"),
        ("c25-1026-mix", "share of women among the founders", "women"),
        ("little-giant-current", "what is the phone number", None),
        ("a25-loan", "how large is the SRDI loan scheme", None),
        ("mfg26-firstset", "who decides on it, a committee?", "committee"),
        ("basic25", "which papers do we need", "documents"),
        ("basic25", "要交哪些材料", "documents"),
        ("lg26-docs", "which papers do we need", None),
        ("d24-costs", "is that per year or over how many years", "frequency"),
        ("d24-costs", "是按几年算的", "frequency"),
        ("aw-central", "每年都有吗", None),
        ("cm-roadshow", "一月一链下一场什么时候", "next"),
        ("aw-songjiang", "when do they transfer the money", "duration"),
        ("aw-songjiang", "奖金几月份打款", "duration"),
        ("pay25", "what is the deadline to pay", None),
        ("aw-huangpu", "rent subsidy for office in Huangpu", "office-rent"),
        ("aw-jingan", "静安租办公室补多少", "office-rent"),
        ("ai-compute", "how much rent for gpu servers in the office is subsidised", None),
        ("pay25", "what late interest do they owe us", "late-interest"),
        ("pay25", "晚付的罚息是多少", "late-interest"),
        ("sv-sme-centre", "who is the director there", "person"),
        ("sv-sme-centre", "负责人是谁", "person"),
        ("c25-1026-mix", "how many of them are on the STAR market", "exchange"),
        ("c25-1026-mix", "科创板上市的有几家", "exchange"),
        ("little-giant-round-2026", "what percentage of applicants got through", "success-rate"),
        ("little-giant-round-2026", "第八批有多少企业申报", "success-rate"),
        ("little-giant-current", "how do we file for the eighth batch", None),
    ],
)
def test_the_aspect_that_no_text_speaks_of(
    release: Release, record: str, question: str, missing: str | None
) -> None:
    plain = normalise_typed(question, 200)
    assert missing_aspect(release.catalogue.records[record], plain) == missing


@pytest.mark.parametrize(
    "question",
    [
        "How much SRDI loan money has been paid out so far?",
        "What does office space cost per sqm in Zhangjiang AI Island?",
        "嘉定经委管奖励的电话多少？",
        "How many firms lost their little giant title in Shanghai?",
        "How many of the 100 clusters on the 2025 national list are in Shanghai?",
        "25年第三季度普惠小微贷款余额到底多少亿",
        "which banks take part in the 400 billion SRDI loan scheme?",
        "How much can one company borrow under the 400 billion scheme?",
        "Fengxian wants 1,500 SRDI firms by 2027, how many has it today?",
        "松江的奖跟国家的能不能一起拿",
        "虹口小巨人补贴找哪个委办",
        "'Source of Power' park in Lin-gang: city level or district level?",
        "30% of the digital services contract, is there a ceiling in RMB?",
    ],
)
def test_the_answer_says_so_first_and_shows_no_figure(release: Release, question: str) -> None:
    answer = answer_question(release, question, TODAY)
    assert answer.status == "not-stated"
    card: AnswerCard = answer.cards[0]
    assert card.is_not_stated
    assert not card.figures


@pytest.mark.parametrize(
    ("question", "record", "entry"),
    [
        (
            "How much does Minhang pay little giants under its 2025 scheme?",
            "aw-minhang25",
            "amounts",
        ),
        ("闵行给第六批小巨人的奖是多少钱", "aw-minhang25", "amounts"),
        ("长宁的公司刚评上国家小巨人，区里给多少", "aw-changning", "little-giant-award"),
        ("bonus of Putuo for a little giant review?", "aw-putuo", "review-little-giant-award"),
        ("黄浦区专精特新奖励办法有效期到哪天", "aw-huangpu", "validity"),
    ],
)
def test_an_award_says_in_its_own_words_what_is_not_stated(
    release: Release, question: str, record: str, entry: str
) -> None:
    answer = answer_question(release, question, TODAY)
    award = release.catalogue.measures[record]
    assert answer.status == "not-stated"
    assert answer.cards[0].record == award
    assert answer.cards[0].lines[0].text == next(s.text for s in award.not_stated if s.id == entry)


@pytest.mark.parametrize(
    "question", ["until when does the Lin-gang award run", "临港奖励有效期到哪天"]
)
def test_until_when_an_award_is_valid_is_stated(release: Release, question: str) -> None:
    answer = answer_question(release, question, TODAY)
    assert (answer.status, answer.cards[0].record.id) == ("answered", "aw-lingang")


def test_an_award_that_ended_before_the_year_asked_does_not_answer_for_it(release: Release) -> None:
    answer = answer_question(release, "宝山2024年以后专精特新奖多少钱", TODAY)
    assert (answer.status, answer.cards[0].record.id) == ("not-stated", "aw-baoshan")


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("out of that SRDI loan pot how much is pure credit, without collateral", "a25-credit"),
        ("which form is needed for the little giant growth award", "a25-lg-growth"),
    ],
)
def test_a_related_record_that_speaks_of_it_answers(
    release: Release, question: str, record: str
) -> None:
    first = answer_question(release, question, TODAY).cards[0]
    assert first.record.id == record
    assert not first.is_not_stated


def test_what_a_firm_mentions_is_not_asked_for(release: Release) -> None:
    question = "we hold SRDI and rent an office in Xuhui, what money is there"
    answer = answer_question(release, question, TODAY)
    assert (answer.status, answer.cards[0].record.id) == ("answered", "aw-xuhui")


@pytest.mark.parametrize(
    ("question", "record", "says"),
    [
        ("can i apply twice in one year", "ap-once", "only once within a year"),
        ("is the Minhang service centre open on saturday", "sv-minhang", None),
    ],
)
def test_twice_a_year_and_opening_hours(
    release: Release, question: str, record: str, says: str | None
) -> None:
    line = answer_question(release, question, TODAY).cards[0].lines[0]
    assert line.record.id == record
    assert (says or "") in (line.text.en if line.text else "")
    assert (line.missing == "hours") == (says is None)
