"""What a measure says about applying for a title (`procedure:` in the data files)."""

from typing import Annotated, Literal

from pydantic import Field

from bot.domain.data.values import DataModel

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
]
"""where: where to file · steps: the way to the title · filing: shown where a firm is ready to
apply · who-may: which firms, from abroad too · change: what a firm with a title reports · update:
what it updates, and what follows if it does not · review: the rules of a round of reviews ·
requirements: what a title without rules of its own asks · barred: which firms are not recommended
· paper: what goes on paper, step by step · proof: what need not be proved · round: a round with
its dates · batches: how often there is a round · documents: the papers · duration: how long it
takes."""


class Procedure(DataModel):
    """What a measure says about applying for a title; a newer one supersedes it."""

    covers: Annotated[tuple[ProcedureTopic, ...], Field(min_length=1)]
    titles: tuple[Literal["innovative", "specialised", "little-giant", "tech-sme"], ...] = ()
    """Empty: every title."""
