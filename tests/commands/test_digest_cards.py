"""The cards of /digest in both languages: within Discord's limits with the longest values."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, get_args

import pytest

from bot.digests.administration import STAGES, Diagnosis
from bot.discord_client.channel_permissions import NEEDED
from bot.domain.digests.subscription import (
    Cause,
    CauseCode,
    ChannelKind,
    Digest,
    DigestContent,
    Order,
    Target,
)
from bot.ui.components import MAX_TEXT, Layout, text_length, walk
from bot.ui.context import RenderContext
from bot.ui.line_width import lines_of
from cogs.admin.cards.status import digests_card
from cogs.digest.cards.edition import MOST_ROWS
from cogs.digest.cards.listing import (
    DIGESTS_PER_PAGE,
    delete_card,
    deleted_card,
    held_card,
    no_digests_card,
    paused_card,
    resumed_card,
    server_digests_card,
    unknown_digest_card,
)
from cogs.digest.cards.notice import command_notice, trouble_notice
from cogs.digest.cards.order import (
    ChannelStatus,
    OrderFault,
    PendingOrder,
    full_fault,
    left_card,
    order_faults_card,
    order_gone_card,
    question_card,
    saved_card,
)
from cogs.digest.cards.pending import details_card, pending_order_card, twin_card
from cogs.digest.cards.role_mention import mention_refusal
from cogs.digest.cards.runs import ran_card, runs_card, show_card
from cogs.digest.cards.why import why_card
from cogs.digest.guard import with_notice
from cogs.digest.lookup import label_of
from tests.commands.chat import NOW, assert_sendable
from tests.commands.sample_digests import ALL, ID, LOST, WIDEST, digest, run
from tests.commands.test_echo import HOSTILE, LIVE

TAGS: Final = tuple((f"{number} {'t' * 17}", ID + number) for number in range(20))

RUNS: Final = [
    run("claimed"),
    run("sent"),
    run("empty", parts=0),
    run("missed", Cause("too-late")),
    *(run("failed", Cause(code)) for code in get_args(CauseCode)),
    run("failed", ALL),
]


def waiting(change: Digest | None, spot: ChannelStatus, order: Order = WIDEST) -> PendingOrder:
    return PendingOrder(10**9, order, change, spot)


def order_cards(context: RenderContext) -> Iterator[Layout]:
    moved = replace(
        WIDEST,
        target=Target(ID, ID + 9, "text", "x"),
        wish=DigestContent(),
        schedule="monthly 31 09:00",
    )
    spots = (
        ChannelStatus(None, warnings=("w" * 300, "w" * 300)),
        ChannelStatus(NEEDED["forum"], TAGS, tag_required=True),
        ChannelStatus((), TAGS),
        ChannelStatus((), (), tag_required=True),
    )
    for spot in spots:
        for change in (None, digest()):
            yield pending_order_card(context, waiting(change, spot), NOW)
            yield details_card(context, waiting(change, spot), NOW, "Asia/Shanghai")
            yield pending_order_card(context, waiting(change, spot, moved), NOW)
    faults = [OrderFault("x" * 900)] * 9
    yield order_faults_card(context, faults)
    choices = tuple(("l" * 120, "America/Argentina/ComodRivadavia") for _ in range(1))
    yield question_card(context, OrderFault("x" * 600, "timezone", choices), 10**9, WIDEST)
    yield order_faults_card(context, [full_fault(context)])
    yield twin_card(context, waiting(None, spots[0]), digest())
    yield order_gone_card(context)
    yield left_card(context)
    for each in (digest(), digest("paused"), digest("suspended", ALL)):
        yield saved_card(context, each)


def digest_cards(context: RenderContext) -> Iterator[Layout]:
    suspended = [digest("suspended", ALL, number) for number in range(50)]
    labels = {each.id: "#" * 100 for each in suspended}
    last = {each.id: run("failed", ALL) for each in suspended}
    pages = len(suspended) // DIGESTS_PER_PAGE
    for page in (0, 1, pages - 1, pages + 9):
        yield server_digests_card(context, suspended, last, labels, page, dict.fromkeys(last, LOST))
    for command in ("show", "delete"):
        yield unknown_digest_card(context, "t" * 300, command, suspended[:3], labels)
    yield no_digests_card(context)
    yield show_card(context, suspended[0], RUNS, NOW, "t" * 20, LOST)
    yield show_card(context, digest(), [], NOW)
    yield runs_card(context, digest(), [], 0)
    for page in range(len(RUNS)):
        yield runs_card(context, digest(), RUNS, page)
    for each in (None, *RUNS):
        note = mention_refusal(context.tr, WIDEST.target)
        yield ran_card(context, digest(), each, note)
    yield paused_card(context, digest(), paused=True)
    yield paused_card(context, digest("paused"), paused=False)
    yield resumed_card(context, digest(), resumed=True)
    yield resumed_card(context, digest(), resumed=False)
    yield held_card(context, digest("suspended", ALL), ALL)
    yield held_card(context, digest("paused"), Cause("channel-gone"))
    yield delete_card(context, digest(), "#" * 100)
    yield deleted_card(context, 1)


def whys() -> Iterator[Diagnosis]:
    due = digest()._replace(next_run_at=NOW)
    later = digest()
    yield Diagnosis(due, NOW, None, has_content=True, changes=1, last=None)
    yield Diagnosis(digest("paused"), NOW, None, has_content=True, changes=1, last=None)
    for obstacle in (None, "unknown", ALL):
        yield Diagnosis(
            digest("suspended", ALL), NOW, obstacle, has_content=True, changes=1, last=None
        )
    yield Diagnosis(later, NOW, ALL, has_content=True, changes=1, last=None)
    yield Diagnosis(later, NOW, None, has_content=False, changes=0, last=None)
    for each in RUNS:
        yield Diagnosis(later, NOW, None, has_content=False, changes=7, last=each)


def test_every_card_can_be_sent(context: RenderContext) -> None:
    for layout in (*order_cards(context), *digest_cards(context)):
        assert_sendable(layout)
    for why in whys():
        assert_sendable(why_card(context, why._replace(mention=LOST)))


def test_why_tells_of_each_stage_and_what_to_do(context: RenderContext) -> None:
    stopped = {why.stopped_at for why in whys()}
    assert stopped == {None, *STAGES}
    for why in whys():
        said = "\n".join(p["content"] for p in walk(why_card(context, why)) if p["type"] == 10)
        assert sum(said.count(f"{number}. **") for number in range(1, 7)) == len(STAGES)


def test_why_begins_with_that_nothing_is_wrong(context: RenderContext) -> None:
    waits = Diagnosis(digest(), NOW, None, has_content=True, changes=1, last=None)
    said, steps = [p["content"] for p in walk(why_card(context, waits)) if p["type"] == 10]
    fine = context.tr("Nothing is wrong: it is not due yet.")
    assert said.splitlines()[2].startswith(fine)
    assert len(steps.splitlines()) == len(STAGES)
    assert context.tr("stopped here") not in steps
    failed = waits._replace(last=run("failed", Cause("too-late")))
    assert fine not in str(why_card(context, failed))


@pytest.mark.parametrize("kind", ["text", "announcement", "thread", "forum"])
def test_an_order_is_seen_at_a_glance(context: RenderContext, kind: ChannelKind) -> None:
    target = replace(WIDEST.target, kind=kind, name="policy-news")
    wish = DigestContent("both", "both", "capital-market", "pudong", "post-nothing")
    order = Order(target, wish, "mon,wed,fri 08:30", "America/New_York")
    for spot in (ChannelStatus(()), ChannelStatus(("send_messages",))):
        layout = pending_order_card(context, waiting(None, spot, order), NOW)
        said = [part["content"] for part in walk(layout) if part["type"] == 10]
        assert said[0].count(":F>") == 2
        assert (context.tr("Send Messages") in said[0]) == bool(spot.missing)
        plain = replace(order, target=Target(1, 2, kind, "x"), wish=DigestContent())
        few = pending_order_card(context, waiting(None, spot, plain), NOW)
        assert lines_of(p["content"] for p in walk(few) if p["type"] == 10) <= MOST_ROWS


def test_save_waits_for_a_tag_that_the_forum_wants(context: RenderContext) -> None:
    spot = ChannelStatus((), TAGS, tag_required=True)
    for tag, disabled in ((None, True), (TAGS[0][1], False), (1, True)):
        order = replace(WIDEST, target=replace(WIDEST.target, tag_id=tag))
        layout = pending_order_card(context, waiting(None, spot, order), NOW)
        saves = [p["disabled"] for p in walk(layout) if p.get("label") == context.tr("Save")]
        assert saves == [disabled]


def test_an_edit_shows_only_what_differs(context: RenderContext) -> None:
    after = replace(WIDEST, schedule="daily 09:00")
    layout = pending_order_card(context, waiting(digest(), ChannelStatus(), after), NOW)
    first = next(part["content"] for part in walk(layout) if part["type"] == 10)
    assert first.count("→") == 1
    assert context.tr("Schedule") in first
    assert context.tr("Topic") not in first


def test_a_notice_stands_above_or_comes_first(context: RenderContext) -> None:
    notice = command_notice(context, [digest("suspended", ALL, n) for n in range(9)])
    assert_sendable(notice)
    [merged] = with_notice(notice, [no_digests_card(context)])
    assert merged[0] == notice[0]
    full: Layout = [{"type": 10, "content": "x" * MAX_TEXT}]
    assert with_notice(notice, [full, full]) == [notice, full, full]


def test_the_notice_of_trouble_names_channel_cause_and_command(context: RenderContext) -> None:
    layout = trouble_notice([context, context], [digest("suspended", ALL, n) for n in range(4)])
    assert_sendable(layout)
    said = "\n".join(part["content"] for part in walk(layout) if part["type"] == 10)
    assert f"<#{WIDEST.target.channel_id}>" in said
    assert "/digest why" in said
    assert context.tr("Send Messages") in said
    assert text_length(layout) < MAX_TEXT


@pytest.mark.parametrize("name", HOSTILE)
def test_names_of_channels_servers_and_tags_are_not_live_markdown(
    context: RenderContext, name: str
) -> None:
    gone = digest("suspended", Cause("channel-gone"))._replace(
        order=replace(WIDEST, target=replace(WIDEST.target, name=name, role_id=None))
    )
    labels = {gone.id: label_of(context.tr, gone, name)}
    for layout in (
        unknown_digest_card(context, "x", "show", [gone], labels),
        delete_card(context, gone, labels[gone.id]),
        show_card(context, gone, [], NOW, name),
        digests_card(context, [gone], 1, 0, None, {gone.guild_id: name}),
        command_notice(context, [gone]),
    ):
        for part in walk(layout):
            assert not LIVE.search(re.sub("`[^`]*`", "", part.get("content") or ""))
