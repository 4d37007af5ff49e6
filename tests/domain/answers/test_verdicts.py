"""The firm's own numbers, as people type them, against what a title asks for."""

import pytest

from bot.domain.answers.answer import Line
from bot.domain.answers.lookup.verdicts import without_former
from bot.domain.data.models import Tier
from bot.domain.release import Release
from tests.domain.answers.first_card import first_card
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("question", "met", "criterion"),
    [
        ("revenue 18 million, rd 900k, enough for srdi?", False, "1 million"),
        ("revenue 18 million, rnd spend 800k, srdi possible?", False, "1 million"),
        ("sales 30m, r and d 900k - is that enough for srdi", False, "1 million"),
        ("sales 20m, R & D was 600k, can we get srdi", False, "1 million"),
        ("we spend 2% of sales on research, srdi possible?", False, "3 percent"),
        ("2% of our turnover goes into r and d, little giant?", False, "3 percent"),
        ("sales 60m, 10m r&d over two years, little giant?", False, "12 million"),
        ("sales 60m, r&d spend 1.9m two years together, enough for srdi?", False, "1 million"),
        ("sales 60m, 3m r&d over two years, srdi?", True, "15 million"),
        ("营收2800万，研发去年95万前年120万，够不够专精特新", False, "1 million"),
        ("前年研发130万去年90万，专精特新够吗", False, "1 million"),
        ("两年研发一共180万，营收2000万，专精特新够不够", False, "1 million"),
        ("我们每年拿销售额的2%做研发，能报专精特新吗", False, "3 percent"),
        ("搞研发投了90万，营收2000万，能报专精特新吗", False, "1 million"),
    ],
)
def test_research_is_compared_in_every_spelling(
    release: Release, question: str, *, met: bool, criterion: str
) -> None:
    card = first_card(release, question)
    first = card.lines[0]
    assert card.kind == "check"
    assert first.met is met
    assert first.text is not None
    assert criterion in first.text.en


@pytest.mark.parametrize(
    "question", ["以前专精特新研发要多少，现在呢", "R&D for srdi before and now, what changed?"]
)
def test_then_and_now_is_still_told(release: Release, question: str) -> None:
    assert first_card(release, question).kind == "pairs"


@pytest.mark.parametrize(
    ("question", "met"),
    [
        ("debt ratio 78%, can we be srdi or little giant?", [True, False]),
        ("our debt is 73%: srdi or a little giant title?", [True, True]),
        ("85% debt, which title", [False, False]),
        ("我们负债率78%，还能报啥", [True, False]),
        ("with revenue of 30m which title can we get?", [True, False]),
        ("负债率78%能报专精特新或小巨人吗", [True, False]),
        ("营收6000万能评专精特新中小企业还是国家级小巨人", [True, True]),
        ("负债85%，能报哪个", [False, False]),
        ("debt 82%, neither srdi nor little giant?", [False, False]),
        ("营收3000万，够哪一级", [True, False]),
        ("debt ratio 76% - fine for srdi? for the little giant?", [True, False]),
        ("营收3500万，专精特新行吗？小巨人行吗？", [True, False]),
        ("score 52. enough for srdi? and for little giant?", [True, False]),
        ("市占率7%，专精特新够吗？小巨人够吗？", [None, None, None]),  # no number; short; instead
    ],
)
def test_each_of_two_titles_gets_its_verdict(
    release: Release, question: str, met: list[bool]
) -> None:
    card = first_card(release, question)
    assert card.kind == "titles"
    assert [line.met for line in card.lines] == met


@pytest.mark.parametrize(
    "question",
    [
        "which title has the higher award?",
        "奖励50万报哪个区",
        "what level of debt is allowed for srdi?",
        "we are srdi, revenue 60m, little giant?",
    ],
)
def test_one_title_or_none_is_no_choice_of_titles(release: Release, question: str) -> None:
    assert first_card(release, question).kind != "titles"


@pytest.mark.parametrize(
    "question",
    [
        "our debt ratio is 78%, is that ok?",
        "主营占比85%行不行",
        "营收900万，但机构投了2200万，行不行",
        "sales 9m, investors put in 22m - possible?",
        "debt ratio 78%, ok for srdi? and for little giant?",
        "负债率78%，专精特新和小巨人分别行不行",
    ],
)
def test_without_one_title_named_each_is_judged(release: Release, question: str) -> None:
    card = first_card(release, question)
    assert card.kind == "titles"
    assert [line.met for line in card.lines] == [True, False]


@pytest.mark.parametrize("question", ["how many patents do we need", "研发费用最低要多少"])
def test_without_a_title_each_says_what_it_requires(release: Release, question: str) -> None:
    tiers = [r.tier for r in first_card(release, question).records if isinstance(r, Tier)]
    assert tiers == ["specialised", "little-giant"]


@pytest.mark.parametrize(
    "question", ["how is the 60 points score worked out", "那60分怎么凑出来的，小巨人"]
)
def test_the_points_of_a_rule_are_not_the_firms(release: Release, question: str) -> None:
    assert all(line.met is None for line in first_card(release, question).lines)


def test_money_is_asked_for_whatever_is_told(release: Release) -> None:
    question = "SRDI plant in Songjiang, revenue 140m, debt 60%, R&D 4%. what money can we get"
    assert first_card(release, question).kind == "matches"


@pytest.mark.parametrize(
    "question",
    [
        "top 500 in Maker in China: straight ticket to SRDI, right?",
        "创客中国进了500强，是不是可以直接认定专精特新？",
    ],
)
def test_a_way_of_the_former_rules_is_a_no(release: Release, question: str) -> None:
    first = first_card(release, question).lines[0]
    assert first.met is False


def test_a_round_that_is_over_is_no_former_rule(release: Release) -> None:
    rounds = [t for t in release.catalogue.tiers.values() if t.part == "round" and t.ends]
    assert rounds
    for tier in rounds:
        lines = (Line(tier, text=tier.summary),)
        assert without_former(lines, tier, TODAY) == lines
