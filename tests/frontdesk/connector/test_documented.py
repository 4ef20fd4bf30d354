"""The page for companies says what is so: its check of signatures, and the routes that it names."""

import base64
import hashlib
import hmac
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from frontdesk.connector.signing import Unsigned, sign
from tests.fakes import MONDAY_MORNING as NOW

pytestmark = pytest.mark.unit

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "connect-your-system.md").read_text("utf-8")
SECRET = b"a secret of at least 32 characters, shared"


@pytest.fixture(scope="module")
def is_genuine() -> Any:
    code, *_ = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {"base64": base64, "hashlib": hashlib, "hmac": hmac, "re": re}
    exec(code, names)
    return names["is_genuine"]


@pytest.mark.parametrize(
    "unsigned",
    [
        Unsigned(method="GET", path="/x/bookings", query="phone=%2B15550142", body=b""),
        Unsigned(method="GET", path="/x/status", query="", body=b""),
        Unsigned(method="POST", path="/x/y", query="", body=b"{}", idempotency_key="k1"),
    ],
)
def test_the_ten_lines_take_what_we_sign_and_nothing_else(is_genuine: Any, unsigned: Unsigned):
    headers = sign(unsigned, secret=SECRET, created=NOW, nonce="n1")
    if unsigned.idempotency_key is not None:
        headers["idempotency-key"] = unsigned.idempotency_key
    headers["content-digest"] = headers["Content-Digest"]
    given = {
        "method": unsigned.method,
        "path": unsigned.path,
        "query": unsigned.query,
        "headers": headers,
        "body": unsigned.body,
        "secret": SECRET,
        "now": NOW.timestamp(),
    }

    assert is_genuine(**given)
    for wrong in (
        {"path": "/x/other"},
        {"query": "a=b"},
        {"body": b"{ }"},
        {"secret": b"other"},
        {"now": NOW.timestamp() + 301},
    ):
        assert not is_genuine(**{**given, **wrong})


def test_the_page_names_every_route():
    described = yaml.safe_load((DOCS / "business-api.yaml").read_text("utf-8"))
    routes = {
        f"{method.upper()} {path}"
        for path, operations in described["paths"].items()
        for method in operations
        if method != "parameters"
    }
    named = set(re.findall(r"`((?:GET|POST) /[^`?]*)", PAGE))
    assert routes == named
