"""Messages that go out beside any conversation and are kept nowhere: codes and notices.

They have no row in the outbox, so that no page, thread or report can show what they said, and an
answer to one begins a conversation of its own.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.tools import Tools
from bot.verification.code_channels import find_code_account
from crm_store.transaction import Transaction
from domain.messages import Address, OutboundMessage
from domain.replies import Reply, ReplyRequest
from domain.self_service import Said
from responders.fitting import fit_reply
from responders.registry import respond


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What goes where.

    Attributes:
        id: names the message; the same one each time it is sent.
        since: when it was first to be sent.
        said: what it says, `subject` what a letter has as its subject.
    """

    id: str
    since: datetime
    to: Address
    channel: str
    account: str
    language: str
    said: Said
    subject: Said


def find_errand(
    tx: Transaction,
    tools: Tools,
    *,
    message_id: str,
    since: datetime,
    to: Address,
    language: str,
    said: Said,
    subject: Said,
) -> Errand | None:
    """Find how a message can go; None where no account can reach the address."""
    found = find_code_account(tx, tools, to)
    if found is None:
        return None
    return Errand(
        id=message_id,
        since=since,
        to=to,
        channel=found[0],
        account=found[1],
        language=language,
        said=said,
        subject=subject,
    )


async def send_unrecorded(tools: Tools, errand: Errand) -> None:
    """Hand a message over to its channel.

    Raises:
        SendError: the channel did not take it.
        NotFoundError: the settings no longer name the account.
    """
    channel = tools.get_channel(errand.channel, errand.account)
    now = tools.clock.now()
    reply = _phrase(tools, errand, errand.said, now)
    await channel.send(
        OutboundMessage(
            id=errand.id,
            interaction_id=errand.id,
            conversation_id=errand.id,
            # No conversation has this one, so that an answer follows none.
            reference=f"FD-{errand.id.rpartition('-')[2]}",
            channel=errand.channel,
            account=errand.account,
            to=errand.to,
            subject=_phrase(tools, errand, errand.subject, now).text,
            text=reply.text,
            html=reply.html,
            composed_at=errand.since,
            automatic=True,
        )
    )


def _phrase(tools: Tools, errand: Errand, said: Said, now: datetime) -> Reply:
    request = ReplyRequest(
        language=errand.language,
        company=tools.settings.company,
        now=now,
        time_zone=tools.settings.time_zone,
        said=(said,),
    )
    capabilities = tools.get_channel(errand.channel, errand.account).capabilities
    return fit_reply(respond("self_service", request), capabilities, None, errand.language)
