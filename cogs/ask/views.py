"""The cards of /ask and *Find measures* to which *Back* leads, by the names in custom ids."""

from collections.abc import Mapping
from typing import Final

from bot.ui.components import Layout
from bot.ui.context import RenderContext
from bot.ui.custom_ids import FREE_TEXT, matching, takes
from bot.ui.registry import View
from bot.ui.trail import with_trail
from cogs.ask.cards import answer_card
from cogs.ask.find_card import FOUND, MOST_FOUND, found_again

ASKED: Final = "aq"
_CODE: Final = matching(r"~?[a-z0-9][a-z0-9-]*")


def first_answer(context: RenderContext, question: str) -> Layout:
    """The answer to a question, with the way back to it in its buttons."""
    return with_trail(_answer(context, question), context.tr, ASKED, (question,), ())


def _answer(context: RenderContext, question: str) -> Layout:
    from bot.domain.answers.ask import answer_question  # noqa: PLC0415 - see Ask.on_ready

    return answer_card(context, answer_question(context.release, question, context.today))


VIEWS: Final[Mapping[str, View]] = {
    ASKED: View(_answer, takes(FREE_TEXT)),
    FOUND: View(found_again, takes(_CODE, optional=(_CODE,) * (MOST_FOUND - 1))),
}
