"""The time of messages in the demo."""

from datetime import timedelta

import discord
import simcord
import time_machine
from discord.utils import snowflake_time

from bot.simcord_internals import run_clock
from tests.commands.chat import NOW


def test_a_message_of_the_demo_has_the_time_at_which_it_is_sent() -> None:
    with time_machine.travel(NOW, tick=False) as traveller:
        env = simcord.Env(discord.Client(intents=discord.Intents.none()))
        run_clock(env)
        traveller.shift(timedelta(minutes=10))
        sent = snowflake_time(env.backend.snowflake())
        assert sent == NOW + timedelta(minutes=10)
