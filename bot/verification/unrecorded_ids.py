"""Ids of messages that are kept nowhere, so that later word of them is none of an unknown one."""

CODE = "code-"
NOTICE = "notice-"


def is_unrecorded(outbound_id: str | None) -> bool:
    """Say whether a message was a one-time code or a notice."""
    return outbound_id is not None and outbound_id.startswith((CODE, NOTICE))
