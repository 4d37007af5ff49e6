"""The buttons under an edition."""

from collections.abc import Mapping
from typing import Final

from bot.domain.data.models import Topic
from bot.domain.digests.subscription import DigestContent
from bot.domain.search.filters import Filters
from bot.i18n.translator import Translator
from bot.ui.components import Component, button
from bot.ui.context import link_to
from bot.ui.custom_ids import with_key
from bot.ui.match_link import match_link
from bot.ui.measure_filters import browse_link
from bot.ui.zone_text import ZoneFilters
from cogs.digest.cards.edition_texts import NAMES

_CHANGES: Final = "ch"
"""The name of the view: changes since a version."""
_NEEDS: Final[Mapping[Topic, str]] = {
    "loan": "loan",
    "guarantee": "guarantee",
    "subsidy": "subsidy",
    "award": "award",
    "service": "service",
    "zone": "space",
    "cluster": "space",
}
"""What a firm may need, by the topic of a digest."""


def match_button(tr: Translator, wish: DigestContent, key: str) -> Component:
    """Opens what a firm can get; its custom id holds the key of the message."""
    district, need = wish.district or "", _NEEDS.get(wish.topic, "") if wish.topic else ""
    opens = match_link(tr, district=district, need=need)
    return button(tr("What can my firm get?"), with_key(opens, key))


def changes_button(tr: Translator, since: str) -> Component:
    """Opens all changes since a data version, field by field."""
    return button(tr("Changes in full"), link_to(tr, _CHANGES, since, 0))


def topic_button(tr: Translator, topic: Topic, wish: DigestContent) -> Component:
    """Opens the list that has the records of an overview."""
    label = tr("All: {topic}", topic=tr(NAMES[topic]))
    if topic in ("zone", "cluster"):
        kind = "cluster" if topic == "cluster" else "park"
        return button(label, ZoneFilters(kind, wish.district or "", "").link(tr))
    return button(label, browse_link(tr, Filters(topic=topic, district=wish.district)))
