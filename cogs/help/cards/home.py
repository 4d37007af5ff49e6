"""The first card of /help, by task; also the one that greets a server."""

from typing import Final

from bot.domain.data.districts import DISTRICTS
from bot.ui.components import Layout, button, card, select
from bot.ui.context import RenderContext, link_to
from bot.ui.custom_ids import public_id
from bot.ui.match_link import match_link
from bot.ui.options import district_label

HOME: Final = "ho"
"""The name of this view."""
ADMIN: Final = "a"
"""An argument of help's views: the person who asked may manage the server."""


def home_card(context: RenderContext, *admin: str) -> Layout:
    """A button for each task, and the districts for their awards."""
    tr = context.tr
    what = tr("Shanghai's support for small and medium-sized firms, every figure with its source.")
    ask = tr("Or ask in your own words: {ask}", ask=context.registration.mention("ask"))
    private = tr("-# Only you see an answer until you press Share here.")
    awards = [(district_label(slug, tr.lang), link_to(tr, "la", slug), False) for slug in DISTRICTS]
    return card(
        [tr("### What do you want to do?"), what, ask, private],
        [select("s|award", tr("My district's award"), awards)],
        [
            button(tr("What can my firm get?"), _what_fits(context), style=1),
            button(tr("Check my firm"), public_id(tr, "kf", "", 0)),
            button(tr("Loans"), link_to(tr, "fl", "loan", "", 0)),
        ],
        [
            button(tr("Parks"), link_to(tr, "zl", "", "", "", 0)),
            button(tr("Monday digest (admins)"), public_id(tr, "dgm")),
            button(tr("All commands"), link_to(tr, "h", "start", *admin)),
        ],
    )


def _what_fits(context: RenderContext) -> str:
    """/match where there is that command, else the list of funding."""
    if "match" in context.registration.commands:
        return match_link(context.tr)
    return link_to(context.tr, "fl", "", "", 0)
