"""What /digest says of obstacles, causes, runs and the next moments."""

from dataclasses import replace
from typing import get_args

import pytest

from bot.digests.role_mentions import MentionStatus
from bot.domain.digests.role_mentions import MentionObstacle
from bot.domain.digests.subscription import Cause, CauseCode
from bot.ui.context import RenderContext
from bot.ui.digest_causes import CAUSE_TEXTS, cause_text, run_result
from bot.ui.digest_text import next_run_lines, next_runs
from cogs.digest.cards.role_mention import OBSTACLES, status_text
from tests.commands.chat import NOW
from tests.commands.sample_digests import ID, LOST, WIDEST, run


@pytest.mark.parametrize("obstacle", get_args(MentionObstacle))
def test_every_obstacle_to_a_mention_has_a_text_with_what_to_do(
    context: RenderContext, obstacle: MentionObstacle
) -> None:
    assert set(OBSTACLES) == set(get_args(MentionObstacle))
    for status in (MentionStatus(obstacle), MentionStatus(None, obstacle)):
        said = status_text(context.tr, status)
        assert said is not None
        assert 20 < len(said) <= len(status_text(context.tr, LOST) or "") + 10
    assert status_text(context.tr, MentionStatus()) is None


@pytest.mark.parametrize("code", get_args(CauseCode))
def test_every_cause_has_a_text_with_what_to_do(context: RenderContext, code: CauseCode) -> None:
    assert code in CAUSE_TEXTS
    assert len(cause_text(context.tr, Cause(code))) > 10
    assert cause_text(context.tr, Cause(code)) in run_result(context.tr, run("failed", Cause(code)))


def test_missing_permissions_are_named(context: RenderContext) -> None:
    said = cause_text(context.tr, Cause("no-permission", ("send_messages",)))
    assert context.tr("Send Messages") in said
    assert context.tr("View Channel") not in said


def test_a_run_links_to_what_it_posted(context: RenderContext) -> None:
    one = run("sent", parts=1)
    assert f"(https://discord.com/channels/7/{ID}/{ID + 1})" in run_result(context.tr, one, 7)
    assert "https" not in run_result(context.tr, one)


def test_the_next_runs_are_those_of_the_sender(context: RenderContext) -> None:
    order = replace(WIDEST, schedule="weekdays 09:00", timezone="America/New_York")
    runs = next_runs(order, NOW)
    assert [f"{each:%a %H:%M}" for each in runs] == [
        f"{day} 13:00" for day in ("Tue", "Wed", "Thu", "Fri", "Mon")
    ]
    lines = list(next_run_lines(context.tr, order, NOW, "Asia/Shanghai"))
    assert lines[0].startswith(f"- <t:{int(runs[0].timestamp())}:F> · ")
    assert "09:00" in lines[0]
    same = list(next_run_lines(context.tr, order, NOW, "America/Toronto"))
    assert same[0] == f"- <t:{int(runs[0].timestamp())}:F>"
