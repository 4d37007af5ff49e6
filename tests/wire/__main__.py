"""The stand-in as a process: `python -m tests.wire serve`, then `... call ORIGIN VERB [JSON]`.

`serve` prints one JSON line, {origin, api_url, gateway_url, token}, and ends on SIGTERM or
SIGINT. The verbs are listed in `control.py`.
"""

import argparse
import asyncio
import importlib
import json
import os
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import Coroutine
from typing import Any

from tests.wire.control import Control
from tests.wire.server import TOKEN, Wire


def main(arguments: list[str] | None = None) -> int:
    """Runs a subcommand; its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.wire", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="run the stand-in")
    serve.add_argument("--port", type=int, default=0)
    serve.add_argument("--token", default=TOKEN)
    serve.add_argument("--shards", type=int, default=1)
    serve.add_argument("--core", type=int, help="the processor to stay on")
    call = commands.add_parser("call", help="ask a running one")
    call.add_argument("origin")
    call.add_argument("verb")
    call.add_argument("json", nargs="?", default="{}")
    given = parser.parse_args(arguments)
    if given.command == "call":
        return _call(given.origin, given.verb, given.json)
    if given.core is not None:
        os.sched_setaffinity(0, {given.core})
    _run(_serve(Wire(token=given.token, shards=given.shards, port=given.port), given.token))
    return 0


async def _serve(wire: Wire, token: str) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    Control(wire)
    async with wire:
        about = {"origin": wire.origin, "api_url": wire.api_url, "gateway_url": wire.gateway_url}
        print(json.dumps(about | {"token": token}), flush=True)
        await stop.wait()


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Runs under uvloop where there is one."""
    try:
        uvloop: Any = importlib.import_module("uvloop")
    except ImportError:
        asyncio.run(work)
    else:
        uvloop.run(work)


def _call(origin: str, verb: str, body: str) -> int:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{origin}/control/{verb}", body.encode(), headers)
    try:
        with urllib.request.urlopen(request) as response:
            print(response.read().decode())
    except urllib.error.HTTPError as refusal:
        print(refusal.read().decode(), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
