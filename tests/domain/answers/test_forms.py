"""The form of a question by its words."""

import pytest

from bot.domain.answers.read.forms import Form, form_of
from bot.domain.text import Plain


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("what do we have to hand in every month so that the award is paid", "how"),
        ("what must an srdi firm do to be paid", "how"),
        ("what do we get for the title", "get"),
        ("what was in the package of 2024", "list"),
        ("srdi guarantee v. national guarantee", "difference"),
    ],
)
def test_a_question_has_the_form_of_what_it_asks(question: str, form: Form) -> None:
    assert form_of(Plain(question)) == form
