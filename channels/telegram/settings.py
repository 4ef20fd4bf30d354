"""What the settings say about a Telegram bot."""

import re
from typing import Annotated, Final, Literal, Self

from pydantic import Field, SecretStr, StringConstraints, field_validator, model_validator

from channels.contract import ChannelSettings

WebUrl = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#]+[^\s?#]*$", max_length=500)]
# "Each bot is given a unique authentication token", Bot API, "Authorizing your bot".
_TOKEN: Final = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{3,200}")
# setWebhook, `secret_token`.
_SECRET_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")


class TelegramSettings(ChannelSettings):
    """One bot of Telegram.

    Attributes:
        token: from @BotFather; whoever has it is the bot.
        mode: `webhook` lets Telegram call this server, `polling` asks Telegram again and again.
        secret_token: what Telegram says with each call of the webhook, chosen by you.
        api_base_url: where the Bot API is; another one for a server of one's own and stand-ins.
    """

    token: SecretStr
    mode: Literal["webhook", "polling"] = "webhook"
    secret_token: SecretStr | None = None
    api_base_url: WebUrl = Field(default="https://api.telegram.org")

    @field_validator("api_base_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @field_validator("token")
    @classmethod
    def _is_token(cls, token: SecretStr) -> SecretStr:
        if _TOKEN.fullmatch(token.get_secret_value()) is None:
            raise ValueError("is no token of a bot; copy it from @BotFather, such as 123456:ABC…")
        return token

    @field_validator("secret_token")
    @classmethod
    def _is_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and _SECRET_TOKEN.fullmatch(secret.get_secret_value()) is None:
            raise ValueError("must be of A to Z, a to z, digits, _ and -, at most 256")
        return secret

    @model_validator(mode="after")
    def _has_secret(self) -> Self:
        if self.mode == "webhook" and self.secret_token is None:
            raise ValueError(
                "secret_token is missing, so that anybody could call the webhook; choose one of "
                'A to Z, a to z, digits, _ and -, or set mode = "polling"'
            )
        return self

    @property
    def bot_id(self) -> str:
        """The bot's own number, which the token begins with."""
        return self.token.get_secret_value().partition(":")[0]
