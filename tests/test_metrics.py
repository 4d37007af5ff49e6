"""What is counted and measured, as Prometheus reads it."""

import math

import pytest

from bot.metrics import MOST_ROUTES, OTHER_LABEL, Metrics, route_class
from tests.figures import figures

BASE = "/api/v10"


def test_commands_are_counted_by_name_and_outcome_and_timed() -> None:
    metrics = Metrics()
    metrics.command_answered("funding show", 0.02)
    metrics.commands.labels("funding show", "answered").inc()
    metrics.commands.labels("funding show", "failed").inc()
    metrics.button_answered("share", 0.2)
    metrics.buttons.labels("share", "answered").inc()
    found = figures(metrics.render())
    assert found["commands_total|funding show|answered"] == 1
    assert found["commands_total|funding show|failed"] == 1
    assert found["command_seconds_bucket|funding show|0.01"] == 0
    assert found["command_seconds_bucket|funding show|0.025"] == 1
    assert found["buttons_total|share|answered"] == 1
    assert found["button_seconds_sum|share"] == 0.2


def test_runs_lateness_and_reloads_are_counted() -> None:
    metrics = Metrics()
    metrics.run_ended("sent")
    metrics.run_ended("missed", 3)
    metrics.run_ended("missed", 0)
    metrics.first_post(-0.01)  # a clock that was set back a little
    metrics.first_post(100)
    metrics.reloaded("applied")
    found = figures(metrics.render())
    assert found["runs_total|sent"] == 1
    assert found["runs_total|missed"] == 3
    assert found["digest_lateness_seconds_bucket|0.5"] == 1
    assert found["digest_lateness_seconds_sum"] == 100
    assert found["reloads_total|applied"] == 1


def test_what_is_no_longer_so_is_no_longer_told() -> None:
    metrics = Metrics()
    for version, at in (("2026.01.01.1", 1.0), ("2026.01.02.1", 2.0)):
        metrics.set_data_version(version, at)
    metrics.set_shards({0: 0.1, 1: math.inf})
    metrics.set_shards({1: None, 2: math.inf})
    metrics.set_digests({"active": 7}, 2, 130.0)
    before = figures(metrics.render())
    metrics.set_database_down()
    found = figures(metrics.render())
    assert [key for key in found if key.startswith("data_info")] == ["data_info|2026.01.02.1"]
    assert found["data_timestamp_seconds"] == 2.0
    assert {key: v for key, v in found.items() if key.startswith("shard_")} == {
        "shard_up|1": 0,
        "shard_up|2": 1,
    }
    assert before["digests|active"] == 7
    assert before["digests|asleep"] == 0
    assert before["digests_due_seconds"] == 130
    assert (before["database_up"], found["database_up"]) == (1, 0)
    assert "digests|active" not in found
    assert math.isnan(found["digests_due"])


def test_each_process_has_a_registry_of_its_own() -> None:
    one, other = Metrics(), Metrics()
    one.reloaded("applied")
    assert "reloads_total|applied" not in figures(other.render())
    assert "process_start_time_seconds" in figures(other.render())


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/users/@me", "/users/@me"),
        ("/oauth2/applications/@me", "/oauth2/applications/@me"),
        ("/channels/123/messages/456/crosspost", "/channels/{id}/messages/{id}/crosspost"),
        ("/guilds/1/threads/active", "/guilds/{id}/threads/active"),
        ("/interactions/1/aW50-x.y/callback", "/interactions/{id}/{token}/callback"),
        ("/interactions/1/lowercase/callback", "/interactions/{id}/{token}/callback"),
        ("/webhooks/1/abc/messages/@original", "/webhooks/{id}/{token}/messages/@original"),
        ("/channels/Zürich am See", "/channels/{id}"),
    ],
)
def test_a_route_class_holds_no_id_and_no_token(path: str, route: str) -> None:
    assert route_class(BASE + path, BASE) == route


def test_what_is_not_below_the_base_is_one_class() -> None:
    assert route_class("/attachments/1/2/my firm.csv", BASE) == OTHER_LABEL
    assert route_class("/gateway/", BASE) == OTHER_LABEL


def test_the_number_of_route_classes_is_bounded() -> None:
    metrics = Metrics()
    for n in range(3 * MOST_ROUTES):
        metrics.rest_answered("GET", f"/made-up-{n}", "200")
    metrics.rest_answered("GET", "/made-up-0", "none")
    found = figures(metrics.render())
    routes = {key.split("|")[2] for key in found if key.startswith("rest_requests_total")}
    assert len(routes) == MOST_ROUTES + 1
    assert found["rest_requests_total|GET|other|200"] == 2 * MOST_ROUTES
    assert found["rest_requests_total|GET|/made-up-0|none"] == 1
