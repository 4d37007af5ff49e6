"""The first lines of an answer hold what was asked, in the language of the question."""

from datetime import date
from typing import Final

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from bot.domain.text import has_chinese
from bot.i18n.translator import read_translators
from bot.ui.context import RenderContext
from cogs.ask.cards import answer_card
from tests.card_budget import texts_of

_TODAY: Final = date(2026, 11, 26)


def first_lines(release: Release, question: str, number: int) -> str:
    lang = "zh" if has_chinese(question) else "en"
    context = RenderContext(release, read_translators()[lang], _TODAY)
    card = answer_card(context, answer_question(release, question, _TODAY))
    return "\n".join(texts_of(card).splitlines()[:number])


@pytest.mark.parametrize(
    ("question", "first", "below"),
    [
        ("is it 262, 500 or 700 little giants in shanghai today", "### 1,026 firms", "262 firms"),
        ("little giants nationwide now, 14,600 or 17,600?", "### 17,600 firms", "14,600 firms"),
        ("全国小巨人现在是14600还是17600", "### 1.76万家", "1.46万家"),
        ("上海专精特新企业现在多少家，网上说1万和12800的都有", "### 超过1.2万家", "超过1万家"),
    ],
)
def test_the_newest_count_comes_before_those_a_question_names(
    release: Release, question: str, first: str, below: str
) -> None:
    assert first_lines(release, question, 1).startswith(first)
    assert below in first_lines(release, question, 5)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("is shanghai number one for little giants?", "Shanghai ranks third in the country"),
        ("which cities are ahead of shanghai in little giants", "Shanghai ranks third"),
        ("where does shanghai stand nationally in srdi firms", "Shanghai was the first city"),
        ("上海小巨人在全国排第几名", "上海居全国第三"),
        ("上海专精特新在全国什么位置", "上海专精特新企业全国率先突破万家"),
    ],
)
def test_the_rank_comes_before_the_count(release: Release, question: str, first: str) -> None:
    assert first in first_lines(release, question, 1)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("total money paid to srdi firms in shanghai in 2024?", "### Not stated: how much"),
        ("what did pudong spend on little giant awards in total", "### Not stated: how much"),
        ("去年市里给小巨人总共发了多少奖金", "### 未查到累计发放金额"),
        ("2025年贴息一共发了多少", "### 未查到累计发放金额"),
    ],
)
def test_a_sum_paid_in_all_is_no_count_and_no_award(
    release: Release, question: str, first: str
) -> None:
    assert first_lines(release, question, 1).startswith(first)


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("how many firms are on the srdi board today", "8 firms"),
        ("上股交专精特新专板现在有多少家企业上板", "8家"),
    ],
)
def test_the_nearest_known_count_stands_below_one_that_is_not_stated(
    release: Release, question: str, known: str
) -> None:
    assert known in first_lines(release, question, 3)


@pytest.mark.parametrize(
    ("question", "first", "below"),
    [
        (
            "deadline for the model voucher and max amount?",
            "Up to 5 million yuan",
            "No source found states a deadline",
        ),
        (
            "how much is the guarantee cap and which banks take part",
            "Up to 30 million yuan",
            "Not stated: which banks",
        ),
        (
            "Boss: little giant title expires if we dont update by 30 april, is that still so?",
            "The update is due by 31 May",
            "No source found states what happens",
        ),
        ("模型券啥时候截止，最多多少", "最高500万元", "所查来源未载明模型券的申请截止时间"),
        ("错过复核称号还有吗，称号几年有效", "3年", "所查来源未载明"),
        ("每年啥时候要更新信息？忘了会咋样", "5月31日", "所查来源未载明"),
    ],
)
def test_what_is_known_comes_before_what_is_not_stated(
    release: Release, question: str, first: str, below: str
) -> None:
    assert first in first_lines(release, question, 1)
    assert below in first_lines(release, question, 3)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("had a tax evasion fine in 2024, are we out?", "Tax evasion is no longer named"),
        ("area of zhangjiang ai island", "Not stated: the area of Zhangjiang AI Island"),
        ("points for each of the 23 indicators?", "evaluation (2024 No. 75)"),
        ("错过复核称号还保得住吗", "是否随即作废"),
        ("语料券封顶多少", "未查到：语料券补贴上限"),
    ],
)
def test_a_heading_names_what_is_not_stated(release: Release, question: str, first: str) -> None:
    assert first in first_lines(release, question, 1)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("is a software copyright ok as class I right", "No. Software copyrights are not"),
        ("does a chip layout design right count like a patent", "Layout designs"),
        ("is Carbon Valley Green Bay a city-level park, yes or no", "Not confirmed"),
        ("do you need the market share proof for little giant", "No third-party proof"),
        ("一类知识产权具体包含哪些？软著算吗", "软件著作权不在Ⅰ类知识产权之列"),
        ("华东无人机基地是市级的吗", "未经证实"),
        ("小巨人申报要不要市占率证明", "无须提供第三方市场占有率证明"),
        ("When did the private economy regulation come into force", "20 October 2025"),
        ("平台信息啥时候更新", "5月31日"),
    ],
)
def test_a_rule_a_status_or_a_date_is_the_heading(
    release: Release, question: str, first: str
) -> None:
    assert first in first_lines(release, question, 1)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Where in Jiading do i hand in the papers", "Room 712, No. 200 Huiyuan Road"),
        ("whats the website to upload the srdi application", "www.ssme.sh.gov.cn"),
        ("嘉定材料交到哪里", "汇源路200号712室"),
        ("闵行纸质材料送到哪里", "七莘路412号1301室"),
    ],
)
def test_an_address_comes_first_and_once(release: Release, question: str, first: str) -> None:
    assert first in first_lines(release, question, 1)
    assert first_lines(release, question, 12).count(first) == 1


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("30% interest subsidy: 30% of what", "Not stated: what the percentage is a share of"),
        ("那个30%贴息到底是什么的30%", "未查到该比例的计算基数"),
        ("listing help? we want to go to STAR market in 2 yrs", "The city will set up a base"),
        ("有没有上市辅导", "上海将建立"),
        ("谁说了算，区里还是市里", "市经济信息化委"),
        ("小聚人今年啥时候截止报名啊", "2026年5月25日（已截止）"),
        ("2023年的28条还有效吗，那个50万研发资助还能申请么", "最高50万元"),
        ("街道办拖欠我们工程款，法律规定最晚多少天要付", "不超过30天"),
    ],
)
def test_the_first_line_is_what_was_asked(release: Release, question: str, first: str) -> None:
    assert first in first_lines(release, question, 1)


@pytest.mark.parametrize(
    ("question", "outside"),
    [
        ("does Suzhou pay more than Shanghai for new little giants", "Suzhou"),
        ("苏州小巨人奖励比上海多吗", "苏州"),
    ],
)
def test_a_place_outside_is_named_below_the_rest(
    release: Release, question: str, outside: str
) -> None:
    assert outside in first_lines(release, question, 20)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (
            "who pays more, hongkou or huangpu?",
            "### New little giant: Hongkou pays more; first SRDI title: Huangpu pays more",
        ),
        (
            "普陀和虹口哪个奖得多",
            "### 新认定“小巨人”：两地均为50万元；首次认定专精特新：两地均为10万元",
        ),
        ("静安和虹口复核奖哪个高", "### “小巨人”复核：静安区最高25万元、虹口区25万元；"),
        (
            "xuhui or changning for little giants, who pays better",
            "### New little giant: Xuhui up to 500,000 yuan, Changning not stated",
        ),
        ("are there 53 or 55 parks", "### Both exist: 53 zones and 55 zones"),
        ("基金到底100亿还是1000亿", "### 两个数都有：100亿元和不低于1000亿元"),
    ],
)
def test_the_first_line_compares_each_award_and_both_numbers(
    release: Release, question: str, first: str
) -> None:
    assert first_lines(release, question, 1).startswith(first)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("output per sq km in the first two batches of parks", "In 2021 the first two batches"),
        ("the state council rule on paying SMEs on time", "Public bodies pay SMEs within 30 days"),
        ("average r&d intensity of shanghais little giants", "Shanghai's little giants are on"),
        ("where is the maqiao ai zone", "The Maqiao AI Innovation Pilot Zone in Minhang is"),
        ("大零号湾未来产业先导区在哪个区", "大零号湾未来产业先导区位于闵行区"),
        ("小巨人要准备啥材料", "据广州某区清单"),
    ],
)
def test_a_long_sentence_that_answers_stands_above_the_title(
    release: Release, question: str, first: str
) -> None:
    assert first_lines(release, question, 1).startswith(first)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("hospital hasn't paid for 75 days", "### Too long as a rule: 75 days"),
        ("a hospital wants 90 days in the contract, allowed?", "### Too long as a rule"),
        ("government office owes us for 45 days, legal?", "### Depends on who pays"),
        ("hospital pays our invoices after 20 days", "### Within the time limit: 20 days"),
        ("公立医院3个月没付款", "### 一般已超过付款期限：90天，期限60天"),
        ("区里单位45天还没付钱，违规吗", "### 视付款方和合同约定而定：45天"),
        ("is the above-scale award still available", "### Presumably no longer: Award for first"),
        ("规上奖励现在还有吗", "### 应已结束：首次升规奖励"),
        ("when did the 8th little giant batch close", "### 25 May 2026 (closed)"),
        ("broker offers 100m guarantee loan at 0.425%, real?", "### Do not rely on it"),
        ("what if we forget the 31 may update", "### Not stated: what happens to a firm that"),
        ("who counts as technology-based sme", "A technology-based SME has at most 500 staff, at"),
    ],
)
def test_the_first_line_is_a_verdict_on_what_the_firm_tells(
    release: Release, question: str, first: str
) -> None:
    assert first_lines(release, question, 1).startswith(first)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("pudong srdi award still on?", "### No, it has ended"),
        ("high-growth award, is it still going?", "### Presumably no longer"),
        ("lingang award still running?", "### Yes"),
        ("premium subsidy for tech loans still on?", "### No, it has ended"),
    ],
)
def test_whether_something_still_runs_gets_a_yes_or_no(
    release: Release, question: str, first: str
) -> None:
    assert first_lines(release, question, 1).startswith(first)


def test_two_amounts_of_which_none_is_decided_stand_together(release: Release) -> None:
    question = "which cash awards does the city pay, not the districts"
    assert "100,000 yuan or 300,000 yuan" in first_lines(release, question, 5)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("do I need SRDI before I apply for little giant?", "### Yes: valid SRDI SME title"),
        ("do we have to be an innovative sme before srdi", "### Yes: base-tier title"),
        ("申请小巨人之前要先有专精特新吗", "### 需要：须先取得"),
        ("we are a biotech startup with 12 people in zhangjiang", "### 12 kinds of support"),
        ("张江的生物医药初创公司，12人", "### 贵企业可能适用的政策"),
        ("loan", "### 8 measures"),
        ("担保", "### 3项政策措施"),
        ("how do i get a loan if my company has no collateral?", "### Not stated: at which banks"),
        ("没抵押能贷到款吗", "### 有，须符合条件：超过2000亿元"),
        ("can a sole trader apply", "### No, a branch or a sole trader is no legal person"),
        ("个体户能申请吗", "### 不能，分公司、个体工商户"),
        ("how many measures in April 2025", "### 20 measures"),
        ("handout for new little giants in jiading", "### 500,000 yuan"),
        ("fengxian award for a new little giant, and srdi firms by 2027", "### 500,000 yuan"),
    ],
)
def test_few_words_get_what_a_person_means(release: Release, question: str, first: str) -> None:
    assert first_lines(release, question, 1).startswith(first)
