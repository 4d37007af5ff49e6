"""Editions and reports laid out as one line of text each."""

from collections.abc import Sequence

from bot.digests.interfaces import EditionMeta, PostLayout, PreparedEdition
from bot.domain.data.diff import Change
from bot.domain.data.models import Topic
from bot.domain.digests.edition import Edition
from bot.domain.digests.subscription import Digest, Order, PostLang
from bot.domain.release import Release


class PlainRenderer:
    """Lays an edition out as so many parts, or breaks on one topic."""

    parts = 1
    breaks_on: Topic | None = None

    def edition(
        self, release: Release, edition: Edition, order: Order, digest_id: int, meta: EditionMeta
    ) -> PreparedEdition:
        if self.breaks_on is not None and order.wish.topic == self.breaks_on:
            raise RuntimeError("a defect")
        return PreparedEdition(
            [[{"type": 10, "content": f"{release.catalogue.version} {part} {meta}"}]
             for part in range(1, self.parts + 1)],
            f"edition {meta.number}",
        )  # fmt: skip

    def watched(
        self, release: Release, change: Change, digest: Digest, meta: EditionMeta
    ) -> PreparedEdition:
        said = f"{change.kind} {change.record.id}: {meta.since} to {release.catalogue.version}"
        return PreparedEdition([[{"type": 10, "content": said}]], "")

    def trial(self, record: str, user_id: int, lang: PostLang, dedup_key: str) -> PostLayout:
        return [{"type": 10, "content": f"trial {record} {lang}"}]

    def suspensions(self, digests: Sequence[Digest]) -> PostLayout:
        return [{"type": 10, "content": f"suspended: {[digest.id for digest in digests]}"}]
