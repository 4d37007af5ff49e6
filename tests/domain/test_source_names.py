"""What sources are called in Chinese: each by a name or a description of its own."""

import re
from typing import Final

from bot.domain.data.dataset import Dataset
from bot.domain.data.models import Source

HOST: Final = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")
HAN: Final = re.compile("[\u4e00-\u9fff]")
WORD: Final = re.compile(r"[A-Za-z][A-Za-z']*")
NAMES: Final = frozenset(
    {
        *("SHINE", "Yicai", "Global", "Nestia", "Teller", "Report", "World", "News", "Readhub"),
        *("Qunfeng", "Group", "CnRobopedia", "Kedisheng", "elib", "i"),
        *("Shanghai", "Weekly", "Bulletin", "G"),
    }
)
"""Media, firms and a bulletin that go by a Latin name, the 金山 account i金山, and 5G."""


def chinese(source: Source) -> tuple[str, str]:
    return source.title_zh, source.publisher_zh


def test_a_chinese_name_is_chinese_or_a_host(dataset: Dataset) -> None:
    for source in dataset.sources:
        assert HAN.search(source.title_zh), source.id
        if not HAN.search(source.publisher_zh):
            assert HOST.fullmatch(source.publisher_zh), source.id
            assert source.publisher_zh == source.publisher, source.id


def test_its_latin_words_are_hosts_or_proper_names(dataset: Dataset) -> None:
    for source in dataset.sources:
        for said in chinese(source):
            assert {*WORD.findall(HOST.sub(" ", said))} <= NAMES, (source.id, said)


def test_it_names_no_host_but_the_sources_own(dataset: Dataset) -> None:
    for source in dataset.sources:
        known = f"{source.publisher} {source.url}"
        assert all(host in known for host in HOST.findall(source.publisher_zh)), source.id


def test_its_punctuation_is_chinese(dataset: Dataset) -> None:
    for source in dataset.sources:
        for said in chinese(source):
            assert not re.search(r"[,;:!?()\"'\[\]]", said), said
            assert all(said.count(a) == said.count(b) for a, b in ("（）", "《》", "“”")), said


def test_its_title_keeps_the_years(dataset: Dataset) -> None:
    for source in dataset.sources:
        years = {*re.findall(r"\b20\d\d\b", source.title)}
        assert years <= {*re.findall(r"20\d\d", source.title_zh)}, source.id


def test_one_publisher_has_one_chinese_name(dataset: Dataset) -> None:
    said: dict[str, str] = {}
    for source in dataset.sources:
        assert said.setdefault(source.publisher, source.publisher_zh) == source.publisher_zh
