"""What the rungs open, under the check: measures for their firms, and the awards of districts."""

from collections.abc import Iterator

from bot.domain.data.districts import District
from bot.domain.data.models import Figure, Measure
from bot.domain.eligibility.check import RungVerdict, Verdicts
from bot.domain.eligibility.unlocked_benefits import award_figures, opened
from bot.ui.blocks import district_names, figure_line, fit, short_sources, status_note
from bot.ui.context import Scene
from bot.ui.options import district_label
from bot.ui.pagination import Chapter
from bot.ui.tiers import TIERS


def opening_texts(
    scene: Scene, verdicts: Verdicts, district: District | None, limit: int
) -> Iterator[str]:
    """What is open on the rung reached, and what the next would add; each `limit` long at most."""
    words = scene.words
    for rung, now in _near(verdicts):
        name = words(TIERS[rung.rung])
        head = words("**{rung}: open now**", rung=name)
        if not now:
            head = words("**{rung}: what it would open**", rung=name)
        measures = sorted(
            opened(scene.release.catalogue, rung.rung, scene.today), key=lambda m: not _money(m)
        )
        lines = [
            *_district_lines(scene, rung, district),
            *(f"- {words.of(m.title)}" for m in measures),
        ]
        yield fit([head, *lines], limit, words)


def opening_chapters(
    scene: Scene, verdicts: Verdicts, district: District | None
) -> Iterator[Chapter]:
    """All measures and district awards, rung by rung, with figures and sources."""
    words = scene.words
    for rung in verdicts.rungs:
        state = words("title held") if rung.held else words("title not stated, or not held")
        heading = f"{words(TIERS[rung.rung])} · {state}"
        measures = opened(scene.release.catalogue, rung.rung, scene.today)
        none = words("No measure is recorded.")
        entries = [_full(scene, m) for m in measures] or [f"- {none}"]
        yield Chapter(heading, tuple(entries))
        awards = tuple(_award_entries(scene, rung, district))
        place = district_label(district, words.lang) if district else words("all districts")
        name = words(TIERS[rung.rung])
        yield Chapter(words("District awards, {place}: {rung}", place=place, rung=name), awards)


def _near(verdicts: Verdicts) -> Iterator[tuple[RungVerdict, bool]]:
    """The rung reached, and the next one."""
    if verdicts.reached:
        yield verdicts.reached, True
    if verdicts.next:
        yield verdicts.next, False


def _money(measure: Measure) -> list[Figure]:
    """Its sums and shares: what has such is named first."""
    return [f for f in measure.figures if f.unit == "CNY" or f.unit.startswith("percent")]


def _full(scene: Scene, measure: Measure) -> str:
    words = scene.words
    lines = [f"- **{words.of(measure.title)}**"]
    lines += (f"  {figure_line(words, f)}" for f in measure.figures[:3])
    cited = short_sources(scene, scene.release.catalogue.cited(measure), 1)
    return "\n".join([*lines, f"  -# {cited}"])


def _district_lines(scene: Scene, rung: RungVerdict, district: District | None) -> Iterator[str]:
    words = scene.words
    found = award_figures(scene.release.catalogue, rung.rung, district)
    if district is None:
        if found:
            places = {slug for award, _ in found for slug in award.districts}
            yield "- " + words.many(
                "Awards of {number} district; form 4 asks for yours",
                "Awards of {number} districts; form 4 asks for yours",
                len(places),
            )
        return
    if not found:
        place = district_label(district, words.lang)
        yield "- " + words("No award amount of {district} is recorded", district=place)
    colon, semicolon = ("：", "；") if words.lang == "zh" else (": ", "; ")
    for award, figures in found:
        amounts = semicolon.join(figure_line(words, f).removeprefix("- ") for f in figures)
        cited = short_sources(scene, scene.release.catalogue.cited(award), 1)
        note = status_note(scene, award)
        said = " · ".join(filter(None, [amounts, note, cited]))
        yield f"- **{district_names(words, award.districts)}**{colon}{said}"


def _award_entries(scene: Scene, rung: RungVerdict, district: District | None) -> Iterator[str]:
    words = scene.words
    for award, figures in award_figures(scene.release.catalogue, rung.rung, district):
        place = district_names(words, award.districts)
        lines = [f"- **{place}** · {words.of(award.title)}"]
        lines += (f"  {figure_line(words, f)}" for f in figures)
        if note := status_note(scene, award):
            lines.append(f"  {note}")
        cited = short_sources(scene, scene.release.catalogue.cited(award), 1)
        lines.append(f"  -# {cited}")
        yield "\n".join(lines)
