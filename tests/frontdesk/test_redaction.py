"""Neither secrets nor what customers wrote reach a log, however deep they are put."""

import io
import json
import logging
import warnings
from collections.abc import Iterator

import pytest
import structlog

from domain.errors import FrontdeskError
from frontdesk.logging import configure_logging
from frontdesk.redaction import redact, redact_event
from frontdesk.settings import LoggingSettings

pytestmark = pytest.mark.unit


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is logged as JSON while a test runs."""
    root = logging.getLogger()
    before, level, show = root.handlers, root.level, warnings.showwarning
    configured = structlog.get_config()
    stream = io.StringIO()
    configure_logging(LoggingSettings(format="json"), stream)
    yield stream
    root.handlers = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    warnings.showwarning = show
    structlog.configure(**configured)


@pytest.mark.parametrize(
    "key",
    [
        "token",
        "auth_token",
        "Authorization",
        "X-Twilio-Signature",
        "password",
        "passwordHash",
        "api_key",
        "set-cookie",
        "client_secret",
        "csrf",
    ],
)
def test_secrets_are_hidden_whatever_their_key_is_called(key: str) -> None:
    assert redact(key, "open sesame") == "********"
    assert redact(key, {"inner": ["open sesame"]}) == "********"


@pytest.mark.parametrize("key", ["text", "body", "html", "raw_body", "replyText", "subject"])
def test_what_people_wrote_is_told_by_its_length(key: str) -> None:
    assert redact(key, "I lost my bag") == "(13 characters)"
    assert redact(key, b"I lost my bag") == "(13 bytes)"
    assert redact(key, ["I lost my bag"]) == "(list)"


def test_nothing_is_too_deep_to_be_found() -> None:
    told = redact("call", {"steps": [{"headers": ({"Authorization": "x"},), "body": "y"}]})

    assert told == {
        "steps": [{"headers": [{"Authorization": "********"}], "body": "(1 characters)"}]
    }
    deep: object = "x"
    for _ in range(100):
        deep = {"a": deep}
    assert '"x"' not in json.dumps(redact("call", deep))


def test_what_is_harmless_is_told() -> None:
    event = {"event": "sent", "message_id": "a@b", "text_length": 3, "attempts": 2, "ok": True}

    assert redact_event(None, "info", dict(event)) == event


def test_addresses_lose_their_passwords_and_queries() -> None:
    assert redact("url", "postgresql://u:p@ss@db/x") == "postgresql://u:********@db/x"
    assert redact("url", "see https://a.example/b?token=c now") == "see https://a.example/b?… now"


def test_events_of_both_kinds_are_a_json_object_a_line(lines: io.StringIO) -> None:
    structlog.get_logger().info("sent", text="I lost my bag", attempts=2)
    logging.getLogger("aiohttp.server").warning("failed at %s", "https://a.example/b?c=d")

    first, second = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert (first["event"], first["text"], first["attempts"]) == ("sent", "(13 characters)", 2)
    assert (second["event"], second["level"]) == ("failed at https://a.example/b?…", "warning")


def test_a_traceback_names_places_and_not_what_a_customer_wrote(lines: io.StringIO) -> None:
    try:
        try:
            int("I lost my bag")
        except ValueError as error:
            raise FrontdeskError("the number cannot be read; give digits") from error
    except FrontdeskError:
        structlog.get_logger().exception("failed")
        logging.getLogger("other").exception("failed too")

    for line in lines.getvalue().splitlines():
        told = json.loads(line)["exception"]
        assert "ValueError" in told
        assert "FrontdeskError: the number cannot be read; give digits" in told
        assert f"{__name__.rpartition('.')[2]}.py:" in told
        assert "I lost my bag" not in told


def test_requests_and_statements_are_not_logged_one_by_one(lines: io.StringIO) -> None:
    logging.getLogger("aiohttp.access").info("GET /?secret=1")
    logging.getLogger("sqlalchemy.engine").info("SELECT 'I lost my bag'")

    assert lines.getvalue() == ""


def test_on_a_terminal_lines_are_for_people() -> None:
    stream = io.StringIO()
    root = logging.getLogger()
    before, level = root.handlers, root.level
    configured = structlog.get_config()
    configure_logging(LoggingSettings(format="console"), stream)
    structlog.get_logger().info("ready", token="open sesame", port=8080)
    root.handlers = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.configure(**configured)

    assert "ready" in stream.getvalue()
    assert "port=8080" in stream.getvalue()
    assert "open sesame" not in stream.getvalue()
