"""The faults of small data sets that a test writes."""

from bot.domain.data.loader import read_dataset

SOURCE = """\
sources:
  - id: shine
    title: A report
    title_zh: 一篇报道
    publisher: SHINE
    publisher_zh: SHINE（上海日报）
    language: en
    grade: B
    independent: true
"""


def faults(**files: str) -> list[str]:
    found, wrong = read_dataset({f"{name}.yaml": text.encode() for name, text in files.items()})
    assert (found is None) == bool(wrong)
    return [str(fault) for fault in wrong]
