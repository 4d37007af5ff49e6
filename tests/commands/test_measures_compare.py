"""/measures compare, and what can be combined with what."""

import re

from bot.ui.context import RenderContext
from cogs.registry import REGISTRY
from tests.card_budget import texts_of
from tests.commands.chat import (
    Chat,
    assert_fits,
    assert_sendable_with_share,
    buttons,
    choose,
    options,
    press,
    read_on,
    texts,
)


async def test_a_volume_and_a_limit_are_told_apart_and_the_details_come_first(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures compare", a="fi-guar25", b="d24-guar")
    assert_fits(reply)
    assert "billion yuan in all / B: up to 30 million yuan for one firm" in texts(reply)
    assert [label for label, _ in options(reply)][:2] == ["Details of A", "Details of B"]


async def test_two_loans_are_compared_field_by_field(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures compare", a="d24-loan", b="SRDI loan scheme"
    )
    assert "- A: **Special loans of up to 400 billion yuan**" in texts(reply)
    opened = await choose(chat.alice, reply, "B: SRDI loan scheme of over 400 billion yuan")
    assert texts(opened).startswith("### SRDI loan scheme of over 400 billion yuan")
    reply = await press(chat.alice, opened, "Back")
    assert_fits(reply)
    first = texts(reply)
    shown = await read_on(chat.alice, reply)
    assert "**Figures**: A: up to 400 billion yuan in all / B: over 400" in first
    assert "**Who**: A: " in first
    assert "**Figures**\n- A: special loans, total quota: **up to 400 billion yuan**\n" in shown
    assert "over 400 billion yuan" in shown
    assert "**Same:** Status: no end date found, Where: Whole city, What kind" in shown
    assert "**What kind**" not in shown
    assert "**Not stated for any:** Conditions, How to apply, Authority, Contact, Validity" in shown
    assert "**How to apply**" not in shown
    assert "**Sources disagree**" in shown


async def test_awards_are_compared_figure_by_figure(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures compare", a="aw-jingan", b="aw-yangpu", c="aw-xuhui"
    )
    assert "**Award for a newly recognised little giant**: A+C: " in texts(reply)
    assert "**Award for a newly" not in await read_on(
        chat.alice, await press(chat.alice, reply, "Next")
    )
    assert re.search(r" · page ([3-6]) of \1$", texts(reply))
    details = await choose(chat.alice, reply, "Details of B")
    assert texts(details).startswith("### Details: Yangpu: little giant and SRDI awards")
    reply = await press(chat.alice, details, "Back")
    assert texts(reply).startswith("### Measures compared")
    assert_fits(reply)


async def test_where_two_of_three_agree_it_is_said_which(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures compare", a="aw-jingan", b="d24-loan", c="aw-yangpu"
    )
    shown = await read_on(chat.alice, reply)
    assert "**What kind**: A+C: " in shown


async def test_no_amount_is_cut_in_a_comparison(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures compare", a="aw-jingan", b="aw-yangpu")
    assert "SRDI recognition**: A: up to 250,000 yuan / B: up to 50,000 yuan\n" in texts(reply)


async def test_comparing_a_measure_with_itself_says_so(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures compare", a="d24-loan", b="4000亿元专项贷款"
    )
    assert "Both names are the same measure: **Special loans of up to 400 billion yuan**" in texts(
        reply
    )


async def test_one_of_three_named_twice_leaves_two(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures compare", a="d24-loan", b="d24-guar", c="d24-loan"
    )
    assert "One measure was named twice and is shown once." in texts(reply)
    assert "- C:" not in texts(reply)


async def test_an_unknown_measure_comes_back_with_the_nearest(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures compare", a="Yangpu awrds", b="aw-jingan", c="aw-xuhui"
    )
    assert "Nothing here is named “Yangpu awrds”." in texts(reply)
    assert "Nearest matches to “Yangpu awrds”:" in texts(reply)
    label = next(label for label in buttons(reply) if label.startswith("Yangpu"))
    shown = texts(await press(chat.alice, reply, label))
    assert "- A: **Yangpu: little giant and SRDI awards**" in shown
    assert "- B: **Jing'an: little giant and SRDI awards**" in shown
    assert "- C: **Xuhui: little giant and SRDI awards**" in shown


async def test_what_is_typed_can_be_longer_than_any_name(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures compare", a="x" * 100, b="y" * 100)
    assert texts(reply).startswith("Nothing here is named “xxx")
    assert len(options(reply)) == 25
    assert_fits(reply)


async def test_of_names_that_nothing_is_like_the_known_one_is_kept(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures compare", a="zzqx", b="d24-loan", c="9q9q"
    )
    assert texts(reply).startswith(
        "Nothing here is named “zzqx” or “9q9q”.\nKept for the comparison: "
    )
    reply = await choose(chat.alice, reply, "Credit loans of over 200 billion yuan")
    assert texts(reply).startswith("Nothing here is named “9q9q”.\nKept for the comparison: ")
    reply = await choose(chat.alice, reply, "Loan renewal for medium-sized firms")
    assert "- B: **Special loans of up to 400 billion yuan**" in texts(reply)


async def test_a_comparison_is_in_the_readers_language(chat: Chat) -> None:
    reply = await chat.ming.slash(chat.channel, "measures compare", a="d24-loan", b="d24-guar")
    assert "- A：**4000亿元专项贷款**" in texts(reply)
    offered = await chat.offers(chat.ming, "measures compare", "c", "专项贷款")
    assert offered[0] == ("4000亿元专项贷款", "d24-loan")


def test_every_measure_can_be_compared_on_six_pages(context: RenderContext) -> None:
    measures = list(context.release.catalogue.measures)
    for a, b, c in zip(measures, measures[1:], measures[2:], strict=False):
        for page in ("0", "1", "2"):
            assert_sendable_with_share(REGISTRY.layout(context, "mc", a, b, c, page))
        last = REGISTRY.layout(context, "mc", a, b, c, "99")
        assert_sendable_with_share(last)
        assert re.search(r"page (?:[2-6]) of [2-6]$|第[2-6]/[2-6]页$", texts_of(last))


async def test_measures_that_go_together_say_so_and_lead_to_each_other(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "funding show", measure="aw-jingan")
    shown = texts(reply)
    told = shown[shown.index("**Can be combined with**") :]
    assert "Jing'an matches central key support 1:1, up to 1,500,000 yuan" in told
    central = await choose(
        chat.alice, reply, "Central budget support for key little giants, 2024 to 2026"
    )
    details = await read_on(chat.alice, await press(chat.alice, central, "Details"))
    assert "- Jing'an: little giant and SRDI awards: Jing'an matches" in details
    assert "**可同时享受**" in texts(
        await chat.ming.slash(chat.channel, "funding show", measure="aw-central")
    )
    needed = texts(await chat.alice.slash(chat.channel, "funding show", measure="sv-cloud"))
    assert "**Required for**\n- Minhang: 2025 call" in needed
    apart = texts(await chat.alice.slash(chat.channel, "funding show", measure="fi-national-int"))
    assert "**Cannot be combined with**\n- The same loan may not get a second subsidy" in apart


async def test_comparing_tells_what_goes_together_and_what_is_not_stated(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures compare", a="aw-jingan", b="d24-award", c="d24-loan"
    )
    shown = await read_on(chat.alice, reply)
    told = shown[shown.index("**With other support**") :]
    assert "A: Can be combined with" in told
    assert "B: No Shanghai page" in told
    assert "C: not stated" in told
    details = await read_on(chat.alice, await choose(chat.alice, reply, "Details of A"))
    assert "**Can be combined with**" in details
    assert "Central budget support" in details
