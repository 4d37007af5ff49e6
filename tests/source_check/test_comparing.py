"""Figures in the text of a page, the text itself, and the verdict."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.citations import Citation, CitedFigure, citations
from bot.domain.data.loader import read_dataset
from bot.domain.data.models import Figure, Source, Text
from bot.i18n.translator import read_translators
from bot.source_check.check import SourceResult, check_sources, compare_page
from bot.source_check.figure_search import PageFigures
from bot.source_check.page_text import page_text, text_hash
from bot.source_check.report import as_json, progress_line, summary
from bot.storage.data_files import read_data_files
from tests.small import SOURCE, small_release
from tests.source_check.web import local_web

DATA = Path(__file__).parents[2] / "data"
AWARD = Text(en="Award for a new little giant", zh="新认定小巨人企业奖励")


def cited(value: float, unit: str = "CNY", name: Text = AWARD) -> CitedFigure:
    figure = Figure(
        id="sum", name=name, value=value, unit=unit, qualifier="up to", sources=("seed",)
    )
    return CitedFigure("m-1", figure, (name,))


def citation(*figures: CitedFigure, **given: Any) -> Citation:
    source = Source.model_validate(SOURCE | {"url": "http://shine.example/a"} | given)
    return Citation(source, ("m-1",), figures)


# -- Figures --


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (300_000, "CNY", "最高30万元"),
        (300_000, "CNY", "最高不超过三十万元"),
        (300_000, "CNY", "up to RMB300,000 for each"),
        (300_000, "CNY", "up to CNY 0.3 million"),
        (400_000_000_000, "CNY", "贷款规模 4000 亿元"),
        (400_000_000_000, "CNY", "over 400 billion yuan"),
        (139_000_000, "USD", "unveils $139m subsidies"),
        (14_600, "firms", "累计达1.46万家"),
        (30, "percent", "不超过百分之三十"),
        (50, "percent of contract", "按合同额的50%"),
        (-3, "percent", "the fee falls by 3%"),
        (3.5, "km2", "新认定小巨人企业奖励 3.5km²"),
        (2000, "firms", "some 2,000 firms"),
        (2000, "firms", "the year 2000"),
        (10, "measures", "Ten awards for a little giant"),
        (3, "years", "小巨人企业三年有效"),
    ],
)
def test_a_figure_in_any_way_of_writing(value: float, unit: str, text: str) -> None:
    page = PageFigures(f"An intro.\n{text}.\nThe end.")
    assert (page.passage(cited(value, unit)) or "").startswith(text)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (300_000, "CNY", "最高50万元"),
        (300_000, "CNY", "up to 30,000 yuan"),
        (30, "percent", "对30家小巨人企业给予奖励"),
        (30, "firms", "小巨人企业奖励比例30%"),
        (10, "measures", "Photo 10 of 12; tel. 10"),
        (5, "firms", "a little giant uses 5g"),
    ],
)
def test_another_number_is_not_the_figure(value: float, unit: str, text: str) -> None:
    assert PageFigures(text).passage(cited(value, unit)) is None


def test_the_likeliest_passage_is_shown() -> None:
    page = PageFigures("罚款30万元。\n对新认定的小巨人企业奖励30万元。\n另有30万元。")
    assert page.passage(cited(300_000)) == "对新认定的小巨人企业奖励30万元。"


# -- Text --


@pytest.mark.parametrize(
    ("codec", "declared", "meta"),
    [
        ("utf-8", None, ""),
        ("utf-8", "gbk", ""),
        ("gb18030", "utf-8", ""),
        ("gb18030", "iso-8859-1", ""),
        ("gb18030", None, "<meta charset=gb2312>"),
        ("gb18030", "no-such-charset", "<meta charset=utf-8>"),
        ("big5hkscs", "big5", ""),
        ("cp932", None, '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">'),
    ],
)
def test_a_wrong_character_set_is_seen_through(codec: str, declared: str | None, meta: str) -> None:
    words = "企業支援 30万円" if codec in ("big5hkscs", "cp932") else "对企业奖励30万元"
    text = words.replace("円", "元") if codec == "big5hkscs" else words
    assert page_text(f"{meta}<p>{text}</p>".encode(codec), declared) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>30<b>万</b>元</p><p>more</p>", "30万元\nmore"),
        ("<table><tr><td>30</td><td>40</td></tr><tr><td>5</td></tr></table>", "30 40\n5"),
        ("<script>if (1 < 2) '<p>no</p>'</SCRIPT>yes<style>p {}</style>", "yes"),
        ("<!-- 30 --> 40 <!-- unclosed 50", "40"),
        ("a &lt; b &amp; 3 &#19975; < 4", "a < b & 3 万 < 4"),
        ("before <a href='x' unclosed", "before"),
        ("<!DOCTYPE html><?xml?>x</p >y", "x\ny"),
        ("one\nline<br/>two", "one line\ntwo"),
    ],
)
def test_only_the_visible_text_of_a_page_is_read(html: str, text: str) -> None:
    assert page_text(html.encode(), None) == text


def test_the_hash_is_of_the_words() -> None:
    assert text_hash("a b\nc") == text_hash("a  bc")
    assert text_hash("a b\nc") != text_hash("a b d")


# -- Verdict --

GOOD = "对新认定的小巨人企业奖励30万元。"
READ = {"read": "2026-06-01", "hash": text_hash(GOOD)}


@pytest.mark.parametrize(
    ("one", "text", "told"),
    [
        (citation(cited(300_000)), GOOD, ("ok", "prints the figure")),
        (citation(cited(3e5), cited(5e5)), GOOD, ("changed", "1 of 2 figures not found")),
        (citation(), GOOD, ("ok", "answers; no figure cites it")),
        (citation(**READ), GOOD, ("ok", "the same text as on 2026-06-01")),
        (citation(cited(9e5), **READ), GOOD, ("ok", "the same text as on 2026-06-01")),
        (citation(**READ), "Else.", ("changed", "no longer the text of 2026-06-01")),
        (citation(cited(300_000), **READ), f"New! {GOOD}", ("ok", "prints the figure")),
    ],
)
def test_a_citation_gets_the_verdict_of_its_page(
    one: Citation, text: str, told: tuple[str, str]
) -> None:
    result = compare_page(one, text)
    assert (result.status, result.reason) == told
    assert result.hash == text_hash(text)


def test_every_figure_is_looked_for_at_each_of_its_sources() -> None:
    dataset, _ = read_dataset(read_data_files(DATA).yaml)
    assert dataset is not None
    found = {c.source.id: c for c in citations(Catalogue("2026.01.01.1", dataset))}
    assert [*found] == [source.id for source in dataset.sources]
    for record in (*dataset.measures, *dataset.awards, *dataset.statistics, *dataset.zones):
        for figure in record.figures:
            for name in (*figure.sources, *figure.confirmed_by):
                assert (record.id, figure) in [(f.record, f.figure) for f in found[name].figures]
                assert record.id in found[name].records
    thresholds = [c.threshold for tier in dataset.tiers for c in tier.criteria if c.threshold]
    looked_for = [f.figure for c in found.values() for f in c.figures]
    assert thresholds
    assert all(figure in looked_for for figure in thresholds)


# -- Report --


async def test_the_report_of_a_whole_check() -> None:
    told: list[SourceResult] = []
    small = citations(small_release("2026.01.01.1").catalogue)[0]
    async with local_web() as net:
        urls = {"good": net.page("/a", "<p>最高30万元</p>"), "old": net.page("/b", "<p>5万元</p>")}
        urls |= {"gone": net.url("/c"), "odd": net.page("/d", "")}
        cited = [
            Citation(
                small.source.model_copy(update={"id": i, "url": url}), small.records, small.figures
            )
            for i, url in urls.items()
        ]
        async with net.reader() as reader:
            results = await check_sources([*cited, small], reader, told.append)
    assert [r.status for r in results] == ["ok", "changed", "gone", "suspicious"]
    assert sorted(map(id, told)) == sorted(map(id, results))
    assert progress_line(results[2], 3, 4) == "[3/4] gone: gone (answers 404)"
    text = summary(read_translators()["en"], [*cited, small], results)
    assert "old: 3 of 3 figures not found" in text
    assert "records: m-1, m-2, m-3, ten" in text
    assert re.search(r"not found: m-1/sum \(.*300,000 yuan\), m-2/sum", text)
    assert "4 pages checked: 1 ok · 0 unreachable · 1 suspicious · 1 gone · 1 changed" in text
    assert "1 source has no address" in text
    document = json.loads(as_json([*cited, small], results, datetime(2026, 1, 1, tzinfo=UTC)))
    assert document["checked_at"] == "2026-01-01T00:00:00+00:00"
    assert document["counts"]["changed"] == 1
    assert document["without_url"] == ["seed"]
    first = document["sources"][0]
    assert (first["status"], first["hash"]) == ("ok", text_hash("最高30万元"))
    assert first["figures"][0]["passage"] == "最高30万元"
    assert document["sources"][2]["hash"] is None
