"""Settings from the environment and the file `.env`, checked once at the start.

A wrong value gives a sentence with the variable, its value and what is expected, but never the
value of a secret.
"""

import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self, cast
from urllib.parse import unquote, urlsplit
from zoneinfo import available_timezones

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from bot import database_options
from bot.exit_codes import SETTING, ExitError

LogLevel = Literal["debug", "info", "warning", "error", "critical"]
LogFormat = Literal["console", "json"]

DISCORD_API_URL = "https://discord.com/api/v10"
DATABASE_URL = "sqlite+aiosqlite:///var/little-giant.db"
DATABASE_URLS = (
    re.compile(r"sqlite\+aiosqlite://(/.+)?"),
    re.compile(
        r"postgresql\+asyncpg://(?:[^:/]*(?::(?P<password>[^@]*))?@)?"
        r"(?:\[[0-9a-fA-F:]+\]|[^\s/:?@]*)(?::(?P<port>[1-9][0-9]{0,4}))?/[^\s?/]+(?:\?.*)?"
    ),
)
"""The two accepted forms; as in SQLAlchemy, a password may contain any character but @."""
LARGEST_ID = 2**63 - 1
"""Discord's ids have 64 bits, and the database stores them signed."""
MOST_SHARDS = 10_000
"""Enough for 25 million servers; more is a mistake, such as a pasted id."""
MAX_DIGEST_RATE = 50.0
"""Discord's limit for one token. Tests against a stand-in without a limit raise it."""

EXPECTED: Mapping[str, str] = {
    "discord_token": "only the bot's token, as the developer portal shows it",
    "discord_api_url": f"an http or https address such as {DISCORD_API_URL}",
    "database_url": (
        "sqlite+aiosqlite:///PATH or postgresql+asyncpg://USER:PASSWORD@HOST:PORT/NAME"
    ),
    "data_dir": "the path of a folder",
    "admin_guild_ids": "server ids such as 1,2 or [1,2]",
    "operator_ids": "user ids such as 1,2 or [1,2]",
    "shard_ids": "different shard ids from 0 such as 0,1 or [0,1]",
    "shard_count": "a whole number from 1 to 10000",
    "default_timezone": "an IANA time zone such as Asia/Shanghai",
    "digest_rate": "requests per second, a number from 1 to 50 such as 45",
    "health_host": "a host name or address such as 127.0.0.1 or 0.0.0.0",
    "health_port": "a port from 0 to 65535 such as 8080; 0 turns it off",
    "greet": "true or false",
    "log_level": "debug, info, warning, error or critical",
    "log_format": "console or json",
}


class SettingsError(ExitError):
    """Settings are wrong; `str()` gives a sentence for each, on its own line."""

    exit_code = SETTING


def masked(url: str) -> str:
    """A URL that may be shown: without its password and query; if in doubt, more is hidden."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return "***" if re.search(r"[@:?=]", url) else url
    login, at, place = rest.rpartition("@")
    if "?" in login:
        return f"{scheme}://***"
    place = place.partition("?")[0]
    if not at:
        return f"{scheme}://{place}"
    user = re.split(r"[:/#]", login)[0]
    return f"{scheme}://{user}:***@{place}"


def _single_line(value: object) -> object:
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if isinstance(text, str) and (not text.isascii() or re.search(r"\s|[^ -~]", text)):
        raise ValueError
    return value


def _api_url(value: str) -> str:
    parts = urlsplit(value)  # a malformed address or port raises ValueError
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError
    if parts.query or parts.fragment or "@" in parts.netloc or re.search(r"\s", value):
        raise ValueError
    return value.rstrip("/")


def _database_url(value: str) -> str:
    found = [match for pattern in DATABASE_URLS if (match := pattern.fullmatch(value))]
    if not found or int(found[0].groupdict().get("port") or 1) > database_options.HIGHEST_PORT:
        raise ValueError
    return value


def _host(value: str) -> str:
    if not re.fullmatch(r"[0-9A-Za-z._-]+", value):
        ip_address(value)  # raises ValueError
    return value


def _digest_rate(value: float) -> float:
    if not 1 <= value <= MAX_DIGEST_RATE:
        raise ValueError
    return value


def _timezone(value: str) -> str:
    # The two mean no fixed place; `is_timezone` knows neither.
    if value not in available_timezones() - {"localtime", "Factory"}:
        raise ValueError
    return value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _numbers(smallest: int) -> Callable[[object], tuple[int, ...]]:
    """A parser of `1,2` or `[1,2]`; ValueError for repeated numbers."""

    def read(value: object) -> tuple[int, ...]:
        numbers = [_number(part, smallest) for part in _parts(value)]
        if len(set(numbers)) != len(numbers):
            raise ValueError
        return tuple(numbers)

    return read


def _parts(value: object) -> list[str]:
    if not isinstance(value, str):
        return [str(part) for part in cast("Iterable[object]", value)]
    text = value.strip()
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1].strip()
    return [part.strip() for part in text.split(",")] if text else []


def _number(text: str, smallest: int) -> int:
    if not re.fullmatch(r"[0-9]+", text) or not smallest <= int(text) <= LARGEST_ID:
        raise ValueError
    return int(text)


def _shard_count(value: object) -> int:
    count = _number(str(value), 1)
    if count > MOST_SHARDS:
        raise ValueError
    return count


Ids = Annotated[tuple[int, ...], BeforeValidator(_numbers(1))]
ShardIds = Annotated[tuple[int, ...], BeforeValidator(_numbers(0))]


class Settings(BaseModel):
    """All settings, checked and frozen; an empty value is unset."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    discord_token: Annotated[SecretStr | None, BeforeValidator(_single_line)] = None
    discord_api_url: Annotated[str, AfterValidator(_api_url)] = DISCORD_API_URL
    database_url: Annotated[str, AfterValidator(_database_url)] = DATABASE_URL
    data_dir: Path = Path("data")
    admin_guild_ids: Ids = ()
    operator_ids: Ids = ()
    shard_ids: ShardIds = ()
    shard_count: Annotated[int, BeforeValidator(_shard_count)] | None = None
    default_timezone: Annotated[str, AfterValidator(_timezone)] = "Asia/Shanghai"
    digest_rate: Annotated[float, AfterValidator(_digest_rate)] = 45
    health_host: Annotated[str, AfterValidator(_host)] = "127.0.0.1"
    health_port: Annotated[
        int,
        BeforeValidator(lambda value: _number(str(value), 0)),
        Field(le=database_options.HIGHEST_PORT),
    ] = 8080
    greet: bool = True
    log_level: Annotated[LogLevel, BeforeValidator(_lower)] = "info"
    log_format: Annotated[LogFormat, BeforeValidator(_lower)] = "console"

    @model_validator(mode="before")
    @classmethod
    def _drop_blanks(cls, values: dict[str, object]) -> dict[str, object]:
        trimmed = {k: v.strip() if isinstance(v, str) else v for k, v in values.items()}
        return {name: value for name, value in trimmed.items() if value not in ("", None)}

    @model_validator(mode="after")
    def _shards_fit(self) -> Self:
        if not self.shard_ids:
            return self
        listed = ",".join(map(str, self.shard_ids))
        if self.shard_count is None:
            raise ValueError(
                f"SHARD_IDS is {listed} but SHARD_COUNT is not set; "
                "expected SHARD_COUNT with the number of all shards."
            )
        if max(self.shard_ids) >= self.shard_count:
            raise ValueError(
                f"SHARD_IDS is {listed} and SHARD_COUNT is {self.shard_count}; "
                f"expected shard ids from 0 to {self.shard_count - 1}."
            )
        return self

    @model_validator(mode="after")
    def _database_options_fit(self) -> Self:
        driver, _, _ = self.database_url.partition("+")
        _, _, query = self.database_url.partition("://")[2].rpartition("@")[2].partition("?")
        if fault := next(database_options.faults(driver, query), None):
            raise ValueError(fault)
        return self

    def secrets(self) -> tuple[str, ...]:
        """The values that must not appear anywhere: the token and the database's password."""
        token = self.discord_token.get_secret_value() if self.discord_token else ""
        found = DATABASE_URLS[1].fullmatch(self.database_url)
        password = (found["password"] or "") if found else ""
        return tuple(filter(None, dict.fromkeys((token, password, unquote(password)))))


def read_settings(
    env_file: Path | None = Path(".env"), *, without: Collection[str] = ()
) -> Settings:
    """The settings from the environment and `env_file`. Raises SettingsError.

    Those named in `without` keep their defaults, whatever is written for them.
    """
    if env_file is not None and env_file.is_dir():
        raise SettingsError(f"{env_file.absolute()} is a folder; expected a file.")
    try:
        # The file may have a byte order mark. An empty value in the environment does not hide it.
        written = dotenv_values(env_file, encoding="utf-8-sig") if env_file is not None else {}
        given = [*written.items(), *os.environ.items()]
        named = {name.lower(): value for name, value in given if value}
        return Settings.model_validate({k: v for k, v in named.items() if k not in without})
    except ValidationError as error:
        sentence = _sentences(error.errors(include_url=False))
    except UnicodeDecodeError:
        sentence = f"The settings file {env_file} is not UTF-8 text; expected lines NAME=value."
    except OSError as error:
        sentence = f"The settings file {env_file} cannot be read: {error.strerror}."
    # Raised outside the handler: pydantic's error holds the raw values.
    raise SettingsError(sentence)


def _sentences(errors: list[ErrorDetails]) -> str:
    """A line for each wrong setting."""
    wrong = {str(error["loc"][0]): error["input"] for error in reversed(errors) if error["loc"]}
    if not wrong:
        return str(errors[0]["msg"]).removeprefix("Value error, ")
    return "\n".join(
        f"{_understood(name, wrong[name])}; expected {EXPECTED[name]}."
        for name in EXPECTED
        if name in wrong
    )


def _understood(name: str, value: object) -> str:
    if name == "discord_token":
        return "DISCORD_TOKEN contains a space, a line break or another character that no token has"
    shown = masked(str(value)) if name.endswith("_url") else str(value)
    return f'{name.upper()} is "{shown}"'
