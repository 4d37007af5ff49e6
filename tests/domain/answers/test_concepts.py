"""The engine names terms of the glossary by ids that exist."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import cast, get_args

from bot.domain import answers, search
from bot.domain.data.models import Attribute
from bot.domain.data.values import Rank
from bot.domain.release import Release

_NAMED = re.compile(r'"([a-z0-9-]+)" (?:not )?in [\w.]*concepts\b')


def _modules() -> list[str]:
    packages = (answers, search)
    return [m.name for p in packages for m in walk_packages(p.__path__, f"{p.__name__}.")]


def test_sets_of_terms_hold_nothing_else(release: Release) -> None:
    terms = release.catalogue.terms.keys()
    topics = {
        t for tier in release.catalogue.dataset.tiers for c in tier.criteria for t in c.topics
    }
    known = terms | topics | {*get_args(Attribute), *get_args(Rank)}
    checked = 0
    for name in _modules():
        for at, value in vars(import_module(name)).items():
            ids = cast("frozenset[str]", value if isinstance(value, frozenset) else frozenset())
            if 2 * len(ids & terms) > len(ids):
                checked += 1
                assert ids <= known, (name, at, ids - known)
    assert checked > 50


def test_terms_looked_for_exist(release: Release) -> None:
    for name in _modules():
        text = Path(str(import_module(name).__file__)).read_text("utf-8")
        assert set(_NAMED.findall(text)) <= release.catalogue.terms.keys(), name
