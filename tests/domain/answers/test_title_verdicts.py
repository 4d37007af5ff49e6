"""Questions about a firm and a title: the verdict first, then what decides it."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("question", "met", "criterion"),
    [
        ("debt ratio is 78 at year end, we were going for little giant", False, "75"),
        ("R&D 3 million revenue 60 million little giant R&D share ok?", None, "3 percent"),
        ("营收2亿研发700万研发占比够小巨人吗", None, "3 percent"),
        ("sales only 6 mil, but vc paid in 25 mil in two years. SRDI?", True, "20 million"),
        ("in our niche for 2 and half years only, SRDI this year?", False, "3 years"),
        ("负债率78%报专精特新行不行", True, "80"),
        ("main business makes 85% of our sales. little giant?", False, "90"),
        (
            "we have 8% of the market yet are number two in China. little giant?",
            True,
            "first three",
        ),
        ("12m sales but a VC fund put 25 million into us. SRDI possible?", True, "20 million"),
        ("no patents but second place in a provincial science prize. SRDI?", True, "class I"),
        ("revenue 60m, 61m, 62m. does that growth suffice for little giant?", False, "5 percent"),
        ("we have 520 employees, are we a technology-based SME", False, "500"),
        ("an institution paid in 6 million, can we be an innovative SME", True, "5 million"),
        ("Debt ratio at year end was 78%. Still ok for SRDI?", True, "80"),
        ("9% of the market but we rank third in the country. little giant?", True, "first three"),
        ("营收23年6000万、24年6100万、25年7000万，增长这条小巨人过不过", True, "50 million"),
        ("two years of R&D came to 11 million together. little giant?", False, "12 million"),
        ("sales up 6% then 3%. enough growth for little giant?", False, "5 percent"),
        ("innovative SME self-test: 66 in total, 12 for growth. pass?", None, "15 of 30"),
        ("we are on the abnormal operation list, can we still file for SRDI", False, "abnormal"),
        ("失信名单还没修复，能报专精特新吗", False, "abnormal"),
        ("a serious quality problem last year, may we file for SRDI", False, "quality"),
        ("a major accident in our plant this March. SRDI possible?", False, "larger"),
        ("audit report of 2023 was never filed, little giant ok?", False, "2023"),
        ("can we skip SRDI and go straight to little giant? we are innovative", False, "SRDI"),
        ("我们刚评上创新型，可以跳级直接申报小巨人吗", False, "SRDI"),
        ("moved into this niche in June 2024, long enough for SRDI?", False, "3 years"),
        ("turnover of 41m, how far are we from little giant", False, "50 million"),
        ("a fund paid in 3 million. innovative SME shortcut?", None, "5 million"),
        ("进入这个赛道是2020年5月，专精特新年限够吗", True, "3 years"),
        ("in this product line since 2019, SRDI ok?", True, "3 years"),
        ("we started in this line in 2025, the firm is from 2010. SRDI?", False, "3 years"),
        ("only audited 2024 and 2025, audit reports ok for little giant?", False, "2023"),
        ("小巨人只有一份审计报告行吗", False, "2023"),
        ("high-tech firm, 80 staff, 9m sales, 8m assets. tech SME without points?", True, "500"),
        ("we asked the bank. the platform shows 53, enough for SRDI?", True, "50"),
        ("46m turnover, little giant? we raised 90 million from funds", False, "50 million"),
        ("a firm that never was SRDI, can it be little giant", False, "SRDI"),
        ("还没评专精特新，跳级报小巨人行不行", False, "SRDI"),
        ("高企，没当过专精特新，直接跳小巨人行伐", False, "SRDI"),
        ("only 6% of the niche, yet we are 全国老三. little giant?", True, "first three"),
        ("serious environment violation in 2025, may we file for SRDI", False, "environmental"),
        ("the product line was launched in autumn 2024. years ok for SRDI?", False, "3 years"),
        ("five designs, zero inventions, no lab. IP fine for SRDI?", None, "class I"),
        ("no patents, but our lab is recognised at provincial level. SRDI ok?", True, "class I"),
        ("没有发明专利，技术中心是省级认定的，专精特新行吗", True, "class I"),
        ("a little giant owns 60% of us, can we be a little giant", False, "controlling"),
        ("we are a subsidiary of a little giant, may we apply too", False, "controlling"),
        ("we hold no innovative title. can we go for SRDI?", False, "base-tier"),
        ("can we be a little giant without being an SRDI first", False, "SRDI"),
        ("母公司是小巨人，我们还能评小巨人吗", False, "controlling"),
        ("we are an MIIT champion since 2024, little giant as well?", False, "champion"),
        ("sister firm makes the same product and is in our group. little giant?", False, "group"),
        ("a bigger accident in our plant in 2025, innovative SME out?", False, "larger"),
        ("去年出过大事故，专精特新能报吗", False, "larger"),
        ("sales in the last full year: RMB 13.2 million. SRDI within reach?", None, "15 million"),
        ("turnvoer last year was 62m, enough for little giant?", True, "50 million"),
        ("上一年度收入合计5150万，够小巨人吗", True, "50 million"),
        ("rd 5.5m + 7m, enough for the little giant R&D total?", True, "12 million"),
        ("6m from a fund two years ago. innovative SME without points?", True, "5 million"),
    ],
)
def test_the_facts_decide(
    release: Release, question: str, met: bool | None, criterion: str
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    first = card.lines[0]
    assert card.kind == "check"
    assert first.met is met
    assert first.text is not None
    assert criterion in first.text.en


@pytest.mark.parametrize(
    "question",
    [
        "we produce coatings. are we a little giant?",
        "我们做轴承的，算小巨人吗",
        "a software house in Pudong, could we be SRDI?",
        "do we qualify for little giant? we make springs",
        "30 people, software in Pudong, could be SRDI?",
        "family firm making screws in Jiading, would we pass as SRDI?",
        "徐汇的软件公司，80号人，小巨人有希望吗",
        "我们闵行15个人的软件公司能评小巨人吗",
    ],
)
def test_who_tells_nothing_reads_what_is_required(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "check"
    assert {line.role for line in card.lines} == {"open"}
    assert card.lines[0].text
    assert "title" in card.lines[0].text.en


def test_who_skips_a_title_reads_which_one_comes_first(release: Release) -> None:
    card = answer_question(release, "能不能跳过专精特新直接冲小巨人", TODAY).cards[0]
    assert any(line.text and "先取得" in line.text.zh for line in card.lines)


@pytest.mark.parametrize(
    ("question", "criterion"),
    [
        ("revenue 30m, score 60, SRDI ok? nobody knows our debt ratio", "80 percent"),
        ("负债率没问过，营收3000万，专精特新能报吗", "80 percent"),
        ("we scored 71 in total for the innovative SME, good enough?", "20 of 40"),
        ("120 staff and sales of 90m. technology-based SME?", "200 million"),
        ("an accident in 2025, no idea how it was graded. can we be SRDI?", "larger"),
        ("set up 7 years ago: are the years for SRDI settled?", "niche"),
        ("公司成立十年，小巨人年限够了吧，行吗", "niche"),
    ],
)
def test_what_was_not_told_is_open(release: Release, question: str, criterion: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "check"
    assert card.lines[0].role == "open"
    assert any(
        criterion in line.text.en for line in card.lines if line.role == "open" and line.text
    )


@pytest.mark.parametrize(
    ("question", "verdicts"),
    [
        ("we have 55 points. SRDI? little giant?", [True, False]),
        ("评价得分62，专精特新行吗，小巨人呢", [True, True]),
        ("we score 54, is that ok for both SRDI and little giant", [True, False]),
    ],
)
def test_two_titles_get_a_verdict_each(
    release: Release, question: str, verdicts: list[bool]
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "titles"
    assert [line.met for line in card.lines] == verdicts


def test_bought_patents_do_not_count(release: Release) -> None:
    card = answer_question(
        release, "3 patents of our own plus 2 we bought, enough for little giant?", TODAY
    ).cards[0]
    said = " ".join(line.text.en for line in card.lines if line.text)
    assert "bought or transferred in do not count" in said


@pytest.mark.parametrize(
    "question",
    ["700 staff, 400m sales in retail: do we still count as an SME?", "1000人算中小企业吗"],
)
def test_the_size_standard_is_not_decided(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.record.id == "general-current"
    assert card.lines[0].role == "open"


def test_what_is_open_is_named(release: Release) -> None:
    card = answer_question(release, "debt ratio 60%, revenue 70m, SRDI?", TODAY).cards[0]
    assert "SRDI development evaluation score" in [name.en for name in card.open]


def test_all_rights_bought_are_none_of_the_firms_own(release: Release) -> None:
    question = "all our 4 patents were purchased, our own are pending. little giant?"
    lines = answer_question(release, question, TODAY).cards[0].lines
    assert any(line.text and "bought" in line.text.en for line in lines)


@pytest.mark.parametrize(
    "question",
    ["Revenue is 300m. Do we meet the little giant debt ratio?", "营收3亿，小巨人负债率这条够不够"],
)
def test_no_yes_where_the_requirement_asked_about_is_open(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind != "check"
    assert any(f.unit == "percent" and f.value == 75 for f in card.figures)


@pytest.mark.parametrize(
    "question",
    [
        "5 patents, some of them utility models: enough for little giant?",
        "5件专利里有3件是实用新型，小巨人够吗",
    ],
)
def test_some_rights_of_another_class_decide_nothing(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert all(line.met is None for line in card.lines)


def test_the_year_before_asks_for_no_former_rules(release: Release) -> None:
    question = "main business 88% last year and 92% the year before, little giant?"
    assert answer_question(release, question, TODAY).cards[0].record.id == "little-giant-current"
