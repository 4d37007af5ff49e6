"""What views are drawn from, and the custom ids of the buttons that lead to them."""

from dataclasses import dataclass
from datetime import date

from bot.domain.release import Release
from bot.i18n.translator import Translator
from bot.ui.command_mentions import UNREGISTERED, Registration
from bot.ui.custom_ids import encode


@dataclass(frozen=True, eq=False)
class RenderContext:
    """What a view is drawn from; equal to another of the same release, language and day."""

    release: Release
    tr: Translator
    today: date
    registration: Registration = UNREGISTERED

    @property
    def _identity(self) -> tuple[object, ...]:
        """By identity of what it is drawn from: comparing whole data sets would be slow."""
        return id(self.release), id(self.tr), self.today, id(self.registration)

    def __hash__(self) -> int:
        return hash(self._identity)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RenderContext) and self._identity == other._identity


def link_to(tr: Translator, name: str, *args: object) -> str:
    """The custom id of a button that opens a view in this language."""
    return encode("v", name, tr.lang, args, cut=True)
