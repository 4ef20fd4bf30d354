"""Bulk mail, told from what a person wrote to a mailing list.

A list for discussion passes on what a person wrote, and says where to answer; a newsletter comes
from a program, and only says how to be rid of it.
"""

from typing import Final

from channels.email.machines.field_index import FieldIndex

_LISTS_OF_PEOPLE: Final = (
    "x-mailman-version", "x-beenthere", "x-google-group-id", "mailing-list", "x-mailinglist",
    "x-listname", "x-ezmlm", "x-groupsio-msgnum", "x-sympa-to", "list-subscribe", "x-mailing-list",
)  # fmt: skip
_CAMPAIGNS: Final = (
    "x-campaign", "x-campaignid", "x-campaign-id", "x-mailchimp-campaign-id", "x-mc-user-campaign",
    "x-mailing-id", "x-newsletter", "x-report-abuse-to", "x-csa-complaints",
)  # fmt: skip


def is_discussion(fields: FieldIndex) -> bool:
    """Whether a mailing list passed a message on that anybody on the list may have written.

    `List-Post: NO` is that of a list for announcements (RFC 2369, 3.4).
    """
    if "list-post" in fields:
        return fields.word("list-post") != "no"
    return any(name in fields for name in _LISTS_OF_PEOPLE)


def find_bulk(fields: FieldIndex) -> str | None:
    """Say why a message is bulk mail; None where it is not.

    A List-Unsubscribe alone is no proof within a conversation: programs for sales people put it on
    what these write by hand.
    """
    if is_discussion(fields):
        return None
    for name in ("precedence", "x-precedence", "preference"):
        if (value := fields.word(name)) in {"bulk", "junk"}:
            return f"it is bulk mail ({name.title()}: {value})"
    if "list-unsubscribe" in fields and "in-reply-to" not in fields:
        return "it is bulk mail (it carries List-Unsubscribe)"
    if any(name in fields for name in _CAMPAIGNS):
        return "it is bulk mail (it carries the mark of a campaign)"
    return None
