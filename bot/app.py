"""Builds the bot: opens what it needs in order, and closes it in reverse."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from bot.charts.cache import ChartCache
from bot.charts.renderer_process import ChartRenderer
from bot.data_check.worker import COMMAND as DATA_WORKER
from bot.digests.assembly import DigestServices, build_digest_services
from bot.digests.rate_limiter import RateLimiter
from bot.discord_client.attachments import Fetch, fetch_attachment
from bot.discord_client.client import LittleGiant
from bot.discord_client.command_sync import (
    Translations,
    allow_installs,
    leave_out_unavailable,
    sync_commands,
)
from bot.discord_client.endpoint import StartTimeLimit, direct_rest, log_in, serve
from bot.discord_client.guild_events import Servers
from bot.discord_client.poster import DiscordPoster
from bot.edition_renderer import CardRenderer
from bot.gc_tuning import CHECK_SECONDS, IdleCollector
from bot.i18n.translator import read_traditional, read_translators
from bot.metrics import Metrics
from bot.monitoring.health import open_health
from bot.monitoring.readiness import Readiness
from bot.operator_tools import OperatorTools, build_operator_tools
from bot.process_memory import TRIM_SECONDS, MemoryTrimmer
from bot.releases.reader import DatasetReader
from bot.releases.startup import open_release
from bot.settings import Settings
from bot.storage.chart_files import ChartFolder, chart_folder_of
from bot.storage.commands import CommandStore
from bot.storage.database import open_database
from bot.storage.index_cache import index_cache_of
from bot.storage.preference_cache import Preferences
from bot.storage.preferences import PreferenceStore
from bot.storage.releases import ReleaseStore
from bot.ui.chart_responder import ChartResponder
from bot.ui.component_dispatcher import ComponentDispatcher
from bot.ui.desk import Desk
from bot.ui.interaction_guard import InteractionGuard
from bot.ui.interaction_tracking import idle_seconds
from bot.ui.operators import Operators
from bot.version import program_version
from cogs import all_cogs
from cogs.admin.cog import add_admin
from cogs.admin.handlers import AdminHandlers
from cogs.registry import REGISTRY
from cogs.watch.recovery import WatchRecovery, may_be_back

log = structlog.stdlib.get_logger()

FOLLOW_SECONDS = 5
"""How often a process looks for preferences that others saved; they may take 10 s to show."""


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class App:
    """The opened parts."""

    client: LittleGiant
    desk: Desk
    engine: DigestServices
    readiness: Readiness
    operation: OperatorTools
    operators: Operators
    pictures: ChartCache
    collector: IdleCollector
    start_limit: StartTimeLimit


@asynccontextmanager
async def open_app(
    settings: Settings,
    clock: Callable[[], datetime] = now,
    *,
    alone: bool = False,
    metrics: Metrics | None = None,
    start_limit: StartTimeLimit | None = None,
    fetch: Fetch = fetch_attachment,
) -> AsyncGenerator[App]:
    """Database, data set and client, ready to be started; everything is closed at the end.

    `alone`: an SQLite file is refused where another process holds it. `metrics` counts.
    `start_limit` ends a start that takes too long. `fetch` gets what somebody attaches.
    Raises StorageError or DataError with one sentence where the start cannot succeed.
    """
    metrics, start_limit = metrics or Metrics(), start_limit or StartTimeLimit()
    trimmer, collector = MemoryTrimmer(), IdleCollector(idle_seconds)
    direct_rest(settings.discord_api_url)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(
            open_database(settings.database_url, alone=alone)
        )
        preferences = Preferences(PreferenceStore(database))
        await preferences.load()
        with contextlib.closing(DatasetReader(DATA_WORKER, urgent=True)) as first:
            desk = Desk(
                # Held by the desk alone: a reload must be able to let go of it.
                await open_release(
                    ReleaseStore(database),
                    settings.data_dir,
                    clock(),
                    first.folder,
                    index_cache_of(settings.database_url),
                ),
                read_translators(),
                preferences,
                clock,
                settings.default_timezone,
                metrics,
                registry=REGISTRY,
            )
        pictures = _open_pictures(settings.database_url, metrics)
        stack.push_async_callback(pictures.close)
        pictures.follow(desk.release.catalogue.version)
        desk.chart_responder = ChartResponder(pictures)
        commands = CommandStore(database)

        async def prepare(client: LittleGiant) -> None:
            allow_installs(client)
            for cog in all_cogs(desk, client.tree):
                await client.add_cog(cog)
            await client.add_cog(
                Servers(client, engine.guild_lifecycle, engine.suspensions, engine.scheduler.go)
            )
            await client.add_cog(WatchRecovery(engine.watches))
            client.is_for_listeners = may_be_back
            operators.learn(client.application)
            admin = AdminHandlers(
                desk, operators, operation.reload, operation.overview, client, fetch
            )
            await add_admin(client, admin, operators.guild_ids)
            await client.add_cog(ComponentDispatcher(desk, client.guard))
            leave_out_unavailable(client)
            await client.tree.set_translator(
                Translations(desk.translators["zh"], read_traditional())
            )
            start_limit.next_phase()
            desk.registration = await sync_commands(client, commands, settings.admin_guild_ids)

        operators = Operators(settings.admin_guild_ids, settings.operator_ids)
        rate_limiter = RateLimiter(settings.digest_rate)
        client = LittleGiant(
            prepare=prepare,
            speak=desk.speak,
            rate_limiter=rate_limiter,
            metrics=metrics,
            guard=InteractionGuard(clock, desk.speak, metrics),
            is_operator=operators.includes,
            shard_count=settings.shard_count,
            shard_ids=settings.shard_ids,
        )
        stack.push_async_callback(client.close)
        engine = build_digest_services(
            database,
            lambda: desk.release,
            DiscordPoster(client),
            CardRenderer(desk),
            rate_limiter,
            settings.digest_rate,
            clock,
            metrics,
        )
        stack.push_async_callback(engine.executor.stop)
        stack.push_async_callback(engine.backlog.close)
        desk.digests, desk.watches = engine.digests, engine.watches
        engine.scheduler.add_job(trimmer.trim, TRIM_SECONDS)
        engine.scheduler.add_job(collector.collect_if_due, CHECK_SECONDS)
        if not database.migrates_itself:  # on a server, other processes save too
            engine.scheduler.add_job(preferences.follow, FOLLOW_SECONDS)
        readiness = Readiness(
            client, lambda: desk.release, engine.backlog, engine.executor, metrics
        )
        operation = build_operator_tools(
            database,
            settings.data_dir,
            lambda: desk.release,
            desk.swap,
            engine,
            metrics,
            clock,
            DatasetReader(DATA_WORKER),
        )
        desk.history = operation.history
        operation.reload.after.append(lambda _, new, __: pictures.follow(new.catalogue.version))
        stack.callback(operation.reload.close)
        yield App(
            client,
            desk,
            engine,
            readiness,
            operation,
            operators,
            pictures,
            collector,
            start_limit,
        )


def _open_pictures(database_url: str, metrics: Metrics) -> ChartCache:
    """What draws and keeps pictures; nothing is drawn before somebody asks."""
    folder = ChartFolder(chart_folder_of(database_url))
    pictures = ChartCache(folder, ChartRenderer(folder.folder))
    pictures.ended = metrics.picture_ended
    return pictures


async def run(settings: Settings, token: str) -> None:
    """Serves until a signal asks it to stop.

    Raises what `open_health`, `open_app`, `log_in` and `serve` raise: each with one sentence.
    """
    metrics = Metrics()
    metrics.program(program_version())
    with stopping():
        async with (
            open_health(settings.health_host, settings.health_port, metrics) as health,
            open_app(settings, alone=True, metrics=metrics) as app,
            health.watching(app.readiness),
        ):
            await log_in(app.client, token, settings.discord_api_url, app.start_limit)
            # It is off until here: a start makes little garbage, and what it makes stays.
            app.collector.begin()
            async with app.engine.scheduler.running():
                with heeding_hangup(app.operation.reload_triggers.signalled):
                    await serve(app.client)


@contextlib.contextmanager
def heeding_hangup(work: Callable[[], None]) -> Generator[None]:
    """SIGHUP has the work begin, where there is such a signal."""
    number = getattr(signal, "SIGHUP", None)
    if number is None:  # Windows
        yield
        return
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(number, work)
    try:
        yield
    finally:
        loop.remove_signal_handler(number)


@contextlib.contextmanager
def stopping() -> Generator[None]:
    """SIGINT and SIGTERM end the block wherever it is, as if it had come to its end."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    asked = False

    def stop() -> None:
        nonlocal asked
        if task is None or asked:
            return  # a second signal must not disturb the closing
        asked = True
        log.info("stopping")
        task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C interrupts by itself
            loop.add_signal_handler(number, stop)
    try:
        yield
    except asyncio.CancelledError:
        if not asked or task is None:
            raise
        task.uncancel()
