"""What a measure says about applying for a title (`procedure:` in the data files)."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.domain.data.faults import N_, DataModelError
from bot.domain.data.values import EARLIEST, LATEST, DataModel

ProcedureTopic = Literal[
    "where",
    "steps",
    "filing",
    "who-decides",
    "who-may",
    "barred",
    "registered-office",
    "change",
    "update",
    "review",
    "requirements",
    "fee",
    "paper",
    "proof",
    "round",
    "batches",
    "documents",
    "duration",
    "contact",
    "profit",
]
"""where: where to file · steps: the way to the title · filing: shown where a firm is ready to
apply · who-may: which firms, from abroad too · change: what a firm with a title reports · update:
what it updates, and what follows if it does not · review: the rules of a round of reviews ·
requirements: what a title without rules of its own asks · barred: which firms are not recommended
· paper: what goes on paper, step by step · proof: what need not be proved · round: a round with
its dates · batches: how often there is a round · documents: the papers · duration: how long it
takes · contact: whom to ask · profit: whether a firm has to make one."""


class Round(DataModel):
    """Which round of a title it is."""

    year: Annotated[int, Field(ge=EARLIEST.year, le=LATEST.year)]
    batch: Annotated[int, Field(ge=1, le=99)] | None = None


class Procedure(DataModel):
    """What a measure says about applying for a title; a newer one supersedes it."""

    covers: Annotated[tuple[ProcedureTopic, ...], Field(min_length=1)]
    titles: tuple[Literal["innovative", "specialised", "little-giant", "tech-sme"], ...] = ()
    """Empty: every title."""
    round: Round | None = None

    @model_validator(mode="after")
    def _names_its_round(self) -> Self:
        if (self.round is None) == ("round" in self.covers):
            raise DataModelError(N_("a procedure has a round if it covers one"), at=("round",))
        return self
