"""The sources of statements."""

from typing import Final, Literal, Self

from pydantic import model_validator

from bot.domain.data.faults import N_, DataModelError
from bot.domain.data.values import DataModel, Day, Id, OneLine, PartialDate, Sha256, Url

_NOT_READ: Final = N_("a hash needs the day on which the page was read")


class Source(DataModel):
    """Where a statement comes from. A source without a url is named, never linked.

    Its title and publisher are shown in the reader's language: descriptions if the source prints
    no name, host names if no more is known.
    """

    id: Id
    title: OneLine
    title_zh: OneLine
    publisher: OneLine
    publisher_zh: OneLine
    date: PartialDate | None = None
    url: Url | None = None
    language: Literal["en", "zh", "ja", "pt"]
    grade: Literal["A", "B", "C", "D", "X"]
    """A official · B established media or association · C repost or mirror of official or
    press text · D agency, commercial or unattributed · X derivative, no evidence."""
    opened: bool = True
    """False for an official text that is known only by its address or number: it
    confirms nothing, and readers are told."""
    independent: bool
    """False for a source that repeats another one and confirms nothing."""
    origin: Id | None = None
    """The document, briefing or reporter that it derives from; None if it copies none. Sources of
    one origin count once."""
    named: bool = True
    """False for a source that readers never see."""
    document: OneLine | None = None
    """The official text that it reprints or quotes, with its issuer."""
    note: OneLine | None = None
    read: Day | None = None
    """The last day on which a person opened the page itself; None if nobody did."""
    hash: Sha256 | None = None
    """Of the page's text on that day, as `check-sources` reports it."""
    archive: Url | None = None
    """A lasting copy of the page as it was read."""

    @model_validator(mode="after")
    def _hash_of_a_page_that_was_read(self) -> Self:
        if self.hash and not self.read:
            raise DataModelError(_NOT_READ, at=("hash",))
        return self
