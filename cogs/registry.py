"""What all features register: their views, charts and record buttons."""

from typing import Final

from bot.ui.nearest import unknown_district, unknown_industry
from bot.ui.registry import Registry, View
from cogs.funding.cards import VIEWS as FUNDING
from cogs.funding.chart import CHARTS as FUNDING_CHARTS
from cogs.help.cards import VIEWS as HELP
from cogs.little_giant.cards import VIEWS as LITTLE_GIANT
from cogs.little_giant.charts import CHARTS as LITTLE_GIANT_CHARTS
from cogs.measures.cards import VIEWS as MEASURES
from cogs.measures.export_handlers import RECORD_BUTTONS
from cogs.zones.cards import VIEWS as ZONES
from cogs.zones.chart import CHARTS as ZONE_CHARTS

_SHARED: Final = {"nd": View(unknown_district), "ni": View(unknown_industry)}
REGISTRY: Final = Registry(
    views=_SHARED | {**FUNDING, **HELP, **LITTLE_GIANT, **MEASURES, **ZONES},
    charts={**FUNDING_CHARTS, **LITTLE_GIANT_CHARTS, **ZONE_CHARTS},
    record_buttons=RECORD_BUTTONS,
)
