"""What the playground is given to work with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from channels.email.settings import EmailSettings
from channels.sms.settings import SmsSettings
from console.services import Services
from demo.sms_provider import ProviderAuth


@dataclass(frozen=True, slots=True, kw_only=True)
class Playground:
    """Made by the composition root, once the demo company is in the database.

    Attributes:
        base_url: by which this machine reaches its own server, without a slash at the end.
        http: returns the process's client session.
        password: of the demo log-ins, shown to everybody who opens the page.
        stand_ins: what `stand_in_channels` gave; the telephone is there only with `sms` in it,
            the mailbox only with `email`, the airline's pages only with `business`.
    """

    services: Services
    base_url: str
    http: Callable[[], aiohttp.ClientSession]
    password: str
    stand_ins: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)

    @property
    def sms(self) -> SmsSettings | None:
        """The stand-in's SMS account; None where the settings name accounts of their own."""
        accounts = self.stand_ins.get("sms")
        return SmsSettings.model_validate(accounts[0]) if accounts else None

    @property
    def email(self) -> EmailSettings | None:
        """The stand-in's email account; None where the settings name accounts of their own."""
        accounts = self.stand_ins.get("email")
        return EmailSettings.model_validate(accounts[0]) if accounts else None

    @property
    def sms_auth(self) -> ProviderAuth | None:
        """What the stand-in's account signs and logs in with."""
        sms = self.sms
        if sms is None:
            return None
        return ProviderAuth(
            account_sid=sms.account_sid, auth_token=sms.auth_token.get_secret_value()
        )

    @property
    def airline_url(self) -> str | None:
        """Where the airline's own system is; None where the settings name another."""
        named = self.stand_ins.get("business")
        return str(named[0]["url"]) if named else None

    def find_account(self, kind: str) -> str | None:
        """Find the first account of a kind of channel, whoever named it."""
        return next(
            (each.account for each in self.services.channels if each.kind == kind),
            None,
        )
