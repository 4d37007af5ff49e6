"""/measures: browsing by filters and words, comparing, what changed, and a file to take away."""

from discord import app_commands
from discord.ext import commands

from bot.domain.text_limits import MAX_QUERY_LENGTH
from bot.i18n.translator import N_, Lang
from bot.ui import options
from bot.ui.feature import Feature, Interaction
from bot.ui.options import suggestions
from bot.ui.responses import show_view

QUERY = N_("Words to look for, in English, Chinese or pinyin")
PACKAGE = N_("A policy document or set of measures")
TOPIC = N_("Only this topic")
STATUS = N_("In force unless you choose otherwise")


class Measures(
    Feature,
    commands.GroupCog,
    group_name="measures",
    group_description=N_("Browse, compare and export the support measures"),
):
    """The commands about measures of every kind."""

    @app_commands.command(name="browse", description=N_("Find measures by words and filters"))
    @app_commands.describe(
        query=N_(QUERY),
        package=N_(PACKAGE),
        topic=N_(TOPIC),
        district=N_(options.DISTRICT_HELP),
        status=N_(STATUS),
    )
    @options.describe_answer
    @app_commands.choices(topic=options.TOPIC_CHOICES, status=options.STATUS_CHOICES)
    async def browse(
        self,
        interaction: Interaction,
        query: app_commands.Range[str, 1, MAX_QUERY_LENGTH] | None = None,
        package: options.NameOption | None = None,
        topic: str | None = None,
        district: options.NameOption | None = None,
        status: str | None = None,
        lang: Lang | None = None,
        public: bool = False,
    ) -> None:
        """Paged cards under the filters, with a count for each topic."""
        from cogs.measures.cards.browse import arguments  # noqa: PLC0415 - a start needs no card

        args = arguments(query, package, topic, district, status)
        await show_view(self.press(interaction, lang), "mb", 0, *args, public=public)

    @app_commands.command(name="compare", description=N_("Two or three measures, field by field"))
    @app_commands.describe(
        a=N_(options.MEASURE_HELP), b=N_("The measure to compare it with"), c=N_("A third one")
    )
    @options.describe_answer
    async def compare(
        self,
        interaction: Interaction,
        a: options.NameOption,
        b: options.NameOption,
        c: options.NameOption | None = None,
        lang: Lang | None = None,
        public: bool = False,
    ) -> None:
        """Each field with one line a measure, and in words whether they differ."""
        await show_view(self.press(interaction, lang), "mc", a, b, c or "", public=public)

    @app_commands.command(name="changes", description=N_("What is new, changed or withdrawn"))
    @app_commands.describe(
        since=N_("A data version or a date such as 2026-11-20; by default the version before")
    )
    @options.describe_answer
    async def since(
        self,
        interaction: Interaction,
        since: options.NameOption | None = None,
        lang: Lang | None = None,
        public: bool = False,
    ) -> None:
        """Record by record and field by field, in pages."""
        from cogs.measures.changes_handlers import answer_changes  # noqa: PLC0415 - as above

        await answer_changes(self.press(interaction, lang), since, public=public)

    @app_commands.command(name="export", description=N_("Measures and their figures as a file"))
    @app_commands.describe(
        format=N_("csv for spreadsheets, json for programs, md to read"),
        query=N_(QUERY),
        package=N_(PACKAGE),
        topic=N_(TOPIC),
        district=N_(options.DISTRICT_HELP),
        status=N_(STATUS),
    )
    @app_commands.choices(
        format=options.FORMAT_CHOICES, topic=options.TOPIC_CHOICES, status=options.STATUS_CHOICES
    )
    async def export(
        self,
        interaction: Interaction,
        format: str | None = None,  # noqa: A002 - the option's name is fixed
        query: app_commands.Range[str, 1, MAX_QUERY_LENGTH] | None = None,
        package: options.NameOption | None = None,
        topic: str | None = None,
        district: options.NameOption | None = None,
        status: str | None = None,
    ) -> None:
        """A file with a two-line summary; where nothing fits, the page of browse that says why."""
        from cogs.measures.cards.browse import arguments  # noqa: PLC0415 - as above
        from cogs.measures.export.file import send_export  # noqa: PLC0415 - as above

        args = arguments(query, package, topic, district, status)
        await send_export(self.press(interaction), args, format or "csv")

    @since.autocomplete("since")
    async def _versions(self, interaction: Interaction, current: str) -> list[options.TextChoice]:
        from cogs.measures.changes_handlers import offer_versions  # noqa: PLC0415 - as above

        return await offer_versions(self.services, interaction, current)

    @browse.autocomplete("package")
    @export.autocomplete("package")
    async def _packages(self, interaction: Interaction, current: str) -> list[options.TextChoice]:
        release, tr = self.services.release, self.services.translator(interaction)
        packages = release.catalogue.packages
        found = suggestions(
            release.names.packages, "packages", current, lambda i: bool(packages[i].superseded_by)
        )
        return options.offer((tr.of(packages[i].title), i) for i in found)

    browse.autocomplete("district")(Feature.offer_districts)
    export.autocomplete("district")(Feature.offer_districts)
    compare.autocomplete("a")(Feature.offer_measures)
    compare.autocomplete("b")(Feature.offer_measures)
    compare.autocomplete("c")(Feature.offer_measures)
