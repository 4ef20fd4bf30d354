"""Messages signed by Standard Webhooks, https://www.standardwebhooks.com.

The specification: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hmac
from datetime import datetime
from typing import Final

# What a secret in that notation begins with; base64 follows.
PREFIX: Final = "whsec_"


def read_secret(secret: str) -> bytes:
    """Read a secret: base64 after `whsec_`, or else any text as it stands.

    Raises:
        binascii.Error: it begins with `whsec_` and goes on otherwise.
    """
    if not secret.startswith(PREFIX):
        return secret.encode()
    return base64.b64decode(secret.removeprefix(PREFIX), validate=True)


def sign(body: bytes, *, message_id: str, secret: bytes, at: datetime) -> dict[str, str]:
    """Return the headers that go with a message.

    Args:
        message_id: the same each time that the message is sent.
        at: of this attempt.
    """
    timestamp = str(int(at.timestamp()))
    signed = b".".join((message_id.encode(), timestamp.encode(), body))
    signature = base64.b64encode(hmac.digest(secret, signed, "sha256")).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    }
