"""/match: what can my firm get."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.domain.release import Release
from bot.i18n.translator import N_, Lang
from bot.ui import options
from bot.ui.feature import Feature, Interaction
from bot.ui.match_link import MATCH_VIEW
from bot.ui.responses import show_view

if TYPE_CHECKING:
    from bot.domain.data.models import Term

TITLE_CHOICES = options.choices(
    N_("innovative"), N_("specialised"), N_("little giant"), N_("tech SME"), N_("high tech")
)
NEED_CHOICES = options.choices(
    N_("loan"),
    N_("guarantee"),
    N_("subsidy"),
    N_("award"),
    N_("fund"),
    N_("voucher"),
    N_("space"),
    N_("service"),
)


class FirmMatch(Feature, commands.Cog):
    """What a firm can get."""

    @app_commands.command(name="match", description=N_("What can my firm get"))
    @app_commands.describe(
        district=N_(options.DISTRICT_HELP),
        title=N_("The highest title that your firm holds"),
        industry=N_("Your firm's industry"),
        need=N_("What your firm looks for"),
    )
    @options.describe_answer
    @app_commands.choices(title=TITLE_CHOICES, need=NEED_CHOICES)
    async def match(
        self,
        interaction: Interaction,
        district: options.NameOption | None = None,
        title: str | None = None,
        industry: options.NameOption | None = None,
        need: str | None = None,
        lang: Lang | None = None,
        public: bool = False,
    ) -> None:
        """The measures that may fit, what one firm gets first."""
        from cogs.match.wishes import Wish  # noqa: PLC0415 - a start matches nothing

        release = self.services.release
        wish = Wish(
            district=options.find_place(release, district or ""),
            title=title or "",
            industry=find_industry(release, industry) if industry else "",
            need=need or "",
        )
        await show_view(self.press(interaction, lang), MATCH_VIEW, *wish, public=public)

    match.autocomplete("district")(Feature.offer_places)

    @match.autocomplete("industry")
    async def _industries(self, interaction: Interaction, current: str) -> list[options.TextChoice]:
        release, lang = self.services.release, self.services.lang(interaction)
        terms = release.catalogue.terms
        found = [
            *(t.id for t in _others(release, current)),
            *release.names.industries.complete(current),
        ]
        return options.offer(
            (options.industry_label(terms[i], lang), i) for i in dict.fromkeys(found)
        )


def find_industry(release: Release, typed: str) -> str:
    """The industry's id, or what was typed."""
    exact = next((term.id for term in _others(release, typed, whole=True)), None)
    return exact or release.names.industries.resolve(typed) or typed


def _others(release: Release, typed: str, *, whole: bool = False) -> "Iterator[Term]":
    """Industries that no zone has, such as manufacturing, whose names start like this."""
    from bot.domain.text import normalise  # noqa: PLC0415 - a start reads no text

    key = normalise(typed)
    for term in release.catalogue.terms.values():
        names = (term.id, term.en, term.zh, *term.en_aliases, *term.zh_aliases)
        if term.kind == "industry" and key:
            plain = (normalise(name, simplified=True) for name in names)
            if any(key == name if whole else name.startswith(key) for name in plain):
                yield term
