"""The messages of /watch: what they say, and what happens where somebody takes none."""

import re

import pytest
from simcord.actors import MemberActor

from bot.domain.data.diff import compare_catalogues
from bot.domain.data.models import Measure
from bot.domain.release import Release, build_release
from bot.ui.components import walk
from bot.ui.context import RenderContext
from cogs.watch.notice import changed_notice, trial_notice
from tests.card_budget import excesses
from tests.commands.chat import Reply, assert_sendable, message_of, texts
from tests.commands.watch_story import MARK, NEW, Story, changed, custom_id, letters, read


async def test_a_change_arrives_field_by_field_with_a_way_to_stop(
    story: Story, release: Release
) -> None:
    alice = story.chat.alice
    await story.watch("add", measure=story.measure.id)
    await story.release(changed(release, story.measure))
    _, letter = letters(alice)
    said = read(letter)
    assert "### A measure that you watch has changed" in said
    assert f"Data {release.catalogue.version} → {NEW}" in said
    assert re.search(r"^- .+ → \*\*", said, re.MULTILINE)
    assert re.fullmatch(r"-# .+ 2025 \+2", said.splitlines()[-1])
    assert MARK.search(custom_id(letter, "Stop watching"))
    assert "LG-" not in said
    opened = await alice.user.click(letter, custom_id=custom_id(letter, "Open"))
    assert story.measure.title.en in texts(opened)
    stopped = await alice.user.click(letter, custom_id=custom_id(letter, "Stop watching"))
    assert "no longer watch" in texts(stopped)
    assert message_of(stopped).flags.ephemeral
    assert await story.mine() == []
    again = await press_in_messages(alice, stopped, "Watch again")
    assert "You are now watching this" in texts(again)


async def press_in_messages(who: MemberActor, reply: Reply, label: str) -> Reply:
    """Presses a button of an answer in direct messages."""
    found = next(p for p in walk(message_of(reply).components) if p.get("label") == label)
    result = await who.user.click(message_of(reply), custom_id=found["custom_id"])
    return result if result.response else message_of(reply)


async def test_the_message_comes_in_the_saved_language_else_in_the_clients(
    story: Story, release: Release
) -> None:
    chat = story.chat
    await story.watch("add", who=chat.ming, measure=story.measure.id)
    await story.watch("add", who=chat.alice, measure=story.measure.id)
    await chat.alice.slash(chat.channel, "preferences", lang="zh")
    await story.release(changed(release, story.measure))
    for who in (chat.ming, chat.alice):
        assert story.measure.title.zh in read(letters(who)[-1])
        assert "数据" in read(letters(who)[-1])


async def test_a_withdrawn_measure_is_told_and_can_still_be_removed(
    story: Story, release: Release
) -> None:
    await story.watch("add", measure=story.measure.id)
    await story.release(changed(release, story.measure, by=0))
    said = read(letters(story.chat.alice)[-1])
    assert "### A measure that you watch was withdrawn" in said
    assert "no reason is stated" in said
    assert "no longer in the data" in texts(await story.watch("list"))
    gone = await story.watch("remove", measure=story.measure.title.en)
    assert "no longer watch" in texts(gone)
    assert await story.mine() == []


async def test_a_change_that_met_closed_messages_is_told_after_the_next_command(
    story: Story, release: Release
) -> None:
    alice = story.chat.alice
    await story.watch("add", measure=story.measure.id)
    story.close_messages(alice, times=1)
    await story.release(changed(release, story.measure))
    assert len(letters(alice)) == 1
    assert "is suspended" in texts(await story.watch("list"))
    await story.chat.env.advance_time(60)
    await story.watch("add", measure=story.measure.id)
    await story.chat.app.delivery.dispatcher.run_due()
    await story.chat.app.delivery.executor.settle()
    assert "has changed" in read(letters(alice)[-1])


async def test_a_passing_lack_of_access_suspends_nothing(story: Story, release: Release) -> None:
    alice = story.chat.alice
    await story.watch("add", measure=story.measure.id)
    story.close_messages(alice, times=1, code=50001)
    await story.release(changed(release, story.measure))
    assert "has changed" in read(letters(alice)[-1])
    assert (await story.mine())[0].state == "active"


@pytest.mark.parametrize("place", ["watch", "direct"])
async def test_who_is_back_gets_one_test_message_and_the_watches_go_on(
    story: Story, release: Release, place: str
) -> None:
    alice, env = story.chat.alice, story.chat.env
    await story.watch("add", measure=story.measure.id)
    story.close_messages(alice)
    await story.release(changed(release, story.measure))
    assert (await story.mine())[0].state == "suspended"

    async def use() -> None:
        if place == "watch":
            await story.watch("list")
        else:
            await alice.user.slash("about")

    await use()  # too soon after the refusal
    assert story.tries(alice) == 2
    await env.advance_time(660)
    for _ in range(3):
        await use()
    assert story.tries(alice) == 3
    assert (await story.mine())[0].state == "suspended"
    story.open_messages()
    await alice.slash(story.chat.channel, "about")  # not in direct messages, and no /watch
    assert (await story.mine())[0].state == "suspended"
    await env.advance_time(660)
    await use()
    assert (await story.mine())[0].state == "active"
    assert "This message is a test" in read(letters(alice)[-1])
    await story.chat.app.delivery.dispatcher.run_due()
    await story.chat.app.delivery.executor.settle()
    assert "has changed" in read(letters(alice)[-1])
    assert len(letters(alice)) == 3


def test_every_change_of_every_measure_fits_a_message(
    context: RenderContext, release: Release
) -> None:
    dataset = release.catalogue.dataset
    empty = dataset.model_copy(update={"measures": (), "awards": ()})
    without = build_release("2026.08.01.1", empty, {})
    both = (
        (without, RenderContext(release, context.tr, context.today)),
        (release, RenderContext(without, context.tr, context.today)),
    )
    for before, now in both:
        for change in compare_catalogues(before.catalogue, now.release.catalogue):
            if isinstance(change.record, Measure):
                notice = changed_notice(now, change, before.catalogue.version, "LG-ABCDEFGHIJKL")
                assert_sendable(notice)
                assert [*excesses(notice)] == []
                links = [p["custom_id"] for p in walk(notice) if "custom_id" in p]
                opened = [link for link in links if link.startswith("v|m|")]
                assert len(opened) == (change.kind != "withdrawn")
    for record in release.catalogue.measures:
        assert_sendable(trial_notice(context, record, "LG-ABCDEFGHIJKL"))
