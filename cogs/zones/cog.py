"""/zones: parks and clusters as a list, on a map, and one of them in full."""

from discord import app_commands
from discord.ext import commands

from bot.i18n.translator import N_, Lang
from bot.ui import options
from bot.ui.feature import Feature, Interaction
from bot.ui.responses import show_view


class Zones(
    Feature,
    commands.GroupCog,
    group_name="zones",
    group_description=N_("Industrial parks and clusters of Shanghai"),
):
    """The zone commands."""

    @app_commands.command(
        name="list", description=N_("Parks and clusters, with counts by district")
    )
    @app_commands.describe(
        district=N_(options.DISTRICT_HELP),
        industry=N_(options.INDUSTRY_HELP),
        kind=N_("Only parks, or only clusters"),
    )
    @options.describe_answer
    @app_commands.choices(kind=options.ZONE_KIND_CHOICES)
    async def listing(
        self,
        interaction: Interaction,
        district: options.NameOption | None = None,
        industry: options.NameOption | None = None,
        kind: str | None = None,
        lang: Lang | None = None,
        public: bool = False,
    ) -> None:
        """Paged entries that pass every filter; an unknown name is passed to the view."""
        place = options.find_place(self.services.release, district) if district else ""
        known = self.services.release.names.industries.resolve(industry) if industry else None
        args = kind or "", place, known or industry or "", 0
        await show_view(self.press(interaction, lang), "zl", *args, public=public)

    @app_commands.command(
        name="show", description=N_("One park or cluster in full, with its sources")
    )
    @app_commands.describe(zone=N_("Name of the park or cluster, in English, Chinese or pinyin"))
    @options.describe_answer
    async def show(
        self,
        interaction: Interaction,
        zone: options.NameOption,
        lang: Lang | None = None,
        public: bool = False,
    ) -> None:
        """Names, district, focus, area, level, measures that apply there, sources."""
        found = self.services.release.names.zones.resolve(zone)
        await show_view(self.press(interaction, lang), "z", found or zone, public=public)

    @app_commands.command(
        name="map", description=N_("A picture of the 16 districts with their parks and clusters")
    )
    @app_commands.describe(industry=N_(options.INDUSTRY_HELP))
    @options.describe_answer
    async def districts(
        self,
        interaction: Interaction,
        industry: options.NameOption | None = None,
        lang: Lang | None = None,
        public: bool = False,
    ) -> None:
        """The counts of each district as text at once, then with the picture."""
        known = self.services.release.names.industries.resolve(industry) if industry else None
        await show_view(self.press(interaction, lang), "zd", known or industry or "", public=public)

    listing.autocomplete("district")(Feature.offer_places)
    listing.autocomplete("industry")(Feature.offer_industries)
    districts.autocomplete("industry")(Feature.offer_industries)

    @show.autocomplete("zone")
    async def _zones(self, interaction: Interaction, current: str) -> list[options.TextChoice]:
        tr = self.services.translator(interaction)
        zones = self.services.release.catalogue.zones
        found = options.suggestions(self.services.release.names.zones, "zones", current)
        return options.offer(
            (f"{tr.of(t)} · {tr.other(t)}", i) for i in found if (t := zones[i].title)
        )
