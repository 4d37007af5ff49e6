"""The heading of an answer says what was asked."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from bot.ui.context import RenderContext
from cogs.ask.cards import answer_card
from tests.card_budget import texts_of


@pytest.mark.parametrize(
    ("question", "en", "zh"),
    [
        (
            "Is our debt ratio of 75% too high for SRDI?",
            "Within the limit: A debt ratio",
            "符合，未超限：上年末资产负债率",
        ),
        (
            "Is our debt ratio of 85% too high for SRDI?",
            "Outside the limit: A debt",
            "不符合，超出限制：上年末",
        ),
        (
            "debt ratio of 75%, can we become SRDI?",
            "Yes, you meet this: A debt",
            "这一项达标：上年末资产负债率",
        ),
        (
            "debt ratio of 85%, can we become SRDI?",
            "No, this rule is not met: A debt ratio of at most 80 percent at the end",
            "不符合，要求是：上年末资产负债率不超过80%（贵企业：85%）",
        ),
        (
            "we hold no innovative title, can we apply for SRDI?",
            "No: base-tier title needed first",
            "不符合：尚缺科技和创新型中小企业称号",
        ),
        (
            "a little giant owns us. may we become one too?",
            "No, you cannot apply: controlling relation with a little giant",
            "不能报：与“小巨人”企业存在控股关系",
        ),
        (
            "公司资产负债率75%，申报专精特新会不会太高",
            "Within the limit: A debt ratio",
            "符合，未超限：上年末资产负债率",
        ),
        (
            "debt ratio of 85%, is that a problem for SRDI?",
            "A problem, not met: A debt ratio of at most 80",
            "有问题，不符合：上年末资产负债率不超过80%",
        ),
        (
            "负债率75%，报专精特新有影响吗",
            "No problem, met: A debt ratio",
            "没问题，符合：上年末资产负债率",
        ),
        (
            "a little giant owns us. will that rule us out as little giant?",
            "A problem: controlling relation with a little giant",
            "有问题：与“小巨人”企业存在控股关系",
        ),
        (
            "is the SRDI revenue threshold still 10 million?",
            "No. Revenue last year of at least 15 million",
            "否。上年度营业收入总额在1500万元以上",
        ),
        (
            "8 patents, enough for little giant?",
            "It depends on whether they are invention patents: At least 4",
            "要看是否为发明专利：拥有4项以上",
        ),
        (
            "fined by the environment bureau last year, is that a killer?",
            "Depends on this rule: In the last three years no larger",
            "还要看是否符合：近三年未发生较大",
        ),
        (
            "a small fine for noise, SRDI still ok?",
            "No problem as long as this holds: In the last three years",
            "符合以下要求即没问题：近三年",
        ),
        (
            "负债率78%，专精特新和小巨人有问题吗",
            "SME: met on this point · Little giant: not met",
            "中小企业：这一项达标 · “小巨人”企业：不符合",
        ),
        (
            "Jiading or Songjiang, which pays more for SRDI?",
            "### Songjiang: 200,000 yuan, 100,000 yuan more than Jiading",
            "### 松江区：20万元，比嘉定区的10万元多10万元",
        ),
        (
            "revenue for SRDI vs little giant",
            "SME: at least 15 million yuan · Little giant: at least 50 million yuan",
            "中小企业：不低于1500万元 · “小巨人”企业：不低于5000万元",
        ),
        (
            "which banks give the SRDI loans?",
            "### Not stated: the banks of the SRDI loan scheme",
            "### 未查到：办理“专精特新贷”的银行名单",
        ),
        (
            "list all ten measures of December 2024",
            "### No source lists all · Ten measures",
            "### 未见完整清单 · 2024年12月的十条举措",
        ),
        (
            "is the 1 million of Pudong still running?",
            "### No, it has ended: Pudong",
            "### 已经结束：浦东",
        ),
        (
            "how much is the first above-scale award?",
            "### Up to 500,000 yuan (presumably ended 31 December 2025)",
            "### 最高50万元（应已于2025年12月31日结束）",
        ),
        ("SRDI since May 2025, good until when?", "valid until April 2028", "有效期至2028年4月"),
        (
            "lowest turnover for a little giant now",
            "### Revenue last year of at least 50 million yuan",
            "### 上年度营业收入总额在5000万元以上",
        ),
        ("must we tell MIIT that the firm changed its name?", "within three months", "3个月内报告"),
        (
            "Does Changning pay little giants anything?",
            "### Not stated: an award in Changning for a national little giant",
            "### 未查到：长宁区对国家级“小巨人”",
        ),
        (
            "how much money do i get for becoming a little giant",
            "### Depends on the district: from 300,000 yuan (Yangpu), up to 1 million yuan (Lin-",
            "### 因区而异：30万元（杨浦区）起，最高100万元（临港）",
        ),
        (
            "which district pays the most for a new little giant?",
            "### Highest: up to 1 million yuan (Lin-gang)",
            "### 最多：最高100万元（临港）",
        ),
        (
            "A district hospital owes us money. How fast must public bodies pay?",
            "### No more than 30 days",
            "### 不超过30天",
        ),
        ("小巨人连续两年增长20%以上奖多少", "### Up to 500,000 yuan", "### 最高50万元"),
        (
            "can you recommend a good tax lawyer in Pudong",
            "Outside this bot's scope: lawyers and accountants.",
            "这个问题不在可答范围：律师和会计。",
        ),
        ("SRDI since 2021, when is the re-review?", "ended in 2024", "已于2024年到期"),
        ("how long is the SRDI title valid", "### 3 years", "### 3年"),
        (
            "信用贷贴息最高30%那个，一家企业一年封顶多少万",
            "### Not stated: a cap in yuan per firm",
            "### 未查到：最高30%贴息的单户金额上限",
        ),
    ],
)
def test_the_heading_answers_what_was_asked(
    context: RenderContext, release: Release, question: str, en: str, zh: str
) -> None:
    answer = answer_question(release, question, context.today)
    heading = texts_of(answer_card(context, answer)).splitlines()[0]
    assert (en if context.tr.lang == "en" else zh) in heading
