"""/little-giant: awards, the requirements of each tier, an eligibility check, numbers."""

from discord import app_commands
from discord.ext import commands

from bot.domain.data.districts import PLACES
from bot.i18n.translator import N_, Lang
from bot.ui import options
from bot.ui.feature import Feature, Interaction
from bot.ui.responses import show_view


class LittleGiants(
    Feature,
    commands.GroupCog,
    group_name="little-giant",
    group_description=N_("The three tiers up to little giant: awards, requirements, numbers"),
):
    """The little-giant commands."""

    @app_commands.command(
        name="awards", description=N_("Awards for new and re-reviewed little giants, by district")
    )
    @app_commands.describe(district=N_(options.DISTRICT_HELP))
    @options.describe_answer
    async def awards(
        self,
        interaction: Interaction,
        district: options.NameOption | None = None,
        lang: Lang | None = None,
        public: bool = False,
    ) -> None:
        """All districts compared, or one in full."""
        place = options.find_place(self.services.release, district or "")
        known = not place or place in PLACES
        view = ("la", place, "0") if known else ("nd", place, "la", "@", "0")
        await show_view(self.press(interaction, lang), *view, public=public)

    @app_commands.command(
        name="criteria", description=N_("What each tier requires, and what changed")
    )
    @app_commands.describe(
        tier=N_("One of the three tiers; without it, all three at a glance"),
        rules=N_("The rules in force, or those of 2022"),
    )
    @options.describe_answer
    @app_commands.choices(tier=options.TIER_CHOICES, rules=options.RULES_CHOICES)
    async def criteria(
        self,
        interaction: Interaction,
        tier: str | None = None,
        rules: str | None = None,
        lang: Lang | None = None,
        public: bool = False,
    ) -> None:
        """The tiers at a glance, or one tier in full."""
        args = tier or "", rules or "current", 0
        await show_view(self.press(interaction, lang), "lc", *args, public=public)

    @app_commands.command(
        name="check",
        description=N_(
            "A form: which tier your firm reaches, and what is missing for the next one"
        ),
    )
    @app_commands.describe(lang=N_(options.LANG_HELP))
    async def check(self, interaction: Interaction, lang: Lang | None = None) -> None:
        """Opens the first form; it alone gives a result."""
        from cogs.little_giant.check.handlers import begin_check  # noqa: PLC0415 - 20 modules

        await begin_check(self.press(interaction, lang))

    @app_commands.command(
        name="numbers", description=N_("How many firms are in each tier, over time")
    )
    @options.describe_answer
    async def numbers(
        self, interaction: Interaction, lang: Lang | None = None, public: bool = False
    ) -> None:
        """Counts in Shanghai and the whole country, with bars in text."""
        await show_view(self.press(interaction, lang), "ln", "", 0, public=public)

    awards.autocomplete("district")(Feature.offer_places)
