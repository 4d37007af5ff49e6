"""What the bot does not work on: how it is counted, and the sentence that is said."""

from typing import Any

from tests.commands.chat import Chat
from tests.figures import figures


def refused(chat: Chat) -> dict[str, float]:
    """How many interactions were not worked on, by reason."""
    found = figures(chat.app.services.metrics.render())
    name = "interactions_refused_total|"
    return {k.removeprefix(name): v for k, v in found.items() if k.startswith(name)}


def sentence(answers: list[dict[str, Any]]) -> str:
    """The one private sentence that was answered."""
    (answer,) = answers
    assert answer["type"] == 4
    assert answer["data"]["flags"] & 64
    return str(answer["data"]["content"])
