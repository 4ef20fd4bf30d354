"""What mail that nobody wrote by hand says of itself, so that no machine answers it."""

from collections.abc import Callable

from channels.email.sending.header_fields import render_field
from channels.email.sending.thread_fields import is_answer
from channels.email.tokens import UNSUBSCRIBE
from domain.messages import OutboundMessage


def render_automatic_fields(
    message: OutboundMessage, make_token_address: Callable[[str, str], str | None]
) -> list[str]:
    """Return the fields of automatic mail; none for what a person sent.

    `Auto-Submitted` is `auto-replied` for what answers a message, `auto-generated` for the rest
    (RFC 3834, 5). Exchange heeds `X-Auto-Response-Suppress` alone ([MS-OXCMAIL], 2.2.3.2.14).
    There is no `Precedence`: RFC 3834, 3.1.8 recommends neither the field nor a value, `bulk`
    would have a customer's answer sorted among advertisements, and what heeds it heeds
    `Auto-Submitted` too.

    `List-Unsubscribe` (RFC 2369, 3.2) stands on automatic mail that answers nothing, for a
    customer did not ask for that one. It is a mail address whose token says what to stop; the
    one-click form (RFC 8058) needs an https address, which Frontdesk has not.

    Args:
        message: what goes out.
        make_token_address: makes the address for a purpose and a reference, where there is one.
    """
    if not message.automatic:
        return []
    answers = is_answer(message.thread)
    fields = [
        render_field("Auto-Submitted", ["auto-replied" if answers else "auto-generated"]),
        render_field("X-Auto-Response-Suppress", ["All"]),
    ]
    unsubscribe = None if answers else make_token_address(UNSUBSCRIBE, message.reference)
    if unsubscribe is not None:
        target = f"<mailto:{unsubscribe.replace('%', '%25')}?subject=unsubscribe>"
        fields.append(render_field("List-Unsubscribe", [target]))
    return fields
