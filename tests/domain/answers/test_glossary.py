"""What a term means: asked in whatever way, it is that term's definition that comes first."""

from collections.abc import Callable

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.data.models import Term
from bot.domain.release import Release
from bot.domain.text import normalise
from tests.domain.conftest import TODAY


def article(name: str) -> str:
    return ("an " if name[0].lower() in "aeiou" else "a ") + name


WAYS: dict[str, Callable[[Term], str]] = {
    "what is": lambda t: f"what is {t.en}",
    "what is a": lambda t: f"What is {article(t.en)}?",
    "define": lambda t: f"define {t.en}",
    "does it mean": lambda t: f"what does {t.zh} mean?",
    "是什么": lambda t: f"{t.zh}是什么",
    "什么是": lambda t: f"什么是{t.zh}？",
    "什么意思": lambda t: f"{t.zh}是什么意思",
    "shi shen me": lambda t: f"{t.pinyin} shi shen me",
}


@pytest.mark.parametrize("ask", WAYS.values(), ids=WAYS.keys())
def test_every_defined_term_is_told_first(release: Release, ask: Callable[[Term], str]) -> None:
    defined = [term for term in release.catalogue.terms.values() if term.definition]
    assert len(defined) > 80
    wrong = {
        question: [card.record.id for card in found.cards]
        for term in defined
        if (found := answer_question(release, question := ask(term), TODAY)).status != "answered"
        or found.cards[0].record is not term
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("What is 首台套?", "first-set"),
        ("what does SRDI stand for", "srdi"),
        ("what are little giants anyway", "little-giant"),
        ("zhuanjingtexin shi shenme", "srdi"),
        ("shen me shi xiao ju ren", "little-giant"),
        ("什麼是專精特新？", "srdi"),
        ("小巨人是啥", "little-giant"),
        ("srdi = ?", "srdi"),
        ("wtf is a 'little giant' in china business talk", "little-giant"),
        ("what the heck does SRDI even mean", "srdi"),
        ("小巨人是啥玩意儿", "little-giant"),
        ("免申即享什么鬼", "no-application"),
        ("请问什么叫贴息啊", "interest-subsidy"),
        ("meaning of “little giant”", "little-giant"),
        ("担保费率的含义", "guarantee-fee"),
        ("what is a main product", "main-product"),
        ("We are new to this. What counts as a class I right?", "class-1-ip"),
        ("audit report, how is it defined", "audit-report"),
        ("材料里说的“免申即享”到底怎么理解", "no-application"),
        ("whats a little giant mean", "little-giant"),
        ("model voucher, whats that mean", "model-voucher"),
        ("科小是什么", "tech-sme"),
    ],
)
def test_a_term_may_be_asked_for_in_other_words(release: Release, question: str, term: str) -> None:
    found = release.glossary.defined_term(normalise(question))
    assert found is not None
    assert found.id == term


@pytest.mark.parametrize(
    "question",
    [
        "what is an R&D body",  # a term without a definition
        "what is the STAR market",  # an alias that names something else than its term
        "what is the little giant award in Pudong",
        "小巨人奖励是多少",
        "what is 50?",  # a number, as are the years of a plan
        "100是什么",
        "what is",
        "是什么",
        "",
    ],
)
def test_nothing_else_is_taken_for_a_term(release: Release, question: str) -> None:
    assert release.glossary.defined_term(normalise(question)) is None


def test_no_term_without_a_definition_pretends(release: Release) -> None:
    undefined = [t for t in release.catalogue.terms.values() if t.definition is None]
    assert undefined
    for term in undefined:
        for ask in WAYS.values():
            assert release.glossary.defined_term(normalise(ask(term))) is None, term.id
        cards = answer_question(release, f"what is {term.en}", TODAY).cards
        assert all(card.record is not term for card in cards)


def test_what_is_the_one_asks_for_its_figure_too(release: Release) -> None:
    found = answer_question(release, "What is the guarantee fee?", TODAY)
    assert [card.record.id for card in found.cards][:2] == ["guarantee-fee", "fi-guar25"]
    assert any(figure.unit == "percent" for figure in found.cards[1].figures)


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        (
            "whats the difference between a featured park and a SME cluster?",
            "featured-park sme-cluster",
        ),
        ("unicorn vs little giant, difference?", "unicorn little-giant"),
        ("is a unicorn the same as a little giant", "unicorn little-giant"),
        ("how does interest subsidy differ from guarantee fee", "interest-subsidy guarantee-fee"),
        ("单项冠军和小巨人有什么不同", "single-champion little-giant"),
        ("贴息跟担保有啥不一样啊", "interest-subsidy guarantee"),
        ("独角兽跟小巨人是一回事吗", "unicorn little-giant"),
        ("clusters vs parks, whats the diff", "sme-cluster park"),
        ("园区跟集群有什么不一样", "park sme-cluster"),
        ("先导区和特色园区是一回事吗", "future-zone featured-park"),
        ("园区和集群有什么区别，简单说一下", "park sme-cluster"),
        ("一句话说说创新型中小企业和科技型中小企业的区别", "innovative-sme tech-sme"),
        ("difference between clusters and parks, in one breath", "sme-cluster park"),
        ("is a tech SME the same as an innovative SME", "tech-sme innovative-sme"),
    ],
)
def test_terms_that_are_compared_stand_side_by_side(
    release: Release, question: str, terms: str
) -> None:
    (card,) = answer_question(release, question, TODAY).cards
    assert isinstance(card.record, Term)
    assert [term.id for term in (card.record, *card.terms)] == terms.split()


@pytest.mark.parametrize(
    "question",
    [
        "difference between the little giant awards of Jing'an and Pudong",
        "SRDI vs little giant",  # their requirements, number by number
        "model voucher vs corpus voucher",  # what each pays
        "main business share, SRDI vs little giant",
        "小巨人新旧标准有什么区别",
        "小巨人和专精特新营收门槛有什么不同",
        "what is the difference",
    ],
)
def test_a_comparison_of_more_than_terms_is_none_of_terms(release: Release, question: str) -> None:
    assert not any(card.terms for card in answer_question(release, question, TODAY).cards)
