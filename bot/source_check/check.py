"""Checks every cited page and reports what it finds; changes nothing."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.domain.data.citations import Citation, CitedFigure
from bot.source_check.fetcher import CheckStatus, PageError
from bot.source_check.figure_search import PageFigures
from bot.source_check.page_reader import PageReader
from bot.source_check.page_text import text_hash


@dataclass(frozen=True, slots=True)
class SourceResult:
    """What a check of one source found."""

    citation: Citation
    status: CheckStatus
    reason: str
    hash: str | None = None
    """Of the page's text; None if it could not be read."""
    same_text: bool | None = None
    """Whether it is the text that the data set's hash is of; None if there is no hash."""
    passages: tuple[tuple[CitedFigure, str | None], ...] = ()
    """Each figure with the passage that prints it, or None."""

    @property
    def missing(self) -> tuple[CitedFigure, ...]:
        """The figures that the page does not print."""
        return tuple(cited for cited, passage in self.passages if passage is None)


async def check_sources(
    cited: Iterable[Citation], reader: PageReader, tell: Callable[[SourceResult], None]
) -> list[SourceResult]:
    """The result of each source with an address, in their order; `tell` gets each as it comes."""

    async def checked(citation: Citation) -> SourceResult:
        result = await _check(citation, reader)
        tell(result)
        return result

    return list(await asyncio.gather(*(checked(c) for c in cited if c.source.url)))


async def _check(citation: Citation, reader: PageReader) -> SourceResult:
    try:
        text = await reader.read(citation.source.url or "")
    except PageError as error:
        return SourceResult(citation, error.status, str(error))
    return compare_page(citation, text)


def compare_page(citation: Citation, text: str) -> SourceResult:
    """The result for the text of a page."""
    found, stored = text_hash(text), citation.source.hash
    page = PageFigures(text)
    passages = tuple((cited, page.passage(cited)) for cited in citation.figures)
    same = found == stored if stored else None
    status, reason = _verdict(citation, passages, same)
    return SourceResult(citation, status, reason, found, same, passages)


def _verdict(
    citation: Citation, passages: tuple[tuple[CitedFigure, str | None], ...], same: bool | None
) -> tuple[CheckStatus, str]:
    missing = sum(passage is None for _, passage in passages)
    if same:
        return "ok", f"the same text as on {citation.source.read}"
    if missing:
        return "changed", f"{missing} of {len(passages)} figures not found"
    if passages:
        count = len(passages)
        return "ok", f"prints all {count} figures" if count > 1 else "prints the figure"
    if same is False:
        return "changed", f"no longer the text of {citation.source.read}"
    return "ok", "answers; no figure cites it"
