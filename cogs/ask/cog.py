"""/ask and the message command Find measures."""

from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_client.client import LittleGiant
from bot.discord_client.message_text import message_text
from bot.domain.text_limits import MAX_QUESTION_LENGTH
from bot.gc_tuning import in_background
from bot.i18n.translator import N_, Lang
from bot.ui.options import describe_answer
from bot.ui.responses import send_layout
from bot.ui.services import Services

_FIRST: Final = "專精特新擔保費多少"
"""A question in traditional characters that is answered with a figure."""


class Ask(commands.Cog):
    """Questions in plain words, and the measures that a message names."""

    def __init__(self, services: Services, tree: app_commands.CommandTree[LittleGiant]) -> None:
        """`tree` takes the message command, which a cog cannot hold itself."""
        self.services = services
        self._tree = tree
        self._find = app_commands.ContextMenu(name=N_("Find measures"), callback=self.find)

    async def cog_load(self) -> None:
        """Called by the library when the cog is added."""
        self._tree.add_command(self._find)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Answers once in a thread, which loads the answer engine, its patterns and formats."""
        from cogs.ask.views import first_answer  # noqa: PLC0415 - a start needs no answer

        for lang in self.services.translators:
            await in_background(first_answer, self.services.context(lang), _FIRST)

    async def cog_unload(self) -> None:
        """Called by the library when the cog is removed."""
        self._tree.remove_command(self._find.name, type=self._find.type)

    @app_commands.command(
        name="ask", description=N_("Ask about support, zones or little-giant awards in plain words")
    )
    @app_commands.describe(question=N_("Your question, in English or Chinese"))
    @describe_answer
    async def ask(
        self,
        interaction: discord.Interaction[LittleGiant],
        question: app_commands.Range[str, 1, MAX_QUESTION_LENGTH],
        lang: Lang | None = None,
        public: bool = False,
    ) -> None:
        """The figures that answer, or that the sources do not state them."""
        from cogs.ask.views import first_answer  # noqa: PLC0415 - as above

        context = self.services.context(self.services.lang(interaction, lang, question))
        layout = first_answer(context, question)
        await send_layout(interaction, layout, context.tr, public=public)

    async def find(
        self, interaction: discord.Interaction[LittleGiant], message: discord.Message
    ) -> None:
        """The measures that a message names or clearly means."""
        from cogs.ask.find_card import found_card  # noqa: PLC0415 - as above

        context = self.services.context(self.services.lang(interaction))
        await send_layout(interaction, found_card(context, message_text(message)), context.tr)
