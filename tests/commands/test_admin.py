"""/admin: what operators see and do, and that nobody else gets anywhere with it."""

import asyncio
import contextlib
import io
import logging
import shutil
import sqlite3
import zipfile
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from simcord.actors import MemberActor
from structlog.testing import capture_logs

from bot.app import App, open_app
from bot.domain.data.dataset import KINDS
from bot.logs import Failures
from bot.releases.reader import DatasetReader, InvalidDataset, faulty
from bot.releases.startup import open_release
from bot.settings import Settings
from bot.simcord_internals import set_time, speak_locales, take_json
from bot.storage.database import open_database
from bot.storage.releases import ReleaseStore
from bot.ui.components import walk
from bot.ui.custom_ids import action_id
from cogs.admin.cards.reload import APPLY, SHELVES
from tests.commands.chat import NOW, Chat, Reply, assert_fits, buttons, message_of, press, texts
from tests.commands.conftest import Clock
from tests.small import small_files, write_small

OFFICE_ID = 1_104_000_000_000_000_000


@dataclass(frozen=True, slots=True)
class OperatorConsole:
    """The bot on a small data set, with an operator in the one server that has /admin."""

    chat: Chat
    operator: MemberActor
    data: Path

    @property
    def live(self) -> str:
        """The live data version."""
        return self.chat.app.services.release.catalogue.version

    @property
    def measures(self) -> int:
        """How many measures are live."""
        return len(self.chat.app.services.release.catalogue.measures)

    async def admin(self, command: str, **options: Any) -> Reply:
        """The operator uses a command; the answer is private and within Discord's limits."""
        reply = await self.operator.slash(self.chat.channel, f"admin {command}", **options)
        assert message_of(reply).flags.ephemeral
        assert_fits(reply)
        return reply

    def write(self, measures: int, amount: int = 300_000) -> None:
        """Another data set on disk."""
        write_small(self.data, measures, amount)

    async def apply(self, reply: Reply, button: str = "Apply") -> str:
        """What is said after the button."""
        return texts(await press(self.operator, reply, button))

    async def press_forged(self, who: MemberActor, reply: Reply, custom_id: str) -> str:
        """What a made-up component under somebody's own private answer comes to."""
        stored = self.chat.env.backend.get_message(self.chat.channel.id, message_of(reply).id)
        for part in walk(stored.components):
            if part.get("custom_id") and part["type"] == 2:
                part["custom_id"] = custom_id
                break
        result = await who.click(message_of(reply), custom_id=custom_id)
        return texts(result if result.response else reply)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with three measures."""
    return write_small(tmp_path / "data", 3)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which that data set is live already: a start need not read and draw it."""
    folder = tmp_path_factory.mktemp("prepared")
    file = folder / "little-giant.db"

    async def prepare() -> None:
        async with open_database(f"sqlite+aiosqlite:///{file}") as database:
            await open_release(ReleaseStore(database), write_small(folder / "data", 3), NOW)

    with ThreadPoolExecutor(1) as thread:  # the tests' event loop must not notice
        thread.submit(lambda: asyncio.run(prepare())).result()
    return file


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def app(tmp_path: Path, data: Path, clock: Clock, prepared: Path) -> AsyncIterator[App]:
    """The bot as `run` opens it, on the small data set."""
    shutil.copyfile(prepared, tmp_path / "little-giant.db")
    settings = Settings(
        database_url=f"sqlite+aiosqlite:///{tmp_path / 'little-giant.db'}",
        data_dir=data,
        shard_count=1,
        admin_guild_ids=(OFFICE_ID,),
    )
    async with open_app(settings, clock, fetch=discord.Attachment.read) as opened:
        yield opened


@pytest.fixture
async def console(app: App, clock: Clock, data: Path) -> AsyncIterator[OperatorConsole]:
    # A data set is read by another process, also on a busy machine.
    env = simcord.Env(app.client, shard_count=1, settle_timeout=60.0)
    set_time(env, NOW)
    clock.env = env
    guild = env.create_guild("Office", id=OFFICE_ID)
    channel = guild.create_text_channel("operations")
    await env.start()
    take_json(env)
    everything = guild.create_role("All", permissions=discord.Permissions.all())
    alice = guild.add_member(env.create_user("Alice"), roles=[everything])
    ming = guild.add_member(env.create_user("小明"), roles=[everything])
    operator = guild.add_member(env.create_user("Operator"), roles=[everything])
    app.services.admin.operators.appoint([operator.id, ming.id])
    with speak_locales({ming.id: "zh-CN"}):
        yield OperatorConsole(Chat(app, env, guild, channel, alice, ming), operator, data)
    await env.shutdown()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


async def attached(reply: Reply) -> dict[str, str]:
    """The files under an answer, by name."""
    return {f.filename: (await f.read()).decode() for f in message_of(reply).attachments}


# ------------------------------------------------------------------------- reload, from disk


async def test_an_unchanged_set_says_so(console: OperatorConsole) -> None:
    reply = await console.admin("reload")
    assert "The content is that of version 2026.09.01.1, which is live." in texts(reply)
    assert buttons(reply) == []


async def test_a_reload_shows_what_would_change_and_apply_makes_it_live(
    console: OperatorConsole,
) -> None:
    console.write(4, 400_000)
    reply = await console.admin("reload")
    said = texts(reply)
    assert "### The data set on disk is valid" in said
    assert "Compared with version 2026.09.01.1, which is live." in said
    assert "New 1 · Changed 3" in said
    assert "measures 3 → 4" in said
    assert "**New** · Subsidy no. 4 (`m-4`)" in said
    assert "- at most: no more than 300,000 yuan → **no more than 400,000 yuan**" in said
    assert "Affects no digest and no watch." in said
    assert buttons(reply) == ["Apply", "Cancel"]
    assert console.measures == 3, "a dry run is the default"
    said = await console.apply(reply)
    assert "Version **2026.09.01.2** is now live here and replaces 2026.09.01.1." in said
    assert (console.live, console.measures) == ("2026.09.01.2", 4)


async def test_operators_are_answered_in_their_language(console: OperatorConsole) -> None:
    console.write(4, 400_000)
    tr = console.chat.app.services.translators["zh"]
    reply = await console.chat.ming.slash(console.chat.channel, "admin reload")
    assert_fits(reply)
    assert "第4项补贴" in texts(reply)
    assert buttons(reply) == [tr("Apply"), tr("Cancel")]
    await press(console.chat.ming, reply, tr("Apply"))
    assert console.measures == 4


async def test_cancel_changes_nothing(console: OperatorConsole) -> None:
    console.write(4)
    reply = await console.admin("reload")
    assert "Cancelled; nothing was changed." in await console.apply(reply, "Cancel")
    assert console.measures == 3


async def test_every_fault_is_told_with_its_place(console: OperatorConsole) -> None:
    wrong = small_files(30)["measures.yaml"].replace(b"qualifier: up to", b"qualifier: roughly")
    (console.data / "measures.yaml").write_bytes(wrong)
    reply = await console.admin("reload")
    said = texts(reply)
    assert "### Not valid: 30 faults" in said
    assert "Nothing was changed; version 2026.09.01.1 stays live." in said
    assert said.count("figures.0.qualifier: expected ") == 20
    assert "measures.yaml:8: m-1: figures.0.qualifier: expected " in said
    assert "These are the first 20; the attached file has all." in said
    assert buttons(reply) == []
    [listing] = (await attached(reply)).values()
    assert listing.count("figures.0.qualifier: expected ") == 30
    assert console.measures == 3


async def test_faults_are_told_in_the_operators_language(console: OperatorConsole) -> None:
    wrong = small_files(30)["measures.yaml"]
    wrong = wrong.replace(b"qualifier: up to", b"qualifier: roughly", 29)
    wrong = b"package: none".join(wrong.rsplit(b"package: ten", 1))  # of the one not spoiled yet
    (console.data / "measures.yaml").write_bytes(wrong)
    reply = await console.chat.ming.slash(console.chat.channel, "admin reload")
    said = texts(reply)
    assert "30" in said.splitlines()[0]
    assert said.count("figures.0.qualifier: 应为'exactly'、'up to'、") >= 19
    assert "expected" not in said
    [listing] = (await attached(reply)).values()
    lines = listing.splitlines()
    assert len(lines) == 30
    assert any(
        ": m-30: package: 没有这条记录：'none'，应为packages中的id" in line for line in lines
    )
    assert all("或'below'，实为'roughly'" in line for line in lines if "qualifier" in line)
    assert "expected" not in listing


async def test_what_cannot_be_used_at_all_is_told_in_chinese_too(console: OperatorConsole) -> None:
    sent = ("notes.txt", b"x")
    reply = await console.chat.ming.slash(console.chat.channel, "admin reload", file=sent)
    assert "notes.txt:1: -: file: 不是.yaml、.yml或.zip文件，只接受这三种" in texts(reply)


async def test_a_folder_that_cannot_be_read_is_told(console: OperatorConsole) -> None:
    for file in console.data.iterdir():
        file.unlink()
    console.data.rmdir()
    assert "cannot be read" in texts(await console.admin("reload"))


async def test_a_large_loss_needs_force(console: OperatorConsole) -> None:
    console.write(2)
    reply = await console.admin("reload")
    assert (
        "**This would remove more than a fifth of the records of a kind** (measures: 1 of 3)"
        in texts(reply)
    )
    assert buttons(reply) == []
    forced = await console.admin("reload", force=True)
    assert buttons(forced) == ["Apply", "Cancel"]
    await console.apply(forced)
    assert console.measures == 2


async def test_many_changes_are_all_in_the_file(console: OperatorConsole) -> None:
    console.write(80)
    reply = await console.admin("reload")
    assert "more" in texts(reply)
    [listing] = (await attached(reply)).values()
    assert listing.count("New: m-") == 77


async def test_old_answers_end_on_the_old_data(console: OperatorConsole) -> None:
    context = console.chat.app.services.context("en")
    console.write(4)
    await console.apply(await console.admin("reload"))
    assert len(context.release.catalogue.measures) == 3
    assert context.release.index.search(context.release.index.parse("subsidy no. 3"))


async def test_answers_come_from_the_new_data(console: OperatorConsole) -> None:
    show = {"measure": "m-1", "public": False}
    alice, channel = console.chat.alice, console.chat.channel
    assert "300,000" in texts(await alice.slash(channel, "funding show", **show))
    console.write(3, 500_000)
    await console.apply(await console.admin("reload"))
    assert "500,000" in texts(await alice.slash(channel, "funding show", **show))


# ------------------------------------------------------------------------- reload, from a file


async def test_a_zip_is_a_whole_set(console: OperatorConsole) -> None:
    files = {f"data/{name}": content for name, content in small_files(4).items()}
    extra = {
        "data/README.md": b"notes",
        "__MACOSX/._sources.yaml": b"\0",
        "data/schema/x.json": b"{",
    }
    reply = await console.admin("reload", file=("set.zip", zipped(files | extra)))
    assert "### The attached data set is valid" in texts(reply)
    await console.apply(reply)
    assert console.measures == 4
    again = await console.admin("reload")
    assert "Withdrawn 1" in texts(again), "the set on disk is as it was"


async def test_one_file_takes_the_place_of_its_namesake(console: OperatorConsole) -> None:
    one = small_files(5)["measures.yaml"]
    await console.apply(await console.admin("reload", file=("measures.yaml", one)))
    assert console.measures == 5
    two = small_files(6)["measures.yaml"]
    for file in console.data.iterdir():  # the disk is not asked: the files came along
        file.unlink()
    await console.apply(await console.admin("reload", file=("measures.yml", two)))
    assert console.measures == 6


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("other.yaml", b"measures: []", "no file of the active data set has this name; known: "),
        ("set.tar.gz", b"", "neither .yaml, .yml nor .zip"),
        ("measures.yaml", b"measures: [", "measures.yaml:1: -: file: not valid YAML"),
        ("measures.yaml", b"\xff\xfe", "measures.yaml:1: -: file: not UTF-8"),
        ("measures.yaml", b"measures: &a [*a]", "aliases (& and *) are not allowed"),
        ("measures.yaml", b"measures: " + b"[" * 90_000, "maximum nesting depth"),
        ("measures.yaml", b"", "expected one key at the top"),
        ("set.zip", b"PK\x03\x04 no zip", "not a readable zip file"),
        ("set.zip", zipped({}), "it has no .yaml file"),
        ("set.zip", zipped({"../../etc/x.yaml": b""}), "its name points outside the zip"),
        ("set.zip", zipped({"/etc/x.yaml": b""}), "its name points outside the zip"),
        ("set.zip", zipped({"c:\\x.yaml": b""}), "its name contains a backslash"),
        ("set.zip", zipped({"a.yaml": b"1", "A.yaml": b"2"}), "twice in the zip"),
        ("set.zip", zipped({"a.yaml": b" " * 3_000_000}), "unpacks to more than 200 times"),
        ("set.zip", zipped({f"{n}.yaml": b"" for n in range(501)}), "more than 500 files"),
    ],
)
async def test_what_cannot_be_used_is_told_and_changes_nothing(
    console: OperatorConsole, name: str, content: bytes, told: str
) -> None:
    with capture_logs() as log:
        said = texts(await console.admin("reload", file=(name, content)))
    assert told in said
    assert "stays live" in said
    assert console.live == "2026.09.01.1"
    assert not [line for line in log if line["log_level"] in ("error", "critical")]


# ------------------------------------------------------------------------------------- Apply


async def test_an_outdated_proposal_is_compared_again(console: OperatorConsole) -> None:
    console.write(4)
    first = await console.admin("reload")
    console.write(5)
    await console.apply(await console.admin("reload"))
    assert console.measures == 5
    said = await console.apply(first)
    assert "**Version 2026.09.01.2 was activated in the meantime, so nothing was applied.**" in said
    assert "Compared with version 2026.09.01.2" in said
    assert "Withdrawn 1" in said
    assert console.measures == 5


async def test_what_is_applied_is_what_was_shown(console: OperatorConsole) -> None:
    console.write(4)
    reply = await console.admin("reload")
    console.write(9)
    await console.apply(reply)
    assert console.measures == 4


async def test_apply_during_another_reload_keeps_the_offer(
    console: OperatorConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    console.write(4)
    reply = await console.admin("reload")
    reload, go_on = console.chat.app.operator_tools.reload, asyncio.Event()

    async def slow(*_: object, **__: object) -> InvalidDataset:
        await go_on.wait()
        return faulty()

    with monkeypatch.context() as patched:
        patched.setattr(DatasetReader, "folder", slow)
        other = asyncio.create_task(reload.from_disk())
        await asyncio.sleep(0)  # lets it begin
        said = await console.apply(reply)
        assert "Another reload is in progress" in said
        assert console.measures == 3
        go_on.set()
        await other
    await console.apply(reply)
    assert console.measures == 4


async def test_apply_works_for_ten_minutes(console: OperatorConsole) -> None:
    console.write(4)
    reply = await console.admin("reload")
    await console.chat.env.advance_time(601)
    assert "is older than ten minutes" in await console.apply(reply)
    assert console.measures == 3


async def test_apply_works_once(console: OperatorConsole) -> None:
    console.write(4)
    reply = await console.admin("reload")
    [used] = [p["custom_id"] for p in walk(message_of(reply).components) if p.get("style") == 3]
    await console.apply(reply)
    other = await console.admin("rollback", version="2026.09.01.1")
    said = await console.press_forged(console.operator, other, used)
    assert "This was already applied or cancelled" in said
    assert console.live == "2026.09.01.2"


# ------------------------------------------------------------------------- nobody else


async def test_a_server_owner_who_is_no_operator_is_refused(console: OperatorConsole) -> None:
    for command in ("reload", "status", "history", "digests"):
        reply = await console.chat.alice.slash(console.chat.channel, f"admin {command}")
        assert texts(reply).startswith("Only the bot's operators")
        assert message_of(reply).flags.ephemeral
    reply = await console.chat.alice.slash(
        console.chat.channel, "admin rollback", version="2026.09.01.1"
    )
    assert texts(reply).startswith("Only the bot's operators")
    offered = await console.chat.offers(console.chat.alice, "admin rollback", "version")
    assert offered == []


async def test_without_permissions_the_command_does_not_show(console: OperatorConsole) -> None:
    stranger = console.chat.guild.add_member(console.chat.env.create_user("Stranger"))
    assert "admin" not in stranger.available_commands(console.chat.channel)


async def test_elsewhere_there_is_no_such_command(console: OperatorConsole) -> None:
    other = console.chat.env.create_guild("Elsewhere", owner=console.operator.user)
    channel = other.create_text_channel("general")
    there = other.add_member(console.operator.user)
    assert "admin" not in there.available_commands(channel)
    assert "admin" not in console.operator.user.available_commands()


async def test_a_forged_or_borrowed_button_gets_nobody_anywhere(console: OperatorConsole) -> None:
    console.write(4)
    reply = await console.admin("reload")
    [apply] = [p["custom_id"] for p in walk(message_of(reply).components) if p.get("style") == 3]
    tr = console.chat.app.services.translators["en"]
    alice = console.chat.alice
    for custom_id in (apply, action_id(tr, APPLY, "0" * 16)):
        own = await alice.slash(console.chat.channel, "funding overview")
        said = await console.press_forged(alice, own, custom_id)
        assert "Only the bot's operators" in said
    for custom_id in ("a|adh|en|0", "a|add|en|-|0"):
        own = await alice.slash(console.chat.channel, "funding overview")
        said = await console.press_forged(alice, own, custom_id)
        assert "Only the bot's operators" in said
    another = await console.chat.ming.slash(console.chat.channel, "funding overview")
    said = await console.press_forged(console.chat.ming, another, apply)
    assert "This was already applied or cancelled" in said, "another operator's offer"
    assert console.measures == 3
    await console.apply(reply)
    assert console.measures == 4, "the offer itself was not used up"


async def test_in_a_direct_message_a_forged_button_is_refused(console: OperatorConsole) -> None:
    console.write(4)
    reply = await console.admin("reload")
    [apply] = [p["custom_id"] for p in walk(message_of(reply).components) if p.get("style") == 3]
    own = await console.operator.user.slash("funding overview")
    stored = console.chat.env.backend.get_message(
        console.operator.user.dm_channel.id, message_of(own).id
    )
    button = next(p for p in walk(stored.components) if p["type"] == 2 and p.get("custom_id"))
    button["custom_id"] = apply
    result = await console.operator.user.click(message_of(own), custom_id=apply)
    assert "`ADMIN_GUILD_IDS`" in texts(result if result.response else own)
    assert console.measures == 3


# ------------------------------------------------------------------------- the others


async def test_history_and_rollback(console: OperatorConsole) -> None:
    console.write(4)
    await console.apply(await console.admin("reload"))
    said = texts(await console.admin("history"))
    assert "### Releases of the data: 2" in said
    assert "**2026.09.01.2** · **live**" in said
    assert f"by <@{console.operator.id}>" in said
    assert "by the system" in said
    offered = await console.chat.offers(console.operator, "admin rollback", "version")
    assert offered == [("2026.09.01.1", "2026.09.01.1")]
    reply = await console.admin("rollback", version="2026.09.01.1")
    said = texts(reply)
    assert "### Roll back to an older data set" in said
    assert "Withdrawn 1" in said
    said = await console.apply(reply)
    assert "Version **2026.09.01.1** is now live here" in said
    assert "do not announce the same changes again" in said
    assert console.measures == 3
    said = texts(await console.admin("history"))
    assert "- 2026.09.01.1 · by a rollback · <t:" in said
    assert "There is no release 2020.01.01.1." in texts(
        await console.admin("rollback", version="2020.01.01.1")
    )
    assert "which is live." in texts(await console.admin("rollback", version="2026.09.01.1"))


def test_every_kind_of_record_has_a_name() -> None:
    assert SHELVES.keys() == KINDS.keys()


async def test_status_tells_how_the_bot_does(console: OperatorConsole) -> None:
    said = texts(await console.admin("status"))
    assert "- Data: 2026.09.01.1 · from today" in said
    assert "measures 3" in said
    assert "- Shards: #0 " in said
    assert "- Source pages: none of 0 checked yet" in said
    assert "Queue: 0 due, 0 being posted" in said
    assert "No errors since this process started." in said


async def test_digests_of_all_servers(console: OperatorConsole) -> None:
    said = texts(await console.admin("digests", state="suspended"))
    assert "### Digests of all servers · suspended · 0" in said
    news = console.chat.guild.create_text_channel("news")
    for minute in range(8):
        order = await console.operator.slash(
            console.chat.channel, "digest create", channel=news, schedule=f"daily 09:0{minute}"
        )
        await press(console.operator, order, "Save")
        await console.chat.env.advance_time(6)
    reply = await console.admin("digests")
    assert "### Digests of all servers · 8" in texts(reply)
    assert f"Office (`{OFFICE_ID}`) · #news" in texts(reply)
    assert "**8**" in texts(await press(console.operator, reply, "Next"))
    console.write(4)
    assert "Affects 8 digests in 1 server" in texts(await console.admin("reload"))


async def test_what_cannot_be_read_is_named_and_stops_no_command(
    console: OperatorConsole, tmp_path: Path
) -> None:
    news = console.chat.guild.create_text_channel("news")
    order = await console.operator.slash(
        console.chat.channel, "digest create", channel=news, schedule="daily 09:00"
    )
    await press(console.operator, order, "Save")
    first = console.live
    console.write(4)
    await console.apply(await console.admin("reload"))
    with contextlib.closing(sqlite3.connect(tmp_path / "little-giant.db")) as raw, raw:
        raw.execute("UPDATE digests SET ordered = '{}', state = 'lost', guild_id = guild_id")
        raw.execute("UPDATE releases SET counts = 'many' WHERE version = ?", (first,))
    assert "Queue: " in texts(await console.admin("status"))
    said = texts(await console.admin("history"))
    assert f"Unreadable, not listed: `{first}`" in said
    assert "### Releases of the data: 1" in said
    listed = texts(await console.admin("digests"))
    assert "schedule unreadable" in listed
    assert "Some stored values of this digest cannot be read" in listed
    console.write(5)
    assert "Affects no digest and no watch." in texts(await console.admin("reload"))
    with contextlib.closing(sqlite3.connect(tmp_path / "little-giant.db")) as raw, raw:
        raw.execute("UPDATE releases SET document = 'gone', counts = '{}'")
    assert "the stored release is unreadable" in texts(
        await console.admin("rollback", version=first)
    )


async def test_errors_are_told_with_their_reference(
    console: OperatorConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = Failures()
    record = logging.makeLogRecord(
        {"msg": {"event": "command failed", "reference": "abc123"}, "levelno": logging.ERROR}
    )
    handler.emit(record)
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    assert "`abc123` · `command failed`" in texts(await console.admin("status"))


@pytest.mark.parametrize("command", ["history", "status", "digests"])
async def test_after_a_look_up_that_failed_nothing_is_said_of_changes(
    console: OperatorConsole, tmp_path: Path, command: str
) -> None:
    (tmp_path / "little-giant.db").unlink()
    said = texts(await console.admin(command))
    assert "The database is unavailable right now, so this could not be read." in said
