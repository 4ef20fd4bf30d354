"""Turning what was filled in into raw messages."""

import hashlib
from datetime import datetime

from channels.web_form.parser import RecordedForm
from domain.messages import RawMessage


def derive_delivery_id(nonce: str, form: RecordedForm) -> str:
    """Make the id under which one sending of a form is recorded.

    A double click, or a repeated request with the same `Idempotency-Key`, sends the same nonce
    and the same content: one message. The same nonce with another content, which going back and
    editing brings about, is another message; nor can somebody who guesses a key reach what was
    recorded under it without knowing every word.
    """
    digest = hashlib.sha256(f"{nonce}\0{form.model_dump_json()}".encode())
    return digest.hexdigest()[:40]


def make_raw(
    form: RecordedForm, *, account: str, delivery_id: str, received_at: datetime
) -> RawMessage:
    """Make the raw message of a form; the parser reads it back."""
    return RawMessage(
        channel="web_form",
        account=account,
        delivery_id=delivery_id,
        source=form.email,
        body=form.model_dump_json(exclude_none=True).encode(),
        received_at=received_at,
    )
