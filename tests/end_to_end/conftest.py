"""What the stories about whole processes share."""

from pathlib import Path

import pytest

from tests.end_to_end.program import small_data


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small valid data set; not to be changed."""
    return small_data(tmp_path_factory.mktemp("data") / "set")
