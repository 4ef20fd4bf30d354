"""Reading `recorded/<kind>/<name>.raw` (the bytes) and `.json` (what they must be read as)."""

import base64
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.messages import InboundMessage, RawMessage
from tests.fakes import MONDAY_MORNING

FOLDER = Path(__file__).parent / "recorded"

# What the channel's own routes fill in; a sample may say otherwise under "raw".
_ENVELOPE = {"account": "main", "delivery_id": "delivery-1", "source": "source-1", "headers": {}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A recorded payload.

    Attributes:
        expected: the fields of the message that are not as `raw` or their defaults have them;
            None where the payload must be refused.
    """

    name: str
    raw: RawMessage
    expected: dict[str, Any] | None


def read_samples(kind: str) -> list[Sample]:
    """Read all samples of a kind of channel, none where there is no folder."""
    return [_read_sample(kind, path) for path in sorted((FOLDER / kind).glob("*.raw"))]


def describe(message: InboundMessage, expected: dict[str, Any]) -> dict[str, Any]:
    """Write a message in the form of a sample's `message`, as far as the sample looks."""
    fields = json.loads(json.dumps(asdict(message), default=_write))
    narrowed: dict[str, Any] = _narrow(fields, expected)
    return narrowed


def _read_sample(kind: str, path: Path) -> Sample:
    document = json.loads(path.with_suffix(".json").read_text("utf-8"))
    envelope = {**_ENVELOPE, **document.get("raw", {})}
    raw = RawMessage(channel=kind, body=path.read_bytes(), received_at=MONDAY_MORNING, **envelope)
    return Sample(name=path.stem, raw=raw, expected=document["message"])


def _narrow(value: Any, expected: Any) -> Any:
    if isinstance(value, dict) and isinstance(expected, dict):
        return {name: _narrow(value.get(name), expected[name]) for name in expected}
    return value


def _write(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"no sample holds a {type(value).__name__}")
