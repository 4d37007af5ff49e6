"""/watch: adding, listing, removing and erasing what somebody watches."""

from bot.domain.digests.subscription import Cause
from tests.card_budget import excesses
from tests.commands.chat import buttons, choose, message_of, options, press, texts
from tests.commands.database_file import beside_the_bot, delete_database
from tests.commands.watch_story import MARK, Story, custom_id, letters, read


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


async def test_several_names_that_contain_what_is_typed_are_offered(story: Story) -> None:
    reply = await story.watch("add", measure="interest subsidy")
    assert texts(reply) == "Several names contain “interest subsidy”. Which one?"
    assert len(buttons(reply)) > 1


async def test_a_watch_can_be_added_in_direct_messages(story: Story) -> None:
    reply = await story.chat.alice.user.slash("watch add", measure=story.measure.id)
    assert "You are now watching this" in texts(reply)
    assert len(letters(story.chat.alice)) == 1


async def test_the_fifty_first_watch_is_refused(story: Story) -> None:
    measures = list(story.chat.app.services.release.catalogue.measures)
    for record in measures[:50]:
        await story.chat.app.services.watches.add(story.chat.alice.id, record, "x", "en")
    reply = await story.watch("add", measure=measures[50])
    assert "You watch 50 measures, which is the limit" in texts(reply)


async def test_the_list_is_paged_and_each_can_be_stopped(story: Story) -> None:
    empty = await story.watch("list")
    assert "You watch nothing" in texts(empty)
    assert buttons(empty) == ["All measures"]
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
    delete_database(story.settings)
    assert "so this could not be read" in texts(await story.watch("list"))
    for command in ("remove", "add"):
        reply = await story.watch(command, measure=story.measure.id)
        assert "database is unavailable right now, so nothing was changed" in texts(reply)
    assert await story.chat.offers(story.chat.alice, "watch remove", "measure", "") == []


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


async def test_a_watch_that_cannot_be_read_is_listed_and_can_be_ended(story: Story) -> None:
    await story.watch("add", measure=story.measure.id)
    with beside_the_bot(story.settings) as raw:
        assert raw.execute("UPDATE digests SET ordered = '{'").rowcount == 1
    reply = await story.watch("list")
    assert "**1 watch is suspended.**" in texts(reply)
    assert "A stored watch cannot be read." in texts(reply)
    assert "You take no direct messages" not in texts(reply)
    await choose(story.chat.alice, reply, options(reply)[0][0])
    assert "You watch nothing." in texts(await story.watch("list"))
