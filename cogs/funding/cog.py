"""/funding: the money at a glance, as a list, and one measure in full."""

from discord import app_commands
from discord.ext import commands

from bot.i18n.translator import N_, Lang
from bot.ui import options
from bot.ui.feature import Feature, Interaction
from bot.ui.responses import show_view


class Funding(
    Feature,
    commands.GroupCog,
    group_name="funding",
    group_description=N_("Loans, guarantees, subsidies, funds, awards and vouchers"),
):
    """The funding commands."""

    @app_commands.command(name="overview", description=N_("The money at a glance, by kind"))
    @options.describe_answer
    async def overview(
        self, interaction: Interaction, lang: Lang | None = None, public: bool = False
    ) -> None:
        """The largest sums of each kind, with bars in text."""
        await show_view(self.press(interaction, lang), "fo", public=public)

    @app_commands.command(name="list", description=N_("List the funding that a firm can get"))
    @app_commands.describe(
        kind=N_("Only this kind of support"),
        district=N_(options.DISTRICT_HELP),
        industry=N_("An industry that the support is for"),
    )
    @options.describe_answer
    @app_commands.choices(kind=options.KIND_CHOICES)
    async def listing(
        self,
        interaction: Interaction,
        kind: str | None = None,
        district: options.NameOption | None = None,
        industry: options.NameOption | None = None,
        lang: Lang | None = None,
        public: bool = False,
    ) -> None:
        """Paged lines, of one kind, for one district or one industry where given."""
        names = self.services.release.names
        field = (names.industries.resolve(industry) or industry) if industry else ""
        place = options.find_district(self.services.release, district)
        if district and place is None:
            view = "nd", district, "fl", kind or "", "@", field, "0"
        else:
            view = "fl", kind or "", place or "", field, "0"
        await show_view(self.press(interaction, lang), *view, public=public)

    @app_commands.command(name="show", description=N_("One measure in full, with its sources"))
    @app_commands.describe(measure=N_("Name of the measure, in English, Chinese or pinyin"))
    @options.describe_answer
    async def show(
        self,
        interaction: Interaction,
        measure: options.NameOption,
        lang: Lang | None = None,
        public: bool = False,
    ) -> None:
        """What, how much, who, conditions, how to apply, validity, confidence, sources."""
        found = self.services.release.names.measures.resolve(measure)
        await show_view(self.press(interaction, lang), "ms", found or measure, public=public)

    listing.autocomplete("district")(Feature.offer_districts)
    listing.autocomplete("industry")(Feature.offer_industries)
    show.autocomplete("measure")(Feature.offer_measures)
