"""Filling in the forms of /little-giant check, and reading them."""

import re
from typing import Any

from simcord.actors import MemberActor
from simcord.results import InteractionResult, ResponseMessage

from tests.commands.chat import (
    Chat,
    Reply,
    assert_fits,
    buttons,
    message_of,
    parts_of,
    press,
    texts,
)

FIRM: dict[str, Any] = {"title": "specialised", "revenue": "5000万", "rd": "120万", "rights": "3"}
"""Holds the SRDI title; its R&D share is 2.4 percent."""

GIANT: tuple[dict[str, Any], ...] = (
    {"title": "specialised", "district": ["minhang"], "revenue": "60m", "rd": "7m", "rights": "4"},
    {"years": "5", "revenue1": "58m", "revenue2": "50m", "rd1": "6m", "main_share": "92"},
    {"debt": "60", "market_share": "12", "score": "70"},
)
"""Three forms of a firm that meets all that figures can show."""


async def opened(who: MemberActor, reply: Reply, button: str) -> InteractionResult:
    """The form that a button opens."""
    found = [p for p in parts_of(reply) if p["type"] == 2 and p["label"] == button]
    assert found, f"no button {button!r} among {buttons(reply)}"
    return await who.click(message_of(reply), custom_id=found[0]["custom_id"])


async def begun(
    chat: Chat, who: MemberActor, values: dict[str, Any] | None = None, **options: Any
) -> ResponseMessage:
    """The answer to the first form."""
    form = await who.slash(chat.channel, "little-giant check", **options)
    sent = await who.submit_modal(form, FIRM if values is None else values)
    assert sent.acknowledged
    return message_of(sent)


async def more(
    chat: Chat, who: MemberActor, reply: Reply, values: dict[str, Any], button: str = "More"
) -> ResponseMessage:
    """The answer after a further form."""
    sent = await who.submit_modal(await opened(who, reply, button), values)
    assert sent.acknowledged
    return sent.response or message_of(reply)


def fields(form: InteractionResult) -> dict[str, Any]:
    """What stands in a form, by question: the text, or the values chosen."""
    assert form.modal is not None
    return {part["component"]["custom_id"]: filled_in(part["component"]) for part in _labels(form)}


def _labels(form: InteractionResult) -> list[dict[str, Any]]:
    assert form.modal is not None
    found: list[dict[str, Any]] = form.modal["components"]
    return found


def filled_in(part: dict[str, Any]) -> Any:
    if part["type"] == 4:
        return part.get("value", "")
    return [option["value"] for option in part["options"] if option.get("default")]


def opening(reply: Reply) -> str:
    """The button to what opens, which says how much does; the data decides it."""
    return next(
        label for label in buttons(reply) if re.search(r"(Benefits|可享政策)\W+[1-9]", label)
    )


async def all_texts(chat: Chat, reply: ResponseMessage) -> str:
    """What stands on this page and on those after it."""
    pages = [texts(reply)]
    while "Next" in buttons(reply):
        reply = await press(chat.alice, reply, "Next")
        assert_fits(reply)
        pages.append(texts(reply))
    return "\n".join(pages)
