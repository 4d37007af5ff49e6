"""/admin reload: what is proposed, from disk or from a file, and what cannot be used."""

import pytest
from structlog.testing import capture_logs

from tests.commands.admin.operator_console import OperatorConsole
from tests.commands.chat import Reply, assert_fits, buttons, message_of, press, texts
from tests.small import small_files, zipped


async def attached(reply: Reply) -> dict[str, str]:
    """The files under an answer, by name."""
    return {f.filename: (await f.read()).decode() for f in message_of(reply).attachments}


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
