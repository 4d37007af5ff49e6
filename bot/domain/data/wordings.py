"""How people ask for a record: an index field of the search, never shown."""

from typing import Annotated

from pydantic import Field

from bot.domain.data.values import DataModel, Id, OneLine

Phrases = Annotated[tuple[OneLine, ...], Field(max_length=40)]


class PartWordings(DataModel):
    """Questions in everyday words, in each language."""

    en: Phrases = ()
    zh: Phrases = ()

    @property
    def phrases(self) -> Phrases:
        """Those of both languages."""
        return (*self.en, *self.zh)


class Wordings(PartWordings):
    """Questions that a record answers, and those that one of its parts answers.

    A part is a figure, a criterion, an answer or a `not_stated` entry, by its id.
    """

    record: Id
    parts: dict[Id, PartWordings] = Field(default_factory=dict[Id, PartWordings])

    @property
    def id(self) -> Id:
        """The id of the record."""
        return self.record
