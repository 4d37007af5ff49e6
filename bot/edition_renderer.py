"""The press: lays out editions and the notices of trouble, in the languages that they need."""

from collections.abc import Sequence
from typing import Final

from bot.digests.interfaces import Imprint, Layout, Printed
from bot.domain.data.diff import Change
from bot.domain.digests.edition import Edition
from bot.domain.digests.subscription import Digest, Order, PostLang, mark_of
from bot.domain.release import Release
from bot.i18n.translator import LANGS, Lang
from bot.ui.context import Scene
from bot.ui.desk import SHANGHAI, Desk
from cogs.digest.cards.edition import Frame, edition_layouts, forum_title
from cogs.digest.cards.notice import trouble_notice
from cogs.watch.notice import changed_notice, trial_notice

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

    def watched(
        self, release: Release, change: Change, digest: Digest, imprint: Imprint
    ) -> Printed:
        """The message to a person about the measure that they watch."""
        lang = self._own(digest.created_by) or _LANGS[digest.order.wish.lang][0]
        day = imprint.slot.astimezone(SHANGHAI).date()
        scene = Scene(release, self._desk.words[lang], day, self._desk.registration)
        mark = mark_of(digest.id, imprint.slot, 1)
        return Printed([changed_notice(scene, change, imprint.since, mark)], "")

    def trial(self, record: str, user_id: int, lang: PostLang, mark: str) -> Layout:
        """The message that shows a person that direct messages arrive."""
        scene = self._desk.scene(self._own(user_id) or _LANGS[lang][0])
        return trial_notice(scene, record, mark)

    def trouble(self, digests: Sequence[Digest]) -> Layout:
        """That digests are suspended, and why; in the language of their creator."""
        return trouble_notice([self._desk.scene(lang) for lang in self._langs(digests)], digests)

    def _langs(self, digests: Sequence[Digest]) -> tuple[Lang, ...]:
        """The creator's saved language; where it is not known, what the digest is posted in."""
        found: dict[Lang, None] = {}
        for digest in digests:
            own = self._own(digest.created_by)
            found.update(dict.fromkeys((own,) if own else _LANGS[digest.order.wish.lang]))
        return tuple(found)

    def _own(self, user_id: int | None) -> Lang | None:
        """The language that a person saved."""
        return self._desk.preferences.get(user_id).lang if user_id is not None else None
