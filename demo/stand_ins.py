"""Accounts that the demo brings for the channels that the settings do not name."""

from collections.abc import Collection
from typing import Any, Final

# What docs and scripts rely on; see "The demo" in docs/demo.md.
SMS_ACCOUNT: Final = "main"
SMS_ACCOUNT_SID: Final = "AC00000000000000000000000000000000"
SMS_AUTH_TOKEN: Final = "demo-auth-token"  # noqa: S105 - it opens nothing but the demo
SMS_NUMBER: Final = "+15550100"
WEB_CHAT_ACCOUNT: Final = "site"
WEB_FORM_ACCOUNT: Final = "contact"

PROVIDER_PATH: Final = "/demo/sms-provider"


def stand_in_channels(named: Collection[str], base_url: str) -> dict[str, list[dict[str, Any]]]:
    """Give settings for the channels that the settings do not name.

    Args:
        named: kinds of channels that have an account in the settings; the demo leaves them alone.
        base_url: by which this machine reaches its own server, such as `http://127.0.0.1:8080`.

    Returns:
        By kind, a list of accounts as they would stand in the settings file.
    """
    base_url = base_url.rstrip("/")
    stand_ins: dict[str, list[dict[str, Any]]] = {
        "sms": [
            {
                "account": SMS_ACCOUNT,
                "account_sid": SMS_ACCOUNT_SID,
                "auth_token": SMS_AUTH_TOKEN,
                "from_number": SMS_NUMBER,
                "api_base_url": f"{base_url}{PROVIDER_PATH}",
            }
        ],
        "web_chat": [{"account": WEB_CHAT_ACCOUNT, "allowed_origins": _origins(base_url)}],
        "web_form": [{"account": WEB_FORM_ACCOUNT}],
    }
    return {kind: accounts for kind, accounts in stand_ins.items() if kind not in named}


def _origins(base_url: str) -> list[str]:
    """The server's own address, by number and by name, as people type either."""
    return list(dict.fromkeys((base_url, base_url.replace("//127.0.0.1", "//localhost"))))
