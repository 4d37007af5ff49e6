"""Questions about the rules of titles: who is barred, what changed, which ways there are."""

import pytest

from bot.domain.answers.read.firm_facts import relations_of
from bot.domain.answers.read.written_numbers import in_digits
from bot.domain.data.models import Term
from bot.domain.release import Release
from bot.domain.text import Plain
from tests.domain.answers.first_card import first_card


def _said(release: Release, question: str) -> list[str]:
    return [line.text.en for line in first_card(release, question).lines if line.text]


@pytest.mark.parametrize(
    "question",
    [
        "what shuts a firm out of the titles, list the reasons",
        "black marks that rule an applicant out, list please",
        "哪些情形会被一票否决，列给我",
    ],
)
def test_who_is_barred_from_every_title(release: Release, question: str) -> None:
    said = " ".join(_said(release, question)[:3])
    assert "production accident" in said
    assert "serious dishonesty" in said


@pytest.mark.parametrize(
    ("question", "compares"),
    [
        ("exclusion reasons, 2022 rules vs now", True),
        ("不得申报的情形，新旧办法有什么区别", True),
        ("which firms are excluded under the new rules?", False),
    ],
)
def test_what_barred_a_firm_before(release: Release, question: str, compares: bool) -> None:
    said = _said(release, question)
    assert said[0].startswith("Article 11. Wider than in 2022") is compares


@pytest.mark.parametrize(
    ("question", "met"),
    [
        ("we had a major data leak last year. may we still apply for a title?", False),
        ("a serious pollution case in 2020, can we get recognised?", True),
        ("去年出过重大数据泄露，还能申报称号吗", False),
    ],
)
def test_an_incident_decides_for_every_title(release: Release, question: str, met: bool) -> None:
    card = first_card(release, question)
    assert (card.kind, card.lines[0].met) == ("check", met)


def test_an_incident_decides_nothing_about_a_loan(release: Release) -> None:
    assert first_card(release, "we had a major fire last year, can we get a loan?").kind != "check"


@pytest.mark.parametrize(
    "question",
    [
        "shortcuts into the innovative SME title, which are there?",
        "创新型不打分直接认定的情形有哪些",
    ],
)
def test_the_ways_to_the_base_tier_stand_in_one_sentence(release: Release, question: str) -> None:
    assert any(
        "direct conditions" in t and "20 for innovation" in t for t in _said(release, question)
    )


@pytest.mark.parametrize(
    "question",
    [
        "little giant: what is different for firms under review compared with new applicants?",
        "小巨人复核和首次申报，考核上有什么不同",
    ],
)
def test_what_a_review_asks_otherwise(release: Release, question: str) -> None:
    said = _said(release, question)
    assert "not examined for firms under review" in said[0]
    assert "either of the last two years" in said[1]


def test_a_round_has_rules_of_its_own(release: Release) -> None:
    question = "2026 little giant reviews and new applications: same standard?"
    assert "not examined" not in " ".join(_said(release, question))


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("least revenue for SRDI and how many years in the field", {15_000_000, 3}),
        ("SRDI: revenue, R&D and patents in one go", {15_000_000, 1_000_000, 3, 1}),
        ("SRDI turnover needed formerly and today", {10_000_000, 15_000_000}),
    ],
)
def test_every_requirement_named_is_answered(
    release: Release, question: str, values: set[float]
) -> None:
    assert values <= {f.value for f in first_card(release, question).figures}


@pytest.mark.parametrize(
    "question",
    ["the 'active discovery' thing, what does it mean", '"proactive discovery", meaning?'],
)
def test_a_quoted_term_is_explained(release: Release, question: str) -> None:
    record = first_card(release, question).record
    assert isinstance(record, Term)
    assert record.id == "proactive-discovery"


def test_shortened_words_are_spelt_out() -> None:
    assert in_digits(Plain("5yr old, 40 ppl, two yrs in the niche")) == (
        "5 year old, 40 people, 2 years in the niche"
    )


def test_a_right_bought_elsewhere_is_no_relation() -> None:
    assert not relations_of(Plain("we bought 2 patents from a university; enough?"))
    assert relations_of(Plain("we bought a little giant last year"))
