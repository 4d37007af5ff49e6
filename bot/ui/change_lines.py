"""One changed field as a line: its name, what it was, what it is."""

import re
from collections.abc import Mapping
from typing import Final

from rapidfuzz.distance import Postfix, Prefix

from bot.domain.data.diff import Change, ChangeKind
from bot.domain.data.districts import District
from bot.domain.data.field_diff import (
    ConfidenceChange,
    DateChange,
    FieldChange,
    FigureChange,
    KindChange,
    PlaceChange,
    SupersededStatus,
    TextChange,
    same,
)
from bot.domain.data.models import Zone
from bot.domain.data.stated_texts import STATED
from bot.i18n.translator import N_, Lang, Translator
from bot.ui.blocks import FIGURE_CONFIDENCE, FUNDING_KINDS, district_names, figure_value
from bot.ui.formats import date_text, figure_text

CHANGE_NAMES: Final[Mapping[ChangeKind, str]] = {
    "new": N_("New"),
    "changed": N_("Changed"),
    "superseded": N_("Superseded"),
    "withdrawn": N_("Withdrawn"),
}
_FIELDS: Final[Mapping[str, str]] = {
    **{field: stated.label for field, stated in STATED.items()},
    "title": N_("Name"),
    "summary": N_("Summary"),
    "goes-with": N_("Can be combined with"),
    "requires": N_("Requires"),
    "not-together": N_("Cannot be combined with"),
    "focus": N_("Focus"),
    "level": N_("Level"),
    "batch": N_("Batch"),
    "requirement": N_("Requirement"),
    "re-review": N_("Re-review"),
}
_STANDINGS: Final[Mapping[SupersededStatus, str]] = {
    "superseded": N_("superseded"),
    "in-force": N_("in force"),
}
_ONLY_CHINESE: Final = N_("{text} (only the Chinese wording changed)")
_ONLY_ENGLISH: Final = N_("{text} (only the English wording changed)")
_CHINESE: Final = N_("Only the Chinese wording changed: {names}")
_ENGLISH: Final = N_("Only the English wording changed: {names}")
_LONG: Final = {"en": 160, "zh": 80}
"""Characters of two texts together above which only the part that differs is shown."""
_AROUND: Final = {"en": 28, "zh": 12}
"""Characters around that part."""
_BOLD: Final = 60
"""Bold type helps nobody above this number of characters."""
_WITHIN: Final = re.compile(r"[A-Za-z0-9.,%万亿元]{2}")
"""Two characters between which no cut is made: of one word, of one number."""
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")


def change_lines(tr: Translator, change: Change) -> list[str]:
    """Each field that changed as a line, `name: old → new`, the record's own figures first.

    A last line names the texts that changed in the other language alone.
    """
    zone, lines, elsewhere = isinstance(change.record, Zone), list[str](), dict[str, None]()
    for field in sorted(told_fields(change), key=_is_further):
        if isinstance(field, TextChange) and is_elsewhere(tr, field):
            elsewhere[_text_name(tr, field)] = None
        else:
            lines.append(field_line(tr, field, zone=zone))
    if elsewhere:
        form = _CHINESE if tr.lang == "en" else _ENGLISH
        lines.append(tr(form, names=tr.list_comma.join(elsewhere)))
    return lines


def _is_further(field: FieldChange) -> bool:
    """Whether it comes after the record's own figures."""
    return not isinstance(field, FigureChange) or field.of is not None


def is_elsewhere(tr: Translator, change: TextChange) -> bool:
    """Whether a text changed in the other language alone."""
    old, new = change.old, change.new
    return old is not None and new is not None and same(tr.of(old), tr.of(new))


def told_fields(change: Change) -> list[FieldChange]:
    """Changed fields to show.

    Leaves out a requirement's text if only its number changed and the number has its own line.
    """
    told = [f.of for f in change.fields if isinstance(f, FigureChange) and f.of]
    return [
        f
        for f in change.fields
        if not (isinstance(f, TextChange) and f.of in told and _by_number(f))
    ]


def field_line(tr: Translator, change: FieldChange, *, zone: bool = False) -> str:
    """One field: its name, what it was, what it is; a zone has no district rather than all."""
    match change:
        case FigureChange():
            return _figure_line(tr, change)
        case TextChange():
            return _text_line(tr, change)
        case DateChange():
            name = tr("Valid from") if change.field == "starts" else tr("Valid until")
            days = (date_text(tr.lang, day) if day else "" for day in (change.old, change.new))
            return _pair(tr, name, *(day or tr("not stated") for day in days))
        case PlaceChange():
            places = (_places(tr, found, zone=zone) for found in (change.old, change.new))
            return _pair(tr, tr("Where"), *places)
        case KindChange():
            kinds = (
                tr(FUNDING_KINDS[k]) if k else tr("not stated") for k in (change.old, change.new)
            )
            return _pair(tr, tr("What kind"), *kinds)
        case ConfidenceChange():
            sides = (tr(FIGURE_CONFIDENCE[side]) for side in (change.old, change.new))
            return _pair(tr, tr("Reliability"), *sides)
        case _:
            sides = (tr(_STANDINGS[side]) for side in (change.old, change.new))
            return _pair(tr, tr("Status"), *sides)


def _pair(tr: Translator, name: str, old: str | None, new: str | None) -> str:
    """Old and new, or that the one is missing."""
    if new is None:
        return f"{name}{tr.colon}" + tr("{text} (removed)", text=f"~~{old}~~")
    bold = f"**{new}**" if len(new) <= _BOLD and "**" not in new else new
    if old is None:
        return f"{name}{tr.colon}" + tr("{text} (new)", text=bold)
    return f"{name}{tr.colon}{old} → {bold}"


def _figure_line(tr: Translator, change: FigureChange) -> str:
    old, new = change.old, change.new
    figure = new or old
    # The requirement, where the figure belongs to one, and the figure.
    names = [tr.of(text) for text in (change.of, figure and figure.name) if text]
    name = " · ".join(dict.fromkeys(names))
    if old is None or new is None:
        told = [figure_value(tr, side) if side else None for side in (old, new)]
        return _pair(tr, name, told[0] and told[0].replace("**", ""), told[1])
    same_time = (old.period, old.as_of) == (new.period, new.as_of)
    before = figure_text(tr, old) if same_time else figure_value(tr, old).replace("**", "")
    after = figure_value(tr, new)
    if figure_text(tr, old) == figure_text(tr, new) and old.value != new.value:
        # Rounded, the two read the same.
        before, after = f"{before} ({old.value:,})", f"{after} ({new.value:,})"
    return _pair(tr, name, before, after)


def _text_line(tr: Translator, change: TextChange) -> str:
    name = _text_name(tr, change)
    old, new = (tr.of(side) if side else None for side in (change.old, change.new))
    if is_elsewhere(tr, change):
        form = _ONLY_CHINESE if tr.lang == "en" else _ONLY_ENGLISH
        return f"{name}{tr.colon}{tr(form, text=new)}"
    if old is not None and new is not None:
        old, new = _cores(tr.lang, old, new)
    return _pair(tr, name, old, new)


def _text_name(tr: Translator, change: TextChange) -> str:
    return tr.of(change.of) if change.of else tr(_FIELDS[change.field])


def _cores(lang: Lang, old: str, new: str) -> tuple[str, str]:
    """Of two long texts the parts that differ, with a little around them."""
    if len(old) + len(new) <= _LONG[lang]:
        return old, new
    head = Prefix.similarity(old, new)
    tail = min(Postfix.similarity(old, new), len(old) - head, len(new) - head)
    start = _start(old, head - _AROUND[lang])
    after = _start(old[::-1], tail - _AROUND[lang])
    return _between(old, start, after), _between(new, start, after)


def _start(text: str, at: int) -> int:
    """The place, or the nearest one before it that is not within a word or a number."""
    while at > 0 and _WITHIN.fullmatch(text[at - 1 : at + 1]):
        at -= 1
    return at if at > _AROUND["zh"] else 0


def _between(text: str, start: int, after: int) -> str:
    cut = text[start : len(text) - after].strip()
    return ("…" if start else "") + cut + ("…" if after else "")


def _by_number(change: TextChange) -> bool:
    """Whether two sentences of a requirement differ in a single number, in both languages."""
    if change.field != "requirement" or change.old is None or change.new is None:
        return False
    pairs = ((change.old.en, change.new.en), (change.old.zh, change.new.zh))
    return all(_one_number(*pair) for pair in pairs)


def _one_number(old: str, new: str) -> bool:
    if _NUMBER.sub("#", old) != _NUMBER.sub("#", new):
        return False
    numbers = zip(_NUMBER.findall(old), _NUMBER.findall(new), strict=True)
    return sum(a != b for a, b in numbers) == 1


def _places(tr: Translator, found: tuple[District, ...], *, zone: bool) -> str:
    if found:
        return district_names(tr, found)
    return tr("not stated") if zone else tr("Whole city")
