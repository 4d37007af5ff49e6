"""The options of DATABASE_URL: an unknown one or a wrong value is named."""

import inspect
from typing import Any, cast

import asyncpg
import pytest

from bot.database_options import OPTIONS, converted
from bot.settings import EXPECTED
from tests.refused_settings import fault


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in EXPECTED:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("postgresql+asyncpg://u:secret@h/n?sslmode=require", '"sslmode"'),
        ("postgresql+asyncpg://u:secret@h/n?ssl=require&sslcert=secret", '"sslcert"'),
        ("postgresql+asyncpg://u:secret@h/n?secret%20word=1", '"…"'),
        ("sqlite+aiosqlite:///a.db?mode=ro", '"mode"'),
        ("sqlite+aiosqlite:///a.db?bogus", '"bogus"'),
    ],
)
def test_an_option_that_no_driver_knows_is_named(
    monkeypatch: pytest.MonkeyPatch, url: str, named: str
) -> None:
    said = fault(monkeypatch, DATABASE_URL=url)
    assert said.startswith(f"DATABASE_URL has the unknown option {named}; expected one of ")
    assert "secret" not in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("timeout=soon", 'timeout, which is "soon"; expected a number of seconds above 0.'),
        ("timeout=-1", 'timeout, which is "-1"; expected a number of seconds above 0.'),
        ("timeout=inf", 'timeout, which is "inf"; expected a number of seconds above 0.'),
        ("ssl=banana", 'ssl, which is "banana"; expected one of disable, allow, prefer, '),
        ("ssl=secret%20word", "ssl, which is not readable; expected one of disable, "),
        ("port=65536", 'port, which is "65536"; expected a port from 1 to 65535.'),
        ("port=0", 'port, which is "0"; expected a port from 1 to 65535.'),
        ("statement_cache_size=few", 'statement_cache_size, which is "few"; expected a whole '),
        ("direct_tls=perhaps", 'direct_tls, which is "perhaps"; expected true or false.'),
        ("target_session_attrs=x", 'target_session_attrs, which is "x"; expected one of any, '),
    ],
)
def test_a_wrong_value_of_an_option_is_named(
    monkeypatch: pytest.MonkeyPatch, options: str, said: str
) -> None:
    sentence = fault(monkeypatch, DATABASE_URL=f"postgresql+asyncpg://u:secret@h/n?{options}")
    assert sentence.startswith(f"DATABASE_URL has the option {said}")
    assert "secret" not in sentence


@pytest.mark.parametrize("option", ["timeout=abc", "cached_statements=x", "uri=perhaps"])
def test_a_wrong_value_of_an_option_of_sqlite(monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    said = fault(monkeypatch, DATABASE_URL=f"sqlite+aiosqlite:///a.db?{option}")
    assert said.startswith(f"DATABASE_URL has the option {option.partition('=')[0]}, which is ")


def test_the_driver_takes_numbers_as_numbers() -> None:
    given = {"statement_cache_size": "0", "timeout": "2.5", "direct_tls": "false", "ssl": "require"}
    expected = {"statement_cache_size": 0, "timeout": 2.5, "direct_tls": False}
    assert converted("postgresql", given) == expected


def test_the_known_options_are_those_of_the_driver() -> None:
    connect = cast("Any", asyncpg).connect  # untyped
    own = {"prepared_statement_cache_size"}  # SQLAlchemy's
    assert OPTIONS["postgresql"].keys() - own <= set(inspect.signature(connect).parameters)
