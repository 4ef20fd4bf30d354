"""What the provider says became of a message, in our words."""

from typing import Final

from domain.messages import DeliveryState

# Our `sent` means that the provider has it, so its own steps before delivery are all `sent`.
_STATES: Final = {
    **dict.fromkeys(("accepted", "scheduled", "queued", "sending", "sent"), DeliveryState.SENT),
    **dict.fromkeys(("delivered", "read"), DeliveryState.DELIVERED),
    **dict.fromkeys(("undelivered", "failed", "canceled"), DeliveryState.FAILED),
}

# https://www.twilio.com/docs/api/errors, those that an agent meets, in an agent's words.
_REASONS: Final = {
    "21610": "the customer has opted out of text messages from this number",
    "30003": "the telephone is switched off or out of reach",
    "30004": "the customer, or their network, blocks messages from this number",
    "30005": "the number does not exist or is no longer in use",
    "30006": "the number is a landline or its network takes no text messages",
    "30007": "the network filtered the message as unwanted",
    "30008": "the network gave no reason",
}


def find_delivery_state(status: str) -> DeliveryState | None:
    """Translate Twilio's `MessageStatus`; None for one that says nothing about delivery."""
    return _STATES.get(status.strip().lower())


def describe_delivery_error(code: str, message: str = "") -> str | None:
    """Put an `ErrorCode` into words; None where there was no error."""
    code = code.strip()
    if code in {"", "0"}:
        return None
    return f"{code}: {_REASONS.get(code) or message or 'see the list of errors at the provider'}"
