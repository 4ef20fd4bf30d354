"""Which addresses are our own, with whatever is added to them, and which mail we have sent."""

from collections.abc import Sequence

from channels.email.settings import EmailSettings
from channels.email.tokens import TokenSigner


class OwnAddresses:
    """The account's address and its aliases, each with any plus-address where those arrive."""

    def __init__(self, settings: EmailSettings) -> None:
        self._addresses = frozenset((settings.address, *settings.aliases))
        self._plus = settings.plus_addressing

    def __contains__(self, address: str) -> bool:
        address = address.lower()
        if address in self._addresses:
            return True
        local, _, host = address.rpartition("@")
        return self._plus and f"{local.partition('+')[0]}@{host}" in self._addresses


class OwnMail:
    """What goes to and comes from any of the site's accounts, whichever of them reads it.

    Args:
        accounts: all of them; they share the secret, and each signs with a key of its own.
    """

    def __init__(self, accounts: Sequence[EmailSettings], secret: str) -> None:
        self._addresses = tuple(OwnAddresses(account) for account in accounts)
        self._signers = tuple(TokenSigner(secret, account.account) for account in accounts)

    def goes_to(self, address: str) -> bool:
        """Say whether mail to an address arrives at one of the accounts."""
        return any(address in addresses for addresses in self._addresses)

    def holds(self, message_id: str) -> bool:
        """Say whether a message id is that of a mail which one of the accounts has sent."""
        return any(signer.read_message_id(message_id) is not None for signer in self._signers)
