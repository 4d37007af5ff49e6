"""How to become a little giant, or an SRDI or innovative SME: the steps, in order."""

import re
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.data.models import Measure
from bot.domain.eligibility.ladder import RUNGS, find_tiers, title_needed
from bot.domain.release import Release
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import rungs_of

_BECOME: Final = re.compile(
    r"\bbecom\w+|\bget (?:listed|recogni[sz]ed|certified|the (?:title|status|label))|\bclimb|\broute\b|\bput in for|"
    r"\bapply for\b.*\b(?:title|status|recognition|srdi|little giant)|\bsteps?\b|"
    r"成为|评上|上小巨人|往上爬|怎么(?:申请|申报|评|报|拿|弄|上|当|做)|如何(?:申请|申报|评|成)|"
    r"怎样(?:申请|申报|评|成)|(?:怎么|如何|怎样).{0,6}(?:成为|评上|认定)|流程|步骤|一步步|下一步"
)
_OTHER: Final = frozenset({"award", "growth-award", "loan", "guarantee", "subsidy", "fund"})


def steps_card(release: Release, question: ParsedQuestion, plain: str) -> AnswerCard | None:
    """The titles needed, the requirements, and where to file; None if that is not asked."""
    rungs = [r for r in RUNGS if r in rungs_of(question)]
    if not rungs or not _BECOME.search(plain) or question.concepts & _OTHER:
        return None
    if question.districts or question.dates or question.named:
        return None
    rung = rungs[-1]
    tier = find_tiers(release.catalogue.dataset.tiers, rung, "current")[0]
    needed = title_needed(tier)
    lines = [Line(tier, text=needed.requirement)] if needed else []
    lines.append(Line(tier, text=tier.summary))
    for measure in _procedures(release, rung):
        lines += [Line(measure, text=text) for text in measure.apply or (measure.summary,)]
    return AnswerCard(tier, tuple(lines))


def _procedures(release: Release, rung: str) -> list[Measure]:
    """The records on filing that the term of the rung refers to."""
    ids = _FILING["little-giant" if rung == "little-giant" else "city"]
    return [release.catalogue.measures[i] for i in ids if i in release.catalogue.measures]


_FILING: Final = {"little-giant": ("ap-lg", "ap-lgportal"), "city": ("ap-portal", "ap-steps")}
"""Ids of the records on where and how to file."""
