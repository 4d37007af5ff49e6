"""/healthz, /readyz and /metrics of the real bot, and what its log says of who asked."""

import json
import re
import socket
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import own_server, postgres_programs
from tests.end_to_end.health_client import Gate, HealthClient
from tests.end_to_end.program import TOKEN, Program, assert_one_sentence, started
from tests.end_to_end.seeded_database import seed_database
from tests.wire import Person, PlannedFault, Reply, UnansweredError, Wire, refuse
from tests.wire.interactions import COMMAND, Interaction

REFERENCE = re.compile(r"`([0-9a-f]{6})`")
QUESTION = "Does my firm Zhang & Daughters of Lane 1188 get a little giant award?"


@pytest.fixture
def health() -> HealthClient:
    """Somebody who looks at the bot's port."""
    return HealthClient()


def settings_for(wire: Wire, health: HealthClient, **more: object) -> dict[str, object]:
    """What the bot is started with."""
    own: dict[str, object] = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": wire.api_url}
    return own | {"HEALTH_PORT": health.port} | more


# ------------------------------------------------------------------ the gateway


async def test_ready_from_the_gateway_on_and_live_before(
    wire: Wire, health: HealthClient, tmp_path: Path, data: Path
) -> None:
    gate = Gate()
    wire.faults.append(PlannedFault("GET", "/users/@me", gate, times=None))
    with started(tmp_path, "run", **settings_for(wire, health, DATA_DIR=data)) as bot:
        await bot.until(lambda: bool(wire.requests.matching("GET", "/users/@me")))
        assert await health.get("/healthz") == (200, "ok\n")
        checks = await health.checks()
        assert [name for name, check in checks.items() if not check["ok"]] == ["gateway"]
        assert checks["gateway"]["reason"] == "Not connected yet."
        assert (await health.figures())["ready|gateway"] == 0
        gate.open()
        checks = await health.ready()
        assert set(checks) == {"gateway", "data", "database", "digests"}
        assert re.fullmatch(r"Data version \d{4}\.\d\d\.\d\d\.1\.", checks["data"]["reason"])
        found = await health.figures()
        assert (found["ready|gateway"], found["shard_up|0"]) == (1, 1)
        assert (await health.get("/"))[0] == 404
        assert await bot.stop() == 0
        assert "Traceback" not in bot.err
    assert (await health.get("/healthz"))[0] == 0


async def test_not_ready_while_discord_has_not_taken_the_session_up_again(
    wire: Wire, health: HealthClient, tmp_path: Path, data: Path
) -> None:
    with started(tmp_path, "run", **settings_for(wire, health, DATA_DIR=data)):
        await health.ready()
        before = wire.gateway.resumed
        await wire.gateway.reconnect()
        await wire.until(lambda: wire.gateway.resumed > before)
        await health.ready()
        wire.gateway.rules.dead = True
        await wire.gateway.close(4000)
        assert await health.failing("gateway") == "Not connected: shard 0."
        assert (await health.figures())["shard_up|0"] == 0
        assert await health.get("/healthz") == (200, "ok\n")


# ------------------------------------------------------------------ digests


async def test_a_digest_that_waits_too_long_is_told_and_its_lateness_measured(
    wire: Wire, health: HealthClient, tmp_path: Path
) -> None:
    seeded = await seed_database(tmp_path / "seeded", new=1)
    slot = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=10)
    await seeded.subscribe([wire.world.channel] * 2, slot)
    gate = Gate()  # while one is being posted, the other in that channel waits
    wire.faults.append(PlannedFault("POST", "/messages", gate, times=None))
    with started(seeded.folder, "run", **settings_for(wire, health, **seeded.settings)) as bot:
        await bot.until(lambda: bool(wire.requests.matching("POST", "/messages")))
        reason = await health.failing("digests")
        assert re.fullmatch(r"1 due and unclaimed, the oldest for 6\d\d seconds\.", reason)
        found = await health.figures()
        assert (found["digests_due"], found["runs_in_progress"]) == (1, 1)
        assert 600 <= found["digests_due_seconds"] < 700
        assert found["digests|active"] == 2
        gate.open()
        await health.ready()
        await seeded.settled()
        found = await health.figures()
        assert (found["digests_due"], found["digests_due_seconds"]) == (0, 0)
        assert (found["runs_total|sent"], found["digest_lateness_seconds_count"]) == (2, 2)
        assert 1200 <= found["digest_lateness_seconds_sum"] < 1400
        posts = "rest_requests_total|POST|/channels/{id}/messages|200"
        assert found[posts] == 2
        assert await bot.stop() == 0


# ------------------------------------------------------------------ the database


async def told_without_database(wire: Wire, health: HealthClient, bot: Program) -> str:
    """What is told where the database is gone: the check's reason."""
    reason = await health.failing("database")
    assert (await health.checks())["digests"]["reason"] == "Not known without the database."
    found = await health.figures()
    assert (found["database_up"], found["ready|database"]) == (0, 0)
    assert "digests|active" not in found
    reply = await wire.invoke("preferences", {"lang": "zh"})
    shown = REFERENCE.search(reply.text)
    assert shown
    (line,) = [line for line in bot.err.splitlines() if "database failed" in line]
    assert f"reference={shown[1]}" in line
    await wire.invoke("about")
    found = await health.figures()
    assert found["commands_total|preferences|failed"] == 1
    assert found["commands_total|about|answered"] == 1
    return reason


async def test_a_file_that_is_gone_is_told_and_the_figures_in_memory_stay(
    wire: Wire, health: HealthClient, tmp_path: Path, data: Path
) -> None:
    with started(tmp_path, "run", **settings_for(wire, health, DATA_DIR=data)) as bot:
        await health.ready()
        (tmp_path / "var" / "little-giant.db").unlink()
        assert "was deleted or replaced" in await told_without_database(wire, health, bot)
        assert await bot.stop() == 0


@pytest.mark.postgresql
async def test_a_server_that_is_stopped_is_told_and_the_figures_in_memory_stay(
    wire: Wire, health: HealthClient, tmp_path: Path
) -> None:
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL's programs are not on this machine: apt install postgresql")
    with ExitStack() as stack:
        server = stack.enter_context(ExitStack())
        url = server.enter_context(own_server(programs))
        seeded = await seed_database(tmp_path / "seeded", url, new=1)
        settings = settings_for(wire, health, **seeded.settings)
        bot = stack.enter_context(started(seeded.folder, "run", **settings))
        await health.ready()
        server.close()
        assert "postgres@" not in await told_without_database(wire, health, bot)
        assert await bot.stop() == 0


# ------------------------------------------------------------------ what is counted and logged


async def test_commands_presses_and_faults_are_counted_and_nobody_is_quoted(
    wire: Wire, health: HealthClient, tmp_path: Path, data: Path
) -> None:
    alice = wire.world.person("alice-of-zhang-and-daughters")
    settings = settings_for(wire, health, DATA_DIR=data, LOG_LEVEL="debug", LOG_FORMAT="json")
    with started(tmp_path, "run", **settings) as bot:
        await health.ready()
        reply = await wire.invoke("ask", {"question": QUESTION}, user=alice)
        await wire.invoke("zones list", user=alice)
        await wire.click(reply, "Share here", user=alice)
        await wire.message_command("Find measures", QUESTION, user=alice)
        await wire.autocomplete("funding show", "measure", QUESTION, user=alice)

        # The answer and the apology.
        broken = PlannedFault(
            "POST", "/callback", refuse(400, 50035, QUESTION), times=2
        )  # answer, apology
        wire.faults.append(broken)
        wire.interactions.deadline = 0.3
        with pytest.raises(UnansweredError):
            await wire.invoke("ask", {"question": QUESTION}, user=alice)
        await wire.until(lambda: len(broken.calls) == 2)
        assert "must be one of these" in await never_offered(wire, alice)

        found = await health.figures()
        assert found["commands_total|ask|answered"] == 1
        assert found["commands_total|ask|failed"] == 1
        assert found["commands_total|zones list|answered"] == 1
        assert found["commands_total|Find measures|answered"] == 1
        assert found["commands_total|funding list|refused"] == 1
        assert found["command_seconds_count|ask"] == 1
        assert 0 < found["command_seconds_sum|ask"] < 1
        assert found["buttons_total|share|answered"] == 1
        assert found["button_seconds_count|share"] == 1
        callbacks = "rest_requests_total|POST|/interactions/{id}/{token}/callback"
        assert found[f"{callbacks}|400"] == 2
        assert found[f"{callbacks}|204"] + found[f"{callbacks}|200"] == 6
        text = (await health.get("/metrics"))[1]
        assert await bot.stop() == 0
    for typed in (QUESTION, "Zhang", alice.name, wire.world.guild.name):
        assert typed not in bot.err
        assert typed not in text
    lines = [json.loads(line) for line in bot.err.splitlines()]
    failed = [line for line in lines if line["level"] in ("warning", "error")]
    assert [line["event"] for line in failed] == ["command failed", "error reply failed"]
    assert failed[0]["reference"] == failed[1]["reference"]


async def never_offered(wire: Wire, person: Person) -> str:
    """The answer to a choice that nobody is offered: what somebody typed in its place."""
    place = wire.world.here()
    filled = wire.command_registry.fill(
        wire.command_registry.find("funding list", place), {"kind": "loan"}, person, place
    )
    filled.data["options"][0]["options"][0]["value"] = QUESTION
    exchange = Interaction(COMMAND, person, place, filled.data)
    await wire.deliver(exchange, wire.begin(exchange))
    return Reply(exchange).text


# ------------------------------------------------------------------ the port


@pytest.mark.parametrize(
    ("host", "reason"), [("127.0.0.1", "is in use"), ("203.0.113.1", "is unavailable (")]
)
async def test_a_port_that_is_not_to_be_had_ends_the_start_before_the_login(
    wire: Wire, tmp_path: Path, data: Path, host: str, reason: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        health = HealthClient(other.getsockname()[1])
        settings = settings_for(wire, health, DATA_DIR=data, HEALTH_HOST=host)
        with started(tmp_path, "run", **settings) as bot:
            assert await bot.wait_for_exit() == 69
            assert_one_sentence(bot.err)
            assert f"Port {health.port} at {host} {reason}" in bot.err
            assert "HEALTH_PORT" in bot.err
    assert not wire.requests.matching("GET")
