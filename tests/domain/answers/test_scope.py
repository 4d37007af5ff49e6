"""What is outside the scope, whatever words it shares with the data; and what only seems to be."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("question", "outside"),
    [
        ("subsidy for the social insurance of new staff", "staff-subsidies"),
        ("job retention subsidy, how do we claim", "staff-subsidies"),
        ("员工社保有没有补贴", "staff-subsidies"),
        ("稳岗补贴怎么领", "staff-subsidies"),
        ("残疾人就业保障金怎么申报", "staff-subsidies"),
        ("how do i deregister my firm", "company-formation"),
        ("公司不做了，怎么注销", "company-formation"),
        ("please recommend a lawyer", "other-permits"),
        ("介绍个律师", "other-permits"),
        ("good restaurant near People's Square", "eating-out"),
        ("hotel for tonight", "travel"),
        ("support for exporters", "exports"),
        ("help me draft a non compete clause for our cto", "labour-contract"),
        ("my mortgage rate is 3.9, should I refinance my flat", "housing"),
        ("外贸企业有什么补贴", "exports"),
        ("does hangzhou pay an srdi award", "hangzhou"),
        ("does beijing pay more than shanghai for startups", "beijing"),
        ("苏州比上海给得多吗", "suzhou"),
        ("please recommend an accounting firm", "other-permits"),
        ("帮我推荐个会计事务所", "other-permits"),
        ("大零号湾对面苏州的小巨人，30人，能拿什么奖", "suzhou"),
        ("in Grand neoBay, a little giant of Germany with 20 people, what awards?", "germany"),
    ],
)
def test_another_subject_is_named(release: Release, question: str, outside: str) -> None:
    answer = answer_question(release, question, TODAY)
    assert (answer.status, answer.cards, outside in answer.outside) == ("no-match", (), True)


@pytest.mark.parametrize(
    "question",
    [
        "we export 60 % of our output, can we become a little giant",
        "biomedicine parks, we make vaccines",
        "restaurant with 20 employees, anything for us?",
        "small hotel, loan guarantee",
        "can a dental clinic get a guarantee",
        "饭店20个人，有啥扶持",
        "酒店能不能申请担保",
        "can a hotel become a little giant",
        "开饭店能报专精特新吗",
        "move from Beijing, any award?",
        "我们从苏州搬来，有奖励吗",
        "we move from Suzhou to Minhang, do we get more than before",
        "my lawyer says the award is paid once",
        "foreign passport founder, can we get srdi",
    ],
)
def test_a_trade_or_where_a_firm_comes_from_is_no_other_subject(
    release: Release, question: str
) -> None:
    answer = answer_question(release, question, TODAY)
    assert answer.cards
    assert not answer.outside


@pytest.mark.parametrize(
    "question", ["do trademarks count as class 1 IP", "软件著作权、商标算一类知识产权吗"]
)
def test_a_right_that_a_title_may_count_is_no_other_subject(
    release: Release, question: str
) -> None:
    answer = answer_question(release, question, TODAY)
    assert answer.status == "answered"
    assert not answer.outside
