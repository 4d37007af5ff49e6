"""The name of a record in a line of an answer."""

from collections.abc import Iterable

from bot.domain.answers.answer import Line
from bot.domain.data.models import Figure, Measure, Record, Term, Tier, Zone
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import district_name, district_names
from bot.ui.card_lines import title_beside
from bot.ui.context import RenderContext
from bot.ui.formats import date_text
from bot.ui.tiers import TIERS


def ended_mark(context: RenderContext, record: Record | Term, *, dated: bool = False) -> str:
    """In brackets, that a measure is not, or no longer, in force; "" of one that is.

    `dated`: with the day, if it is known.
    """
    if not isinstance(record, Measure):
        return ""
    if context.release.catalogue.status(record, context.today) == "in-force":
        return ""
    tr, validity = context.tr, record.validity
    assumed = validity is not None and validity.assumed
    if dated and validity and validity.ends:
        said = N_("presumably ended {date}") if assumed else N_("ended {date}")
        return tr.brackets(tr(said, date=date_text(tr.lang, validity.ends)))
    return tr.brackets(tr("presumably ended") if assumed else tr("ended"))


def short_title(
    context: RenderContext, record: Record | Term, figures: Iterable[Figure] = ()
) -> str:
    """The title without the amount of these figures, and whether the measure is over.

    Of requirements the tier, of a park with its district.
    """
    tr = context.tr
    if isinstance(record, Term):
        return record.zh if tr.lang == "zh" else record.en
    if isinstance(record, Tier) and record.part == "entry":
        return tr(TIERS[record.tier]) + (" 2022" if record.rules == "2022" else "")
    title = tr.of(record.title)
    if isinstance(record, Zone):
        return zone_title(tr, record)
    return title_beside(tr, title, figures) + ended_mark(context, record)


def zone_title(tr: Translator, zone: Zone) -> str:
    """The name of a park or cluster, with its district if that is stated and not in the name."""
    title, name = tr.of(zone.title), district_name(tr, zone.district) if zone.district else ""
    near = name.removesuffix("新区").removesuffix("区")
    return title if near in title else title + tr.brackets(name)


def award_place(context: RenderContext, line: Line, *, marked: bool = True) -> str:
    """The district of an award; `marked`: that the scheme, or its amount, has ended, if it has."""
    record, tr = line.record, context.tr
    if not isinstance(record, Measure):
        return tr.of(record.title)
    name = district_names(tr, record.districts)
    if record.lingang:
        name = tr("Lin-gang")
    if not marked:
        return name
    over = any(f.ends and f.ends < context.today for f in line.figures)
    return name + (ended_mark(context, record) or (tr.brackets(tr("ended")) if over else ""))


def contact_text(tr: Translator, line: Line) -> str:
    """The address or number of a line of whom to turn to; "" of any other line."""
    is_contact = isinstance(line.record, Measure) and line.text == line.record.contact
    return tr.of(line.text).rstrip(".。") if line.text and is_contact else ""
