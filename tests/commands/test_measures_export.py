"""/measures export: what is in each file, and what is said where there is none."""

import csv
import io
import json
import re
from typing import Any

import pytest
from simcord.actors import MemberActor

from bot.domain.data.models import Text
from bot.domain.release import Release
from bot.domain.search.filters import BrowseItem
from bot.i18n.translator import read_translators
from bot.ui.context import RenderContext
from cogs.measures.export.file import FORMATS, as_csv, file_content, records_as_json
from tests.commands.chat import NOW, Chat, message_of, texts


async def exported(chat: Chat, who: MemberActor, **chosen: Any) -> tuple[str, str, bytes]:
    """What is said with an exported file, the file's name and what is in it."""
    reply = await who.slash(chat.channel, "measures export", **chosen)
    message = message_of(reply)
    assert message.flags.ephemeral
    (attachment,) = message.attachments
    return texts(reply), attachment.filename, await attachment.read()


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read Chinese"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


async def test_exporting_gives_a_csv_with_a_row_for_each_figure(chat: Chat) -> None:
    said, name, content = await exported(chat, chat.alice, topic="loan")
    version = chat.app.services.release.catalogue.version
    assert name == f"little-giant-measures-{version}.csv"
    summary, last = said.splitlines()
    rows = rows_of(content)
    records = {row["id"] for row in rows}
    figures = sum(bool(row["value"]) for row in rows)
    assert summary == f"**{len(records)} records** · {figures} figures · in force · Loan"
    assert re.fullmatch(r"-# \d+ sources?, newest .+", last)
    loan = next(row for row in rows if row["id"] == "d24-loan" and row["unit"] == "CNY")
    assert loan["title_zh"] == "4000亿元专项贷款"
    assert loan["value"] == "400000000000"
    assert loan["qualifier"] == "up to"
    assert loan["text_en"] == "up to 400 billion yuan"
    assert loan["package"] == "shanghai-2024-12"
    assert loan["status"] == "in-force"
    assert "https://www.shine.cn/biz/economy/2412021216/" in loan["sources"]
    assert "SHINE / Shanghai Daily" in loan["sources"]


async def test_the_row_of_a_figure_has_its_note_before_that_of_the_record(chat: Chat) -> None:
    _, _, content = await exported(chat, chat.alice)
    measures = chat.app.services.release.catalogue.measures
    noted = {
        (measure.id, figure.name.en): f"{figure.note.en} {measure.note.en}"
        for measure in measures.values()
        for figure in measure.figures
        if figure.note and measure.note
    }
    rows = [row for row in rows_of(content) if (row["id"], row["figure_en"]) in noted]
    assert rows
    assert all(row["note_en"] == noted[row["id"], row["figure_en"]] for row in rows)


async def test_exporting_json_nests_figures_and_sources(chat: Chat) -> None:
    _, name, content = await exported(chat, chat.ming, format="json", district="静安")
    assert name.endswith(".json")
    document = json.loads(content)
    assert document["data_version"] == chat.app.services.release.catalogue.version
    award = next(record for record in document["records"] if record["id"] == "aw-jingan")
    figure = award["figures"][0]
    assert figure["value"] == 500000
    assert figure["text"]["en"] == "up to 500,000 yuan"
    assert figure["sources"][0]["publisher"] == "zhengcejia.com (agency)"
    assert award["not_stated"]


async def test_exporting_markdown_reads_in_the_persons_language(chat: Chat) -> None:
    said, name, content = await exported(chat, chat.ming, format="md", query="专项贷款")
    assert name.endswith(".md")
    assert "“专项贷款”" in said
    document = content.decode()
    assert "## 4000亿元专项贷款" in document
    assert "*Special loans of up to 400 billion yuan*" in document
    assert "](https://www.shine.cn" in document


async def test_exporting_leaves_nothing_behind_in_memory(chat: Chat) -> None:
    before = len(chat.app.client.persistent_views)
    await exported(chat, chat.alice, topic="award")
    assert len(chat.app.client.persistent_views) == before
    assert not chat.app.client._connection._view_store._synced_message_views  # pyright: ignore[reportPrivateUsage] # what the library would keep


async def test_exporting_nothing_says_which_filter_to_drop(chat: Chat) -> None:
    reply = await chat.alice.slash(
        chat.channel, "measures export", topic="loan", package="shanghai-districts"
    )
    assert "drop one of these filters: the topic, the package." in texts(reply)
    assert not message_of(reply).attachments


async def test_exporting_an_unknown_district_gives_the_nearest(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "measures export", district="Pudnog")
    assert "“Pudnog” is not one of Shanghai's 16 districts" in texts(reply)
    assert not message_of(reply).attachments


async def test_a_file_that_discord_would_refuse_says_so(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def huge(*_: object) -> bytes:
        return b"x" * 26_300_000

    monkeypatch.setattr("cogs.measures.export.file.file_content", huge)
    reply = await chat.alice.slash(chat.channel, "measures export")
    assert "The file would have 25.1 MB; Discord accepts at most 25 MB here." in texts(reply)
    assert not message_of(reply).attachments


def everything(release: Release) -> tuple[BrowseItem, ...]:
    catalogue = release.catalogue
    return (*catalogue.measures.values(), *catalogue.statistics.values())


def test_every_figure_of_every_record_is_in_the_csv(context: RenderContext) -> None:
    records = everything(context.release)
    rows = rows_of(as_csv(context, records))
    assert [r["id"] for r in rows] == [r.id for r in records for _ in r.figures or [None]]
    assert all(row["sources"] for row in rows)
    assert all(row["unit"] and row["qualifier"] for row in rows if row["value"])


@pytest.mark.parametrize("kind", FORMATS)
def test_sources_that_are_not_named_stay_out_of_every_file(
    context: RenderContext, kind: str
) -> None:
    content = file_content(context, everything(context.release), kind).decode()
    for source in context.release.catalogue.sources.values():
        if not source.named:
            assert source.title not in content
            assert f'"{source.id}"' not in content


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_run_by_a_spreadsheet(release: Release, start: str) -> None:
    context = RenderContext(release, read_translators()["en"], NOW.date())
    harmful = f"{start}HYPERLINK(1)"
    measure = release.catalogue.measures["d24-loan"]
    title = Text.model_construct(en=harmful, zh=harmful)
    rows = rows_of(as_csv(context, [measure.model_copy(update={"title": title})]))
    assert rows[0]["title_en"] == f"'{harmful}"
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_json_is_the_same_data_as_csv(context: RenderContext) -> None:
    records = everything(context.release)
    document = json.loads(records_as_json(context, records))
    figures = [f["value"] for record in document["records"] for f in record["figures"]]
    rows = rows_of(as_csv(context, records))
    assert [str(value) for value in figures] == [row["value"] for row in rows if row["value"]]


async def test_the_json_export_holds_what_goes_together(chat: Chat) -> None:
    _, _, content = await exported(chat, chat.alice, format="json", district="Jing'an")
    records = {record["id"]: record for record in json.loads(content)["records"]}
    (told,) = records["aw-jingan"]["goes_with"]
    assert (told["record"], told["how"]) == ("aw-central", "tops-up")
    assert told["sources"][0]["publisher"] == "zhengcejia.com (agency)"
