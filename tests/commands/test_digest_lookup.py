"""Which digest somebody means, by number, label or channel, and how each is called."""

from typing import Final

import pytest

from bot.domain.digests.subscription import Digest, DigestContent, Order, Target
from bot.ui.context import RenderContext
from cogs.digest.lookup import find_digest, label_of, nearest_digests, offer_digests
from tests.commands.sample_digests import digest


def named(number: int, name: str, schedule: str = "daily 09:00") -> Digest:
    order = Order(Target(1, number * 100, "text", name), DigestContent(), schedule, "Asia/Shanghai")
    return digest()._replace(id=number, order=order)


NAMED: Final = [
    named(1, "policy-news"),
    named(2, "资金"),
    named(3, "资金"),
    named(12, "awards", "daily 17:30"),
    named(40, "plan-2026"),
]


def name_of(each: Digest) -> str:
    return each.order.target.name


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("1", 1),
        ("12", 12),
        ("#1", 1),
        ("＃１", 1),
        ("01", 1),
        ("Digest 12", 12),
        ("digest #12", 12),
        ("1号", 1),
        ("第12号", 12),
        ("订阅 1", 1),
        ("No. 1", 1),
        ("policy-news", 1),
        ("#Policy-News", 1),
        ("#policy-news · Daily 09:00 · active", 1),
        ("<#1200>", 12),
        ("資金", None),
        ("9", None),
        ("", None),
        ("#", None),
        ("nothing", None),
        # Digits that stand in one digest alone: in a channel's id, in a name, in a schedule.
        ("120", None),
        ("1200", None),
        ("17", None),
        ("026", None),
        ("2026", None),
        ("17:30", None),
        ("#17", None),
        ("paused", None),
    ],
)
@pytest.mark.parametrize("exact", [True, False])
def test_a_digest_is_found_by_its_number_label_or_channel(
    context: RenderContext, typed: str, found: int | None, *, exact: bool
) -> None:
    if "·" in typed and context.tr.lang == "zh":
        typed = label_of(context.tr, NAMED[0], name_of(NAMED[0]))
    digest_ = find_digest(context.tr, NAMED, name_of, typed, exact=exact)
    assert (digest_.id if digest_ else None) == found


@pytest.mark.parametrize(("typed", "found"), [("polic", 1), ("#polic", 1), ("awards", 12)])
def test_a_part_of_a_channels_name_is_enough_to_read(
    context: RenderContext, typed: str, found: int
) -> None:
    digest_ = find_digest(context.tr, NAMED, name_of, typed, exact=False)
    assert digest_ is not None
    assert digest_.id == found
    assert (find_digest(context.tr, NAMED, name_of, typed, exact=True) is None) == (
        typed != "awards"
    )


def test_an_unknown_name_has_the_nearest_or_the_first(context: RenderContext) -> None:
    assert 1 <= len(nearest_digests(context.tr, NAMED, name_of, "policy news")) <= 3
    assert nearest_digests(context.tr, NAMED, name_of, "zzz") == list(NAMED[:3])
    assert nearest_digests(context.tr, NAMED, name_of, "policy-new")[0].id == 1


def test_a_label_says_channel_schedule_and_state(context: RenderContext) -> None:
    if context.tr.lang == "en":
        label = label_of(context.tr, named(1, "policy-news", "mon 09:00"), "policy-news")
        assert label == "#policy-news · Mondays 09:00 · active"
    assert len(label_of(context.tr, digest(), "n" * 100)) <= 100
    offered = offer_digests(context.tr, NAMED, name_of, "news")
    assert offered[0].value == "1"
    assert len(offer_digests(context.tr, NAMED * 9, name_of, "")) <= 25
