"""Whether a request is signed, and for the first time; docs/business-api.yaml says how."""

import base64
import hashlib
import hmac
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from demo.airline.refusals import Refusal
from domain.clock import Clock

WINDOW: Final = timedelta(minutes=5)
_COVERED: Final = {"@method", "@path", "@query", "content-digest"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A request as it came in; `path` and `query` as they were sent, still percent-encoded."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


class Nonces:
    """Which requests came in lately; each is taken once, and what was given up never."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[str, datetime] = {}
        self._given_up: set[str] = set()

    def claim(self, nonce: str) -> bool:
        """Take a nonce; False where it is taken, so that the request is a replay."""
        now = self._clock.now()
        with self._lock:
            while self._seen and now - next(iter(self._seen.values())) > 2 * WINDOW:
                oldest = next(iter(self._seen))
                del self._seen[oldest]
                self._given_up.discard(oldest)
            if nonce in self._seen:
                return False
            self._seen[nonce] = now
            return True

    def give_up(self, nonce: str) -> bool:
        """Promise that the request will not be begun; False where it was."""
        if self.claim(nonce):
            self._given_up.add(nonce)
        # Whoever asks again, since our answer was lost, hears the same.
        return nonce in self._given_up


class SignatureCheck:
    """Lets in what is signed with the secret, once, and within some minutes."""

    def __init__(self, secret: str, clock: Clock, nonces: Nonces) -> None:
        self._secret = secret.encode()
        self._clock = clock
        self._nonces = nonces

    def require(self, signed: Signed) -> None:
        """Check a request.

        Raises:
            Refusal: it is not signed, or not by whom it should be, or not now.
        """
        params = signed.headers.get("Signature-Input", "").removeprefix("frontdesk=")
        if not self._is_genuine(signed, params):
            raise _refuse("the signature is missing or wrong")
        created = re.search(r";created=([0-9]{1,12})(?:;|$)", params)
        nonce = re.search(r';nonce="([^"]+)"', params)
        if created is None or nonce is None:
            raise _refuse("the signature has no time or no nonce")
        if abs(self._clock.now().timestamp() - int(created[1])) > WINDOW.total_seconds():
            raise _refuse("the signature is too old, or from the future: set both clocks by NTP")
        if not self._nonces.claim(nonce[1]):
            raise _refuse("the request was here before, or was given up")

    def _is_genuine(self, signed: Signed, params: str) -> bool:
        names = re.findall(r'"([^"]+)"', params.partition(")")[0])
        needed = _COVERED | ({"idempotency-key"} if signed.method == "POST" else set())
        values = {
            "@method": signed.method,
            "@path": signed.path,
            "@query": f"?{signed.query}",
        }
        lines = [f'"{name}": {values.get(name, signed.headers.get(name, ""))}' for name in names]
        base = "\n".join([*lines, f'"@signature-params": {params}'])
        expected = base64.b64encode(hmac.digest(self._secret, base.encode(), "sha256")).decode()
        digest = base64.b64encode(hashlib.sha256(signed.body).digest()).decode()
        return (
            needed <= set(names)
            and signed.headers.get("Content-Digest") == f"sha-256=:{digest}:"
            and hmac.compare_digest(
                signed.headers.get("Signature", "").encode(), f"frontdesk=:{expected}:".encode()
            )
        )


def _refuse(words: str) -> Refusal:
    return Refusal("unsigned", words, status=401)
