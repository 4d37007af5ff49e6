"""/measures changes: what changed since a version or a date, in pages that last."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import open_app
from bot.domain.data.catalogue import Catalogue
from bot.domain.data.change_start import ChangeStart, VersionActivation, parse_change_start
from bot.domain.data.diff import CHANGE_KINDS, Change, ChangeKind, compare_catalogues
from bot.domain.data.models import Measure, Text
from bot.domain.data.serialization import pack
from bot.domain.release import Release, build_release
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.releases import ReleaseContent, ReleaseStore
from bot.ui.change_lines import change_lines
from bot.ui.components import walk
from bot.ui.context import RenderContext
from bot.ui.data_text import escape_data
from bot.ui.share import with_share
from cogs.measures.cards.changes import changes_pages
from cogs.registry import REGISTRY
from tests.card_budget import excesses, texts_of
from tests.commands.chat import (
    Chat,
    assert_fits,
    assert_sendable,
    buttons,
    choose,
    closing,
    message_of,
    press,
    texts,
)

NEW = "2026.09.02.1"


def revised(release: Release, version: str = NEW, sums: int = 1) -> Release:
    """The next data version: the first sums are doubled, a measure is gone."""
    dataset = release.catalogue.dataset
    kept = [m for m in dataset.measures if m.figures and m.use != "warning"]
    gone = next(m for m in reversed(dataset.measures) if not referred_to(release, m))
    changed = {m.id: doubled(m) for m in kept[:sums]}
    measures = tuple(changed.get(m.id, m) for m in dataset.measures if m is not gone)
    return build_release(version, dataset.model_copy(update={"measures": measures}), {})


def referred_to(release: Release, measure: Measure) -> bool:
    """Whether another measure names this one."""
    every = release.catalogue.measures.values()
    return any(measure.id in (*m.related, *m.supersedes, m.superseded_by) for m in every)


def doubled(measure: Measure) -> Measure:
    """The measure, of which the first figure is twice as high."""
    first, *others = measure.figures
    figure = first.model_copy(update={"value": first.value * 2 + 1})
    return measure.model_copy(update={"figures": (figure, *others)})


async def publish(url: str, release: Release, at: datetime) -> None:
    """Stores a data version, and makes it the active one."""
    dataset, version = release.catalogue.dataset, release.catalogue.version
    async with open_database(url) as database:
        content = ReleaseContent(version, pack(dataset), dataset.counts())
        await ReleaseStore(database).add_and_activate(version, content, at=at)


def remove(settings: Settings) -> None:
    """Deletes the database under the running bot."""
    Path(settings.database_url.partition("///")[2]).unlink()


@dataclass(frozen=True, slots=True)
class Archive:
    """The chat, two days and a data version later."""

    chat: Chat
    old: str
    new: Release


@pytest.fixture(scope="session")
def second(release: Release) -> Release:
    return revised(release, sums=12)


@pytest.fixture
async def archive(chat: Chat, settings: Settings, second: Release) -> Archive:
    old = chat.app.services.release.catalogue.version
    await chat.env.advance_time(timedelta(days=2).total_seconds())
    await publish(settings.database_url, second, chat.app.services.clock())
    chat.app.services.live_release.swap(second)
    return Archive(chat, old, second)


async def test_without_since_it_compares_with_the_version_before(archive: Archive) -> None:
    chat = archive.chat
    reply = await chat.alice.slash(chat.channel, "measures changes")
    said = texts(reply)
    assert f"Data {archive.old} → {NEW}" in said
    assert "12 changed · 1 withdrawn" in said
    assert said.count("→") > 1
    assert re.fullmatch(r"-# \d+ sources · page 1 of \d", closing(reply))
    assert "Share here" in buttons(reply)
    assert_fits(reply)


async def test_what_changed_is_opened_from_a_list_and_left_again(archive: Archive) -> None:
    chat = archive.chat
    reply = await chat.alice.slash(chat.channel, "measures changes")
    [opens] = [part for part in walk(message_of(reply).components) if part["type"] == 3]
    first = opens["options"][0]
    opened = await choose(chat.alice, reply, first["label"])
    assert first["label"] in texts(opened)
    back = await press(chat.alice, opened, "Back")
    assert f"Data {archive.old} → {NEW}" in texts(back)


async def test_the_pages_last_over_a_restart_and_for_everybody(
    archive: Archive, settings: Settings
) -> None:
    chat = archive.chat
    reply = await chat.alice.slash(chat.channel, "measures changes", public=True)
    assert not message_of(reply).flags.ephemeral
    async with open_app(settings, chat.app.services.clock) as again:
        again.services.live_release.swap(archive.new)
        await chat.app.client.close()
        await chat.env.restart_bot(again.client)
        others = await press(chat.ming, reply, "Next")
        assert message_of(others).flags.ephemeral
        assert "第2/" in texts(others)
        assert "分享到此频道" in buttons(others)
        back = await press(chat.ming, others, "上一页")
        assert "第1/" in texts(back)
        own = await press(chat.alice, reply, "Next")
        assert "page 2 of" in texts(own)


@pytest.mark.parametrize("typed", ["1 September 2026", "2026年9月1日", "2026-09-02", "yesterday"])
async def test_a_date_means_what_was_active_at_its_end(archive: Archive, typed: str) -> None:
    chat = archive.chat
    reply = await chat.ming.slash(chat.channel, "measures changes", since=typed, lang="en")
    assert f"Data {archive.old}" in texts(reply)


async def test_since_the_version_in_use_nothing_has_changed(archive: Archive) -> None:
    chat = archive.chat
    for since in (NEW, "today", "今天"):
        reply = await chat.alice.slash(chat.channel, "measures changes", since=since)
        assert "nothing has changed since" in texts(reply)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("soon", "nor a readable date"),
        ("2020-01-01", "On 1 January 2020 there was no data yet"),
        ("2027-01-01", "1 January 2027 has not come yet"),
        ("2026.08.01.7", "There is no data version 2026.08.01.7"),
    ],
)
async def test_what_is_not_understood_has_the_nearest_versions(
    archive: Archive, typed: str, sentence: str
) -> None:
    chat = archive.chat
    reply = await chat.alice.slash(chat.channel, "measures changes", since=typed)
    assert sentence in texts(reply)
    label = f"{archive.old} · 1 September 2026"
    assert label in buttons(reply)
    chosen = await press(chat.alice, reply, label)
    assert f"Data {archive.old}" in texts(chosen)


async def test_the_versions_are_offered_newest_first_with_their_dates(archive: Archive) -> None:
    chat = archive.chat
    offered = await chat.offers(chat.alice, "measures changes", "since")
    assert offered == [
        (f"{NEW} · 2 September 2026", NEW),
        (f"{archive.old} · 1 September 2026", archive.old),
    ]
    assert len(await chat.offers(chat.ming, "measures changes", "since", "9月2日")) == 1


async def test_the_first_version_has_nothing_before_it(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures changes")
    assert "This is the first data version" in texts(reply)


async def test_a_version_that_is_gone_says_so(archive: Archive, settings: Settings) -> None:
    services, page = archive.chat.app.services, REGISTRY.async_views["ch"].draw
    layout = await page(services, services.context("en"), ("2020.01.01.1", "0"))
    assert "There is no data version 2020.01.01.1" in str(layout)
    remove(settings)
    broken = await page(services, services.context("en"), (archive.old, "0"))
    assert "database is unavailable" in str(broken)
    assert "could not be read" in str(broken)


def test_every_page_can_be_sent(context: RenderContext, release: Release) -> None:
    new = revised(release, sums=10_000)
    changes = compare_catalogues(release.catalogue, new.catalogue)
    now = RenderContext(new, context.tr, context.today)
    pages = changes_pages(now, release.catalogue.version, changes)
    assert len(pages) > 5
    for page in pages:
        assert_sendable(with_share([*page, {"type": 10, "content": "private"}], context.tr))


@pytest.mark.parametrize("kind", CHANGE_KINDS)
def test_every_page_fits_a_phone_and_names_every_record(
    context: RenderContext, release: Release, kind: ChangeKind
) -> None:
    now, since, changes = all_changed(context, release, kind)
    pages = changes_pages(now, since, changes)
    over = [(page, found) for page in pages if (found := [*excesses(page)])]
    assert over == []
    said = texts_of([part for page in pages for part in page])
    plain = escape_data(now).tr
    assert [c for c in changes if plain.of(c.record.title)[:60] not in said] == []


def test_the_changes_of_one_record_stand_alone(context: RenderContext, release: Release) -> None:
    now, since, changes = all_changed(context, release, "changed")
    change = next(c for c in changes if isinstance(c.record, Measure))
    pages = changes_pages(now, since, changes, change.record.id)
    options = {o["label"] for page in pages for p in walk(page) for o in p.get("options", ())}
    assert options == {context.tr.of(change.record.title)}


def test_what_changed_in_the_other_language_alone_is_one_last_line(
    context: RenderContext, release: Release
) -> None:
    tr = context.tr
    measure = release.catalogue.measures["a25-interest"]
    other = "zh" if tr.lang == "en" else "en"
    fields = {name: getattr(measure, name) for name in ("title", "summary")}
    older = measure.model_copy(
        update={
            **{name: text.model_copy(update={other: "旧 old"}) for name, text in fields.items()},
            "figures": (measure.figures[0].model_copy(update={"value": 20}),),
        }
    )
    [change] = compare_catalogues(catalogue_of(release, older), catalogue_of(release, measure))
    figure, last = change_lines(tr, change)
    assert "20%" in figure
    words = "Only the Chinese wording changed: Name, Summary"
    assert last == (words if tr.lang == "en" else "仅英文表述有调整：名称、摘要")


def test_the_figures_of_a_record_come_before_its_name(
    context: RenderContext, release: Release
) -> None:
    measure = release.catalogue.measures["a25-interest"]
    older = measure.model_copy(
        update={
            "title": Text(en="Old name", zh="旧名"),
            "figures": (measure.figures[0].model_copy(update={"value": 20}),),
        }
    )
    [change] = compare_catalogues(catalogue_of(release, older), catalogue_of(release, measure))
    figure, name = change_lines(context.tr, change)
    assert "20%" in figure
    assert name.startswith(context.tr("Name"))


def catalogue_of(release: Release, measure: Measure) -> Catalogue:
    """A catalogue of this measure alone."""
    dataset = release.catalogue.dataset.model_copy(
        update={"measures": (measure,), "awards": (), "zones": (), "statistics": (), "tiers": ()}
    )
    return Catalogue(NEW, dataset)


def all_changed(
    context: RenderContext, release: Release, kind: ChangeKind
) -> tuple[RenderContext, str, Sequence[Change]]:
    """A release in which this happened to every record, seen from the version before."""
    dataset, old = release.catalogue.dataset, "2026.08.01.1"
    if kind == "superseded":
        one = dataset.measures[0].id
        marked = [m.model_copy(update={"superseded_by": one}) for m in dataset.measures[1:]]
        dataset = dataset.model_copy(update={"measures": (dataset.measures[0], *marked)})
        changes = compare_catalogues(release.catalogue, build_release(NEW, dataset, {}).catalogue)
    elif kind == "changed":
        rewritten = tuple(every_text_new(m) for m in dataset.measures)
        new = dataset.model_copy(update={"measures": rewritten})
        changes = compare_catalogues(release.catalogue, build_release(NEW, new, {}).catalogue)
    else:
        none = {"measures": (), "awards": (), "zones": (), "statistics": ()}
        empty = build_release(old, dataset.model_copy(update=none), {})
        both = (empty, release) if kind == "new" else (release, empty)
        changes = compare_catalogues(*(each.catalogue for each in both))
        context = RenderContext(both[1], context.tr, context.today)
    return context, old, [change for change in changes if change.kind == kind]


def every_text_new(measure: Measure) -> Measure:
    """The measure with other words in all its texts, other sums in all its figures."""
    fields = ((name, getattr(measure, name)) for name in type(measure).model_fields)
    texts = {name: other_words(text) for name, text in fields if isinstance(text, Text)}
    figures = tuple(f.model_copy(update={"value": f.value * 2 + 1}) for f in measure.figures)
    return measure.model_copy(update={**texts, "figures": figures})


def other_words(text: Text) -> Text:
    return Text(en=f"Now {text.en} For all.", zh=f"现{text.zh}均可。")


# ------------------------------------------------------------------ what people type

TODAY = date(2026, 11, 25)
VERSIONS = ("2026.11.24.1", "2026.11.20.2", "2026.11.20.1", "2026.10.01.1")
ACTIVATIONS = (
    VersionActivation("2026.10.01.1", date(2026, 10, 1)),
    VersionActivation("2026.11.20.1", date(2026, 11, 20)),
    VersionActivation("2026.11.20.2", date(2026, 11, 20)),
    VersionActivation("2026.11.20.1", date(2026, 11, 22)),  # taken back
    VersionActivation("2026.11.24.1", date(2026, 11, 24)),
)


@pytest.mark.parametrize(
    ("typed", "version"),
    [
        ("2026-11-20", "2026.11.20.2"),
        ("2026/11/20", "2026.11.20.2"),
        ("2026.11.20", "2026.11.20.2"),
        ("20261120", "2026.11.20.2"),
        ("20 November 2026", "2026.11.20.2"),
        ("20th of Nov. 2026", "2026.11.20.2"),
        ("November 20, 2026", "2026.11.20.2"),
        ("20-Nov-2026", "2026.11.20.2"),
        ("20 nov", "2026.11.20.2"),
        ("2026年11月20日", "2026.11.20.2"),
        ("２０２６年１１月２０号", "2026.11.20.2"),
        ("11月20日", "2026.11.20.2"),
        ("23 November 2026", "2026.11.20.1"),
        ("19 November", "2026.10.01.1"),
        ("昨天", "2026.11.24.1"),
        ("a week ago", "2026.10.01.1"),
        ("3 days ago", "2026.11.20.1"),
        ("三天前", "2026.11.20.1"),
        ("两周前", "2026.10.01.1"),
        ("last month", "2026.10.01.1"),
        ("上个月", "2026.10.01.1"),
        ("1 month ago", "2026.10.01.1"),
        ("十一月二十日", "2026.11.20.2"),
        ("二〇二六年十一月二十日", "2026.11.20.2"),
        ("2026-11", "2026.10.01.1"),
        ("2026年11月", "2026.10.01.1"),
        ("November 2026", "2026.10.01.1"),
        ("Oct", "2026.10.01.1"),
        ("v2026.10.1.1", "2026.10.01.1"),
        ("2026.11.20.1", "2026.11.20.1"),
    ],
)
def test_versions_and_dates_are_read_as_people_write_them(typed: str, version: str) -> None:
    assert parse_change_start(typed, VERSIONS, ACTIVATIONS, TODAY).version == version


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ChangeStart(None, None, "unreadable", VERSIONS[:3])),
        ("31 November 2026", ChangeStart(None, None, "unreadable", VERSIONS[:3])),
        ("last year", ChangeStart(None, date(2025, 11, 25), "too-early", VERSIONS[-3:])),
        ("999 years ago", ChangeStart(None, date(1027, 11, 25), "too-early", VERSIONS[-3:])),
        ("2026-13", ChangeStart(None, None, "unreadable", VERSIONS[:3])),
        ("1 May 2020", ChangeStart(None, date(2020, 5, 1), "too-early", VERSIONS[-3:])),
        ("2027-01-01", ChangeStart(None, date(2027, 1, 1), "not-yet", VERSIONS[:3])),
        ("2026.11.20.9", ChangeStart(None, None, "no-version", VERSIONS[:3])),
        ("2026.09.09.1", ChangeStart(None, None, "no-version", VERSIONS[1:])),
    ],
)
def test_what_cannot_be_meant_has_a_cause_and_the_nearest(typed: str, found: ChangeStart) -> None:
    assert parse_change_start(typed, VERSIONS, ACTIVATIONS, TODAY) == found
