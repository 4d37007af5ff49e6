"""The sentences with which settings are refused."""

import pytest

from bot.settings import SettingsError, read_settings


def fault(monkeypatch: pytest.MonkeyPatch, **values: str) -> str:
    """The sentence with which these values are refused."""
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None, "pydantic's error holds the raw values"
    assert all(line.endswith(".") for line in str(error).split("\n"))
    return str(error)
