"""/zones: parks and clusters as a list, on a map, and one of them in full."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_client.client import LittleGiant
from bot.i18n.translator import N_
from bot.ui.desk import Desk
from bot.ui.options import (
    DISTRICT,
    INDUSTRY,
    LANG,
    PUBLIC,
    ZONE_KIND_CHOICES,
    LangOption,
    NameOption,
    TextChoice,
    offer,
    offer_districts,
    offer_industries,
)


class Zones(
    commands.GroupCog,
    group_name="zones",
    group_description=N_("Industrial parks and clusters of Shanghai"),
):
    """The zone commands."""

    def __init__(self, desk: Desk) -> None:
        """`desk` answers."""
        self.desk = desk

    @app_commands.command(
        name="list", description=N_("Parks and clusters, with counts by district")
    )
    @app_commands.describe(
        district=N_(DISTRICT),
        industry=N_(INDUSTRY),
        kind=N_("Only parks, or only clusters"),
        lang=N_(LANG),
        public=N_(PUBLIC),
    )
    @app_commands.choices(kind=ZONE_KIND_CHOICES)
    async def listing(
        self,
        interaction: discord.Interaction[LittleGiant],
        district: NameOption | None = None,
        industry: NameOption | None = None,
        kind: TextChoice | None = None,
        lang: LangOption | None = None,
        public: bool = False,
    ) -> None:
        """Paged entries that pass every filter; an unknown name goes to the view as it is."""
        place = self.desk.district(district) or district or ""
        known = self.desk.release.names.industries.resolve(industry) if industry else None
        await self.desk.show(
            interaction,
            self.desk.lang(interaction, lang),
            "zl",
            kind.value if kind else "",
            place,
            known or industry or "",
            0,
            public=public,
        )

    @app_commands.command(
        name="show", description=N_("One park or cluster in full, with its sources")
    )
    @app_commands.describe(
        zone=N_("Name of the park or cluster, in English, Chinese or pinyin"),
        lang=N_(LANG),
        public=N_(PUBLIC),
    )
    async def show(
        self,
        interaction: discord.Interaction[LittleGiant],
        zone: NameOption,
        lang: LangOption | None = None,
        public: bool = False,
    ) -> None:
        """Names, district, focus, area, level, measures that apply there, sources."""
        found = self.desk.release.names.zones.resolve(zone)
        await self.desk.show(
            interaction, self.desk.lang(interaction, lang), "z", found or zone, public=public
        )

    @app_commands.command(
        name="map", description=N_("The 16 districts with what lies in each, as a picture")
    )
    @app_commands.describe(industry=N_(INDUSTRY), lang=N_(LANG), public=N_(PUBLIC))
    async def districts(
        self,
        interaction: discord.Interaction[LittleGiant],
        industry: NameOption | None = None,
        lang: LangOption | None = None,
        public: bool = False,
    ) -> None:
        """The counts of each district as text at once, then with the picture."""
        known = self.desk.release.names.industries.resolve(industry) if industry else None
        await self.desk.show(
            interaction,
            self.desk.lang(interaction, lang),
            "zd",
            known or industry or "",
            public=public,
        )

    @listing.autocomplete("district")
    async def _districts(
        self, interaction: discord.Interaction[LittleGiant], current: str
    ) -> list[TextChoice]:
        names = self.desk.release.names.districts
        return offer_districts(names, current, self.desk.lang(interaction))

    @listing.autocomplete("industry")
    @districts.autocomplete("industry")
    async def _industries(
        self, interaction: discord.Interaction[LittleGiant], current: str
    ) -> list[TextChoice]:
        return offer_industries(self.desk.release, current, self.desk.lang(interaction))

    @show.autocomplete("zone")
    async def _zones(
        self, interaction: discord.Interaction[LittleGiant], current: str
    ) -> list[TextChoice]:
        tr = self.desk.translators[self.desk.lang(interaction)]
        zones = self.desk.release.catalogue.zones
        found = self.desk.release.names.zones.complete(current)
        return offer((f"{tr.of(t)} · {tr.other(t)}", i) for i in found if (t := zones[i].title))
