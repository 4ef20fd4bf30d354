"""By which account a one-time code can reach an address, if any."""

from bot.tools import Tools
from crm_store.consents import has_opted_out
from crm_store.conversations import find_latest_account
from crm_store.suppressions import find_suppression
from crm_store.transaction import Transaction
from domain.messages import Address

# Which channel writes to an address of each kind.
CHANNEL_OF = {"email": "email", "phone": "sms", "telegram": "telegram"}


def find_code_account(tx: Transaction, tools: Tools, address: Address) -> tuple[str, str] | None:
    """Find the channel and account that would write to an address.

    That is the account it last wrote with, so that the code comes from a number or mailbox that
    its holder knows; or else the first one there is.

    Returns:
        None where no account can, nothing arrives at the address, or its holder said STOP.
    """
    channel = CHANNEL_OF.get(address.kind)
    accounts = [account for kind, account in tools.channels if kind == channel]
    if channel is None or not accounts or _is_closed(tx, tools, channel, accounts[0], address):
        return None
    latest = find_latest_account(tx, channel, accounts, address.value)
    return channel, latest or accounts[0]


def _is_closed(tx: Transaction, tools: Tools, channel: str, account: str, address: Address) -> bool:
    """A refusal of mail nobody asked for is none of a code, as where mail is answered."""
    if find_suppression(tx, channel, address.value) is not None:
        return True
    covers_answers = not tools.get_channel(channel, account).capabilities.threaded
    return covers_answers and has_opted_out(tx, address, channel=channel)
