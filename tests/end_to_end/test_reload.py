"""Data loaded while the bot runs: from the shell, by a signal, followed by other processes."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.storage.database import migrate
from tests.end_to_end.program import (
    TOKEN,
    Ran,
    assert_one_sentence,
    environment,
    run,
    small_data,
    started,
)
from tests.small import small_files, write_small
from tests.wire import Upload, Wire


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with three measures."""
    return write_small(tmp_path / "data", 3)


@pytest.fixture
def settings(tmp_path: Path, data: Path, wire: Wire) -> dict[str, Any]:
    """The settings of a bot and of the shell's commands."""
    return {
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'little-giant.db'}",
        "DATA_DIR": data,
        "DISCORD_API_URL": wire.api_url,
        "DISCORD_TOKEN": TOKEN,
        "HEALTH_PORT": 0,
    }


async def shell(folder: Path, *arguments: str, **settings: object) -> Ran:
    """What a subcommand says, while the stand-in goes on answering the bot."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", *arguments),
        cwd=folder,
        env=environment(folder, settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return Ran(process.returncode or 0, out.decode(), err.decode())


# -- From the shell --


async def test_the_shell_makes_the_running_bot_reload_its_data(
    tmp_path: Path, data: Path, wire: Wire, settings: dict[str, Any]
) -> None:
    with started(tmp_path, "run", **settings) as bot:
        await wire.ready()
        same = await shell(tmp_path, "reload", **settings)
        assert same.code == 0, same.err
        assert same.out.startswith("Nothing changed: version ")
        write_small(data, 4)
        ran = await shell(tmp_path, "reload", **settings)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("new: m-4\nVersion ")
        await bot.wait_for_output("data set followed")
        reply = await wire.invoke("funding show", {"measure": "m-4"})
        assert "Subsidy no. 4" in reply.text
        assert await bot.stop() == 0


async def test_the_shell_is_told_every_fault(
    tmp_path: Path, data: Path, wire: Wire, settings: dict[str, Any]
) -> None:
    with started(tmp_path, "run", **settings) as bot:
        await wire.ready()
        broken = (data / "measures.yaml").read_text("utf-8").replace("up to", "roughly")
        (data / "measures.yaml").write_text(broken, "utf-8")
        ran = await shell(tmp_path, "reload", **settings)
        assert ran.code == 65
        assert len(ran.out.splitlines()) == 3
        assert ran.out.startswith("measures.yaml:8: m-1: figures.0.qualifier: expected ")
        assert ran.err == "The data set has 3 faults.\n"
        assert "Traceback" not in bot.err
        assert await bot.stop() == 0


async def test_a_large_loss_needs_force_in_the_shell_too(
    tmp_path: Path, data: Path, wire: Wire, settings: dict[str, Any]
) -> None:
    with started(tmp_path, "run", **settings) as bot:
        await wire.ready()
        write_small(data, 1)
        ran = await shell(tmp_path, "reload", **settings)
        assert (ran.code, ran.out) == (65, "measures: 2 of 3 removed\n")
        assert_one_sentence(ran.err)
        forced = await shell(tmp_path, "reload", "--force", **settings)
        assert forced.code == 0, forced.err
        assert await bot.stop() == 0


def test_without_a_running_bot_the_shell_says_so(tmp_path: Path) -> None:
    data = small_data(tmp_path / "data")
    ran = run(tmp_path, "reload", DATA_DIR=data)
    assert (ran.code, ran.out) == (69, "")
    assert_one_sentence(ran.err)
    assert ran.err.startswith("There is no database at ")
    assert run(tmp_path, "migrate").code == 0
    ran = run(tmp_path, "reload", DATA_DIR=data)
    assert (ran.code, ran.out) == (69, "")
    assert_one_sentence(ran.err)
    assert ran.err.startswith("No running bot uses the database ")


# -- By a signal --


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGHUP")
async def test_a_hangup_reloads(
    tmp_path: Path, data: Path, wire: Wire, settings: dict[str, Any]
) -> None:
    with started(tmp_path, "run", **settings) as bot:
        await wire.ready()
        write_small(data, 4)
        await asyncio.sleep(0.5)  # the handler is there once the bot serves
        bot.signal(signal.SIGHUP)
        await bot.wait_for_output("data set activated", 20)
        await bot.wait_for_output("reload on a signal")
        (data / "measures.yaml").write_text("measures: [", "utf-8")
        bot.signal(signal.SIGHUP)
        await bot.wait_for_output("The data set has 1 fault.")
        assert "Traceback" not in bot.err
        assert await bot.stop() == 0


# -- Where /admin is --


async def test_the_owner_of_the_application_is_an_operator_and_the_servers_is_not(
    tmp_path: Path, wire: Wire, settings: dict[str, Any]
) -> None:
    here = wire.world.here().guild
    assert here is not None
    assert here.owner is wire.world.admin
    with started(tmp_path, "run", ADMIN_GUILD_IDS=here.id, **settings) as bot:
        await wire.ready()
        refused = await wire.invoke("admin status", user=wire.world.admin)
        assert "bot's operators" in refused.text
        reply = await wire.invoke("admin status", user=wire.world.operator)
        assert "### Status" in (await reply.completed()).text
        assert await bot.stop() == 0


async def test_of_a_team_its_owner_admins_and_developers_are_operators(
    tmp_path: Path, wire: Wire, settings: dict[str, Any]
) -> None:
    here = wire.world.here().guild
    assert here is not None
    roles = {role: wire.world.person(role) for role in ("admin", "developer", "read_only")}
    members = [
        {"membership_state": 2, "team_id": "7", "user": person.as_user(), "role": role}
        for role, person in roles.items()
    ]
    owner = wire.world.person("founder")
    wire.world.app.team = {
        "id": "7",
        "name": "Founders",
        "icon": None,
        "owner_user_id": str(owner.id),
        "members": members,
    }
    with started(tmp_path, "run", ADMIN_GUILD_IDS=here.id, **settings) as bot:
        await wire.ready()
        for person in (owner, roles["admin"], roles["developer"]):
            reply = await wire.invoke("admin status", user=person)
            assert "### Status" in (await reply.completed()).text
        for person in (roles["read_only"], wire.world.operator):  # Discord's owner is the team now
            refused = await wire.invoke("admin status", user=person)
            assert "bot's operators" in refused.text
        assert await bot.stop() == 0


async def test_admin_leaves_a_server_that_is_no_longer_named(
    tmp_path: Path, wire: Wire, settings: dict[str, Any]
) -> None:
    here = wire.world.here().guild
    assert here is not None
    with started(tmp_path, "run", ADMIN_GUILD_IDS=here.id, **settings) as bot:
        await wire.ready()
        assert [command["name"] for command in wire.commands(here)] == ["admin"]
        assert await bot.stop() == 0
    with started(tmp_path, "run", **settings) as bot:
        await bot.wait_for_output("commands withdrawn")
        assert wire.commands(here) == []
        assert await bot.stop() == 0


# -- Two processes --


async def test_all_processes_follow_within_ten_seconds(
    tmp_path: Path, data: Path, wire: Wire, settings: dict[str, Any], postgres_url: str
) -> None:
    await migrate(postgres_url)
    settings |= {"DATABASE_URL": postgres_url, "SHARD_COUNT": 2}
    with (
        started(tmp_path, "run", SHARD_IDS=0, **settings) as one,
        started(tmp_path, "run", SHARD_IDS=1, **settings) as two,
    ):
        await wire.ready()
        await asyncio.sleep(1)
        write_small(data, 4)
        ran = await shell(tmp_path, "reload", **settings)
        assert ran.code == 0, ran.err
        for bot in (one, two):
            await bot.wait_for_output("data set followed")
        assert await one.stop() == 0
        assert await two.stop() == 0


# -- Two sets --


def test_two_folders_are_compared(tmp_path: Path) -> None:
    old, new = write_small(tmp_path / "old", 3), write_small(tmp_path / "new", 4, 400_000)
    ran = run(tmp_path, "diff-data", str(old), str(new))
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "New: m-4 Subsidy no. 4"
    assert lines[1] == "Changed: m-1 Subsidy no. 1"
    assert lines[2] == "  at most: no more than 300,000 yuan → no more than 400,000 yuan"
    assert run(tmp_path, "diff-data", str(old), str(old)).out.startswith("No measure")


def test_a_set_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    old = write_small(tmp_path / "old", 3)
    ran = run(tmp_path, "diff-data", str(old), str(tmp_path / "none"))
    assert (ran.code, ran.out) == (65, "")
    assert_one_sentence(ran.err)
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "a.yaml").write_text("measures: [", "utf-8")
    ran = run(tmp_path, "diff-data", str(tmp_path / "wrong"), str(old))
    assert ran.code == 65
    assert ran.out.startswith("a.yaml:1: -: file: not valid YAML")
    nothing = run(tmp_path, "diff-data", "2020.01.01.1", str(old))
    assert nothing.code == 69
    assert nothing.err.startswith("There is no database at ")
    assert run(tmp_path, "migrate").code == 0
    for version in ("2020.01.01.1", "2020.1.1.1"):
        unknown = run(tmp_path, "diff-data", str(old), version)
        said = f"{version} is neither a folder nor a stored version; stored are: none.\n"
        assert (unknown.code, unknown.err) == (65, said)


async def test_an_attached_set_goes_live_over_the_wire(
    tmp_path: Path, wire: Wire, settings: dict[str, Any]
) -> None:
    operator, here = wire.world.operator, wire.world.here().guild
    assert here is not None
    operators = {"ADMIN_GUILD_IDS": here.id, "OPERATOR_IDS": operator.id}
    with started(tmp_path, "run", **operators, **settings) as bot:
        await wire.ready()
        file = Upload("measures.yaml", small_files(4)["measures.yaml"])
        reply = await (await wire.invoke("admin reload", {"file": file}, user=operator)).completed()
        assert reply.ephemeral
        assert "New 1" in reply.text
        pressed = await wire.click(reply, "Apply", user=operator)
        await pressed.changed()
        await bot.wait_for_output("data set activated")
        spoiled = Upload("measures.yaml", b"measures: [")
        told = await wire.invoke("admin reload", {"file": spoiled}, user=operator)
        assert "Not valid: 1 fault" in (await told.completed()).text
        assert list(told.files) == ["faults.txt"]
        assert await bot.stop() == 0
