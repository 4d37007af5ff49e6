"""Questions about an application: its papers, who decides, how long it takes, which rules apply."""

import pytest

from bot.domain.answers.answer import Answer, Line
from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from tests.domain.conftest import TODAY


def _first(release: Release, question: str) -> Line:
    return answer_question(release, question, TODAY).cards[0].lines[0]


def _shown(answer: Answer) -> set[str]:
    return {r.id for r in answer.cards[0].shown} if answer.cards else set()


@pytest.mark.parametrize(
    ("question", "record", "stated"),
    [
        ("which documents do I need to become a little giant?", "lg26-docs", True),
        ("docs required for the little giant filing", "lg26-docs", True),
        ("小巨人申报要提交哪些资料", "lg26-docs", True),
        ("报小巨人的材料清单", "lg26-docs", True),
        ("what documents do i need for srdi", "ap-steps", False),
        ("paperwork for the innovative SME title", "ap-steps", False),
        ("报专精特新要交啥材料", "ap-steps", False),
        ("who is in charge of srdi titles here", "ap-roles", True),
        ("who handles innovative SME applications", "ap-roles", True),
        ("创新型中小企业是谁在管", "ap-roles", True),
        ("who is responsible for the little giant title", "ap-lg", True),
        ("小巨人谁负责", "ap-lg", True),
        ("how long does srdi approval take", "ap-steps", False),
        ("专精特新审核要几个月", "ap-steps", False),
        ("how many weeks until a little giant application is decided", "ap-lg", False),
        ("小巨人多久出结果", "ap-lg", False),
        ("where do i file, and must i also send paper", "ap-portal", True),
        ("在哪里填报，要不要交纸质的", "ap-portal", True),
        ("can you recommend an agency for us", "m26-nofee", True),
        ("推荐一家代办公司", "m26-nofee", True),
    ],
)
def test_an_application_is_told_of_by_its_record(
    release: Release, question: str, record: str, stated: bool
) -> None:
    line = _first(release, question)
    assert (line.record.id, line.is_not_stated) == (record, not stated)


@pytest.mark.parametrize(
    "question",
    [
        "which documents for a bank loan",
        "贷款要哪些材料",
        "where do i file for the guarantee",
        "how long is the srdi title valid",
        "专精特新有效期多久",
        "成立几年才能报专精特新",
        "who owns the little giant Fuxin",
    ],
)
def test_other_subjects_are_no_application(release: Release, question: str) -> None:
    shown = _shown(answer_question(release, question, TODAY))
    assert shown.isdisjoint({"lg26-docs", "ap-steps", "ap-portal", "ap-paper"})


@pytest.mark.parametrize(
    "question",
    [
        "our title expires in march 2027, which rules count for the renewal",
        "srdi title ends next year, old or new rules",
        "which standard applies when our SRDI title is renewed",
        "证书2027年3月到期，到时按老办法还是新办法",
        "专精特新到期后按新规还是老规",
        "称号明年到期，按哪个办法复核",
    ],
)
def test_a_title_that_ends_comes_under_the_rules_of_its_transition(
    release: Release, question: str
) -> None:
    text = _first(release, question).text
    assert text
    assert "stay valid until they expire" in text.en


@pytest.mark.parametrize(
    "question",
    [
        "little giants reviewed in 2026: which standard",
        "what changed in the rules for renewal of srdi",
        "小巨人26年复核的按哪个标准",
    ],
)
def test_what_rules_say_is_not_which_apply(release: Release, question: str) -> None:
    text = _first(release, question).text
    assert not (text and "stay valid until they expire" in text.en)


@pytest.mark.parametrize(
    "question",
    [
        "moved from hangzhou, does our zhejiang SRDI title carry over",
        "our firm relocated from Ningbo, does the SRDI title carry over?",
        "杭州搬来的，浙江的专精特新还算吗",
        "从无锡迁到上海，小巨人称号能带过来吗",
    ],
)
def test_whether_a_title_moves_with_the_firm_is_not_stated(release: Release, question: str) -> None:
    line = _first(release, question)
    assert (line.record.id, line.is_not_stated) == ("m26-change", True)
