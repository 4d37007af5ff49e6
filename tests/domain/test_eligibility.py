"""The eligibility check: tables of firms and verdicts."""

import pytest

from bot.domain.data.models import Tier
from bot.domain.eligibility.check import evaluate
from bot.domain.eligibility.comparison import Result
from bot.domain.eligibility.firm import FORMAL, REST, Answers, Range, Title, ticked
from bot.domain.eligibility.gaps import gap_of
from bot.domain.eligibility.unlocked_benefits import award_figures, unlocked_measures
from bot.domain.release import Release
from tests.domain.firms import GIANT, IN_THE_ROUND, TODAY, but, firm, judged, tier_of


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
def test_a_title_decides_what_requires_one(
    tiers: tuple[Tier, ...], title: Title | None, base: Result, srdi: Result
):
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


def test_general_conditions_and_exclusions_are_judged(tiers: tuple[Tier, ...]):
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


def test_the_highest_tier_is_left_to_reviewers(tiers: tuple[Tier, ...]):
    verdicts = evaluate(tiers, GIANT, "current", today=TODAY)
    top = tier_of(verdicts, "little-giant")
    assert top.result == "cannot-tell"
    assert {v.why for v in top.deciding if v.result != "met"} == {"judged"}
    assert [v.criterion.id for v in top.named("cannot-tell")] == ["l-chain"]
    assert verdicts.reached == tier_of(verdicts, "specialised")
    assert verdicts.next == top


def test_without_answers_nothing_is_reached_and_the_base_is_next(tiers: tuple[Tier, ...]):
    verdicts = evaluate(tiers, Answers(), "current", today=TODAY)
    assert verdicts.reached is None
    assert verdicts.next == verdicts.tiers[0]


def test_a_round_decides_until_it_is_over(tiers: tuple[Tier, ...]):
    champion = Answers(GIANT.numbers, {**GIANT.facts, "champion": True}, GIANT.title)
    during = evaluate(tiers, champion, "current", today=IN_THE_ROUND)
    after = evaluate(tiers, champion, "current", today=TODAY)
    assert tier_of(during, "little-giant").result == "not-met"
    assert tier_of(after, "little-giant").result == "cannot-tell"
    assert judged(tiers, champion)["n-champion"].result == "not-met"


def test_what_is_missing_in_points_and_in_yuan(tiers: tuple[Tier, ...]):
    short = but(GIANT, revenue=50e6, rd=1.2e6)
    gap = gap_of(judged(tiers, short)["l-rd2"], short)
    assert gap is not None
    assert (gap.missing, gap.unit) == (pytest.approx(0.6), "percentage points")
    assert gap.yuan == pytest.approx(300_000)
    assert gap_of(judged(tiers, GIANT)["l-rd2"], GIANT) is None


def test_each_tier_opens_its_measures(release: Release):
    catalogue = release.catalogue
    assert "a25-loan" in {m.id for m in unlocked_measures(catalogue, "specialised", TODAY)}
    assert "d24-award" in {m.id for m in unlocked_measures(catalogue, "little-giant", TODAY)}


@pytest.mark.parametrize(
    ("place", "amounts"),
    [
        ("jingan", {"aw-jingan": [500_000, 250_000]}),
        ("pudong", {"aw-pudong": [1_000_000]}),
        ("lin-gang", {"aw-lingang": [1_000_000]}),
    ],
)
def test_the_awards_of_a_place(release: Release, place: str, amounts: dict[str, list[float]]):
    found = award_figures(release.catalogue, "little-giant", place)
    assert {a.id: [f.value for f in figures] for a, figures in found} == amounts
