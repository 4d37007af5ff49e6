"""The check against the real rules: tables of firms, and what must hold for every firm."""

from collections.abc import Iterable, Mapping
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.data.loader import Dataset
from bot.domain.data.models import Criterion, Tier
from bot.domain.eligibility.check import RungVerdict, Verdict, Verdicts, evaluate
from bot.domain.eligibility.comparison import Result
from bot.domain.eligibility.criterion_inputs import (
    CRITERION_INPUTS,
    EXEMPTIONS,
    HELD,
    OPTIONS,
    SAME_TABLE,
)
from bot.domain.eligibility.firm import (
    FORMAL,
    FORMALITIES,
    REST,
    TICKS,
    TITLES,
    Answers,
    Range,
    Title,
    ticked,
)
from bot.domain.eligibility.gaps import gap_of
from bot.domain.eligibility.ladder import RUNGS, Rules, find_tiers, required
from bot.domain.eligibility.unlocked_benefits import award_figures, unlocked_measures
from bot.domain.release import Release

TODAY = date(2026, 9, 1)
IN_THE_ROUND = date(2026, 5, 1)
ORDER: dict[Result, int] = {"not-met": 0, "cannot-tell": 1, "met": 2}
CLEAN = dict(FORMALITIES)


class Ladder(tuple[Tier, ...]):
    """The tiers, in few words where a property fails."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{len(self)} tiers>"


@pytest.fixture(scope="module")
def tiers(dataset: Dataset) -> tuple[Tier, ...]:
    return Ladder(dataset.tiers)


def firm(
    title: Title | None = None,
    numbers: Mapping[str, float] | None = None,
    facts: dict[str, bool] | None = None,
    **more: float,
) -> Answers:
    """A firm without obstacles, of which this is known as well."""
    return Answers({**(numbers or {}), **more}, {**CLEAN, **(facts or {})}, title)


GIANT = firm(
    "specialised",
    revenue=60e6,
    revenue1=58e6,
    revenue2=50e6,
    rd=7e6,
    rd1=6e6,
    years=5,
    rights=4,
    main_share=92,
    debt=60,
    market_share=12,
    score=70,
)
"""Meets all that figures can show of the highest rung."""


def but(answers: Answers, **changed: float) -> Answers:
    return Answers({**answers.numbers, **changed}, answers.facts, answers.title)


def judged(
    tiers: Iterable[Tier], answers: Answers, rules: Rules = "current", today: date = TODAY
) -> dict[str, Verdict]:
    """Every verdict by its criterion."""
    return {v.criterion.id: v for v in all_verdicts(evaluate(tiers, answers, rules, today=today))}


def all_verdicts(verdicts: Verdicts) -> list[Verdict]:
    tops = [
        v
        for rung in verdicts.rungs
        for v in (*rung.general, *rung.requirements, *(v for _, f in rung.rounds for v in f))
    ]
    return [each for top in tops for each in top.tree()]


def rung_of(verdicts: Verdicts, name: str) -> RungVerdict:
    return next(r for r in verdicts.rungs if r.rung == name)


# -- Tables --


@pytest.mark.parametrize(
    ("criterion", "numbers", "result"),
    [
        ("l-rev", {"revenue": 50e6}, "met"),
        ("l-rev", {"revenue": 49_999_999}, "not-met"),
        ("l-rev", {}, "cannot-tell"),
        ("s-debt", {"debt": 80}, "met"),
        ("s-debt", {"debt": 80.1}, "not-met"),
        ("s-rd1", {"rd": 2e6, "rd1": 0.5e6}, "not-met"),
        ("s-rd1", {"rd": 0.5e6}, "not-met"),
        ("s-rd1", {"rd": 2e6}, "cannot-tell"),
        ("s-rd2", {"revenue": 50e6, "rd": 1.5e6, "revenue1": 50e6, "rd1": 1.5e6}, "met"),
        ("s-rd2", {"revenue": 50e6, "rd": 1.2e6}, "not-met"),
        ("s-rd2", {"revenue": 50e6}, "cannot-tell"),
        ("l-rd1", {"rd": 7e6, "rd1": 5e6}, "met"),
        ("l-rd1", {"rd": 7e6}, "cannot-tell"),
        ("l-growth", {"revenue": 110.25, "revenue2": 100}, "met"),
        ("l-share", {"market_share": 9, "rank": 3}, "met"),
        ("l-share", {"market_share": 9}, "cannot-tell"),
        ("l-share", {"market_share": 9, "rank": 4}, "not-met"),
        ("s-rev", {"revenue": 1e6, "equity2": 20e6}, "met"),
        ("s-market", {"market_share": 99}, "cannot-tell"),
        ("l-chain", {}, "cannot-tell"),
        ("i-d4", {"equity2": 5e6}, "met"),
        ("i-d4", {"equity3": 4e6}, "not-met"),
        ("i-d4", {"equity2": 4e6, "equity3": 5e6}, "met"),
        ("i-d4", {"equity2": 4e6, "equity3": 4e6}, "not-met"),
        # Two years cannot bring more than the three that they are part of.
        ("i-d4", {"equity2": 5e6, "equity3": 0}, "met"),
        ("i-d4", {"equity2": 4e6, "equity3": 0}, "cannot-tell"),
    ],
)
def test_a_number_against_its_threshold(
    tiers: tuple[Tier, ...], criterion: str, numbers: dict[str, float], result: Result
):
    assert judged(tiers, firm(None, numbers))[criterion].result == result


@pytest.mark.parametrize(
    ("title", "base", "srdi"),
    [
        (None, "cannot-tell", "cannot-tell"),
        ("none", "not-met", "not-met"),
        ("innovative", "met", "not-met"),
        ("specialised", "met", "met"),
        ("little-giant", "met", "met"),
    ],
)
def test_titles(tiers: tuple[Tier, ...], title: Title | None, base: Result, srdi: Result):
    found = judged(tiers, firm(title))
    assert (found["s-title"].result, found["l-title"].result) == (base, srdi)


@pytest.mark.parametrize(
    ("group", "ticks", "result"),
    [
        ("prizes", (), "cannot-tell"),
        ("prizes", ("nat3",), "met"),
        ("prizes", ("prov3", REST), "not-met"),
        ("prizes", (REST,), "not-met"),
    ],
)
def test_an_exemption_lifts_what_is_missing(
    tiers: tuple[Tier, ...], group: str, ticks: tuple[str, ...], result: Result
):
    found = judged(tiers, firm(facts=ticked(group, ticks), rights=1))
    assert found["l-ip"].result == result


def test_firms_under_review_are_not_held_to_growth(tiers: tuple[Tier, ...]):
    shrunk = {"revenue": 50e6, "revenue2": 60e6}
    assert judged(tiers, firm("specialised", shrunk))["l-growth"].result == "not-met"
    assert judged(tiers, firm("little-giant", shrunk))["l-growth"].result == "met"
    assert judged(tiers, firm(None, shrunk))["l-growth"].result == "cannot-tell"


def test_under_review_last_years_score_would_do_which_nobody_asked(tiers: tuple[Tier, ...]):
    assert judged(tiers, firm("specialised", score=40))["l-score"].result == "not-met"
    assert judged(tiers, firm("little-giant", score=40))["l-score"].result == "cannot-tell"
    assert judged(tiers, firm("little-giant", score=60))["l-score"].result == "met"


def test_general_conditions_and_exclusions(tiers: tuple[Tier, ...]):
    listed = firm(facts=ticked(FORMAL, ("listed", "champion")))
    found = judged(tiers, listed)
    assert found["g-lists"].result == found["n-champion"].result == "not-met"
    assert found["g-product"].result == found["g-clean3"].result == "met"
    assert found["g-established"].result == found["n-control"].result == "met"
    unsaid = judged(tiers, Answers())
    assert unsaid["g-lists"].result == unsaid["g-established"].result == "cannot-tell"


SCORED: dict[str, float] = {
    "ip": 15,
    "revenue": 100e6,
    "rd": 3e6,
    "main_growth": 10,
    "debt": 55,
    "field": 5,
    "main_share": 55,
}


def test_a_score_adds_up_the_bands(tiers: tuple[Tier, ...]):
    found = judged(tiers, firm(None, SCORED))
    points = {i: found[i].value for i in ("i-score", "i-score-in", "i-score-gr", "i-score-sp")}
    sums = {"i-score": 70, "i-score-in": 30, "i-score-gr": 25, "i-score-sp": 15}
    assert points == {i: Range(points, points) for i, points in sums.items()}
    assert found["i-pass"].result == found["b-title"].result == "met"


def test_a_part_of_the_score_that_is_missing_leaves_it_open_only_where_it_matters(
    tiers: tuple[Tier, ...],
):
    partly = {k: v for k, v in SCORED.items() if k not in ("ip", "main_growth")}
    found = judged(tiers, firm(None, partly))
    assert found["i-score"].result == found["i-score-in"].result == "cannot-tell"
    assert found["i-score-sp"].result == "met"
    hopeless = judged(tiers, firm(main_share=10, field=5))
    assert hopeless["i-score-sp"].result == "not-met"


def test_the_score_of_2022_uses_the_same_bands_and_that_of_srdi_is_not_held(
    tiers: tuple[Tier, ...],
):
    found = judged(tiers, firm(None, SCORED), "2022")
    assert found["inno22-score"].result == "met"
    assert (found["srdi22-score"].result, found["srdi22-score"].why) == ("cannot-tell", "unseen")


def test_the_bands_of_rd_by_revenue_of_2022(tiers: tuple[Tier, ...]):
    def rd(revenue: float, spent: float) -> Result:
        both = {"revenue": revenue, "revenue1": revenue, "rd": spent, "rd1": spent}
        return judged(tiers, firm(None, both, equity2=0), "2022")["lg22-rd"].result

    assert rd(100e6, 3e6) == "not-met"  # of 100 million exactly 6 percent are wanted
    assert rd(100e6, 6e6) == "met"
    assert rd(100.1e6, 3.1e6) == "met"
    assert rd(49e6, 30e6) == "not-met"


def test_the_highest_rung_is_left_to_reviewers(tiers: tuple[Tier, ...]):
    verdicts = evaluate(tiers, GIANT, "current", today=TODAY)
    top = rung_of(verdicts, "little-giant")
    assert top.result == "cannot-tell"
    assert top.left_to_others
    assert [v.criterion.id for v in top.named("cannot-tell")] == ["l-chain"]
    assert verdicts.reached == rung_of(verdicts, "specialised")
    assert verdicts.next == top


def test_without_answers_nothing_is_reached_and_the_base_is_next(tiers: tuple[Tier, ...]):
    verdicts = evaluate(tiers, Answers(), "current", today=TODAY)
    assert verdicts.reached is None
    assert verdicts.next == verdicts.rungs[0]


def test_a_round_decides_until_it_is_over(tiers: tuple[Tier, ...]):
    champion = Answers(GIANT.numbers, {**GIANT.facts, "champion": True}, GIANT.title)
    during = evaluate(tiers, champion, "current", today=IN_THE_ROUND)
    after = evaluate(tiers, champion, "current", today=TODAY)
    assert rung_of(during, "little-giant").result == "not-met"
    assert rung_of(after, "little-giant").result == "cannot-tell"
    assert judged(tiers, champion)["n-champion"].result == "not-met"


def test_what_is_missing_in_points_and_in_yuan(tiers: tuple[Tier, ...]):
    short = but(GIANT, revenue=50e6, rd=1.2e6)
    gap = gap_of(judged(tiers, short)["l-rd2"], short)
    assert gap is not None
    assert (gap.missing, gap.unit) == (pytest.approx(0.6), "percentage points")
    assert gap.yuan == pytest.approx(300_000)
    assert gap_of(judged(tiers, GIANT)["l-rd2"], GIANT) is None


def test_what_the_rungs_open(release: Release):
    catalogue = release.catalogue
    assert "a25-loan" in {m.id for m in unlocked_measures(catalogue, "specialised", TODAY)}
    assert "d24-award" in {m.id for m in unlocked_measures(catalogue, "little-giant", TODAY)}
    found = award_figures(catalogue, "little-giant", "jingan")
    assert [(a.id, [f.value for f in figures]) for a, figures in found] == [
        ("aw-jingan", [500_000, 250_000])
    ]


# -- What must hold for every firm --

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
    st.sampled_from([None, *TITLES]),
)
BAD = ("debt", "rank", "contest", "staff", "assets")
GOOD = [k for k in NUMBERS if k not in ("revenue", "revenue1", "revenue2") and k not in BAD]
GOOD_FACTS = ["established", "size", "audits", *TICKS["honours"], *TICKS["prizes"]]


def results(tiers: Iterable[Tier], answers: Answers, rules: Rules) -> dict[str, Result]:
    return {i: v.result for i, v in judged(tiers, answers, rules).items()}


@settings(max_examples=150, deadline=None)
@given(answers_of_firms, st.sampled_from(RULES), st.data())
def test_more_of_a_good_thing_never_makes_a_rung_harder(
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
    title = answers.title and data.draw(st.sampled_from(TITLES[TITLES.index(answers.title) :]))
    better = Answers(numbers, {**answers.facts, fact: True}, title)
    before, after = (evaluate(tiers, a, rules, today=TODAY) for a in (answers, better))
    for old, new in zip(before.rungs, after.rungs, strict=True):
        assert ORDER[new.result] >= ORDER[old.result]
    was, now = results(tiers, answers, rules), results(tiers, better, rules)
    assert {i for i in was if ORDER[now[i]] < ORDER[was[i]]} == set()


@settings(max_examples=100, deadline=None)
@given(answers_of_firms, st.sampled_from([1.01, 1.5, 10]))
def test_more_revenue_at_the_same_rd_share_never_makes_the_upper_rungs_harder(
    tiers: tuple[Tier, ...], answers: Answers, factor: float
):
    larger = {k: v * factor if k in ("revenue", "rd") else v for k, v in answers.numbers.items()}
    better = Answers(larger, answers.facts, answers.title)
    before, after = (evaluate(tiers, a, "current", today=TODAY) for a in (answers, better))
    # The base rung has an upper limit for technology-based SMEs.
    for old, new in zip(before.rungs[1:], after.rungs[1:], strict=True):
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
        wanted |= {f"i-t{i}" for i in range(1, 7)}
    assert set(found) == wanted
    assert all(v.criterion.sources for v in found.values())


def reached(tier: Tier) -> list[Criterion]:
    """The criteria that its requirements lead to, those of the record itself."""
    own = {c.id: c for c in tier.criteria}

    def tree(criterion: Criterion) -> list[Criterion]:
        # A title asked for by s-title is judged by the title held, not by how one gets it.
        parts = [own[i] for i in criterion.of if i in own]
        return [criterion, *(c for part in parts for c in tree(part))]

    return [c for top in required(tier) for c in tree(top)]


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
        and CRITERION_INPUTS.get(i) is CRITERION_INPUTS.get(v.criterion.id, object())
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


# -- The tables of readings fit the data --


def test_every_requirement_is_read_judged_or_known_to_be_unseen(tiers: tuple[Tier, ...]):
    unread = {
        c.id
        for tier in tiers
        for c in reached(tier)
        if c.id not in CRITERION_INPUTS and c.op not in ("any-of", "all-of", "judged") and not c.of
    }
    assert unread - set(SAME_TABLE) == {"srdi22-score"}


def test_no_reading_is_of_a_criterion_that_is_gone(tiers: tuple[Tier, ...]):
    known = {c.id: c for tier in tiers for c in tier.criteria}
    assert set(CRITERION_INPUTS) | set(HELD) | set(SAME_TABLE) <= set(known)
    assert all(len(known[i].exemptions) == len(r) for i, r in EXEMPTIONS.items())
    assert all(len(known[i].options) == len(r) for i, r in OPTIONS.items())
    exempting = {c.id for t in tiers for c in reached(t) if c.exemptions}
    assert exempting == set(EXEMPTIONS)


def test_the_ladder_has_three_rungs_under_both_rules(tiers: tuple[Tier, ...]):
    for rules in RULES:
        verdicts = evaluate(tiers, Answers(), rules, today=TODAY)
        assert tuple(r.rung for r in verdicts.rungs) == RUNGS
    assert find_tiers(tiers, "all", "2022") == []
