"""Requirements as sentences: either ... or ..., with what they exempt and what is doubtful."""

import re
from collections.abc import Iterator

from bot.domain.data.models import Criterion, Figure, Tier
from bot.domain.eligibility.ladder import Change, parts_of, required
from bot.i18n.translator import Words
from bot.ui.blocks import conflict_lines
from bot.ui.context import Scene
from bot.ui.formats import figure_text

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_FILLING = frozenset({"to", "the", "of", "at", "in", "as", "stated", "now", "year"})
"""Words of a period that alone say nothing beyond the sentence."""


def requirement_entries(scene: Scene, tier: Tier) -> Iterator[str]:
    """Every requirement of a rung, numbered, each with its parts."""
    told: set[str] = set()
    for number, criterion in enumerate(required(tier), 1):
        yield from _entries(scene, tier, criterion, f"{number}. ", told, depth=0)


def criterion_entry(scene: Scene, tier: Tier, criterion: Criterion) -> str:
    """A criterion that stands alone, with its notes."""
    return _entry(scene, tier, criterion, "- ", set(), depth=0)


def named(words: Words, name: str, content: str) -> str:
    """A name in bold, and what belongs to it."""
    return f"**{name}**：{content}" if words.lang == "zh" else f"**{name}**: {content}"


def change_line(scene: Scene, change: Change) -> str:
    """Old -> new: as numbers where they alone tell the difference, else as sentences."""
    words = scene.words
    names = ("、" if words.lang == "zh" else " / ").join(words.of(c.name) for c in change.new)
    pair = _numbers(change)
    if pair:
        old, new = (figure_text(words, figure) for figure in pair)
        return f"- {named(words, names, f'{old} → **{new}**')}"
    old = _space(words).join(words.of(c.requirement) for c in change.old)
    new = _space(words).join(words.of(c.requirement) for c in change.new)
    return f"- {named(words, names, old)}\n  → {new}"


def _numbers(change: Change) -> tuple[Figure, Figure] | None:
    """The two thresholds, where there is one on each side and they differ in value alone."""
    if len(change.old) != 1 or len(change.new) != 1:
        return None
    old, new = change.old[0].threshold, change.new[0].threshold
    if old is None or new is None or old.unit != new.unit:
        return None
    return (old, new) if old.value != new.value else None


def _entries(
    scene: Scene, tier: Tier, criterion: Criterion, lead: str, told: set[str], depth: int
) -> Iterator[str]:
    if criterion.id in told:
        return
    told.add(criterion.id)
    yield _entry(scene, tier, criterion, lead, told, depth)
    parts = parts_of(tier, criterion)
    if _says_all(criterion, parts):
        return
    for i, part in enumerate(parts):
        yield from _entries(scene, tier, part, _lead(scene.words, criterion, i), told, depth + 1)


def _lead(words: Words, whole: Criterion, place: int) -> str:
    """How a part is tied to the one before it."""
    if whole.op == "any-of":
        tie = words("or") if place else words("either")
    elif whole.op == "all-of":
        tie = words("and") if place else ""
    else:
        tie = ""
    return f"- *{tie}* " if tie else "- "


def _says_all(criterion: Criterion, parts: list[Criterion]) -> bool:
    """Whether the sentence of an all-of already prints a number for each of its parts."""
    if criterion.op != "all-of" or any(part.of for part in parts):
        return False
    return len(_NUMBER.findall(criterion.requirement.en)) >= len(parts)


def _entry(
    scene: Scene, tier: Tier, criterion: Criterion, lead: str, told: set[str], depth: int
) -> str:
    words = scene.words
    indent = "   " * depth
    sentence = words.of(criterion.requirement) + _period(words, criterion)
    lines = [f"{lead}{named(words, words.of(criterion.name), sentence)}"]
    if criterion.exemptions:
        semicolon = "；" if words.lang == "zh" else "; "
        exempt = semicolon.join(words.of(e) for e in criterion.exemptions)
        lines.append("   " + words("Exempt: {text}", text=exempt))
    # Parts of one requirement often share a remark; two requirements with the same one need both.
    remarks = [r for r in _remarks(words, tier, criterion) if depth == 0 or r not in told]
    if remarks:
        told.update(remarks)
        lines.append(f"   -# {_space(words).join(remarks)}")
    if criterion.conflicts:
        lines.append("   " + words("Sources disagree:"))
        lines += (f"   {said}" for said in conflict_lines(scene, criterion.conflicts))
    return "\n".join(indent + each for each in lines)


def _remarks(words: Words, tier: Tier, criterion: Criterion) -> Iterator[str]:
    if criterion.note:
        yield words.of(criterion.note)
    elif criterion.op == "judged" and tier.part == "entry":
        yield words("Judged by reviewers.")
    if criterion.use == "unconfirmed" != tier.use:
        yield words("Not confirmed by an official page.")


def _period(words: Words, criterion: Criterion) -> str:
    """The period in brackets, where the sentence does not say it already."""
    if criterion.period is None or not (criterion.threshold or criterion.bands):
        return ""
    said = _words(criterion.requirement.en)
    if _words(criterion.period.en) - _FILLING <= said:
        return ""
    period = words.of(criterion.period)
    return f"（{period}）" if words.lang == "zh" else f" ({period})"


def _space(words: Words) -> str:
    """What stands between two sentences."""
    return "" if words.lang == "zh" else " "


def _words(content: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", content.lower()))
