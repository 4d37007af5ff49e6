"""All that the features register under names in custom ids."""

from collections.abc import Sequence
from typing import Final

from bot.ui.blocks import plain_card
from bot.ui.chart import NUMBERS
from bot.ui.chart_numbers import chart_numbers_card
from bot.ui.components import Layout
from bot.ui.context import RenderContext
from bot.ui.custom_ids import PAGE_NUMBER
from bot.ui.nearest import unknown_district, unknown_industry
from bot.ui.registry import Registry, View, merged
from cogs.admin.handlers import ACTIONS as ADMIN_ACTIONS
from cogs.ask.views import VIEWS as ASK
from cogs.digest.handlers import ACTIONS as DIGEST_ACTIONS
from cogs.digest.handlers import RECORD_BUTTONS as DIGEST_BUTTONS
from cogs.funding.cards import VIEWS as FUNDING
from cogs.funding.chart import CHARTS as FUNDING_CHARTS
from cogs.help.cards import VIEWS as HELP
from cogs.little_giant.cards import VIEWS as LITTLE_GIANT
from cogs.little_giant.charts import CHARTS as LITTLE_GIANT_CHARTS
from cogs.little_giant.check.handlers import ACTIONS as CHECK_ACTIONS
from cogs.little_giant.check.handlers import FORM_HANDLERS as CHECK_FORMS
from cogs.little_giant.check.handlers import RECORD_BUTTONS as CHECK_BUTTONS
from cogs.match.cards import VIEWS as MATCH
from cogs.match.handlers import FORM_HANDLERS as MATCH_FORMS
from cogs.match.handlers import RECORD_BUTTONS as MATCH_BUTTONS
from cogs.measures.cards import VIEWS as MEASURES
from cogs.measures.changes_handlers import ASYNC_VIEWS as CHANGES
from cogs.measures.export_handlers import RECORD_BUTTONS as MEASURE_BUTTONS
from cogs.personal.handlers import ACTIONS as PERSONAL_ACTIONS
from cogs.watch.handlers import ACTIONS as WATCH_ACTIONS
from cogs.zones.cards import VIEWS as ZONES
from cogs.zones.chart import CHARTS as ZONE_CHARTS

_CHARTS: Final = merged(FUNDING_CHARTS, LITTLE_GIANT_CHARTS, ZONE_CHARTS)


def picture_numbers(context: RenderContext, page: str, chart: str, *args: str) -> Layout:
    """The numbers of a chart as text."""
    try:
        picture = _CHARTS[chart].build(context, *args)
    except KeyError:
        return plain_card(context.tr("This chart's data no longer exists."))
    return chart_numbers_card(context, picture, int(page), chart, args)


def _takes_chart(args: Sequence[str]) -> bool:
    """A page, a chart and its arguments."""
    page, chart, *others = (*args, "", "")[: max(2, len(args))]
    return PAGE_NUMBER(page) and chart in _CHARTS and _CHARTS[chart].takes(others)


_SHARED: Final = {
    "nd": View(unknown_district),
    "ni": View(unknown_industry),
    NUMBERS: View(picture_numbers, _takes_chart),
}
REGISTRY: Final = Registry(
    views=merged(_SHARED, ASK, FUNDING, HELP, LITTLE_GIANT, MATCH, MEASURES, ZONES),
    async_views=CHANGES,
    charts=_CHARTS,
    actions=merged(ADMIN_ACTIONS, CHECK_ACTIONS, DIGEST_ACTIONS, PERSONAL_ACTIONS, WATCH_ACTIONS),
    record_buttons=merged(CHECK_BUTTONS, DIGEST_BUTTONS, MATCH_BUTTONS, MEASURE_BUTTONS),
    forms=merged(CHECK_FORMS, MATCH_FORMS),
)
