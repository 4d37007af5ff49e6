"""What the machine lacks, or is said to lack, is skipped with its reason."""

import pytest

from tests.conftest import absence, chromium_path, postgres_given, postgres_programs


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """The engine's name alone: no server is needed to look at marks."""
    return request.param


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_a_test_is_marked_by_the_engine_it_runs_on(
    request: pytest.FixtureRequest, database_url: str
) -> None:
    marked = request.node.get_closest_marker("postgresql") is not None
    assert marked == (database_url == "postgresql")


@pytest.mark.parametrize("named", ["chromium,postgresql", "postgresql chromium"])
def test_what_is_left_out_does_not_exist(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("TEST_POSTGRES_URL", "postgresql://me@127.0.0.1/postgres")
    monkeypatch.setenv("LITTLE_GIANT_WITHOUT", named)
    assert chromium_path() is None
    assert postgres_programs() is None
    assert postgres_given() is None
    for need in ("chromium", "postgresql"):
        reason = absence(need)
        assert reason
        assert "LITTLE_GIANT_WITHOUT" in reason


def test_a_server_that_is_given_needs_no_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LITTLE_GIANT_WITHOUT", raising=False)
    monkeypatch.setenv("TEST_POSTGRES_URL", "postgresql://me@127.0.0.1/postgres")
    assert absence("postgresql") is None
