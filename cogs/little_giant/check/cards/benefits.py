"""What the rungs open, under the check: measures for their firms, and the awards of districts."""

from collections.abc import Iterator

from bot.domain.data.districts import District
from bot.domain.data.models import Figure, Measure
from bot.domain.eligibility.check import RungVerdict, Verdicts
from bot.domain.eligibility.unlocked_benefits import award_figures, unlocked_measures
from bot.ui.blocks import district_names, figure_line, fit, short_sources, status_note
from bot.ui.context import RenderContext
from bot.ui.options import district_label
from bot.ui.pagination import Chapter
from bot.ui.tiers import TIERS


def opening_texts(
    context: RenderContext, verdicts: Verdicts, district: District | None, limit: int
) -> Iterator[str]:
    """What is open on the rung reached, and what the next would add; each `limit` long at most."""
    tr = context.tr
    for rung, now in _near(verdicts):
        name = tr(TIERS[rung.rung])
        head = tr("**{rung}: available now**", rung=name)
        if not now:
            head = tr("**{rung}: what it would unlock**", rung=name)
        measures = sorted(
            unlocked_measures(context.release.catalogue, rung.rung, context.today),
            key=lambda m: not _money(m),
        )
        lines = [
            *_district_lines(context, rung, district),
            *(f"- {tr.of(m.title)}" for m in measures),
        ]
        yield fit([head, *lines], limit, tr)


def opening_chapters(
    context: RenderContext, verdicts: Verdicts, district: District | None
) -> Iterator[Chapter]:
    """All measures and district awards, rung by rung, with figures and sources."""
    tr = context.tr
    for rung in verdicts.rungs:
        state = tr("title held") if rung.held else tr("title not stated, or not held")
        heading = f"{tr(TIERS[rung.rung])} · {state}"
        measures = unlocked_measures(context.release.catalogue, rung.rung, context.today)
        none = tr("No measure is recorded.")
        entries = [_full(context, m) for m in measures] or [f"- {none}"]
        yield Chapter(heading, tuple(entries))
        awards = tuple(_award_entries(context, rung, district))
        place = district_label(district, tr.lang) if district else tr("all districts")
        name = tr(TIERS[rung.rung])
        yield Chapter(tr("District awards, {place}: {rung}", place=place, rung=name), awards)


def _near(verdicts: Verdicts) -> Iterator[tuple[RungVerdict, bool]]:
    """The rung reached, and the next one."""
    if verdicts.reached:
        yield verdicts.reached, True
    if verdicts.next:
        yield verdicts.next, False


def _money(measure: Measure) -> list[Figure]:
    """Its sums and shares: what has such is named first."""
    return [f for f in measure.figures if f.unit == "CNY" or f.unit.startswith("percent")]


def _full(context: RenderContext, measure: Measure) -> str:
    tr = context.tr
    lines = [f"- **{tr.of(measure.title)}**"]
    lines += (f"  {figure_line(tr, f)}" for f in measure.figures[:3])
    cited = short_sources(context, context.release.catalogue.cited(measure), 1)
    return "\n".join([*lines, f"  -# {cited}"])


def _district_lines(
    context: RenderContext, rung: RungVerdict, district: District | None
) -> Iterator[str]:
    tr = context.tr
    found = award_figures(context.release.catalogue, rung.rung, district)
    if district is None:
        if found:
            places = {slug for award, _ in found for slug in award.districts}
            yield "- " + tr.many(
                "Awards of {number} district; form 4 asks for yours",
                "Awards of {number} districts; form 4 asks for yours",
                len(places),
            )
        return
    if not found:
        place = district_label(district, tr.lang)
        yield "- " + tr("No award amount for {district} is recorded", district=place)
    for award, figures in found:
        amounts = tr.semicolon.join(figure_line(tr, f).removeprefix("- ") for f in figures)
        cited = short_sources(context, context.release.catalogue.cited(award), 1)
        note = status_note(context, award)
        said = " · ".join(filter(None, [amounts, note, cited]))
        yield f"- **{district_names(tr, award.districts)}**{tr.colon}{said}"


def _award_entries(
    context: RenderContext, rung: RungVerdict, district: District | None
) -> Iterator[str]:
    tr = context.tr
    for award, figures in award_figures(context.release.catalogue, rung.rung, district):
        place = district_names(tr, award.districts)
        lines = [f"- **{place}** · {tr.of(award.title)}"]
        lines += (f"  {figure_line(tr, f)}" for f in figures)
        if note := status_note(context, award):
            lines.append(f"  {note}")
        cited = short_sources(context, context.release.catalogue.cited(award), 1)
        lines.append(f"  -# {cited}")
        yield "\n".join(lines)
