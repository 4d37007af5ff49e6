"""Questions about what a title requires: the requirement itself, of each title named."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from tests.domain.conftest import TODAY


def _numbers(release: Release, question: str) -> set[tuple[str, float]]:
    card = answer_question(release, question, TODAY).cards[0]
    return {(line.record.id, float(f.value)) for line in card.lines for f in line.figures}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "创新型和专精特新要的分数分别是多少",
            {("innovative-current", 60.0), ("specialised-current", 50.0)},
        ),
        (
            (
                "I'm the CFO of a 90-person sensor maker and plan next year's budget. If we want "
                "the little giant badge, how much must the R&D spend come to over two years?"
            ),
            {("little-giant-current", 12_000_000.0)},
        ),
        (
            "What are the requirements for a little giant?",
            {
                ("little-giant-current", 50_000_000.0),
                ("little-giant-current", 90.0),
                ("little-giant-current", 60.0),
            },
        ),
    ],
)
def test_each_title_with_its_own_number(
    release: Release, question: str, expected: set[tuple[str, float]]
) -> None:
    assert expected <= _numbers(release, question)


@pytest.mark.parametrize(
    "question",
    [
        "What is the difference between an SRDI SME and a little giant?",
        "专精特新和小巨人有什么区别",
    ],
)
def test_two_titles_stand_side_by_side(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "pairs"
    revenue = next(x.figures for x in card.lines if x.figures and x.figures[-1].unit == "CNY")
    assert [float(f.value) for f in revenue] == [15_000_000.0, 50_000_000.0]


@pytest.mark.parametrize(
    ("question", "values", "gone"),
    [
        ("did they relax the SRDI niche years, or tighten them?", {2, 3}, False),
        ("Was the giants' debt cap 70 in 2022, and what is it today?", {70, 75}, False),
        ("专精特新的营收门槛从多少调到多少了", {10_000_000, 15_000_000}, False),
        ("Could a contest place replace the SRDI score before, and still now?", {60, 50}, True),
        ("which conditions for a little giant were scrapped?", set[float](), True),
        ("小巨人哪些老要求不再有了", set[float](), True),
        ("what did giants need back then and needn't have any more", set[float](), True),
    ],
)
def test_what_replaced_what_and_what_is_gone(
    release: Release, question: str, values: set[float], *, gone: bool
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "pairs"
    assert values <= {float(f.value) for f in card.figures}
    assert any(line.role == "gone" for line in card.lines) is gone


def test_a_requirement_without_a_number_of_one_kind_is_told_in_words(release: Release) -> None:
    card = answer_question(release, "小巨人研发占比22版和26版怎么算", TODAY).cards[0]
    assert [line.role for line in card.lines] == ["former", "now", "now"]


@pytest.mark.parametrize(
    "question",
    [
        "What got harder for little giants in 2026 compared with the older rules?",
        "小巨人2026新标准跟2022版比，改了哪些？",
    ],
)
def test_what_changed_stands_old_beside_new(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "pairs"
    pairs = [tuple(float(f.value) for f in line.figures) for line in card.lines if line.figures]
    assert {(70.0, 90.0), (70.0, 75.0), (2.0, 4.0)} <= set(pairs)
    assert all(pair[0] != pair[-1] for pair in pairs if len(pair) > 1)
    assert any("R&D spend" in line.text.en for line in card.lines if line.text)


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("did the requirements for srdi get tougher", {"specialised-current"}),
        ("anything different for little giants since april?", {"little-giant-current"}),
        ("which conditions are stricter now", {"specialised-current", "little-giant-current"}),
        ("小巨人现在更难评了 难在哪", {"little-giant-current"}),
        ("四月以后专精特新有什么新要求", {"specialised-current"}),
        ("门槛提高了哪些", {"specialised-current", "little-giant-current"}),
    ],
)
def test_what_is_stricter_in_everyday_words(
    release: Release, question: str, titles: set[str]
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert (card.kind, {line.record.id for line in card.lines}) == ("pairs", titles)


@pytest.mark.parametrize(
    "question",
    [
        "is the little giant bar higher than that for srdi",
        "srdi vs little giant, what is harder",
        "our company has changed a lot, can we become srdi",
        "what changed in the 20 measures",
        "turned down for SRDI in spring. allowed to have another go before new year?",
        "小巨人和专精特新哪个更难",
    ],
)
def test_what_is_not_a_comparison_of_rules(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert getattr(card.record, "rules", "") != "2022"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("R&D spend, debt ratio and years in niche for SRDI 2026", {1e6, 3, 80}),
        ("littel giant: min revenue? max debt ratio?", {50e6, 75}),
        (
            "SRDI vs little giant, what do the two tiers ask in revenue and patents?",
            {15e6, 50e6, 4},
        ),
        ("专精特新老规定和新规定，营收和年限有啥变化", {10e6, 15e6, 2, 3}),
    ],
)
def test_each_requirement_named_has_its_number(
    release: Release, question: str, expected: set[float]
) -> None:
    assert expected <= {number for _, number in _numbers(release, question)}


def test_an_old_company_is_no_old_rule(release: Release) -> None:
    question = "Company is 6 years old, but only two years in this niche. SRDI this year?"
    card = answer_question(release, question, TODAY).cards[0]
    assert {record.id for record in card.records} == {"specialised-current"}


@pytest.mark.parametrize(
    "question",
    [
        "AI compute subsidy in 2023 against 2025, what changed?",
        "算力券2023年跟2025年比例有什么不同",
    ],
)
def test_a_measure_stands_beside_the_one_that_replaced_it(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert {(record.id) for record in card.records} == {"p23-ai", "ai-compute"}
    assert {20, 30} <= {float(f.value) for f in card.figures}


@pytest.mark.parametrize(
    "question",
    [
        "do the patents i bought count for class I or only own ones",
        "买来的发明专利，老政策跟新政策认定上有什么区别",
        "小巨人能用受让的专利吗",
    ],
)
def test_whether_bought_rights_count(release: Release, question: str) -> None:
    line = answer_question(release, question, TODAY).cards[0].lines[0]
    assert line.text is not None
    assert "transferred in do not count" in line.text.en


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Are foreign-owned firms allowed to apply for these titles?", "ownership"),
        ("什么情况下不能申报优质中小企业？", "abnormal"),
        ("My company controls a little giant. Can we become one too?", "controlling"),
    ],
)
def test_who_is_barred_is_told_by_what(release: Release, question: str, word: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert any(word in line.text.en for line in card.lines if line.text)


@pytest.mark.parametrize(
    ("question", "met", "missed"),
    [
        ("Can we become a little giant with 60m revenue and a debt ratio of 80%?", 1, 1),
        ("SRDI: 评价得了40分，够不够", 0, 1),
        ("We had 40 on the evaluation. Enough for SRDI?", 0, 1),
        ("Revenue only 9 million, but 25 million of new equity. Enough for SRDI?", 1, 0),
    ],
)
def test_a_firm_with_its_numbers(release: Release, question: str, met: int, missed: int) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "check"
    assert [line.met for line in card.lines].count(True) == met
    assert [line.met for line in card.lines].count(False) == missed
    assert card.more


@pytest.mark.parametrize(
    "question",
    [
        "有3件发明专利，小巨人知识产权条件够吗？",
        "Our market share is just 6%. Little giant possible?",
    ],
)
def test_what_an_exception_may_still_lift_is_no_plain_no(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "check"
    assert card.lines[0].role == "short"
    assert {line.role for line in card.lines} <= {"short", "exemption", "instead"}


@pytest.mark.parametrize(
    "question",
    [
        "full checklist for little giant",
        "小巨人条件逐条列出",
        "every little giant criterion please",
    ],
)
def test_all_requirements_of_a_title(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    named = [line.text.en for line in card.lines if line.text]
    assert card.kind == "requirements"
    assert {50_000_000, 90, 75, 12_000_000, 60} <= {f.value for f in card.figures}
    assert "valid SRDI SME title" in named


@pytest.mark.parametrize(
    "question", ["innovative SME: scored items and points each", "创新型评分表有哪些项，各几分"]
)
def test_what_points_are_given_for(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    said = [line.text.en for line in card.lines if line.text]
    assert said[0].startswith("The evaluation score is at least 60, with at least 20")
    assert len(said[1:]) == 6
    assert "Up to 20 points for R&D as a share of revenue" in said


@pytest.mark.parametrize("question", ["which rights are class 1 IP?", "1类知识产权有哪些"])
def test_the_members_of_a_class_of_rights(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.lines[0].text
    assert "invention patents" in card.lines[0].text.en


@pytest.mark.parametrize(
    ("question", "points"),
    [
        ("r&d is 2.4 pct of turnover -> how many pts in the innovative sme table", 10),
        ("innovative SME self-test: liabilities 60% of assets, points?", 5),
        ("exactly 55% debt, score for that as innovative SME?", 10),
        ("创新型自评，主营占比66%算几分", 15),
    ],
)
def test_a_number_of_the_firm_gives_points(release: Release, question: str, points: int) -> None:
    first = answer_question(release, question, TODAY).cards[0].lines[0]
    assert first.text is not None
    assert first.text.en.endswith(f": {points} points")


@pytest.mark.parametrize(
    "question",
    [
        "is evading tax still a reason for exclusion from the titles?",
        "exclusion grounds for a title: is tax dodging among them",
    ],
)
def test_a_reason_that_the_rules_no_longer_name(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.lines[0].is_not_stated
    assert card.lines[0].text is not None
    assert "no longer named" in card.lines[0].text.en


@pytest.mark.parametrize("question", ["boxes to tick for a little giant", "the srdi checklist"])
def test_a_checklist_is_every_requirement(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "requirements"
    assert len(card.lines) > 5
