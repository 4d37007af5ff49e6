"""What a firm says that it has or has not: rights, titles, equity, one year of two."""

from datetime import UTC, datetime

import pytest

from bot.domain.answers.answer import Line
from bot.domain.answers.ask import answer_question
from bot.domain.release import Release

TODAY = datetime(2026, 11, 28, 4, tzinfo=UTC).date()


def _lines(release: Release, question: str) -> tuple[Line, ...]:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "check"
    return card.lines


@pytest.mark.parametrize(
    ("question", "role", "own"),
    [
        ("we have not got any patents so far. can we apply for SRDI?", "other-kind", None),
        ("一件发明也没有，小巨人能报吗", "other-kind", None),
        ("no patents, only copyrights for our software. SRDI possible?", "short", 0),
        ("没有任何知识产权，能报专精特新吗", "short", 0),
        ("without patents, but with three crop varieties. SRDI ok?", None, 3),
        ("有一项发明专利和三个布图设计，小巨人知识产权够吗", None, 4),
        ("no inventions, but a new drug certificate. SRDI?", None, 1),
        ("no patents, no layout designs. SRDI ok?", "other-kind", None),
    ],
)
def test_rights_of_one_kind_are_not_all_rights(
    release: Release, question: str, role: str | None, own: float | None
) -> None:
    first = _lines(release, question)[0]
    assert first.text
    assert "class I" in first.text.en
    assert (first.role, first.own) == (role, own)


@pytest.mark.parametrize(
    ("question", "met"),
    [
        ("can we skip the innovative title and file for SRDI", False),
        ("没评过创新型，能直接报专精特新吗", False),
        ("没搞创新型，可以直接上专精特新吗", False),
        ("can an innovative SME go directly to little giant?", False),
    ],
)
def test_the_title_below_is_held_where_it_is_named(
    release: Release, question: str, met: bool
) -> None:
    first = _lines(release, question)[0]
    assert first.text
    assert "title" in first.text.en
    assert first.met is met


@pytest.mark.parametrize(
    ("question", "met", "own"),
    [
        ("zero sales, 22m raised last year. SRDI?", True, 22_000_000),
        ("没有营收，机构投了2500万，专精特新能报吗", True, 25_000_000),
        ("no turnover yet, investors paid in 9m. SRDI ok?", False, 0),
        ("营收900万，专精特新行吗", None, 9_000_000),
        ("raised 12m of equity. enough for SRDI?", None, 12_000_000),
    ],
)
def test_one_of_two_ways_decides_only_with_the_other(
    release: Release, question: str, met: bool | None, own: float
) -> None:
    first = _lines(release, question)[0]
    assert (first.met, first.own) == (met, own)


@pytest.mark.parametrize(
    ("question", "own"),
    [
        ("sales of 14m and 1.2m into r&d last year, SRDI?", {14_000_000, 1_200_000}),
        ("去年收入1100万，研发180万，专精特新够吗", {11_000_000, 1_800_000}),
        ("revenue 21m, 300k spent on r&d. SRDI ok?", {21_000_000, 300_000}),
    ],
)
def test_each_number_told_is_in_the_verdict(
    release: Release, question: str, own: set[float]
) -> None:
    assert own <= {line.own for line in _lines(release, question)}


@pytest.mark.parametrize(
    "question",
    [
        "we are a little giant, revenue up 26% in both years",
        "our sales grew 23% two years running and were a little giant",
        "我司已是小巨人，两年营收各增25%",
        "我们是小巨人，营收6000万，能拿多少",
    ],
)
def test_a_holder_is_told_what_holders_get(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.kind == "matches" or card.record.id == "a25-lg-growth"


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("are we a little giant with 62 million revenue?", "little-giant-current"),
        ("we are srdi with revenue 61m, can we become little giant", "little-giant-current"),
        ("our shop has 220 staff and sales of 90m, are we a tech sme", "tech-sme26"),
        ("我们180人，销售9000万，算科技型中小企业吗", "tech-sme26"),
    ],
)
def test_the_title_that_is_asked_for_is_tested(
    release: Release, question: str, record: str
) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert (card.kind, card.record.id) == ("check", record)
