"""Settings: what is accepted, and one sentence for each fault."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import EXPECTED, Settings, SettingsError, masked, read_settings
from tests.refused_settings import fault

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789ab"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in EXPECTED:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_nothing_needs_to_be_set() -> None:
    settings = read_settings()
    assert settings.discord_token is None
    assert settings.discord_api_url == "https://discord.com/api/v10"
    assert settings.database_url == "sqlite+aiosqlite:///var/little-giant.db"
    assert settings.data_dir == Path("data")
    assert settings.admin_guild_ids == settings.operator_ids == settings.shard_ids == ()
    assert settings.shard_count is None
    assert settings.default_timezone == "Asia/Shanghai"
    assert (settings.health_host, settings.health_port) == ("127.0.0.1", 8080)
    assert (settings.log_level, settings.log_format) == ("info", "console")
    assert settings.greet
    assert settings.secrets() == ()


def test_an_empty_value_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in EXPECTED:
        monkeypatch.setenv(name.upper(), "  " if name.startswith("d") else "")
    assert read_settings() == Settings()


def test_the_environment_wins_over_the_file_and_unknown_names_are_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = (
        "\ufeffLOG_LEVEL=debug\nLOG_FORMAT=JSON\nSOMETHING_ELSE=1\nOPERATOR_IDS=[1, 2]\nDATA_DIR"
    )
    (tmp_path / ".env").write_text(lines, encoding="utf-8")
    monkeypatch.setenv("LOG_LEVEL", "Warning")
    monkeypatch.setenv("LOG_FORMAT", "")
    settings = read_settings()
    assert (settings.log_level, settings.log_format) == ("warning", "json")
    assert settings.operator_ids == (1, 2)
    assert settings.data_dir == Path("data")


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        read_settings().log_level = "debug"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DISCORD_API_URL", "http://127.0.0.1:8000/api/v10/", "http://127.0.0.1:8000/api/v10"),
        ("DATABASE_URL", "sqlite+aiosqlite://", "sqlite+aiosqlite://"),
        ("DATABASE_URL", "postgresql+asyncpg:///name?host=/run/postgresql", None),
        ("DATABASE_URL", "postgresql+asyncpg://me:p/w?#@[::1]:5433/name", None),
        ("DATABASE_URL", "postgresql+asyncpg://u:p?x=1@h/n?ssl=require&timeout=5", None),
        ("DATABASE_URL", "sqlite+aiosqlite:///a.db?timeout=3", None),
        ("DATABASE_URL", "sqlite+aiosqlite:///file:a.db?mode=rwc&uri=true", None),
        ("DEFAULT_TIMEZONE", "Europe/Berlin", None),
        ("HEALTH_HOST", "0.0.0.0", None),
        ("HEALTH_HOST", "::1", None),
        ("HEALTH_HOST", "bot-0.example", None),
        ("HEALTH_PORT", "0", 0),
        ("HEALTH_PORT", "65535", 65_535),
        ("DIGEST_RATE", "1", 1.0),
        ("DIGEST_RATE", "2.5", 2.5),
        ("DIGEST_RATE", "50", 50.0),
        ("ADMIN_GUILD_IDS", "1,2", (1, 2)),
        ("ADMIN_GUILD_IDS", "[1,2]", (1, 2)),
        ("ADMIN_GUILD_IDS", " [ 2 , 1 ] ", (2, 1)),
        ("ADMIN_GUILD_IDS", "[]", ()),
        ("ADMIN_GUILD_IDS", "9223372036854775807", (2**63 - 1,)),
    ],
)
def test_a_right_value_is_read(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: object
) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(read_settings(), name.lower()) == (value if expected is None else expected)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GREET", "perhaps"),
        ("DISCORD_API_URL", "discord.com/api"),
        ("DISCORD_API_URL", "ftp://discord.com/api"),
        ("DISCORD_API_URL", "https://"),
        ("DISCORD_API_URL", "http://host:port/"),
        ("DISCORD_API_URL", "http://host:99999/"),
        ("DATABASE_URL", "little-giant.db"),
        ("DATABASE_URL", "sqlite:///var/a.db"),
        ("DATABASE_URL", "sqlite+aiosqlite://var/a.db"),
        ("DATABASE_URL", "sqlite+aiosqlite:///"),
        ("DATABASE_URL", "postgresql+asyncpg://host"),
        ("DATABASE_URL", "mysql://host/name"),
        ("DATABASE_URL", "postgresql+asyncpg://host:65536/name"),
        ("ADMIN_GUILD_IDS", "one"),
        ("ADMIN_GUILD_IDS", "1,,2"),
        ("OPERATOR_IDS", "0"),
        ("OPERATOR_IDS", "[1,2"),
        ("OPERATOR_IDS", "-1"),
        ("OPERATOR_IDS", "1,1"),
        ("OPERATOR_IDS", "9223372036854775808"),
        ("SHARD_IDS", "a"),
        ("SHARD_COUNT", "0"),
        ("SHARD_COUNT", "two"),
        ("SHARD_COUNT", "10001"),
        ("SHARD_COUNT", "1150000000000000001"),
        ("DEFAULT_TIMEZONE", "Shanghai"),
        ("DEFAULT_TIMEZONE", "CST"),
        ("DEFAULT_TIMEZONE", "Asia"),
        ("DEFAULT_TIMEZONE", "Factory"),
        ("DEFAULT_TIMEZONE", "localtime"),
        ("DEFAULT_TIMEZONE", "posixrules"),
        ("DEFAULT_TIMEZONE", "right/Asia/Shanghai"),
        ("DEFAULT_TIMEZONE", "../etc/passwd"),
        ("DEFAULT_TIMEZONE", "/etc/localtime"),
        ("DIGEST_RATE", "0"),
        ("DIGEST_RATE", "0.9"),
        ("DIGEST_RATE", "50.1"),
        ("DIGEST_RATE", "900"),
        ("DIGEST_RATE", "nan"),
        ("DIGEST_RATE", "inf"),
        ("DIGEST_RATE", "fast"),
        ("HEALTH_HOST", "http://127.0.0.1"),
        ("HEALTH_HOST", "127.0.0.1/8"),
        ("HEALTH_HOST", "127.0.0.1:8080"),
        ("HEALTH_HOST", "a b"),
        ("HEALTH_PORT", "-1"),
        ("HEALTH_PORT", "65536"),
        ("HEALTH_PORT", "80.0"),
        ("HEALTH_PORT", "http"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    sentence = fault(monkeypatch, **{name: value})
    assert sentence == f'{name} is "{value}"; expected {EXPECTED[name.lower()]}.'


def test_each_wrong_setting_is_explained_on_its_own_line(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {"OPERATOR_IDS": "x", "SHARD_COUNT": "0", "LOG_LEVEL": "loud"}
    assert fault(monkeypatch, **wrong).split("\n") == [
        f'{name} is "{value}"; expected {EXPECTED[name.lower()]}.' for name, value in wrong.items()
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"SHARD_IDS": "0,1"}, "SHARD_IDS is 0,1 but SHARD_COUNT is not set; expected"),
        (
            {"SHARD_IDS": "0,2", "SHARD_COUNT": "2"},
            "SHARD_IDS is 0,2 and SHARD_COUNT is 2; expected shard ids from 0 to 1.",
        ),
    ],
)
def test_shards_that_do_not_fit_are_named_together(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], expected: str
) -> None:
    assert fault(monkeypatch, **values).startswith(expected)


def test_a_process_may_serve_a_part_of_the_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHARD_IDS", "0,3")
    monkeypatch.setenv("SHARD_COUNT", "4")
    settings = read_settings()
    assert (settings.shard_ids, settings.shard_count) == ((0, 3), 4)


@pytest.mark.parametrize("token", [f"Bot {TOKEN}", f"{TOKEN[:20]}\n{TOKEN[20:]}", TOKEN + "é"])
def test_a_token_is_refused_without_any_part_of_it(
    monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    sentence = fault(monkeypatch, DISCORD_TOKEN=token, LOG_LEVEL="loud")
    assert sentence.startswith("DISCORD_TOKEN contains")
    assert not any(TOKEN[n : n + 5] in sentence for n in range(len(TOKEN) - 5))


def test_neither_token_nor_password_shows_in_what_is_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", f" {TOKEN} ")
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://me:pa%20ss@host/name")
    settings = read_settings()
    assert settings.secrets() == (TOKEN, "pa%20ss", "pa ss")
    assert TOKEN not in repr(settings)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("mysql://me:hunter2@host:3306/name", "mysql://me:***@host:3306/name"),
        ("mysql://me:hun@ter2@host/name", "mysql://me:***@host/name"),
        ("mysql://me:hun/ter2@host/name", "mysql://me:***@host/name"),
        ("mysql://me:hun?ter2@host/name", "mysql://***"),
        ("mysql://host/name?password=hunter2", "mysql://host/name"),
        ("mysql://host/name?password=hun@ter2", "mysql://***"),
        ("postgresql:me:hunter2@host", "***"),
        ("host=h password=hunter2", "***"),
        ("http://me:hunter2@/x y", "http://me:***@/x y"),
    ],
)
def test_a_password_is_masked_however_the_address_is_written(
    monkeypatch: pytest.MonkeyPatch, url: str, shown: str
) -> None:
    assert masked(url) == shown
    sentence = fault(monkeypatch, DATABASE_URL=url)
    assert f'"{shown}"' in sentence
    assert "hun" not in sentence
    assert "ter2" not in sentence


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"LOG_LEVEL=\xff\xfe")
    with pytest.raises(SettingsError, match=r"\.env is not UTF-8 text") as caught:
        read_settings()
    assert caught.value.__context__ is None


def test_a_folder_in_place_of_the_file_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").mkdir()
    assert fault(monkeypatch) == f"{tmp_path / '.env'} is a folder; expected a file."
