"""One tier in short: what is met, what falls short with have and need, what is left open."""

from datetime import date

import pytest
from hypothesis import given, settings

from bot.domain.eligibility.check import evaluate
from bot.domain.eligibility.firm import FORMAL, Answers, Range, Title, ticked
from bot.domain.eligibility.tier_summary import TierOutcome, TierSummary, next_title, sum_up
from bot.domain.eligibility.tiers import TIER_NAMES, TierName
from bot.domain.release import Release
from tests.domain.firms import GIANT, IN_THE_ROUND, TODAY, Tiers, but
from tests.domain.test_eligibility_properties import answers_of_firms

FIRM = Answers(GIANT.numbers, {}, GIANT.title)
"""Meets all that figures show of the highest tier; says nothing of formalities."""


@pytest.fixture(scope="module")
def tiers(release: Release) -> Tiers:
    return Tiers(release.catalogue.dataset.tiers)


def of(
    release: Release, answers: Answers, tier_name: TierName = "little-giant", today: date = TODAY
) -> TierSummary:
    tiers = release.catalogue.dataset.tiers
    verdicts = evaluate(tiers, answers, "current", today=today, presuming=True)
    return sum_up(next(r for r in verdicts.tiers if r.tier_name == tier_name), answers)


def failed(found: TierSummary) -> list[tuple[str, float | bool | None, float | None, bool]]:
    """(criterion, have, need, final) of each shortfall."""
    return [
        (
            f.criterion.id,
            f.have.high if isinstance(f.have, Range) else f.have,
            f.need.value if f.need else None,
            f.final,
        )
        for f in found.failed
    ]


def test_all_but_what_reviewers_judge(release: Release):
    found = of(release, FIRM)
    assert (len(found.met), found.total, found.failed) == (16, 17, ())
    assert [(left.criterion.id, left.why, left.asks) for left in found.left] == [
        ("l-chain", "judged", ())
    ]
    assert [c.id for c in found.presumed] == [
        "g-established",
        "g-size",
        "g-lists",
        "g-product",
        "g-clean3",
    ]


def test_a_formality_that_does_not_hold_fails(release: Release):
    listed = Answers(FIRM.numbers, ticked(FORMAL, ("listed", "size")), FIRM.title)
    found = of(release, listed)
    assert failed(found) == [("g-size", False, None, True), ("g-lists", True, None, True)]
    assert len(found.presumed) == 3


@pytest.mark.parametrize(
    ("tier_name", "answers", "shortfalls"),
    [
        ("little-giant", but(FIRM, revenue=30e6, revenue2=20e6), [("l-rev", 30e6, 50e6, True)]),
        ("little-giant", but(FIRM, debt=80), [("l-debt", 80, 75, True)]),
        # An exemption or another way that nothing is known of may still do.
        ("little-giant", but(FIRM, rights=1), [("l-ip", 1, 4, False)]),
        ("little-giant", but(FIRM, market_share=9), [("l-share1", 9, 10, False)]),
        ("little-giant", but(FIRM, market_share=9, rank=2), []),
        ("little-giant", but(FIRM, market_share=9, rank=5), [("l-share1", 9, 10, True)]),
        ("specialised", Answers({"revenue": 3e6}), [("s-rev1", 3e6, 15e6, False)]),
        ("specialised", Answers({"revenue": 3e6, "equity2": 1e6}), [("s-rev1", 3e6, 15e6, True)]),
        ("specialised", Answers({"revenue": 3e6, "equity2": 20e6}), []),
        ("specialised", Answers(title="none"), [("s-title", False, None, True)]),
        ("innovative", Answers({"revenue": 3e6}, title="none"), []),
    ],
)
def test_each_failed_requirement_tells_its_shortfall(
    release: Release,
    tier_name: TierName,
    answers: Answers,
    shortfalls: list[tuple[str, float | bool | None, float | None, bool]],
):
    assert failed(of(release, answers, tier_name)) == shortfalls


def test_what_would_do_instead_is_named(release: Release):
    (equity,) = of(release, Answers({"revenue": 3e6}), "specialised").failed
    assert [c.id for c in equity.alternatives] == ["s-rev2"]
    (rights,) = of(release, but(FIRM, rights=1)).failed
    assert len(rights.exemptions) == 1
    ruled_out = Answers({**FIRM.numbers, "rights": 1}, ticked("prizes", ("rest",)), FIRM.title)
    (final,) = of(release, ruled_out).failed
    assert (final.exemptions, final.final) == ((), True)


@pytest.mark.parametrize(
    ("title", "tier_name", "held"),
    [
        (None, "specialised", False),
        ("none", "innovative", False),
        ("innovative", "innovative", True),
        ("innovative", "specialised", False),
        ("little-giant", "specialised", True),
        ("little-giant", "little-giant", True),
    ],
)
def test_nothing_is_asked_of_who_holds_the_title(
    release: Release, title: Title | None, tier_name: TierName, held: bool
):
    found = of(release, Answers({"debt": 99}, title=title), tier_name)
    assert found.held == held
    assert (found.total == 0) == held


def test_what_is_left_names_the_questions_that_would_decide_it(release: Release):
    found = of(release, Answers({"revenue": 60e6, "rd": 3e6}, title="specialised"))
    asks = {left.criterion.id: left.asks for left in found.left}
    assert asks["l-growth"] == ("revenue2",)
    assert asks["l-rd2"] == ("revenue1", "rd1")
    assert asks["l-share"] == ("market_share", "rank")
    assert "revenue" not in found.asks
    assert FORMAL not in found.asks


def test_conditions_of_a_round_count_while_it_is_open(release: Release):
    during, after = of(release, FIRM, today=IN_THE_ROUND), of(release, FIRM)
    assert during.total == after.total + 4
    assert len(during.presumed) == len(after.presumed) + 4


@pytest.mark.parametrize(
    ("title", "tier_name"),
    [
        (None, None),
        ("none", "innovative"),
        ("innovative", "specialised"),
        ("specialised", "little-giant"),
        ("little-giant", None),
    ],
)
def test_the_next_title_is_one_above_the_one_held(title: Title | None, tier_name: TierName | None):
    assert next_title(Answers(title=title)) == tier_name


@pytest.mark.parametrize(
    ("answers", "outcome", "counts"),
    [
        (FIRM, "yes", (11, 5, 0, 1)),
        (Answers(), "open", (0, 5, 0, 12)),
        (Answers(title="specialised"), "open", (1, 5, 0, 11)),
        (Answers(title="little-giant"), "held", (0, 0, 0, 0)),
        (but(FIRM, debt=80), "no", (10, 5, 1, 1)),
        # An exemption that nothing is known of may still do: not decided.
        (but(FIRM, rights=1), "open", (10, 5, 0, 2)),
        (but(FIRM, rights=1, debt=80), "no", (9, 5, 1, 2)),
    ],
)
def test_yes_no_or_not_decided_and_presumptions_counted_apart(
    release: Release, answers: Answers, outcome: TierOutcome, counts: tuple[int, int, int, int]
):
    found = of(release, answers)
    assert found.outcome == outcome
    assert (found.stated, len(found.presumed), len(found.lacking), found.open) == counts
    assert found.total == (0 if outcome == "held" else 17)


@settings(max_examples=100, deadline=None)
@given(answers_of_firms)
def test_each_requirement_is_met_failed_or_left_once(tiers: Tiers, answers: Answers):
    for verdict in evaluate(tiers, answers, "current", today=TODAY, presuming=True).tiers:
        found = sum_up(verdict, answers)
        if found.held:
            continue
        assert found.total == len(verdict.deciding)
        assert len(found.met) == len(verdict.named("met"))
        assert len(found.lacking) == len(verdict.named("not-met"))
        assert (found.outcome == "no") == (verdict.result == "not-met")
        if all(v.result == "met" or v.why == "judged" for v in verdict.deciding):
            assert found.outcome == ("yes" if found.met else "open")
        assert all(left.asks for left in found.left if left.why == "unanswered")


@settings(max_examples=60, deadline=None)
@given(answers_of_firms)
def test_presuming_changes_formalities_that_are_unknown_and_nothing_else(
    tiers: Tiers, answers: Answers
):
    plain, presumed = (
        evaluate(tiers, answers, "current", today=IN_THE_ROUND, presuming=p) for p in (False, True)
    )
    for before, after in zip(plain.tiers, presumed.tiers, strict=True):
        for old, new in zip(before.deciding, after.deciding, strict=True):
            assert old == new or (old.result, new.why) == ("cannot-tell", "presumed")


def test_every_tier_has_a_summary(release: Release):
    assert [of(release, Answers(), tier_name).tier_name for tier_name in TIER_NAMES] == list(
        TIER_NAMES
    )
