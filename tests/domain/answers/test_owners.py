"""Questions about a firm's owner, sector, seat or name: a place named there decides nothing."""

from datetime import date

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.answers.read.elapsed import months_since
from bot.domain.release import Release
from bot.domain.text import Plain
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    "question",
    [
        "our shareholders are French, may the Minhang subsidiary file for srdi",
        "mother company in South Korea. can our Jiading firm be a little giant",
        "my boss asks whether a Canadian owned firm may apply",
        "股东在新加坡 上海这家能报专精特新吗",
        "美资企业可以申报小巨人吗",
        "创始人是香港人 公司在金山 能申请创新型吗",
        "can a trading company become a little giant?",
        "is a software firm ok for SRDI or only factories?",
        "服务业企业能评小巨人吗还是只有工厂",
    ],
)
def test_a_firm_of_any_owner_or_sector_may_apply(release: Release, question: str) -> None:
    first = answer_question(release, question, TODAY).cards[0]
    assert (first.record.id, first.lines[0].met) == ("m26-who", True)


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("our parent in Wuxi is a little giant, can we become one", "m26-who"),
        ("母公司在苏州 是小巨人 我们能评小巨人吗", "m26-who"),
        ("which loans are there for a Pudong firm with a Swiss parent", "m26-who"),
        ("which award do we get when we move to Songjiang", "m26-change"),
        ("搬到青浦给多少奖励", "m26-change"),
        ("两家公司合并报表 研发怎么算", "m26-change"),
        ("can our software company with 20m revenue become SRDI?", "m26-who"),
    ],
)
def test_what_is_about_something_else(release: Release, question: str, record: str) -> None:
    answer = answer_question(release, question, TODAY)
    assert not answer.cards or answer.cards[0].record.id != record


@pytest.mark.parametrize(
    ("question", "unstated"),
    [
        ("we are relocating from Baoshan to Ningbo, must we report it", None),
        ("srdi firm renamed, do we have to notify the district", None),
        ("after the merger with a Hefei firm, whom do we inform", "where a Shanghai firm"),
        ("if the little giant moves to Wuxi, is the title still valid", "whether a title stays"),
        ("厂子从宝山搬到昆山 要上报吗", None),
        ("公司更名后几个月内要报告", None),
        ("专精特新企业改名了 跟谁报备", "where a Shanghai firm"),
        ("搬到南通去 称号还算数吗", "whether a title stays"),
        ("We changed name and moved. what must we do so the SRDI title stays fine?", None),
        ("公司改名了，专精特新这边要做啥", None),
        ("we changed our name after getting SRDI, what now?", None),
        ("little giant, merged with another firm. what to do about the title", None),
        ("小巨人公司改名了咋办", None),
    ],
)
def test_a_firm_reports_a_new_name_or_seat(
    release: Release, question: str, unstated: str | None
) -> None:
    answer = answer_question(release, question, TODAY)
    first = answer.cards[0]
    assert (answer.outside, first.record.id) == ((), "m26-change")
    assert first.is_not_stated is bool(unstated)
    said = [line.text.en for line in first.lines if line.text]
    assert (unstated or "within three months") in said[0].replace("\n", " ")
    assert len([t for t in said if "within three months" in t.replace("\n", " ")]) == 1


@pytest.mark.parametrize(
    "question",
    [
        "can Wuxi firms get this award",
        "do Qingdao companies qualify for the Shanghai awards",
        "our company is in Ningbo, may we apply for srdi in Shanghai",
        "can a firm from another province apply for the Shanghai little giant",
        "公司注册在合肥，能拿上海的奖励吗",
        "我们在无锡，能拿上海小巨人奖励吗",
        "外地企业可以申报上海专精特新吗",
        "我们公司不在上海，能拿奖励吗",
    ],
)
def test_a_firm_elsewhere_must_be_registered_here(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert (card.record.id, card.lines[0].met) == ("ap-basic", False)
    assert {line.record.id for line in card.lines if line.figures} == {"aw-jingan"}


@pytest.mark.parametrize(
    "question",
    [
        "registered in Shanghai, plant in Kunshan. srdi possible?",
        "公司注册在上海，工厂在南通，能报专精特新吗",
        "我们杭州的分公司能拿那边的奖励吗",
        "can our firm get an award for a little giant there in Hangzhou",
        "苏州企业能申请上海的算力券吗",  # no source says where it must be registered
    ],
)
def test_a_place_that_is_not_the_seat_decides_nothing(release: Release, question: str) -> None:
    answer = answer_question(release, question, TODAY)
    assert all(line.met is None for card in answer.cards for line in card.lines)


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("we changed our company name in Feb and never told anyone, problem?", "late"),
        ("little giant, changed name 5 months ago, nobody told miit. trouble?", "late"),
        ("merged with another firm in January 2026 and never reported", "late"),
        ("二月份公司改名，没报，要紧吗", "late"),
        ("moved our registered office in October, SRDI holder, must we report by now?", "in-time"),
        ("我们搬了两周了，还没上报，超期了吗", "in-time"),
        ("renamed in August, not reported yet. late?", None),
        ("we moved in march and reported in april, do we keep the title", None),
    ],
)
def test_a_report_is_late_or_in_time(release: Release, question: str, role: str | None) -> None:
    first = answer_question(release, question, date(2026, 11, 26)).cards[0].lines[0]
    assert (first.record.id, first.role) == ("m26-change", role)


@pytest.mark.parametrize(
    "question",
    [
        "sole trader, can I get the srdi title",
        "our Shanghai branch wants to become a little giant, possible?",
        "My client is a Guangdong company with a Shanghai branch office. Can it apply for SRDI?",
        "we are an unincorporated workshop, srdi?",
        "个体工商户能评专精特新吗",
        "上海分公司能单独申报专精特新吗",
        "个体户可以申报小巨人伐",
    ],
)
def test_an_applicant_is_a_legal_person(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert (card.record.id, card.kind) == ("ap-basic", "check")
    assert (card.lines[0].role, card.lines[0].met) == ("branch", False)
    assert all(line.record.id != "aw-jingan" for line in card.lines)


@pytest.mark.parametrize(
    ("question", "months"),
    [("renamed in december", 1), ("renamed in january", 0), ("12月改名的", 1), ("2月改名的", 11)],
)
def test_a_month_without_its_year_is_the_last_one_of_that_name(question: str, months: int) -> None:
    assert months_since(Plain(question), (), date(2027, 1, 15)) == months
