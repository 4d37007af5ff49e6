"""The eligibility check: what must hold for every firm."""

from collections.abc import Iterable
from typing import get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.data.firm_values import UNITS, Fact, FirmNumber, Formality
from bot.domain.data.models import Criterion, Tier
from bot.domain.eligibility.check import evaluate
from bot.domain.eligibility.comparison import Result
from bot.domain.eligibility.criterion_inputs import INPUTS, facts_input, input_of
from bot.domain.eligibility.firm import FORMAL, FORMALITIES, TICKS, TITLE_ORDER, Answers
from bot.domain.eligibility.tiers import TIER_NAMES, Rules, find_tiers, must_meet
from tests.domain.firms import ORDER, TODAY, judged

NUMBERS = {
    "revenue": st.sampled_from([0.0, 9e6, 15e6, 49e6, 50e6, 99e6, 101e6, 201e6]),
    "revenue1": st.sampled_from([0.0, 10e6, 48e6, 90e6]),
    "revenue2": st.sampled_from([0.0, 10e6, 45e6, 95e6]),
    "rd": st.sampled_from([0.0, 0.9e6, 1e6, 3e6, 6e6, 31e6]),
    "rd1": st.sampled_from([0.0, 1e6, 3e6, 6e6, 10e6]),
    "years": st.integers(0, 6).map(float),
    "rights": st.integers(0, 6).map(float),
    "main_share": st.sampled_from([40.0, 50, 55, 69, 70, 80, 90, 100]),
    "debt": st.sampled_from([10.0, 55, 70, 72, 75, 80, 120]),
    "market_share": st.sampled_from([0.0, 9.9, 10, 50]),
    "rank": st.integers(1, 5).map(float),
    "score": st.sampled_from([0.0, 49, 50, 59, 60, 90]),
    "equity2": st.sampled_from([0.0, 5e6, 20e6, 60e6, 80e6]),
    "equity3": st.sampled_from([0.0, 4e6, 5e6, 90e6]),
    "ip": st.sampled_from([0.0, 5, 10, 15, 20]),
    "field": st.sampled_from([5.0, 10]),
    "main_growth": st.sampled_from([-5.0, 0, 5, 10, 15, 40]),
    "staff": st.sampled_from([10.0, 500, 501]),
    "assets": st.sampled_from([1e6, 200e6, 201e6]),
    "t_score": st.sampled_from([0.0, 59, 60, 90]),
    "main_growth2": st.sampled_from([-5.0, 4.9, 5, 30]),
    "rd_staff": st.sampled_from([10.0, 50, 60]),
    "contest": st.sampled_from([1.0, 500, 501]),
}
FACTS = [*FORMALITIES, *(fact for facts in TICKS.values() for fact in facts)]
RULES: tuple[Rules, ...] = ("current", "2022")

answers_of_firms = st.builds(
    Answers,
    st.fixed_dictionaries({}, optional=NUMBERS),
    st.dictionaries(st.sampled_from(FACTS), st.booleans()),
    st.sampled_from([None, *TITLE_ORDER]),
)
BAD = ("debt", "rank", "contest", "staff", "assets")
GOOD = [k for k in NUMBERS if k not in ("revenue", "revenue1", "revenue2") and k not in BAD]
GOOD_FACTS = ["established", "size", "audits", *TICKS["honours"], *TICKS["prizes"]]


def results(tiers: Iterable[Tier], answers: Answers, rules: Rules) -> dict[str, Result]:
    return {i: v.result for i, v in judged(tiers, answers, rules).items()}


@settings(max_examples=150, deadline=None)
@given(answers_of_firms, st.sampled_from(RULES), st.data())
def test_more_of_a_good_thing_never_makes_a_tier_harder(
    tiers: tuple[Tier, ...], answers: Answers, rules: Rules, data: st.DataObject
):
    key = data.draw(st.sampled_from([k for k in (*GOOD, *BAD) if k in answers.numbers] or ["none"]))
    fact = data.draw(st.sampled_from(GOOD_FACTS))
    numbers = dict(answers.numbers)
    if key in GOOD:
        numbers[key] += data.draw(st.sampled_from([1, 10, 1e6]))
        numbers[key] = {"ip": 20.0, "field": 10.0}.get(key, numbers[key])
    elif key in BAD:
        numbers[key] -= data.draw(st.sampled_from([0.5, 1, 5]))
    title = answers.title and data.draw(
        st.sampled_from(TITLE_ORDER[TITLE_ORDER.index(answers.title) :])
    )
    better = Answers(numbers, {**answers.facts, fact: True}, title)
    before, after = (evaluate(tiers, a, rules, today=TODAY) for a in (answers, better))
    for old, new in zip(before.tiers, after.tiers, strict=True):
        assert ORDER[new.result] >= ORDER[old.result]
    was, now = results(tiers, answers, rules), results(tiers, better, rules)
    assert {i for i in was if ORDER[now[i]] < ORDER[was[i]]} == set()


@settings(max_examples=100, deadline=None)
@given(answers_of_firms, st.sampled_from([1.01, 1.5, 10]))
def test_more_revenue_at_the_same_rd_share_never_makes_the_upper_tiers_harder(
    tiers: tuple[Tier, ...], answers: Answers, factor: float
):
    larger = {k: v * factor if k in ("revenue", "rd") else v for k, v in answers.numbers.items()}
    better = Answers(larger, answers.facts, answers.title)
    before, after = (evaluate(tiers, a, "current", today=TODAY) for a in (answers, better))
    # The base tier has an upper limit for technology-based SMEs.
    for old, new in zip(before.tiers[1:], after.tiers[1:], strict=True):
        assert ORDER[new.result] >= ORDER[old.result]


@settings(max_examples=150, deadline=None)
@given(
    answers_of_firms,
    st.sampled_from(RULES),
    st.lists(st.sampled_from([*NUMBERS, *FACTS, "title"]), unique=True),
)
@example(Answers({"equity2": 5e6, "equity3": 0.0}), "current", ["equity2"])
@example(Answers({"equity2": 5e6, "equity3": 0.0}), "2022", ["equity3"])
def test_dont_know_never_counts_as_met_nor_as_missed(
    tiers: tuple[Tier, ...], answers: Answers, rules: Rules, kept: list[str]
):
    fewer = Answers(
        {k: v for k, v in answers.numbers.items() if k in kept},
        {k: v for k, v in answers.facts.items() if k in kept},
        answers.title if "title" in kept else None,
    )
    full, less = results(tiers, answers, rules), results(tiers, fewer, rules)
    turned = {i: (full[i], r) for i, r in less.items() if r not in (full[i], "cannot-tell")}
    assert turned == {}
    assert less.keys() == full.keys()


@pytest.mark.parametrize("rules", RULES)
def test_blank_forms_meet_nothing(tiers: tuple[Tier, ...], rules: Rules):
    assert set(results(tiers, Answers(), rules).values()) == {"cannot-tell"}


@settings(max_examples=40, deadline=None)
@given(answers_of_firms, st.sampled_from(RULES))
def test_every_requirement_of_the_data_is_explained_with_sources(
    tiers: tuple[Tier, ...], answers: Answers, rules: Rules
):
    found = judged(tiers, answers, rules)
    wanted = {c.id for tier in tiers if tier.rules == rules for c in reached(tier)}
    if rules == "2022":  # their bands stand with the rules in use now
        wanted |= {c.id for tier in tiers for c in tier.criteria if c.op == "bands"}
    assert set(found) == wanted
    assert all(v.criterion.sources for v in found.values())


def reached(tier: Tier) -> list[Criterion]:
    """The criteria that its requirements lead to, those of the record itself."""
    own = {c.id: c for c in tier.criteria}

    def tree(criterion: Criterion) -> list[Criterion]:
        # A title asked for by s-title is judged by the title held, not by how one gets it.
        parts = [own[i] for i in criterion.of if i in own]
        return [criterion, *(c for part in parts for c in tree(part))]

    return [c for top in must_meet(tier) for c in tree(top)]


PAIRS = [
    ("srdi22-years", "s-years"),
    ("srdi22-revenue-10m", "s-rev1"),
    ("srdi22-equity-20m", "s-rev2"),
    ("lg22-years", "l-years"),
    ("lg22-main-share", "l-main"),
    ("lg22-debt", "l-debt"),
    ("lg22-share", "l-share1"),
]


@settings(max_examples=150, deadline=None)
@given(answers_of_firms)
def test_the_rule_sets_differ_exactly_where_the_data_says(
    tiers: tuple[Tier, ...], answers: Answers
):
    new, old = judged(tiers, answers), judged(tiers, answers, "2022")
    pairs = [
        (before, v)
        for v in new.values()
        for i in v.criterion.replaces
        if (before := old.get(i)) is not None
        and v.criterion.number
        and before.criterion.number == v.criterion.number
        and not v.criterion.exemptions
    ]
    assert {(a.criterion.id, b.criterion.id) for a, b in pairs} == set(PAIRS)
    for before, after in pairs:
        low, high = sorted(
            t.value for v in (before, after) if (t := v.criterion.threshold) is not None
        )
        value = getattr(after.value, "known", None)
        between = value is not None and (
            low <= value < high if after.criterion.op == ">=" else low < value <= high
        )
        assert (before.result != after.result) == between


# -- What the data can name is known to the check --


def test_every_requirement_is_read_judged_or_known_to_be_unseen(tiers: tuple[Tier, ...]):
    unread = {
        c.id
        for tier in tiers
        for c in reached(tier)
        if input_of(c) is None and c.op not in ("any-of", "all-of", "judged")
    }
    assert unread == {"srdi22-score"}
    ways = [w for t in tiers for c in reached(t) for w in (*c.exemptions, *c.options)]
    assert ways
    assert all(way.facts for way in ways)


def test_every_number_and_fact_can_be_asked_for():
    assert set(INPUTS) == set(get_args(FirmNumber)) == set(UNITS)
    assert set(FORMALITIES) == set(get_args(Formality))
    asked = {fact: facts_input((fact,)).asks for fact in get_args(Fact)}
    questions = {"title": TIER_NAMES, FORMAL: tuple(FORMALITIES), **TICKS}
    assert asked == {fact: (key,) for key, facts in questions.items() for fact in facts}


def test_the_overview_has_three_tiers_under_both_rules(tiers: tuple[Tier, ...]):
    for rules in RULES:
        verdicts = evaluate(tiers, Answers(), rules, today=TODAY)
        assert tuple(r.tier_name for r in verdicts.tiers) == TIER_NAMES
    assert find_tiers(tiers, "all", "2022") == []
