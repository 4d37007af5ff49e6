"""How a custom id is written and read: what was not sent is nothing."""

import pytest

from bot.ui.components import MAX_CUSTOM_ID
from bot.ui.custom_ids import (
    NUMBER,
    PAGE_NUMBER,
    RECORD_ID,
    Kind,
    Takes,
    decode,
    encode,
    takes,
    with_key,
)


def known(kind: Kind, name: str) -> Takes | None:
    """One view, which takes a record and perhaps a page."""
    return takes(RECORD_ID, optional=(PAGE_NUMBER,)) if (kind, name) == ("v", "m") else None


@pytest.mark.parametrize("custom_id", ["v|m|en|a-1", "v|m|zh|a-1|0", "v|m|en|a|9999"])
def test_what_was_sent_is_read(custom_id: str) -> None:
    found = decode(custom_id, known)
    assert found is not None
    assert encode(found.kind, found.name, found.lang, found.args) == custom_id


def test_the_key_of_a_message_is_no_argument() -> None:
    custom_id = with_key("v|m|en|a-1", "LG-AAAABBBBCC22")
    assert custom_id == "v|m|en|a-1|#LG-AAAABBBBCC22"
    assert decode(custom_id, known) == decode("v|m|en|a-1", known)
    for wrong in (
        "|#LG-AAAABBBBCC2",
        "|LG-AAAABBBBCC22",
        "|#LG-AAAABBBBCC22|",
        "|#LG-aaaabbbbcc22",
    ):
        assert decode(f"v|m|en|a-1{wrong}", known) is None


@pytest.mark.parametrize(
    "custom_id",
    [
        None, 7, "", "v", "v|m", "v|m|en", "v|m|en|", "v|m|fr|a-1", "v|m||a-1", "v|n|en|a-1",
        "a|m|en|a-1", "x|m|en|a-1", "v|m|en|a-1|", "v|m|en|a-1|-1", "v|m|en|a-1|x", "v|m|en|a-1|²",
        "v|m|en|a-1|99999", "v|m|en|a-1|0|0", "v|m|en|A-1", "v|m|en|a-1\n", "v|m|en|\ud800",
        "V|m|en|a-1", " v|m|en|a-1", f"v|m|en|{'a' * 41}", f"v|m|en|a-1{'|0' * 60}",
    ],
)  # fmt: skip
def test_what_was_not_sent_is_nothing(custom_id: object) -> None:
    assert decode(custom_id, known) is None


def test_a_number_is_one_that_a_database_holds() -> None:
    assert NUMBER("0")
    assert NUMBER(str(2**63 - 1))
    for text in ("", "-1", str(2**63), "9" * 30, "٣", "1_0", "+1"):
        assert not NUMBER(text)


def test_half_an_argument_is_never_sent() -> None:
    with pytest.raises(ValueError, match="custom id"):
        encode("a", "dgd", "en", ("x" * MAX_CUSTOM_ID,))
    assert len(encode("v", "mb", "en", ("x" * MAX_CUSTOM_ID,), cut=True)) == MAX_CUSTOM_ID
    assert encode("v", "mb", "en", ("a|b\nc",)) == "v|mb|en|a b c"
