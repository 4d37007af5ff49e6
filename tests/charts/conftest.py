"""Charts over a folder of the test's own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.charts.chart_setup import ChartSetup


@pytest.fixture
async def charts(tmp_path: Path) -> AsyncIterator[ChartSetup]:
    charts = ChartSetup(tmp_path)
    yield charts
    await charts.pictures.close()
