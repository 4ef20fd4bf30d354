"""Addresses as they are told to somebody who may not know them; pure."""

from domain.messages import Address

_NAMES = {"telegram": "Telegram"}


def mask_address(address: Address) -> str:
    """Return just enough of an address for its holder: `a...t@example.com`, `... 42`."""
    if address.kind == "email":
        local, _, domain = address.value.rpartition("@")
        return f"{local[:1]}...{local[-1:] if len(local) > 2 else ''}@{domain}"
    if address.kind == "phone":
        return f"... {address.value[-2:]}"
    return _NAMES.get(address.kind, address.kind)
