"""All that the features register under names in custom ids."""

from typing import Final

from bot.ui.nearest import unknown_district, unknown_industry
from bot.ui.registry import Registry, View, merged
from cogs.admin.handlers import ACTIONS as ADMIN_ACTIONS
from cogs.digest.handlers import ACTIONS as DIGEST_ACTIONS
from cogs.digest.monday import RECORD_BUTTONS as DIGEST_BUTTONS
from cogs.funding.cards import VIEWS as FUNDING
from cogs.funding.chart import CHARTS as FUNDING_CHARTS
from cogs.help.cards import VIEWS as HELP
from cogs.little_giant.cards import VIEWS as LITTLE_GIANT
from cogs.little_giant.charts import CHARTS as LITTLE_GIANT_CHARTS
from cogs.little_giant.check.handlers import ACTIONS as CHECK_ACTIONS
from cogs.little_giant.check.handlers import FORM_HANDLERS as CHECK_FORMS
from cogs.little_giant.check.handlers import RECORD_BUTTONS as CHECK_BUTTONS
from cogs.match.cards import VIEWS as MATCH
from cogs.measures.cards import VIEWS as MEASURES
from cogs.measures.changes_handlers import ASYNC_VIEWS as CHANGES
from cogs.measures.export_handlers import RECORD_BUTTONS as MEASURE_BUTTONS
from cogs.personal.handlers import ACTIONS as PERSONAL_ACTIONS
from cogs.watch.handlers import ACTIONS as WATCH_ACTIONS
from cogs.zones.cards import VIEWS as ZONES
from cogs.zones.chart import CHARTS as ZONE_CHARTS

_SHARED: Final = {"nd": View(unknown_district), "ni": View(unknown_industry)}
REGISTRY: Final = Registry(
    views=merged(_SHARED, FUNDING, HELP, LITTLE_GIANT, MATCH, MEASURES, ZONES),
    async_views=CHANGES,
    charts=merged(FUNDING_CHARTS, LITTLE_GIANT_CHARTS, ZONE_CHARTS),
    actions=merged(ADMIN_ACTIONS, CHECK_ACTIONS, DIGEST_ACTIONS, PERSONAL_ACTIONS, WATCH_ACTIONS),
    record_buttons=merged(CHECK_BUTTONS, DIGEST_BUTTONS, MEASURE_BUTTONS),
    forms=CHECK_FORMS,
)
