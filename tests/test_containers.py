"""What the image is made of and how compose runs it: held to the settings and to the hardening."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from tests.conftest import free_port
from tests.end_to_end.program import ROOT

FILES = ("compose.yaml", "compose.postgres.yaml")
BOTS = {"compose.yaml": {"bot"}, "compose.postgres.yaml": {"bot-0", "bot-1"}}
OWN_IMAGE = "little-giant:local"
"""Built here, not pulled."""
PULLED = re.compile(r"[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?(-[a-z0-9]+)?")
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}


def compose(name: str) -> dict[str, Any]:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def services() -> list[Any]:
    """Every service of every file, as a case of its own."""
    return [
        pytest.param(name, service, id=f"{name}:{service}")
        for name in FILES
        for service in compose(name)["services"]
    ]


def instructions() -> list[str]:
    """The Dockerfile's instructions, each on a line."""
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text("utf-8"))
    return [line for line in text.splitlines() if line and not line.startswith("#")]


# ------------------------------------------------------------------ compose


@pytest.mark.parametrize(("name", "service"), services())
def test_a_service_can_do_no_more_than_it_needs(name: str, service: str) -> None:
    told = compose(name)["services"][service]
    assert told["read_only"] is True
    assert told["cap_drop"] == ["ALL"]
    assert told["security_opt"] == ["no-new-privileges:true"]
    assert "/tmp" in told["tmpfs"]
    assert not {"privileged", "cap_add", "network_mode", "pid", "userns_mode"} & set(told)


@pytest.mark.parametrize(("name", "service"), services())
def test_an_image_has_a_version(name: str, service: str) -> None:
    told = compose(name)["services"][service]
    assert told["image"] == OWN_IMAGE or PULLED.fullmatch(told["image"])
    assert "build" not in told or told["image"] == OWN_IMAGE


@pytest.mark.parametrize(("name", "service"), services())
def test_only_grafana_is_published_and_only_to_this_machine(name: str, service: str) -> None:
    ports = compose(name)["services"][service].get("ports", [])
    assert ports == (["127.0.0.1:3000:3000"] if service == "grafana" else [])


@pytest.mark.parametrize(("name", "service"), services())
def test_what_a_service_names_exists(name: str, service: str) -> None:
    whole = compose(name)
    told = whole["services"][service]
    for needed, how in told.get("depends_on", {}).items():
        assert needed in whole["services"]
        assert how["condition"] in CONDITIONS
    for volume in told.get("volumes", []):
        source, _, target = volume.partition(":")
        assert target.startswith("/")
        if source.startswith("./"):
            assert target.endswith(":ro"), "what is in the repository is not written"
            assert source.startswith("./deploy/")
        else:
            assert source in whole["volumes"]


@pytest.mark.parametrize("name", FILES)
def test_the_bots_get_settings_that_exist(name: str) -> None:
    whole = compose(name)
    own = {key for key, told in whole["services"].items() if told["image"] == OWN_IMAGE}
    assert own - {"migrate"} == BOTS[name]
    known = {field.upper() for field in Settings.model_fields}
    for service in own:
        told = whole["services"][service]
        assert set(told["environment"]) <= known
        assert told["env_file"] == ".env"
        assert told["environment"]["HEALTH_HOST"] == "0.0.0.0"
    assert sum("build" in whole["services"][service] for service in own) == 1


@pytest.mark.parametrize("name", FILES)
def test_metrics_are_a_profile_and_nothing_else_is_in_it(name: str) -> None:
    profiles = {
        service: told["profiles"]
        for service, told in compose(name)["services"].items()
        if "profiles" in told
    }
    assert profiles == {"prometheus": ["metrics"], "grafana": ["metrics"]}


@pytest.mark.parametrize("name", FILES)
def test_prometheus_reads_every_bot_of_its_file(name: str) -> None:
    prometheus = compose(name)["services"]["prometheus"]
    (given,) = [word for word in prometheus["command"] if word.startswith("--config.file=")]
    config = yaml.safe_load((ROOT / "deploy" / "prometheus" / Path(given).name).read_text("utf-8"))
    (job,) = config["scrape_configs"]
    targets = {target for group in job["static_configs"] for target in group["targets"]}
    assert targets == {f"{bot}:8080" for bot in BOTS[name]}


def test_both_files_run_the_same_metrics() -> None:
    one, other = (compose(name)["services"] for name in FILES)
    assert one["grafana"] == other["grafana"]
    assert {**one["prometheus"], "command": None} == {**other["prometheus"], "command": None}


def test_the_processes_share_all_shards_and_wait_for_the_tables() -> None:
    whole = compose("compose.postgres.yaml")["services"]
    bots = [whole[service] for service in sorted(BOTS["compose.postgres.yaml"])]
    counts = {told["environment"]["SHARD_COUNT"] for told in bots}
    assert len(counts) == 1
    shared = [n for told in bots for n in told["environment"]["SHARD_IDS"].split(",")]
    assert shared == [str(number) for number in range(int(counts.pop()))]
    for told in bots:
        assert told["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
        assert told["environment"]["DATABASE_URL"].startswith("postgresql+asyncpg://")
    assert whole["migrate"]["command"] == ["python", "-m", "bot", "migrate"]
    assert whole["migrate"]["restart"] == "no"
    assert whole["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


@pytest.mark.parametrize("name", FILES)
def test_secrets_come_from_the_environment_file(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    asked = set(re.findall(r"\$\{([A-Z_]+)", text))
    listed = set(
        re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    )
    assert asked <= listed
    assert "DISCORD_TOKEN" not in text
    passwords = re.findall(r"(?:PASSWORD: |littlegiant:)(\S)", text)
    assert set(passwords) == {"$"}


# ------------------------------------------------------------------ the image


def test_the_image_takes_only_what_it_is_made_of() -> None:
    let_in = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    }
    copied = {
        source
        for line in instructions()
        if line.startswith("COPY ") and "--from" not in line
        for source in line.split()[1:-1]
    }
    assert copied == let_in
    assert all((ROOT / source).exists() for source in copied)


def test_the_image_installs_by_hash_and_runs_as_nobody() -> None:
    said = "\n".join(instructions())
    assert "--require-hashes --only-binary :all:" in said
    last = said[said.rindex("FROM ") :]
    assert re.search(r"^USER [1-9]\d*$", last, re.MULTILINE)
    assert re.search(r"^STOPSIGNAL SIGTERM$", last, re.MULTILINE)
    assert re.search(r'^CMD \["python", "-m", "bot", "run"\]$', last, re.MULTILINE)
    assert re.findall(r"^VOLUME (.+)$", last, re.MULTILINE) == ["/app/var"]
    assert "/healthz" in last


def test_the_image_tells_the_version_that_the_project_has() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    (version,) = re.findall(r'^version = "(.+)"$', project, re.MULTILINE)
    assert f"ARG VERSION={version}" in instructions()


@pytest.mark.parametrize("folder", ["prometheus", "grafana/provisioning", "grafana/dashboards"])
def test_what_compose_hands_to_the_metrics_is_there(folder: str) -> None:
    assert any(Path(ROOT / "deploy" / folder).rglob("*.*"))


def test_the_code_that_the_build_runs_works() -> None:
    [run] = [line for line in instructions() if line.startswith("RUN python -m compileall")]
    words = shlex.split(run)
    code = words[words.index("-c") + 1]
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


def health_check(port: str) -> int:
    """The exit code of the image's own check."""
    [told] = re.findall(r"HEALTHCHECK .*CMD (\[.+\])", "\n".join(instructions()))
    command = [sys.executable, *json.loads(told)[1:]]
    done = subprocess.run(
        command, env={"HEALTH_PORT": port}, capture_output=True, check=False, timeout=60
    )
    return done.returncode


@pytest.mark.parametrize("port", ["0", " 0 "])
def test_a_container_without_a_health_port_is_healthy(port: str) -> None:
    assert health_check(port) == 0


def test_a_container_that_does_not_answer_is_unhealthy() -> None:
    assert health_check(str(free_port())) == 1
