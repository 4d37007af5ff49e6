"""The forms of the check as Discord wants them: labels with a text field, boxes or a list."""

from collections.abc import Sequence
from typing import Final

from bot.domain.data.districts import PLACES
from bot.domain.data.firm_values import FirmNumber
from bot.domain.text_limits import MAX_NUMBER_LENGTH
from bot.i18n.translator import N_
from bot.ui.check_sessions import Raw
from bot.ui.components import Component, Layout, shorten
from bot.ui.context import RenderContext
from bot.ui.options import place_label
from cogs.little_giant.check.questions import FORMS, UNKNOWN, CheckQuestion

_TITLE, _LABEL, _HINT, _OPTION = 45, 45, 100, 100
"""Discord's limits of a form's title, a label, its description, an option."""

DONT_KNOW: Final = N_("Don't know")


def form_title(context: RenderContext, number: int) -> str:
    """What stands above a form."""
    form = N_("Check, form {number} of {forms}")
    return shorten(context.tr(form, number=number + 1, forms=len(FORMS)), _TITLE)


def form_parts(context: RenderContext, number: int, raw: Raw) -> Layout:
    """The questions of a form, filled in with what was answered before."""
    parts = (_part(context, question, raw) for question in FORMS[number].questions)
    return [part for part in parts if part is not None]


def _part(context: RenderContext, question: CheckQuestion, raw: Raw) -> Component | None:
    tr = context.tr
    field = _field(context, question, raw.get(question.key, ()))
    if field is None:
        return None
    return {
        "type": 18,
        "label": shorten(tr(question.label), _LABEL),
        "description": shorten(tr(question.hint), _HINT),
        "component": {"custom_id": question.key, "required": False, **field},
    }


def _field(
    context: RenderContext, question: CheckQuestion, given: Sequence[str]
) -> Component | None:
    tr = context.tr
    options = [(value, tr(label)) for value, label in question.options]
    match question.kind:
        case "text":
            typed = {"value": given[0][:MAX_NUMBER_LENGTH]} if given else {}
            return {"type": 4, "style": 1, "max_length": MAX_NUMBER_LENGTH, **typed}
        case "radio" | "bands":
            options += _band_options(context, question.bands)
            if not options:
                return None
            options.append((UNKNOWN, tr(DONT_KNOW)))
            field = {"type": 21}
        case "ticks":
            field = {"type": 22, "min_values": 0, "max_values": len(options)}
        case "district":
            options = [(slug, place_label(slug, tr.lang)) for slug in PLACES]
            field = {"type": 3, "min_values": 0, "max_values": 1}
    shown = [
        {"value": value, "label": shorten(label, _OPTION), "default": value in given}
        for value, label in options
    ]
    return {**field, "options": shown}


def _band_options(context: RenderContext, number: FirmNumber | None) -> list[tuple[str, str]]:
    """(points, label) of the bands that the data holds for a number."""
    tiers = context.release.catalogue.tiers.values()
    every = (c for tier in tiers if tier.rules == "current" for c in tier.criteria)
    bands = next((c.bands for c in every if c.bands and c.number == number), ())
    return [(str(band.points), context.tr.of(band.label)) for band in bands]
