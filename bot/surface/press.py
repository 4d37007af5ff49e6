"""The press: lays out editions and the notices of trouble, in the languages that they need."""

from collections.abc import Sequence
from typing import Final

from bot.delivery.post import Imprint, Layout, Printed
from bot.domain.digest import Digest, Order, PostLang, mark_of
from bot.domain.edition import Edition
from bot.domain.release import Release
from bot.surface.cards.digest_notice import trouble_notice
from bot.surface.cards.edition import Frame, edition_layouts, forum_title
from bot.surface.desk import SHANGHAI, Desk
from bot.surface.views import Scene
from bot.surface.words import LANGS, Lang

_LANGS: Final[dict[PostLang, tuple[Lang, ...]]] = {"en": ("en",), "zh": ("zh",), "both": LANGS}


class DeskPress:
    """Prints with the desk's words and what Discord calls the commands."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def edition(
        self, release: Release, edition: Edition, order: Order, digest_id: int, imprint: Imprint
    ) -> Printed:
        """An edition's messages in order, and its title."""
        desk, wish = self._desk, order.wish
        day = imprint.slot.astimezone(SHANGHAI).date()
        scenes = [
            Scene(release, desk.words[lang], day, desk.registration) for lang in _LANGS[wish.lang]
        ]
        frame = Frame(
            number=imprint.number,
            since=imprint.since,
            marks=lambda part: mark_of(digest_id, imprint.slot, part),
            late=imprint.slot if imprint.late else None,
            role_id=order.target.role_id,
            preview=imprint.preview,
            manual=imprint.manual,
        )
        title = forum_title(scenes, wish, imprint.number, day, frame.marks(1))
        return Printed(edition_layouts(scenes, edition, wish, frame), title)

    def trouble(self, digests: Sequence[Digest]) -> Layout:
        """That digests are suspended, and why; in the language of their creator."""
        return trouble_notice([self._desk.scene(lang) for lang in self._langs(digests)], digests)

    def _langs(self, digests: Sequence[Digest]) -> tuple[Lang, ...]:
        """The creator's saved language; where it is not known, what the digest is posted in."""
        found: dict[Lang, None] = {}
        for digest in digests:
            by = digest.created_by
            own = self._desk.preferences.get(by).lang if by is not None else None
            found.update(dict.fromkeys((own,) if own else _LANGS[digest.order.wish.lang]))
        return tuple(found)
