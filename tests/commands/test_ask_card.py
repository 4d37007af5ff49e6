"""The card of /ask: within the budget of a phone, with what counts something else."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import pytest

from bot.cli.text_output import as_text
from bot.domain.answers.answer import Answer, AnswerCard, Line
from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from bot.i18n.translator import read_translators
from bot.ui.context import RenderContext
from bot.ui.share import with_share
from cogs.ask.cards import answer_card
from cogs.ask.lines import without_told_figures
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


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_terminal_shows_the_whole_card(
    context: RenderContext, release: Release, question: str
) -> None:
    shown = as_text(context, question)
    assert not re.search(r"…$", shown, re.MULTILINE), "cut off"
    assert question not in shown.splitlines(), "it was just typed"
    for record in answer_question(release, question, context.today).nearest:
        assert f"- {context.tr.of(release.catalogue.records[record].title)}" in shown


def test_an_answer_from_any_record_fits_a_phone(context: RenderContext, release: Release) -> None:
    for record in release.catalogue.records.values():
        answer = answer_question(release, context.tr.of(record.title), context.today)
        assert [*excesses(drawn(context, answer))] == [], record.id


def test_a_figure_that_a_sentence_says_stands_once(
    context: RenderContext, release: Release
) -> None:
    measure = release.catalogue.measures["a25-lg-growth"]
    sure = [f for f in measure.figures if f.confidence in (None, measure.confidence)]
    unsure = [f for f in measure.figures if f not in sure]
    assert sure
    assert unsure
    summary = Line(measure, text=measure.summary)
    lines = [summary, *(Line(measure, (figure,)) for figure in measure.figures)]
    kept = [line.figures[0] for line in without_told_figures(context.tr, lines) if line.figures]
    assert kept == unsure  # the sentence would hide that these are less sure


def test_what_holds_for_another_scope_is_one_line(context: RenderContext, release: Release) -> None:
    found = list(islice(with_other_scope(release), 5))
    assert found
    for card in found:
        answer = Answer("?", "answered", (card,))
        said = texts_of(drawn(context, answer)).splitlines()
        other = card.lines[0].record.other_scope[0]
        assert sum(context.tr.of(other.says) in line for line in said) == 1


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


@pytest.mark.parametrize("question", ["all parks in Pudong", "浦东有哪些园区"])
def test_a_long_list_has_a_line_for_each_district(release: Release, question: str) -> None:
    lang = "en" if question.isascii() else "zh"
    context = RenderContext(release, read_translators()[lang], NOW.date())
    said = texts_of(drawn(context, answer_question(release, question, context.today)))
    names = {"en": ("Pudong", "Lin-gang"), "zh": ("浦东新区", "临港")}[lang]
    lines = [line for line in said.splitlines() if line.startswith("- ")]
    for line, name in zip(lines, names, strict=False):
        head, told = re.split("[:：] ?", line, maxsplit=1)
        counted = re.fullmatch(rf"- {name} (\d+)", head)
        assert counted is not None
        zones = [context.tr.of(zone.title) for zone in release.catalogue.zones.values()]
        whole = re.sub("等$|\u00a0…$", "", told)
        shown = [re.sub(r"（.*）| \(.*\)", "", each) for each in re.split("、|, ", whole)]
        assert all(any(each in zone for zone in zones) for each in shown)
        assert (whole != told) == (len(shown) < int(counted[1]))
