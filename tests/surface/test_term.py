"""/ask for a word of the field: its meaning in both languages, and where more is told."""

from tests.surface.city import City, assert_fits, buttons, closing, press, texts


async def test_a_term_is_explained_in_both_languages_with_its_source(city: City) -> None:
    reply = await city.alice.slash(city.channel, "ask", question="what is a little giant?")
    lines = texts(reply).splitlines()
    assert lines[2] == "### little giant · 专精特新“小巨人”企业"
    assert lines[3].startswith("The top tier of the national ladder.")
    assert lines[4].startswith("优质中小企业梯度培育的最高一层")
    assert lines[5].startswith("-# Source: [Foreign Affairs Office")
    assert "2 sources" in closing(reply)
    assert_fits(reply)
    label = next(b for b in buttons(reply) if "requirements in force" in b)
    assert "At least 3 years in its niche market" in texts(await press(city.alice, reply, label))


async def test_a_chinese_question_is_answered_in_chinese_first(city: City) -> None:
    reply = await city.alice.slash(city.channel, "ask", question="什么是首台套？")
    shown = texts(reply)
    assert "### 首台套 · first-set equipment" in shown
    assert shown.index("首次进入市场应用的新装备") < shown.index("New equipment at its first use")


async def test_a_word_of_plain_language_names_no_source(city: City) -> None:
    reply = await city.alice.slash(city.channel, "ask", question="what is recognition")
    shown = texts(reply)
    assert "The authority's decision that a firm meets the standard of a rung" in shown
    assert "主管部门确认企业达到某一层级标准" in shown
    assert "Source:" not in shown
    assert "0 sources" in closing(reply)


async def test_what_the_records_hold_of_it_stands_below(city: City) -> None:
    reply = await city.alice.slash(city.channel, "ask", question="what is a guarantee fee")
    shown = texts(reply)
    assert shown.index("What a borrower pays for a guarantee") < shown.index("below 1%")
