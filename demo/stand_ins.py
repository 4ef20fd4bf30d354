"""Accounts that the demo brings for the channels that the settings do not name."""

import socket
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

# What docs and scripts rely on; see "The demo" in docs/demo.md.
SMS_ACCOUNT: Final = "main"
SMS_ACCOUNT_SID: Final = "AC00000000000000000000000000000000"
SMS_AUTH_TOKEN: Final = "demo-auth-token"  # noqa: S105 - it opens nothing but the demo
SMS_NUMBER: Final = "+15550100"
WEB_CHAT_ACCOUNT: Final = "site"
WEB_FORM_ACCOUNT: Final = "contact"
EMAIL_ACCOUNT: Final = "support"
EMAIL_ADDRESS: Final = "support@aurora.example"
# The name under which the mail server's stand-in stamps what it found of a sender.
MAIL_HOST: Final = "mx.aurora.example"
LOOPBACK: Final = "127.0.0.1"

PROVIDER_PATH: Final = "/demo/sms-provider"


@dataclass(frozen=True, slots=True)
class MailPorts:
    """Where mail changes hands on this machine: `smtp` takes ours, `lmtp` brings customers'."""

    smtp: int = 25
    lmtp: int = 24


def find_mail_ports() -> MailPorts:
    """Find two ports that nobody listens on, so that several demos run on one machine."""
    with socket.socket() as smtp, socket.socket() as lmtp:
        smtp.bind((LOOPBACK, 0))
        lmtp.bind((LOOPBACK, 0))
        return MailPorts(smtp=smtp.getsockname()[1], lmtp=lmtp.getsockname()[1])


def stand_in_channels(
    named: Collection[str], base_url: str, mail: MailPorts | None = None
) -> dict[str, list[dict[str, Any]]]:
    """Give settings for the channels that the settings do not name.

    Args:
        named: kinds of channels that have an account in the settings; the demo leaves them alone.
        base_url: by which this machine reaches its own server, such as `http://127.0.0.1:8080`.
        mail: where the mail server's stand-in and Frontdesk listen for each other's mail; not
            needed where nothing is sent.

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
        "email": [_email(mail or MailPorts())],
    }
    return {kind: accounts for kind, accounts in stand_ins.items() if kind not in named}


def _email(ports: MailPorts) -> dict[str, Any]:
    return {
        "account": EMAIL_ACCOUNT,
        "address": EMAIL_ADDRESS,
        "trusted_authserv": [MAIL_HOST],
        "smtp": {"host": LOOPBACK, "port": ports.smtp, "security": "none"},
        "listen": {"protocol": "lmtp", "host": LOOPBACK, "port": ports.lmtp},
        "look": {"colour": "#0b6b73", "footer": "Aurora Airways, 1 Harbour Quay, Norhavn"},
    }


def _origins(base_url: str) -> list[str]:
    """The server's own address, by number and by name, as people type either."""
    return list(dict.fromkeys((base_url, base_url.replace("//127.0.0.1", "//localhost"))))
