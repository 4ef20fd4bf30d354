"""Documents that a page frames: they can do nothing, and are kept for a short while."""

import hashlib
from collections import OrderedDict
from typing import Final

MOST_KEPT: Final = 100
LARGEST: Final = 1_000_000  # characters
# A picture of an article may need the session to be seen; no script is ever run.
SANDBOX: Final = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
POLICY: Final = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    f"form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox {SANDBOX}"
)


class FramedDocuments:
    """Keeps the latest documents, each under its own digest."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, str] = OrderedDict()

    def keep(self, document: str) -> str | None:
        """Keep a document and return its name; None where it is too large to be shown."""
        if len(document) > LARGEST:
            return None
        name = hashlib.sha256(document.encode("utf-8", "replace")).hexdigest()[:32]
        self._kept[name] = document
        self._kept.move_to_end(name)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return name

    def find(self, name: str) -> str | None:
        """Find a document that is still kept."""
        return self._kept.get(name)
