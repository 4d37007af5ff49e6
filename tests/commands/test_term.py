"""/ask for a word of the field: its name in both languages, its meaning, and where more is told."""

from tests.commands.chat import Chat, assert_fits, choose, options, texts


async def test_a_term_is_explained_with_its_source(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "ask", question="what is a little giant?")
    lines = texts(reply).splitlines()
    assert lines[0] == "### Little giant (专精特新“小巨人”企业)"
    assert lines[1].startswith("Little giants are the top tier of national recognition, for firms")
    assert "-# [Foreign Affairs Office" in texts(reply)
    assert_fits(reply)
    label = next(label for label, _ in options(reply) if "requirements in force" in label)
    assert "valid SRDI SME title" in texts(await choose(chat.alice, reply, label))


async def test_a_chinese_question_is_answered_in_chinese(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "ask", question="什么是首台套？")
    shown = texts(reply)
    assert "### 首台套\n" in shown
    assert "首次进入市场应用的新装备" in shown
    assert "New equipment at its first use" not in shown


async def test_a_word_of_plain_language_names_no_source(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "ask", question="what is recognition")
    shown = texts(reply)
    assert "The authority's decision that a firm meets the standard of a tier" in shown
    assert "-# [" not in shown


async def test_what_the_records_hold_of_it_stands_below(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "ask", question="what is a guarantee fee")
    shown = texts(reply)
    assert shown.index("What a borrower pays for a guarantee") < shown.index("below 1%")
