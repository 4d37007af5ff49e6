"""A question, or a part of one, as it is read: what every look-up is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.answers.read.forms import Form
from bot.domain.data.models import Term
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion
from bot.domain.text import Plain


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """What is asked, of which release, on which day."""

    release: Release
    question: ParsedQuestion
    """Its terms, places, amounts and dates; of a part with the subject that it shares."""
    plain: Plain
    """Its whole text, normalised; of one side of a comparison that of both."""
    form: Form
    today: date
    hits: Sequence[Hit] = ()
    """The documents that answer it best, best first."""

    def near(self, share: float) -> list[str]:
        """Ids of the records of which a document has this share of the best score, best first."""
        least = self.hits[0].score * share if self.hits else 0.0
        return list(dict.fromkeys(h.document.record for h in self.hits if h.score >= least))

    @property
    def terms(self) -> list[Term]:
        """The terms of the glossary that it names, by id."""
        terms = self.release.catalogue.terms
        return [terms[c] for c in sorted(self.question.concepts) if c in terms]

    @property
    def elsewhere(self) -> list[Term]:
        """The places outside Shanghai that it names."""
        return [term for term in self.terms if term.kind == "elsewhere"]
