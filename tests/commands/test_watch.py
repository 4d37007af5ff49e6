"""/watch: what Alice and Ming see, in the answers and in their direct messages."""

import contextlib
import re
import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import discord
import pytest
from simcord.actors import MemberActor

from bot.domain.data.diff import compare_catalogues
from bot.domain.data.models import Measure
from bot.domain.data.serialization import pack
from bot.domain.digests.subscription import Cause, Digest
from bot.domain.release import Release, build_release
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.releases import ReleaseContent, ReleaseStore
from bot.ui.components import Component, walk
from bot.ui.context import RenderContext
from cogs.watch.notice import changed_notice, trial_notice
from tests.card_budget import excesses
from tests.commands.chat import (
    Chat,
    Reply,
    assert_fits,
    assert_sendable,
    buttons,
    choose,
    message_of,
    options,
    press,
    texts,
)

NEW = "2026.09.02.1"
MARK = re.compile(r"\|#LG-[A-Z2-7]{12}$")


@dataclass(frozen=True, slots=True)
class Story:
    """The chat, and a measure that will pay other sums."""

    chat: Chat
    settings: Settings
    measure: Measure

    async def watch(self, command: str, who: MemberActor | None = None, **options: str) -> Reply:
        """Somebody uses a command of /watch; the answer is private and within the limits."""
        actor = who or self.chat.alice
        reply = await actor.slash(self.chat.channel, f"watch {command}", **options)
        assert message_of(reply).flags.ephemeral
        assert "Share here" not in buttons(reply)
        assert_fits(reply)
        return reply

    async def release(self, new: Release) -> None:
        """A data version goes live as a reload brings it, and everybody is told."""
        chat, dataset = self.chat, new.catalogue.dataset
        await chat.env.advance_time(timedelta(days=1).total_seconds())
        async with open_database(self.settings.database_url) as database:
            content = ReleaseContent(new.catalogue.version, pack(dataset), dataset.counts())
            await ReleaseStore(database).add_and_activate(
                new.catalogue.version, content, at=chat.app.services.clock()
            )
        chat.app.services.live_release.swap(new)
        engine = chat.app.delivery
        await engine.lease.heartbeat()
        await engine.watches.announce()
        await engine.dispatcher.run_due()
        await engine.executor.settle()

    async def mine(self, who: MemberActor | None = None) -> list[Digest]:
        """What somebody watches."""
        return list(await self.chat.app.services.watches.of((who or self.chat.alice).id))

    def close_messages(self, who: MemberActor, times: int | None = None, code: int = 50007) -> None:
        """From now on somebody takes no direct messages, so many times or for good."""
        path = f"/channels/{who.user.dm_channel.id}/messages"
        self.chat.env.inject_error("POST", path, status=403, code=code, times=times)

    def open_messages(self) -> None:
        """From now on everybody takes direct messages."""
        self.chat.env.backend.faults.clear()

    def tries(self, who: MemberActor) -> int:
        """How many direct messages were sent to somebody, refused ones too."""
        path = f"/channels/{who.user.dm_channel.id}/messages"
        calls = self.chat.env.backend.http_requests
        return sum((call.method, call.path) == ("POST", path) for call in calls)


def letters(who: MemberActor) -> list[discord.Message]:
    """The direct messages that somebody has."""
    return list(who.user.dm_channel.history())


def read(message: discord.Message) -> str:
    """What stands in a message of the bot."""
    parts = walk([component(part) for part in message.components])
    return "\n".join(part["content"] for part in parts if part["type"] == 10)


def component(part: discord.Component) -> Component:
    return {**part.to_dict()}


def custom_id(message: discord.Message, label: str) -> str:
    """What a button of a message says when it is pressed."""
    parts = walk([component(part) for part in message.components])
    return next(p["custom_id"] for p in parts if p["type"] == 2 and p["label"] == label)


def changed(release: Release, measure: Measure, version: str = NEW, by: float = 2.0) -> Release:
    """The data in which the measure's first figure is another one; without it where `by` is 0."""
    dataset = release.catalogue.dataset
    figure = measure.figures[0]
    other = figure.model_copy(update={"value": figure.value * by + 1})
    now = measure.model_copy(update={"figures": (other, *measure.figures[1:])})
    rows = [now if m.id == measure.id else m for m in dataset.measures]
    kept = tuple(m for m in rows if by or m.id != measure.id)
    return build_release(version, dataset.model_copy(update={"measures": kept}), {})


@pytest.fixture
def story(chat: Chat, settings: Settings) -> Story:
    measures = chat.app.services.release.catalogue.dataset.measures
    measure = next(m for m in measures if m.figures and m.use == "answer")
    return Story(chat, settings, measure)


# ------------------------------------------------------------------------------- add


async def test_a_watch_sends_a_test_message_at_once(story: Story) -> None:
    reply = await story.watch("add", measure=story.measure.title.en)
    assert "You are now watching this" in texts(reply)
    assert "A test message is on its way" in texts(reply)
    [letter] = letters(story.chat.alice)
    assert story.measure.title.en in read(letter)
    assert "This message is a test" in read(letter)
    assert MARK.search(custom_id(letter, "Stop watching"))
    assert "LG-" not in read(letter)
    again = await story.watch("add", measure=story.measure.id)
    assert "You are already watching this" in texts(again)
    assert "test message" not in texts(again)
    assert len(await story.mine()) == 1
    assert len(letters(story.chat.alice)) == 1


async def test_closed_messages_are_a_plain_word_and_suspend(story: Story) -> None:
    alice = story.chat.alice
    story.close_messages(alice, times=1)
    reply = await story.watch("add", measure=story.measure.id)
    assert "The test message was refused, so the watch is suspended." in texts(reply)
    assert "turn on Direct Messages" in texts(reply)
    [watch] = await story.mine()
    assert (watch.state, watch.cause) == ("suspended", Cause("closed-dms"))
    listed = texts(await story.watch("list"))
    assert "**1 watch is suspended.**" in listed
    assert "turn on Direct Messages" in listed
    opened = await story.watch("add", measure=story.measure.id)
    assert "suspended" not in texts(opened)
    assert (await story.mine())[0].state == "active"


async def test_an_unknown_name_has_the_nearest_as_buttons(story: Story) -> None:
    reply = await story.watch("add", measure="lone garantee")
    assert "Nothing here is named “lone garantee”" in texts(reply)
    assert len(buttons(reply)) == 3
    added = await press(story.chat.alice, reply, buttons(reply)[0])
    assert "You are now watching this" in texts(added)
    assert len(await story.mine()) == 1


async def test_it_works_in_direct_messages(story: Story) -> None:
    reply = await story.chat.alice.user.slash("watch add", measure=story.measure.id)
    assert "You are now watching this" in texts(reply)
    assert len(letters(story.chat.alice)) == 1


async def test_at_most_fifty(story: Story) -> None:
    measures = list(story.chat.app.services.release.catalogue.measures)
    for record in measures[:50]:
        await story.chat.app.services.watches.add(story.chat.alice.id, record, "x", "en")
    reply = await story.watch("add", measure=measures[50])
    assert "You watch 50 measures, which is the limit" in texts(reply)


# ------------------------------------------------------------------------ the message


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


async def test_it_comes_in_the_saved_language_else_in_the_clients(
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


async def test_closed_at_the_change_it_is_told_after_the_next_command(
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


# ---------------------------------------------------------------- access, lost and back


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


# -------------------------------------------------------------------- list and remove


async def test_the_list_is_paged_and_each_can_be_stopped(story: Story) -> None:
    assert "You watch nothing" in texts(await story.watch("list"))
    assert "You watch nothing" in texts(await story.watch("remove", measure="x"))
    records = list(story.chat.app.services.release.catalogue.measures)[:9]
    for record in records:
        await story.chat.app.services.watches.add(story.chat.alice.id, record, "x", "en")
    reply = await story.watch("list")
    assert "### You watch 9 of 50" in texts(reply)
    pages = [options(reply)]
    while "Next" in buttons(reply):
        reply = await press(story.chat.alice, reply, "Next")
        assert not [*excesses(message_of(reply).components)]
        pages.append(options(reply))
    assert len(pages) > 1
    listed = [label for page in pages for label, _ in page]
    assert [label.partition(" ")[0] for label in listed] == [str(i) for i in range(1, 10)]
    await choose(story.chat.alice, reply, listed[-1])
    assert [watch.record for watch in await story.mine()] == records[:8]


async def test_remove_takes_what_is_watched_and_names_the_nearest(story: Story) -> None:
    await story.watch("add", measure=story.measure.id)
    offered = await story.chat.offers(story.chat.alice, "watch remove", "measure", "")
    assert offered == [(story.measure.title.en[:100], story.measure.id)]
    assert await story.chat.offers(story.chat.ming, "watch remove", "measure", "") == []
    reply = await story.watch("remove", measure="zzzz")
    assert "You watch nothing named “zzzz”" in texts(reply)
    gone = await press(story.chat.alice, reply, buttons(reply)[0])
    assert "no longer watch" in texts(gone)
    assert await story.mine() == []


async def test_digits_that_stand_in_a_watched_measure_end_no_watch(story: Story) -> None:
    measures = story.chat.app.services.release.catalogue.measures.values()
    measure = next(m for m in measures if "2" in m.id + m.title.en)
    await story.watch("add", measure=measure.id)
    for typed in ("2", "20"):
        assert "You watch nothing named" in texts(await story.watch("remove", measure=typed))
    assert [watch.record for watch in await story.mine()] == [measure.id]


async def test_a_failing_database_is_a_sentence_with_a_reference(story: Story) -> None:
    remove(story.settings)
    assert "so this could not be read" in texts(await story.watch("list"))
    for command in ("remove", "add"):
        reply = await story.watch(command, measure=story.measure.id)
        assert "database is unavailable right now, so nothing was changed" in texts(reply)
    assert await story.chat.offers(story.chat.alice, "watch remove", "measure", "") == []


def remove(settings: Settings) -> None:
    """Deletes the database under the running bot."""
    Path(settings.database_url.partition("///")[2]).unlink()


# ---------------------------------------------------------------------------- privacy


async def test_privacy_counts_the_watches_and_erases_them(story: Story) -> None:
    chat = story.chat
    await story.watch("add", measure=story.measure.id)
    shown = texts(await chat.alice.slash(chat.channel, "privacy show"))
    assert "1 measure that you watch" in shown
    assert "digest" not in shown
    reply = await chat.alice.slash(chat.channel, "privacy delete")
    await press(chat.alice, reply, "Delete")
    assert await story.mine() == []
    assert "Nothing is stored about you" in texts(
        await chat.alice.slash(chat.channel, "privacy show")
    )


# ------------------------------------------------------------------------- every notice


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


async def test_a_watch_that_cannot_be_read_is_listed_and_can_be_ended(story: Story) -> None:
    await story.watch("add", measure=story.measure.id)
    file = story.settings.database_url.partition("///")[2]
    with contextlib.closing(sqlite3.connect(file)) as raw, raw:
        assert raw.execute("UPDATE digests SET ordered = '{'").rowcount == 1
    reply = await story.watch("list")
    assert "**1 watch is suspended.**" in texts(reply)
    assert "A stored watch cannot be read." in texts(reply)
    assert "You take no direct messages" not in texts(reply)
    await choose(story.chat.alice, reply, options(reply)[0][0])
    assert "You watch nothing." in texts(await story.watch("list"))
