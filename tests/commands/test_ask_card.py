"""The card of /ask: within the budget of a phone, with what counts something else."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import pytest

from bot.domain.answers.answer import Answer, AnswerCard, Line
from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from bot.i18n.translator import read_translators
from bot.ui.context import RenderContext
from bot.ui.share import with_share
from cogs.ask.cards import answer_card
from tests.card_budget import excesses, texts_of
from tests.commands.chat import NOW

QUESTIONS = (
    "what is a little giant",
    "which district pays the most",
    "how do I become a little giant?",
    "difference between SRDI and little giant",
    "How big is the special loan programme?",
    "What support is there for SMEs " + "and start-ups " * 10,
    "banana split",
    "full checklist for little giant",
    "innovative SME: scored items and points each",
    "专精特新和小巨人有什么区别",
    "我们公司能拿到哪些补贴",
    "怎样成为小巨人",
)


def drawn(context: RenderContext, answer: Answer) -> Sequence[dict[str, Any]]:
    return with_share(answer_card(context, answer), context.tr)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_fits_a_phone(context: RenderContext, release: Release, question: str) -> None:
    answer = answer_question(release, question, context.today)
    assert [*excesses(drawn(context, answer))] == []


def test_an_answer_from_any_record_fits_a_phone(context: RenderContext, release: Release) -> None:
    for record in release.catalogue.records.values():
        answer = answer_question(release, context.tr.of(record.title), context.today)
        assert [*excesses(drawn(context, answer))] == [], record.id


def test_what_holds_for_another_scope_is_one_line(context: RenderContext, release: Release) -> None:
    found = list(islice(with_other_scope(release), 5))
    assert found
    for card in found:
        answer = Answer("?", "answered", (card,))
        said = texts_of(drawn(context, answer)).splitlines()
        other = card.lines[0].record.other_scope[0]
        assert sum(context.tr.of(other.says) in line for line in said) == 1


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
            "Yes on this point: A debt",
            "这一项符合：上年末资产负债率",
        ),
        (
            "debt ratio of 85%, can we become SRDI?",
            "No. Not met: A debt ratio of at most 80 percent at the end of last year (yours: 85%)",
            "不符合，未满足：上年末资产负债率不超过80%（贵企业：85%）",
        ),
        (
            "we hold no innovative title, can we apply for SRDI?",
            "No: base-tier title missing",
            "不符合：尚缺科技和创新型中小企业称号",
        ),
        (
            "a little giant owns us. may we become one too?",
            "No: controlling relation with a little giant",
            "不符合：与“小巨人”企业存在控股关系",
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
            "否：上年度营业收入总额在1500万元以上",
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
            "SME: met so far · Little giant: not met",
            "中小企业：所述条件均符合 · “小巨人”企业：不符合",
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
            "### 来源未说明：办理“专精特新贷”的银行名单",
        ),
        (
            "list all ten measures of December 2024",
            "### No source lists all · Ten measures",
            "### 未见来源逐条列出 · 2024年12月的十条举措",
        ),
        (
            "is the 1 million of Pudong still running?",
            "### No, it has ended: Pudong",
            "### 否，已结束：浦东",
        ),
        (
            "how much is the first above-scale award?",
            "### Up to 500,000 yuan (presumably ended 31 December 2025)",
            "### 最高50万元（推定已于2025年12月31日结束）",
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
            "### 来源未说明：长宁区对国家级“小巨人”",
        ),
        (
            "how much money do i get for becoming a little giant",
            "### Depends on the district: 300,000 yuan (Yangpu) to up to 1 million yuan (Lin-gang)",
            "### 因区而异：30万元（杨浦区）至最高100万元（临港）",
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
    ],
)
def test_the_heading_answers_what_was_asked(
    context: RenderContext, release: Release, question: str, en: str, zh: str
) -> None:
    answer = answer_question(release, question, context.today)
    heading = texts_of(drawn(context, answer)).splitlines()[0]
    assert (en if context.tr.lang == "en" else zh) in heading


def test_two_amounts_of_each_district_are_named(context: RenderContext, release: Release) -> None:
    answer = answer_question(release, "which districts pay what", context.today)
    _, names, *_ = texts_of(drawn(context, answer)).splitlines()
    assert names.startswith("-# ")
    assert ("little giant, then" if context.tr.lang == "en" else "依次为") in names


def test_a_list_says_how_many_it_does_not_show_and_no_amount_twice(
    context: RenderContext, release: Release
) -> None:
    answer = answer_question(release, "which loans can I get in Minhang", context.today)
    head, *lines = texts_of(drawn(context, answer)).splitlines()
    shown = sum(line.startswith("- ") for line in lines)
    (more,) = (line for line in lines if line.startswith(("… and", "……另有")))
    assert _numbers(head) == [shown + _numbers(more)[0]]
    assert not any(line.endswith(" …") for line in lines)
    loan = {
        "en": "- Special loans: **up to 400 billion",
        "zh": "- 专项贷款：总规模**最高4000亿元**",
    }
    assert any(line.startswith(loan[context.tr.lang]) for line in lines)


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        (
            "我们厂今年头一回升规，一次性奖励顶格是多少",
            ["**首次升规奖励**", "**另见**：上年升规工业企业增长奖励：**最高40万元**"],
        ),
        (
            "第七批出来以后上海小巨人有几家",
            ["上海“小巨人”企业（2025年末） · **上海“小巨人”企业数量**"],
        ),
        ("已经是工信部单项冠军了，还能再报小巨人吗", ["**“小巨人”2026年申报（第八批）**"]),
        ("主营业务占86%，能报小巨人吗", ["**“小巨人”企业**"]),
        ("想落在千亿级集群里，浦东入选的是哪几个产业", ["- 集成电路全产业链"]),
    ],
)
def test_nothing_is_said_twice_or_cut_without_need(
    release: Release, question: str, lines: list[str]
) -> None:
    chinese = RenderContext(release, read_translators()["zh"], NOW.date())
    answer = answer_question(release, question, chinese.today)
    said = texts_of(drawn(chinese, answer)).splitlines()
    assert [line for line in lines if line not in said] == [], said


def test_no_heading_stands_over_nothing(context: RenderContext, release: Release) -> None:
    for question in (*QUESTIONS, "What does zhuan jing te xin mean?", "专精特新是什么意思"):
        answer = answer_question(release, question, context.today)
        for line in texts_of(drawn(context, answer)).splitlines():
            assert not line.endswith((":** …", "**：", "**： …", "… …", "…… …")), line


def _numbers(line: str) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", line)]


def with_other_scope(release: Release) -> Iterator[AnswerCard]:
    for record in release.catalogue.measures.values():
        if record.other_scope and record.figures and not record.conflicts and not record.note:
            yield AnswerCard(record, (Line(record, record.figures[:1]),))


def test_a_list_of_all_requirements_fits_whole(release: Release) -> None:
    context = RenderContext(release, read_translators()["en"], NOW.date())
    answer = answer_question(release, "full checklist for SRDI", NOW.date())
    text = texts_of(answer_card(context, answer))
    for shown in ("≥ 15 million yuan", "≤ 80%", "≥ 50 points", "base-tier title"):
        assert shown in text.replace("*", "").replace("\u00a0", " ")
    assert "more" not in text


@pytest.mark.parametrize("question", ["   ", "?", "\u3000。"])
def test_a_question_without_a_word_gets_an_example(context: RenderContext, question: str) -> None:
    answer = answer_question(context.release, question, context.today)
    shown = texts_of(answer_card(context, answer))
    assert shown.startswith(("Type a question, such as:", "请输入问题，例如："))
    assert shown.count("?") + shown.count("？") == 1, "what was typed is not repeated"
