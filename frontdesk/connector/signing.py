"""Requests signed as RFC 9421 has it, in the one way that docs/business-api.yaml names.

HTTP Message Signatures, https://www.rfc-editor.org/rfc/rfc9421: the algorithm is `hmac-sha256`
(section 3.3.3), the body is covered by its Content-Digest (RFC 9530 section 2). Neither the host
nor the scheme is covered, since a proxy before the company's system may change both.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

KEY_ID = "frontdesk"
TAG = "frontdesk-business"
LABEL = "frontdesk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsigned:
    """What is covered by a signature.

    Attributes:
        path: as sent, percent-encoded, beginning with a slash.
        query: as sent, percent-encoded, without the question mark; empty where there is none.
        idempotency_key: of what changes something.
    """

    method: str
    path: str
    query: str
    body: bytes
    idempotency_key: str | None = None


def sign(unsigned: Unsigned, *, secret: bytes, created: datetime, nonce: str) -> dict[str, str]:
    """Return the headers that go with a request.

    Args:
        nonce: no two requests have the same.
    """
    components = _list_components(unsigned)
    covered = " ".join(f'"{name}"' for name in components)
    params = (
        f'({covered});created={int(created.timestamp())};nonce="{nonce}";keyid="{KEY_ID}"'
        f';alg="hmac-sha256";tag="{TAG}"'
    )
    lines = [f'"{name}": {value}' for name, value in components.items()]
    base = "\n".join([*lines, f'"@signature-params": {params}'])
    signature = base64.b64encode(hmac.digest(secret, base.encode(), "sha256")).decode()
    return {
        "Content-Digest": components["content-digest"],
        "Signature-Input": f"{LABEL}={params}",
        "Signature": f"{LABEL}=:{signature}:",
    }


def _list_components(unsigned: Unsigned) -> Mapping[str, str]:
    digest = base64.b64encode(hashlib.sha256(unsigned.body).digest()).decode()
    components = {
        "@method": unsigned.method,
        "@path": unsigned.path,
        "@query": f"?{unsigned.query}",
        "content-digest": f"sha-256=:{digest}:",
    }
    if unsigned.idempotency_key is not None:
        components["idempotency-key"] = unsigned.idempotency_key
    return components
