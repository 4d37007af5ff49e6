"""Builds the bot: opens what it needs in order, and closes it in reverse."""

import contextlib
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

from bot.charts.cache import ChartCache, open_charts
from bot.digests.assembly import DigestServices
from bot.digests.rate_limiter import RateLimiter
from bot.discord_client.attachments import Fetch, fetch_attachment
from bot.discord_client.client import LittleGiant, Prepare
from bot.discord_client.command_sync import (
    Translations,
    allow_installs,
    leave_out_unavailable,
    sync_commands,
)
from bot.discord_client.endpoint import StartTimeLimit, direct_rest, log_in, serve_discord
from bot.discord_client.guild_events import GuildEvents
from bot.discord_client.poster import DiscordPoster
from bot.edition_renderer import CardRenderer
from bot.gc_tuning import CHECK_SECONDS, IdleCollector, in_background_after
from bot.i18n.translator import read_traditional, read_translators
from bot.metrics import Metrics
from bot.monitoring.health import open_health
from bot.monitoring.readiness import Readiness
from bot.operator_tools import OperatorTools
from bot.process_memory import TRIM_SECONDS, MemoryTrimmer
from bot.releases.live_release import LiveRelease
from bot.releases.proposal import PendingProposals
from bot.releases.reader import DATA_WORKER, DatasetReader
from bot.releases.reload_triggers import reload_on_signal
from bot.releases.startup import open_release
from bot.settings import Settings
from bot.signals import at_terminal, calling_on_hangup, stopping
from bot.storage.commands import CommandStore
from bot.storage.database import Database, open_database
from bot.storage.index_cache import index_cache_of
from bot.storage.preference_cache import Preferences
from bot.storage.preferences import PreferenceStore
from bot.storage.releases import ReleaseStore
from bot.storage.shared_cards import SharedCardStore
from bot.ui.chart_responder import ChartResponder
from bot.ui.check_sessions import ERASE_SECONDS, CheckSessions
from bot.ui.command_mentions import CommandMentions
from bot.ui.component_dispatcher import ComponentDispatcher
from bot.ui.interaction_guard import InteractionGuard
from bot.ui.interaction_tracking import idle_seconds
from bot.ui.languages import Languages
from bot.ui.operators import Operators
from bot.ui.services import AdminServices, Services
from bot.version import program_version
from cogs import all_cogs, load_registry
from cogs.admin.cog import add_admin
from cogs.help.greeting import Greeter
from cogs.watch.cog import may_be_back

_PREFERENCE_SECONDS = 5
"""How often a process reads preferences that other processes saved; they may take 10 s to show."""


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


class App(NamedTuple):
    """The opened parts."""

    client: LittleGiant
    services: Services
    delivery: DigestServices
    operator_tools: OperatorTools
    charts: ChartCache
    readiness: Readiness
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
    """Opens database, data set and client, ready to start; closes everything at the end.

    `alone`: refuses an SQLite file that another process holds. `start_limit` ends a start that
    takes too long. `fetch` downloads an attached file.
    Raises StorageError or DataError with one sentence where the start cannot succeed.
    """
    metrics, start_limit = metrics or Metrics(), start_limit or StartTimeLimit()
    direct_rest(settings.discord_api_url)
    async with AsyncExitStack() as stack:
        opening = open_database(settings.database_url, alone=alone)
        database = await stack.enter_async_context(opening)
        preferences = Preferences(PreferenceStore(database))
        await preferences.load()
        core = Core(
            settings,
            database,
            clock,
            metrics,
            Languages(read_translators(), preferences),
            await _open_release(settings, database, clock),
            CommandMentions(),
            RateLimiter(settings.digest_rate),
        )
        version = core.live_release.current.version
        charts = open_charts(settings.database_url, version, metrics.chart_ended)

        async def prepare(client: LittleGiant) -> None:
            await _add_cogs(client, services, delivery)
            await client.add_cog(Greeter(client, services, delivery, enabled=settings.greet))
            start_limit.next_phase()
            services.mentions.current = await sync_commands(
                client, CommandStore(database), settings.admin_guild_ids
            )

        operators = Operators(settings.admin_guild_ids, settings.operator_ids)
        client = _build_client(core, operators, prepare)
        stack.push_async_callback(client.close)
        stack.push_async_callback(charts.close)  # first: an answer may wait for its picture
        delivery = _build_delivery(core, client)
        stack.push_async_callback(delivery.executor.stop)
        stack.push_async_callback(delivery.backlog.close)
        tools = _build_operator_tools(core, delivery, charts)
        stack.callback(tools.reload.close)
        services = _build_services(core, delivery, tools, operators, charts, fetch)
        collector = IdleCollector(idle_seconds)
        _schedule_upkeep(core, delivery, services, collector)
        release = core.live_release.get
        readiness = Readiness(client, release, delivery.backlog, delivery.executor, metrics)
        yield App(client, services, delivery, tools, charts, readiness, collector, start_limit)


class Core(NamedTuple):
    """What the parts of the bot are built from."""

    settings: Settings
    database: Database
    clock: Callable[[], datetime]
    metrics: Metrics
    languages: Languages
    live_release: LiveRelease
    mentions: CommandMentions
    rate_limiter: RateLimiter


async def _open_release(
    settings: Settings, database: Database, clock: Callable[[], datetime]
) -> LiveRelease:
    with contextlib.closing(DatasetReader(DATA_WORKER, urgent=True)) as first:
        # Nothing else may hold it: a reload frees the old release.
        return LiveRelease(
            await open_release(
                ReleaseStore(database),
                settings.data_dir,
                clock(),
                first.folder,
                index_cache_of(settings.database_url),
            )
        )


def _build_client(core: Core, operators: Operators, prepare: Prepare) -> LittleGiant:
    return LittleGiant(
        prepare=prepare,
        rate_limiter=core.rate_limiter,
        metrics=core.metrics,
        guard=InteractionGuard(core.clock, core.languages.translator, core.metrics),
        is_operator=operators.includes,
        is_for_listeners=may_be_back,
        shard_count=core.settings.shard_count,
        shard_ids=core.settings.shard_ids,
    )


def _build_delivery(core: Core, client: LittleGiant) -> DigestServices:
    languages, live_release = core.languages, core.live_release
    renderer = CardRenderer(
        languages.translators, languages.preferences, core.clock, live_release, core.mentions
    )
    return DigestServices(
        core.database,
        live_release.get,
        DiscordPoster(client),
        renderer,
        core.rate_limiter,
        core.settings.digest_rate,
        core.clock,
        core.metrics,
    )


def _build_operator_tools(
    core: Core, delivery: DigestServices, charts: ChartCache
) -> OperatorTools:
    tools = OperatorTools(
        core.database,
        core.settings.data_dir,
        core.live_release.get,
        core.live_release.swap,
        delivery,
        core.metrics,
        core.clock,
        DatasetReader(DATA_WORKER),
    )
    tools.reload.after.append(lambda _, new, __: charts.follow(new.version))
    return tools


def _build_services(
    core: Core,
    delivery: DigestServices,
    tools: OperatorTools,
    operators: Operators,
    charts: ChartCache,
    fetch: Fetch,
) -> Services:
    return Services(
        load_registry=load_registry,
        languages=core.languages,
        live_release=core.live_release,
        mentions=core.mentions,
        clock=core.clock,
        default_timezone=core.settings.default_timezone,
        metrics=core.metrics,
        chart_responder=ChartResponder(charts, SharedCardStore(core.database), core.clock),
        check_sessions=CheckSessions(core.database, core.clock),
        digests=delivery.digests,
        watches=delivery.watches,
        history=tools.history,
        admin=AdminServices(
            operators, tools.reload, PendingProposals(core.clock), tools.overview, fetch
        ),
    )


def _schedule_upkeep(
    core: Core, delivery: DigestServices, services: Services, collector: IdleCollector
) -> None:
    schedule = delivery.scheduler.add_job
    schedule(services.check_sessions.erase_expired, ERASE_SECONDS)
    schedule(MemoryTrimmer().trim, TRIM_SECONDS)
    schedule(collector.collect_if_due, CHECK_SECONDS)
    if not core.database.migrates_itself:  # on a server, other processes save too
        schedule(core.languages.preferences.follow, _PREFERENCE_SECONDS)


async def _add_cogs(client: LittleGiant, services: Services, delivery: DigestServices) -> None:
    allow_installs(client)
    for cog in all_cogs(services, client.tree):
        await client.add_cog(cog)
    await client.add_cog(GuildEvents(delivery))
    services.admin.operators.learn(client.application)
    await add_admin(client, services)
    await client.add_cog(ComponentDispatcher(services, client.guard))
    leave_out_unavailable(client)
    await client.tree.set_translator(Translations(services.translators["zh"], read_traditional()))


async def run(settings: Settings, token: str) -> None:
    """Serves until a signal asks it to stop.

    Raises what `open_health`, `open_app`, `log_in` and `serve_discord` raise: each in a sentence.
    """
    metrics = Metrics()
    metrics.info.labels(program_version()).set(1)
    with stopping(hangup=at_terminal()):
        async with (
            open_health(settings.health_host, settings.health_port, metrics) as health,
            open_app(settings, alone=True, metrics=metrics) as app,
            health.watching(app.readiness),
        ):
            await log_in(app.client, token, settings.discord_api_url, app.start_limit)
            app.collector.begin()  # off until here: what a start makes stays in use

            def prepare() -> None:  # a bound method would keep the first release in memory
                load_registry()
                app.services.live_release.current.prepare()

            connected = partial(app.client.wait_for, "connect")
            async with (
                app.delivery.scheduler.running(),
                in_background_after(connected, prepare, app.collector.begin),
            ):
                with calling_on_hangup(partial(reload_on_signal, app.operator_tools.reload)):
                    await serve_discord(app.client)
