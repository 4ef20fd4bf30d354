"""What the connector signs is RFC 9421, as another implementation reads it."""

import dataclasses
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from http_message_signatures import (
    HTTPMessageVerifier,
    InvalidSignature,
    MappingKeyResolver,
    algorithms,
)

from frontdesk.connector.signing import KEY_ID, TAG, Unsigned, sign

pytestmark = pytest.mark.unit

SECRET = b"a secret of at least 32 characters, shared"
# The other implementation reads the machine's clock.
NOW = datetime.now(UTC)
WRITE = Unsigned(
    method="POST",
    path="/frontdesk/bookings/DEMO42/check-in",
    query="",
    body=b'{"passengers": ["DEMO42-1"]}',
    idempotency_key="k1",
)
READ = Unsigned(method="GET", path="/bookings", query="phone=%2B15550142", body=b"")


@dataclass
class Request:
    method: str
    url: str
    headers: dict[str, str]


def verify(unsigned: Unsigned, headers: dict[str, str], *, secret: bytes = SECRET) -> None:
    """Check a request as another implementation of the standard does."""
    query = f"?{unsigned.query}" if unsigned.query else ""
    if unsigned.idempotency_key is not None:
        headers = {**headers, "Idempotency-Key": unsigned.idempotency_key}
    verifier = HTTPMessageVerifier(
        signature_algorithm=algorithms.HMAC_SHA256,
        key_resolver=MappingKeyResolver(private_keys={}, public_keys={KEY_ID: secret}),
    )
    verifier.verify(
        Request(unsigned.method, f"https://api.example.com{unsigned.path}{query}", headers),
        expect_tag=TAG,
        require_components=("@method", "@path", "@query", "content-digest"),
        body=unsigned.body,
    )


@pytest.mark.parametrize("unsigned", [READ, WRITE])
def test_another_implementation_takes_the_signature(unsigned: Unsigned):
    verify(unsigned, sign(unsigned, secret=SECRET, created=NOW, nonce="n1"))


@pytest.mark.parametrize(
    "change",
    [
        {"method": "PUT"},
        {"path": "/frontdesk/bookings/DEMO43/check-in"},
        {"query": "give_up=n2"},
        {"body": b"{}"},
        {"idempotency_key": "k2"},
    ],
)
def test_what_was_changed_on_the_way_is_not_taken(change: dict[str, object]):
    signed = sign(WRITE, secret=SECRET, created=NOW, nonce="n1")
    with pytest.raises(InvalidSignature):
        verify(dataclasses.replace(WRITE, **change), signed)  # type: ignore[arg-type]


def test_another_secret_signs_otherwise():
    with pytest.raises(InvalidSignature):
        verify(READ, sign(READ, secret=SECRET, created=NOW, nonce="n1"), secret=b"other")
