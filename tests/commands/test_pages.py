"""Every page in both languages: within Discord's limits, and every button leads somewhere."""

import inspect
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.answers.ask import answer_question
from bot.domain.data.models import Record
from bot.ui.components import MAX_CUSTOM_ID, Layout, walk
from bot.ui.context import RenderContext, link_to
from bot.ui.custom_ids import TRAIL, split
from bot.ui.export_buttons import COPY, FILE
from bot.ui.line_width import LINES, lines_of
from bot.ui.share import with_share
from cogs.ask.cards import answer_card
from cogs.ask.find_card import found_card
from cogs.match.cards.matches import CHECK
from cogs.registry import REGISTRY
from tests.commands.chat import Chat, assert_sendable
from tests.commands.pages import LONG, UNKNOWN, every_page, questions

FREE_TEXT = {"mb"}
"""Views whose last argument is what somebody typed: it may be cut, a record's id may not."""
CLOSING = re.compile(r"-# .*?(?:[●◐○]|\d sources?|\d个来源)")
"""How a page about records ends."""


def last_line(layout: Layout) -> str:
    """The last line that one reads."""
    texts = [part["content"] for part in walk(layout) if part["type"] == 10]
    return str(texts[-1]).splitlines()[-1]


def links(layout: Layout) -> set[str]:
    """The custom ids that lead to a view or a picture, without those that nobody can press."""
    buttons = {
        part["custom_id"]
        for part in walk(layout)
        if part["type"] == 2 and "url" not in part and not part.get("disabled")
    }
    menus = [part["options"] for part in walk(layout) if part["type"] == 3]
    return buttons | {option["value"] for options in menus for option in options}


def assert_page(context: RenderContext, layout: Layout) -> None:
    """Fails where Discord would refuse the page."""
    assert_sendable(with_share(layout, context.tr))


def assert_leads_somewhere(context: RenderContext, custom_id: str) -> None:
    """Fails where nothing would answer to the button."""
    found = split(custom_id)
    assert found is not None
    assert found.lang == context.tr.lang
    match found.kind:
        case "t" if found.name == CHECK:
            assert REGISTRY.record_buttons[found.name].takes(found.args)
        case "t":
            assert REGISTRY.record_buttons[found.name].takes(found.args)
            if found.name in (COPY, FILE):
                assert found.args[0] in context.release.catalogue.records
        case "c":
            assert REGISTRY.charts[found.name].takes(found.args)
            assert REGISTRY.charts[found.name].build(context, *found.args).title
        case _:
            view = REGISTRY.views[found.name]
            assert view.takes is not None, f"no button leads there: {custom_id}"
            assert view.takes(found.args), f"would be refused: {custom_id}"
            inspect.signature(view.draw).bind(context, *found.args)
            whole = len(custom_id.partition(TRAIL)[0]) < MAX_CUSTOM_ID
            assert whole or found.name in FREE_TEXT, f"cut short: {custom_id}"


def test_every_page_can_be_sent_and_its_buttons_lead_somewhere(context: RenderContext) -> None:
    leading: set[str] = set()
    records = context.release.catalogue.records
    for page in every_page(context):
        try:
            assert_page(context, page.layout)
            first, *others = page.args or ("",)
            of_sources = page.name == "ms"  # ends with how many are left out
            if first in records and not of_sources and not {*others} & {first, *UNKNOWN}:
                assert CLOSING.match(last_line(page.layout))
        except AssertionError as fault:
            raise AssertionError(f"{page.name} {page.args} ({context.tr.lang})") from fault
        leading |= links(page.layout)
    for custom_id in leading:
        assert_leads_somewhere(context, custom_id)


@given(said=st.text(max_size=200) | st.sampled_from([LONG, "@everyone", "**|**`|", "\n\n", "#"]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_or_found_in_a_message_can_be_answered(
    context: RenderContext, said: str
) -> None:
    if said.strip():
        assert_page(
            context, answer_card(context, answer_question(context.release, said, context.today))
        )
    assert_page(context, found_card(context, said))


def test_an_answer_fits_a_phone_and_ends_with_confidence_and_source(context: RenderContext) -> None:
    cut = disputed = 0
    for question in questions():
        found = answer_question(context.release, question, context.today)
        layout = answer_card(context, found)
        assert_page(context, layout)
        said = [part["content"] for part in walk(layout) if part["type"] == 10]
        assert lines_of(said) <= LINES, question
        small = [line for line in said[0].splitlines() if line.startswith("-# ")]
        cut += " …\n-# " in said[0]
        if found.cards and isinstance(found.cards[0].record, Record):
            assert any(re.match(r"-# (?:[●◐○]|\d+) ?", line) for line in small), question
            if found.cards[0].record.conflicts and not found.cards[0].kind:
                disputed += 1
                assert re.search("[Ss]ources d|来源说法不一|说法不一", said[0]), question
    assert cut, "no answer was cut: this tests nothing"
    assert disputed, "no answer is disputed: this tests nothing"


def test_may_we_apply_is_answered_in_the_heading(context: RenderContext) -> None:
    asked = (
        "With revenue of 80 million yuan and a debt ratio of 80%, can we apply for little giant?"
    )
    layout = answer_card(context, answer_question(context.release, asked, context.today))
    said = next(part["content"] for part in walk(layout) if part["type"] == 10)
    heading = said.splitlines()[0]
    assert re.search("No, this rule is not met: A debt|不符合，要求是：上年末资产负债率", heading)


def autocompleted(chat: Chat) -> dict[tuple[str, str], dict[str, str]]:
    """(command, option) of every option that is autocompleted, with what else must be given.

    Without the commands of administrators, which Alice and Ming do not see.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    for command in chat.app.client.tree.walk_commands():
        if (command.root_parent or command).default_permissions is not None:
            continue
        parameters: list[Any] = list(getattr(command, "parameters", ()))
        required = [p.name for p in parameters if p.required]
        for parameter in parameters:
            if parameter.autocomplete:
                others = {name: "x" for name in required if name != parameter.name}
                found[command.qualified_name, parameter.name] = others
    return found


TYPED = st.text(max_size=100) | st.sampled_from(
    ["", "pudong", "浦東", "小巨人", "xiao ju ren", "little", "loan 400", "utc+8", "cst", "x" * 100]
)


@given(typed=TYPED, place=st.integers(0, 99), chinese=st.booleans())
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_is_typed_the_offers_are_within_the_limits(
    chat: Chat, typed: str, place: int, chinese: bool
) -> None:
    options = autocompleted(chat)
    command, option = list(options)[place % len(options)]
    who = chat.ming if chinese else chat.alice
    await chat.offers(who, command, option, typed, **options[command, option])


async def test_every_option_that_is_autocompleted_offers_something_at_once(chat: Chat) -> None:
    options = autocompleted(chat)
    assert len(options) >= 15
    del options["watch remove", "measure"]  # offers what is watched: nothing yet
    for (command, option), others in options.items():
        assert await chat.offers(chat.ming, command, option, "", **others), (command, option)


@pytest.mark.parametrize("typed", ["|", "v|m|en|x", "a|erase|en", "share"])
def test_what_is_typed_is_never_taken_for_a_button(context: RenderContext, typed: str) -> None:
    link = split(link_to(context.tr, "m", typed))
    assert link is not None
    assert (link.kind, link.name, len(link.args)) == ("v", "m", 1)
