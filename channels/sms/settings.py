"""What the settings say about an SMS account."""

from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, StringConstraints, field_validator, model_validator

from channels.contract import ChannelSettings
from channels.phone_numbers import is_sender_id

WebUrl = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#]+[^\s?#]*$", max_length=500)]


class SmsSettings(ChannelSettings):
    """One telephone number, or one messaging service, at a Twilio-compatible provider.

    Attributes:
        account_sid: `AC` and 32 hexadecimal digits, from the provider's console.
        auth_token: signs the webhooks and is the password of the API.
        from_number: E.164 (`+15550100`), a short code or an alphanumeric sender id.
        api_base_url: where the API is; another one for regions and stand-ins.
        webhook_url: the address as the provider calls it, where that is not `server.public_url`
            and the path, such as behind a proxy that rewrites paths.
        messaging_service_sid: sends through this messaging service in place of `from_number`.
        max_segments: how many parts one message should have at the most.
    """

    provider: Literal["twilio"] = "twilio"
    account_sid: Annotated[str, StringConstraints(pattern=r"^AC[0-9a-fA-F]{32}$")]
    auth_token: SecretStr
    from_number: str
    api_base_url: WebUrl = "https://api.twilio.com"
    webhook_url: WebUrl | None = None
    messaging_service_sid: (
        Annotated[str, StringConstraints(pattern=r"^MG[0-9a-fA-F]{32}$")] | None
    ) = None
    max_segments: int = Field(default=3, ge=1, le=10)

    @field_validator("api_base_url", "webhook_url")
    @classmethod
    def _without_slash(cls, url: str | None) -> str | None:
        return url.rstrip("/") if url else url

    @field_validator("from_number")
    @classmethod
    def _is_sender(cls, value: str) -> str:
        if is_sender_id(value):
            return value
        raise ValueError(
            "must be a telephone number in E.164 such as +15550100, a short code of 3 to 8 "
            "digits, or an alphanumeric sender id of at most 11 characters"
        )

    @model_validator(mode="after")
    def _has_token(self) -> Self:
        if not self.auth_token.get_secret_value():
            raise ValueError("auth_token is empty; copy it from the provider's console")
        return self
