"""/measures: browsing by filters and words, comparing, what changed, and a file to take away."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_client.client import LittleGiant
from bot.domain.search.filters import browse
from bot.domain.text_limits import MOST_QUERY
from bot.i18n.translator import mark
from bot.ui.desk import Desk
from bot.ui.options import (
    DISTRICT,
    FORMAT_CHOICES,
    LANG,
    PUBLIC,
    STATUS_CHOICES,
    TOPIC_CHOICES,
    LangOption,
    NameOption,
    TextChoice,
    offer,
    offer_districts,
)
from cogs.measures.cards.browse import arguments, read_filters
from cogs.measures.changes_handlers import ChangesDesk
from cogs.measures.export.file import FORMATS, send_file

QUERY = mark("Words to look for, in English, Chinese or pinyin")
PACKAGE = mark("A policy document or set of measures")
TOPIC = mark("Only this topic")
STATUS = mark("In force unless you choose otherwise")
MEASURE = mark("Name of a measure, in English, Chinese or pinyin")


class Measures(
    commands.GroupCog,
    group_name="measures",
    group_description=mark("Browse, compare and export the support measures"),
):
    """The commands about measures of every kind."""

    def __init__(self, desk: Desk) -> None:
        """`desk` answers."""
        self.desk = desk
        self.changes = ChangesDesk(desk)

    @app_commands.command(name="browse", description=mark("Find measures by words and filters"))
    @app_commands.describe(
        query=mark(QUERY),
        package=mark(PACKAGE),
        topic=mark(TOPIC),
        district=mark(DISTRICT),
        status=mark(STATUS),
        lang=mark(LANG),
        public=mark(PUBLIC),
    )
    @app_commands.choices(topic=TOPIC_CHOICES, status=STATUS_CHOICES)
    async def browse(
        self,
        interaction: discord.Interaction[LittleGiant],
        query: app_commands.Range[str, 1, MOST_QUERY] | None = None,
        package: NameOption | None = None,
        topic: TextChoice | None = None,
        district: NameOption | None = None,
        status: TextChoice | None = None,
        lang: LangOption | None = None,
        public: bool = False,
    ) -> None:
        """Paged cards under the filters, with a count for each topic."""
        args = arguments(query, package, _value(topic), district, _value(status))
        spoken = self.desk.lang(interaction, lang)
        await self.desk.show(interaction, spoken, "mb", 0, *args, public=public)

    @app_commands.command(name="compare", description=mark("Two or three measures, field by field"))
    @app_commands.describe(
        a=mark(MEASURE),
        b=mark("The measure to compare it with"),
        c=mark("A third one"),
        lang=mark(LANG),
        public=mark(PUBLIC),
    )
    async def compare(
        self,
        interaction: discord.Interaction[LittleGiant],
        a: NameOption,
        b: NameOption,
        c: NameOption | None = None,
        lang: LangOption | None = None,
        public: bool = False,
    ) -> None:
        """Each field with one line a measure, and in words whether they differ."""
        spoken = self.desk.lang(interaction, lang)
        await self.desk.show(interaction, spoken, "mc", a, b, c or "", public=public)

    @app_commands.command(name="changes", description=mark("What is new, changed or withdrawn"))
    @app_commands.describe(
        since=mark("A data version, or a date such as 2026-11-20; else the version before"),
        lang=mark(LANG),
        public=mark(PUBLIC),
    )
    async def since(
        self,
        interaction: discord.Interaction[LittleGiant],
        since: NameOption | None = None,
        lang: LangOption | None = None,
        public: bool = False,
    ) -> None:
        """Record by record and field by field, in pages."""
        spoken = self.desk.lang(interaction, lang)
        await self.changes.answer(interaction, since, spoken, public=public)

    @app_commands.command(name="export", description=mark("Measures and their figures as a file"))
    @app_commands.describe(
        format=mark("csv for spreadsheets, json for programs, md to read"),
        query=mark(QUERY),
        package=mark(PACKAGE),
        topic=mark(TOPIC),
        district=mark(DISTRICT),
        status=mark(STATUS),
    )
    @app_commands.choices(format=FORMAT_CHOICES, topic=TOPIC_CHOICES, status=STATUS_CHOICES)
    async def export(
        self,
        interaction: discord.Interaction[LittleGiant],
        format: TextChoice | None = None,  # noqa: A002 - the option's name is fixed
        query: app_commands.Range[str, 1, MOST_QUERY] | None = None,
        package: NameOption | None = None,
        topic: TextChoice | None = None,
        district: NameOption | None = None,
        status: TextChoice | None = None,
    ) -> None:
        """A file with a two-line summary; where nothing fits, the page of browse that says why."""
        args = arguments(query, package, _value(topic), district, _value(status))
        spoken = self.desk.lang(interaction)
        scene = self.desk.scene(spoken)
        filters = read_filters(scene, *args)
        found = browse(scene.release, filters, scene.today).found if filters else ()
        if filters is None or not found:
            await self.desk.show(interaction, spoken, "mb", 0, *args)
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        kind = FORMATS[_value(format) or "csv"]
        await send_file(interaction, scene, filters, found, kind)

    @since.autocomplete("since")
    async def _versions(
        self, interaction: discord.Interaction[LittleGiant], current: str
    ) -> list[TextChoice]:
        return await self.changes.offers(interaction, current)

    @browse.autocomplete("package")
    @export.autocomplete("package")
    async def _packages(
        self, interaction: discord.Interaction[LittleGiant], current: str
    ) -> list[TextChoice]:
        release, words = self.desk.release, self.desk.words[self.desk.lang(interaction)]
        packages = release.catalogue.packages
        found = release.names.packages.complete(current)
        return offer((words.of(packages[i].title), i) for i in found)

    @browse.autocomplete("district")
    @export.autocomplete("district")
    async def _districts(
        self, interaction: discord.Interaction[LittleGiant], current: str
    ) -> list[TextChoice]:
        return offer_districts(
            self.desk.release.names.districts, current, self.desk.lang(interaction)
        )

    @compare.autocomplete("a")
    @compare.autocomplete("b")
    @compare.autocomplete("c")
    async def _measures(
        self, interaction: discord.Interaction[LittleGiant], current: str
    ) -> list[TextChoice]:
        return self.desk.offer_measures(interaction, current)


def _value(choice: TextChoice | None) -> str | None:
    return choice.value if choice else None
