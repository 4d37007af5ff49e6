"""Requirements as sentences: either ... or ..., with what they exempt and what is doubtful."""

import re
from collections.abc import Iterator

from bot.charts.specs import NeedRow
from bot.domain.data.models import Criterion, Figure, Tier
from bot.domain.eligibility.tiers import TierChange, must_meet, parts_of
from bot.i18n.translator import Translator
from bot.ui.blocks import conflict_lines
from bot.ui.context import RenderContext
from bot.ui.formats import figure_text

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_FILLING = frozenset({"to", "the", "of", "at", "in", "as", "stated", "now", "year"})
"""Words of a period that alone say nothing beyond the sentence."""


def requirement_entries(context: RenderContext, tier: Tier) -> Iterator[str]:
    """Every requirement of a tier, numbered, each with its parts."""
    told: set[str] = set()
    for number, criterion in enumerate(must_meet(tier), 1):
        yield from _entries(context, tier, criterion, f"{number}. ", told, depth=0)


def criterion_entry(context: RenderContext, tier: Tier, criterion: Criterion) -> str:
    """A criterion that stands alone, with its notes."""
    return _entry(context, tier, criterion, "- ", set(), depth=0)


def needs(tr: Translator, tier: Tier, criterion: Criterion, depth: int = 0) -> Iterator[NeedRow]:
    """A requirement with its number; where one of several is enough, each of them."""
    name, parts = tr.of(criterion.name), parts_of(tier, criterion)
    figures = [part.threshold for part in parts if part.threshold]
    if criterion.threshold:
        yield NeedRow(label=name, said=figure_text(tr, criterion.threshold))
    elif criterion.op == "any-of" and parts:
        inner = [n for part in parts for n in needs(tr, tier, part, depth + 1)]
        if depth:
            yield from inner
            return
        for i, need in enumerate(inner):
            tie = tr("or") if i else tr("either")
            label = tr.labelled(tie, need.label) if tr.lang == "zh" else f"{tie} {need.label}"
            yield need.model_copy(update={"label": label})
    elif criterion.op == "all-of" and figures and len(figures) == len(parts):
        yield NeedRow(label=name, said=figure_text(tr, figures[0]))
    elif criterion.op == "judged":
        yield NeedRow(label=name, said=tr("judged by reviewers"))
    elif criterion.expects is False:
        yield NeedRow(label=name, said=tr("not allowed"))
    else:
        yield NeedRow(label=name, said=tr("required") if depth == 0 else "")


def tier_change_line(context: RenderContext, change: TierChange) -> str:
    """Old -> new: as numbers where they alone tell the difference, else as sentences."""
    tr = context.tr
    separator = "、" if tr.lang == "zh" else " / "
    names = f"**{separator.join(tr.of(c.name) for c in change.new)}**"
    pair = _numbers(change)
    if pair:
        old, new = (figure_text(tr, figure) for figure in pair)
        return f"- {tr.labelled(names, f'{old} → **{new}**')}"
    old = tr.space.join(tr.of(c.requirement) for c in change.old)
    new = tr.space.join(tr.of(c.requirement) for c in change.new)
    return f"- {tr.labelled(names, old)}\n  → {new}"


def _numbers(change: TierChange) -> tuple[Figure, Figure] | None:
    """The two thresholds, where there is one on each side and they differ in value alone."""
    if len(change.old) != 1 or len(change.new) != 1:
        return None
    old, new = change.old[0].threshold, change.new[0].threshold
    if old is None or new is None or old.unit != new.unit:
        return None
    return (old, new) if old.value != new.value else None


def _entries(
    context: RenderContext, tier: Tier, criterion: Criterion, lead: str, told: set[str], depth: int
) -> Iterator[str]:
    if criterion.id in told:
        return
    told.add(criterion.id)
    yield _entry(context, tier, criterion, lead, told, depth)
    parts = parts_of(tier, criterion)
    if _says_all(criterion, parts):
        return
    for i, part in enumerate(parts):
        yield from _entries(context, tier, part, _lead(context.tr, criterion, i), told, depth + 1)


def _lead(tr: Translator, whole: Criterion, place: int) -> str:
    """How a part is tied to the one before it."""
    if whole.op == "any-of":
        tie = tr("or") if place else tr("either")
    elif whole.op == "all-of":
        tie = tr("and") if place else ""
    else:
        tie = ""
    return f"- *{tie}* " if tie else "- "


def _says_all(criterion: Criterion, parts: list[Criterion]) -> bool:
    """Whether the sentence of an all-of already prints a number for each of its parts."""
    if criterion.op != "all-of" or any(part.of for part in parts):
        return False
    return len(_NUMBER.findall(criterion.requirement.en)) >= len(parts)


def _entry(
    context: RenderContext, tier: Tier, criterion: Criterion, lead: str, told: set[str], depth: int
) -> str:
    tr = context.tr
    indent = "   " * depth
    lines = [f"{lead}{tr.of(criterion.requirement)}{_period(tr, criterion)}"]
    if criterion.exemptions:
        exempt = tr.semicolon.join(tr.of(e) for e in criterion.exemptions)
        lines.append("   " + tr("Exemption: {text}", text=exempt))
    # Parts of one requirement often share a remark; two requirements with the same one need both.
    remarks = [r for r in _remarks(tr, tier, criterion) if depth == 0 or r not in told]
    if remarks:
        told.update(remarks)
        lines.append(f"   -# {tr.space.join(remarks)}")
    if criterion.conflicts:
        lines.append("   " + tr("Sources disagree:"))
        lines += (f"   {said}" for said in conflict_lines(context, criterion.conflicts))
    return "\n".join(indent + each for each in lines)


def _remarks(tr: Translator, tier: Tier, criterion: Criterion) -> Iterator[str]:
    if criterion.note:
        yield tr.of(criterion.note)
    elif criterion.op == "judged" and tier.part == "entry":
        yield tr("Judged by reviewers.")
    if criterion.use == "unconfirmed" != tier.use:
        yield tr("Not confirmed by an official page.")


def _period(tr: Translator, criterion: Criterion) -> str:
    """The period in brackets, where the sentence does not say it already."""
    if criterion.period is None or not (criterion.threshold or criterion.bands):
        return ""
    said = _words(criterion.requirement.en)
    if _words(criterion.period.en) - _FILLING <= said:
        return ""
    return tr.brackets(tr.of(criterion.period))


def _words(content: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", content.lower()))
