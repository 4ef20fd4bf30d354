"""Messages survive the way into the store and back; nothing else gets through."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.web_chat.filenames import clean_filename
from channels.web_chat.frames import (
    MAX_TEXT,
    FrameRefusedError,
    Message,
    find_message_id,
    parse_frame,
)
from channels.web_chat.messages import parse_message, render_raw
from domain.channels import StoredFile, ThreadKey
from domain.errors import MalformedMessage
from domain.messages import Address, Attachment, RawMessage

pytestmark = pytest.mark.unit

KEY = ThreadKey(channel="web_chat", account="site", thread="visitor-1")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def through_the_store(text: str, **fields: object) -> RawMessage:
    frame = parse_frame(json.dumps({"type": "message", "id": "m-1", "text": text, **fields}))
    assert isinstance(frame, Message)
    return render_raw(KEY, frame, files=(), language="de", received_at=NOW)


def raw_of(body: bytes) -> RawMessage:
    return RawMessage(
        channel="web_chat",
        account="site",
        delivery_id="visitor-1:m-1",
        source="visitor-1",
        body=body,
        received_at=NOW,
    )


def test_a_message_is_read_as_it_was_written() -> None:
    frame = parse_frame(
        '{"type": "message", "id": "m-1", "text": "Hi", "choice": "article:bags", "files": ["f-1"]}'
    )
    assert isinstance(frame, Message)
    file = StoredFile(id="f-1", filename="bag.png", media_type="image/png", content=b"12345")
    raw = render_raw(KEY, frame, files=[file], language="de", received_at=NOW)
    message = parse_message(raw)
    assert raw.headers == {"language": "de"}
    assert message.sender == Address(kind="visitor", value="visitor-1", verified=True)
    assert message.thread.external_thread == "visitor-1"
    assert (message.external_id, message.text, message.choice) == ("m-1", "Hi", "article:bags")
    assert message.attachments == (
        Attachment(filename="bag.png", media_type="image/png", size=5, file_id="f-1"),
    )
    assert message.sent_at == message.received_at == NOW


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a\x00b\x07c", "abc"),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour"),
        ("Cafe\u0301", "Café"),
        ("half \ud83d an emoji", "half \ufffd an emoji"),
        ("👩‍👩‍👧 שלום مرحبا", "👩‍👩‍👧 שלום مرحبا"),
        ("  spaced  ", "spaced"),
    ],
)
def test_text_is_made_fit_to_be_stored_and_loses_nothing_a_person_wrote(
    written: str, read: str
) -> None:
    assert parse_message(through_the_store(written)).text == read


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_can_be_stored_as_utf8_without_nul(text: str) -> None:
    try:
        message = parse_message(through_the_store(text))
    except FrameRefusedError as refusal:
        assert refusal.code == "empty"  # noqa: PT017 - any other text must go through
    else:
        assert "\0" not in message.text
        message.text.encode()


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_malformed(body: bytes) -> None:
    with pytest.raises(MalformedMessage):
        parse_message(raw_of(body))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
bodies = st.fixed_dictionaries(
    {},
    optional={
        "id": json_values | st.just("m-1"),
        "text": json_values,
        "choice": json_values,
        "files": json_values
        | st.lists(
            st.fixed_dictionaries(
                {"id": json_values, "filename": json_values, "media_type": st.text()},
                optional={"size": json_values},
            ),
            max_size=3,
        ),
        "extra": json_values,
    },
)


@given(bodies)
def test_no_json_raises_anything_but_malformed(body: object) -> None:
    try:
        message = parse_message(raw_of(json.dumps(body).encode()))
    except MalformedMessage as error:
        assert str(error)  # noqa: PT017 - reading it is as good an outcome as refusing it
    else:
        assert message.external_id


@given(st.dictionaries(st.sampled_from(["type", "id", "text", "on", "upto"]), json_values))
def test_no_frame_raises_anything_but_a_refusal(fields: dict[str, object]) -> None:
    for kind in ("hello", "message", "ack", "seen", "typing"):
        try:
            parse_frame(json.dumps({**fields, "type": kind}))
        except FrameRefusedError as refusal:
            assert refusal.reason  # noqa: PT017 - reading it is as good an outcome


@given(st.text())
def test_no_text_raises_anything_but_a_refusal(data: str) -> None:
    with pytest.raises(FrameRefusedError):
        parse_frame(data)


def test_a_refusal_says_which_message_it_is_about() -> None:
    with pytest.raises(FrameRefusedError, match=str(MAX_TEXT)) as refusal:
        through_the_store("x" * (MAX_TEXT + 1))
    assert refusal.value.message_id == "m-1"
    assert find_message_id({"id": ["not", "an", "id"]}) is None


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\Users\\me\\Foto 1.jpg", "Foto 1.jpg"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("invoice\u202egpj.pdf", "invoicegpj.pdf"),
        ("\x00\n.pdf", "pdf"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_names_of_files_hold_no_path_and_no_disguise(given_name: str, kept: str) -> None:
    assert clean_filename(given_name) == kept
