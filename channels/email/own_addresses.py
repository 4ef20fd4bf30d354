"""Which addresses are the account's own, with whatever is added to them."""

from channels.email.settings import EmailSettings


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
