"""One account of each kind of channel, as the settings have it."""

from typing import Any

ACCOUNT_SID = "AC00000000000000000000000000000000"
AUTH_TOKEN = "demo-auth-token"

MAIL_PASSWORD = "correct-horse-battery"
BOT_TOKEN = "4242424242:AAHaurora-bot-token-for-tests"
SECRET_TOKEN = "what-telegram-says-each-time"
# What must never be shown.
SECRETS = (AUTH_TOKEN, MAIL_PASSWORD, BOT_TOKEN, SECRET_TOKEN)

ACCOUNTS: dict[str, dict[str, Any]] = {
    "web_chat": {"account": "site", "allowed_origins": ["https://www.example.com"]},
    "web_form": {"account": "contact"},
    "sms": {
        "account": "main",
        "provider": "twilio",
        "account_sid": ACCOUNT_SID,
        "auth_token": AUTH_TOKEN,
        "from_number": "+15550100",
    },
    "telegram": {
        "account": "bot",
        "token": BOT_TOKEN,
        "mode": "webhook",
        "secret_token": SECRET_TOKEN,
    },
    "email": {
        "account": "support",
        "address": "support@example.com",
        "aliases": ["help@example.com"],
        "trusted_authserv": ["mx.example.com"],
        "smtp": {
            "host": "127.0.0.1",
            "security": "none",
            "username": "support@example.com",
            "password": MAIL_PASSWORD,
        },
        "listen": {"port": 0},
    },
    "api": {"account": "api"},
}
