"""deploy/: alert rules and dashboard are in Prometheus's grammar, over figures that there are."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml

from bot.metrics import Metrics

DEPLOY = Path(__file__).parents[1] / "deploy"
ADDED = {"instance", "job"}
"""Labels that Prometheus adds to all that it reads."""
VARIABLES = {"$__rate_interval": "5m", "$__range": "1h"}
"""What Grafana puts into a query before Prometheus sees it."""


def yaml_of(*path: str) -> Any:
    return yaml.safe_load(DEPLOY.joinpath(*path).read_text("utf-8"))


def rules() -> list[dict[str, Any]]:
    groups = yaml_of("prometheus", "alerts.yml")["groups"]
    return [rule for group in groups for rule in group["rules"]]


def dashboard() -> dict[str, Any]:
    file = DEPLOY / "grafana" / "dashboards" / "little-giant.json"
    return json.loads(file.read_text("utf-8"))


def queries() -> Iterator[tuple[str, str]]:
    """Every expression, with the alert or panel that it belongs to."""
    for rule in rules():
        yield rule["alert"], rule["expr"]
    for panel in dashboard()["panels"]:
        for target in panel.get("targets", ()):
            expression: str = target["expr"]
            for name, value in VARIABLES.items():
                expression = expression.replace(name, value)
            yield panel["title"], expression


@pytest.fixture(scope="module")
def series() -> dict[str, set[str]]:
    """The labels of every series of a bot, by its name."""
    metrics = Metrics()
    metrics.info.labels("1").set(1)
    metrics.set_readiness({"gateway": True})
    metrics.set_data_version("2026.01.01.1", 1.0)
    metrics.reloaded("applied")
    metrics.command_answered("ask", 0.1)
    metrics.commands.labels("ask", "answered").inc()
    metrics.button_answered("share", 0.1)
    metrics.buttons.labels("share", "answered").inc()
    metrics.chart_ended("drawn")
    metrics.set_shards({0: 0.1})
    metrics.rest_answered("GET", "/users/@me", "200")
    metrics.gateway_dropped.labels("frame").inc()
    metrics.set_digests({}, 0, 0.0)
    metrics.run_ended("sent")
    metrics.first_post(1.0)
    samples = [sample for family in metrics.registry.collect() for sample in family.samples]
    return {sample.name: set(sample.labels) for sample in samples} | {"up": set()}


def parts_of(expression: str) -> list[promql_parser.Expr]:
    """The expression and all that is in it. Raises ValueError where it is no PromQL."""
    found: list[promql_parser.Expr] = []
    promql_parser.walk(promql_parser.parse(expression), found.append)
    return found


@pytest.mark.parametrize(("where", "expression"), list(queries()))
def test_every_query_asks_for_what_there_is(
    where: str, expression: str, series: dict[str, set[str]]
) -> None:
    parts = parts_of(expression)
    selectors = [p for p in parts if isinstance(p, promql_parser.VectorSelector)]
    assert selectors, where
    labels: set[str] = set()
    for selector in selectors:
        assert selector.name in series, where
        labels = series[selector.name] | ADDED
        assert {m.name for m in selector.matchers.matchers} <= labels, where
    for part in parts:
        if isinstance(part, promql_parser.AggregateExpr) and part.modifier is not None:
            assert set(part.modifier.labels) <= labels, where


def test_every_family_is_shown_on_the_dashboard(series: dict[str, set[str]]) -> None:
    shown = " ".join(t["expr"] for p in dashboard()["panels"] for t in p.get("targets", ()))
    ours = {name for name in series if name.startswith("little_giant_")}
    families = {name.removesuffix("_count").removesuffix("_sum") for name in ours}
    assert [name for name in sorted(families) if name not in shown] == []


def test_every_alert_says_what_is_wrong_and_how_bad() -> None:
    assert len({rule["alert"] for rule in rules()}) == len(rules()) > 7
    for rule in rules():
        assert rule["alert"].startswith("LittleGiant")
        assert rule["labels"]["severity"] in ("critical", "warning")
        assert rule["annotations"]["summary"]


@pytest.mark.parametrize(
    ("file", "targets"),
    [("prometheus.yml", ["bot:8080"]), ("postgres.yml", ["bot-0:8080", "bot-1:8080"])],
)
def test_prometheus_reads_the_rules_and_the_bots(file: str, targets: list[str]) -> None:
    config = yaml_of("prometheus", file)
    assert [(DEPLOY / "prometheus" / name).exists() for name in config["rule_files"]] == [True]
    (job,) = config["scrape_configs"]
    assert job["job_name"] == "little-giant"
    assert job["static_configs"] == [{"targets": targets}]


def test_grafana_finds_its_source_and_the_dashboard() -> None:
    (source,) = yaml_of("grafana", "provisioning", "datasources", "prometheus.yml")["datasources"]
    (provider,) = yaml_of("grafana", "provisioning", "dashboards", "little-giant.yml")["providers"]
    assert provider["options"]["path"] == "/etc/grafana/dashboards"
    variables = {v["name"]: v for v in dashboard()["templating"]["list"]}
    assert variables["source"]["current"]["value"] == source["uid"]
    numbers = [panel["id"] for panel in dashboard()["panels"]]
    assert len(set(numbers)) == len(numbers)
