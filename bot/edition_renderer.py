"""Renders editions and notices of suspension, in the languages that they need."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.digests.editions import day_in_shanghai
from bot.digests.interfaces import EditionMeta, PostLayout, PreparedEdition
from bot.domain.digests.subscription import Digest, Order, PostLang, dedup_key_of
from bot.domain.release import Release
from bot.i18n.translator import LANGS, Lang, Translator
from bot.releases.live_release import LiveRelease
from bot.storage.preference_cache import Preferences
from bot.ui.command_mentions import CommandMentions
from bot.ui.context import RenderContext

if TYPE_CHECKING:
    from bot.domain.data.diff import Change
    from bot.domain.digests.edition import Edition

_LANGS: Final[dict[PostLang, tuple[Lang, ...]]] = {"en": ("en",), "zh": ("zh",), "both": LANGS}


@dataclass(eq=False, repr=False)
class CardRenderer:
    """An `EditionRenderer` that draws the cards of digests and watches."""

    _translators: Mapping[Lang, Translator]
    _preferences: Preferences
    _clock: Callable[[], datetime]
    _live_release: LiveRelease
    _mentions: CommandMentions

    def edition(
        self, release: Release, edition: "Edition", order: Order, digest_id: int, meta: EditionMeta
    ) -> PreparedEdition:
        """An edition's messages in order, and its title."""
        from cogs.digest.cards.edition import Frame, edition_layouts, forum_title  # noqa: PLC0415 - a start needs no card

        wish, day = order.wish, day_in_shanghai(meta.slot)
        contexts = [self._context(release, lang, day) for lang in _LANGS[wish.lang]]
        key = partial(dedup_key_of, digest_id, meta.slot)
        frame = Frame(meta, key, order.target.role_id)
        title = forum_title(contexts, wish, meta.number, day)
        return PreparedEdition(edition_layouts(contexts, edition, wish, frame), title)

    def watched(
        self, release: Release, change: "Change", digest: Digest, meta: EditionMeta
    ) -> PreparedEdition:
        """The message to a person about a measure that they watch."""
        from cogs.watch.notice import changed_notice  # noqa: PLC0415 - as above

        lang = self._own(digest.created_by) or _LANGS[digest.order.wish.lang][0]
        context = self._context(release, lang, day_in_shanghai(meta.slot))
        dedup_key = dedup_key_of(digest.id, meta.slot, 1)
        return PreparedEdition([changed_notice(context, change, meta.since, dedup_key)])

    def trial(self, record: str, user_id: int, lang: PostLang, dedup_key: str) -> PostLayout:
        """The test message that shows a person that direct messages arrive."""
        from cogs.watch.notice import trial_notice  # noqa: PLC0415 - as above

        context = self._live_context(self._own(user_id) or _LANGS[lang][0])
        return trial_notice(context, record, dedup_key)

    def suspensions(self, digests: Sequence[Digest]) -> PostLayout:
        """The notice that digests are suspended, and why; in the language of their creator."""
        from cogs.digest.cards.notice import trouble_notice  # noqa: PLC0415 - as above

        return trouble_notice([self._live_context(lang) for lang in self._langs(digests)], digests)

    def _langs(self, digests: Sequence[Digest]) -> tuple[Lang, ...]:
        """The creator's saved language; if unknown, the language of the digest."""
        found: dict[Lang, None] = {}
        for digest in digests:
            own = self._own(digest.created_by)
            found.update(dict.fromkeys((own,) if own else _LANGS[digest.order.wish.lang]))
        return tuple(found)

    def _own(self, user_id: int | None) -> Lang | None:
        """The language that a person saved."""
        return self._preferences.get(user_id).lang if user_id is not None else None

    def _live_context(self, lang: Lang) -> RenderContext:
        return self._context(self._live_release.current, lang, day_in_shanghai(self._clock()))

    def _context(self, release: Release, lang: Lang, day: date) -> RenderContext:
        return RenderContext(release, self._translators[lang], day, self._mentions.current)
