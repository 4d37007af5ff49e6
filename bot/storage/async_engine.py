"""SQLAlchemy's asynchronous engine without its ORM, which nothing here uses: 6 MiB of memory.

The package `sqlalchemy.ext.asyncio` imports the ORM; its module `engine` does not. While that is
imported, an empty package stands in for the real one, which anybody can import afterwards.
"""

import importlib
import sys
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Final

_PACKAGE: Final = "sqlalchemy.ext.asyncio"


def _import_engine() -> None:
    spec: ModuleSpec | None = find_spec(_PACKAGE)
    if spec is None or _PACKAGE in sys.modules:
        return
    sys.modules[_PACKAGE] = module_from_spec(spec)
    try:
        importlib.import_module(f"{_PACKAGE}.engine")
    except ImportError:  # of another version: the real package imports all
        pass
    finally:
        del sys.modules[_PACKAGE]


if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
else:
    _import_engine()
    _engine = sys.modules.get(f"{_PACKAGE}.engine") or importlib.import_module(f"{_PACKAGE}.engine")
    AsyncConnection, AsyncEngine = _engine.AsyncConnection, _engine.AsyncEngine
    create_async_engine = _engine.create_async_engine

__all__ = ["AsyncConnection", "AsyncEngine", "create_async_engine"]
