"""What the routes of one account share."""

from dataclasses import dataclass
from datetime import timedelta

from channels.contract import ChannelTools
from channels.web_chat.messages import KIND
from channels.web_chat.origins import OriginPolicy
from channels.web_chat.settings import SocketLimits, WebChatSettings
from channels.web_chat.tokens import FileLinks, VisitorTokens
from channels.web_chat.usage_limits import UsageLimits
from domain.channels import ThreadKey
from domain.clock import Clock, Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelParts:
    """Settings and signers, put together once."""

    settings: WebChatSettings
    limits: SocketLimits
    clock: Clock
    ids: Ids
    public_url: str
    company: str
    origins: OriginPolicy
    tokens: VisitorTokens
    links: FileLinks
    usage: UsageLimits

    def thread_key(self, visitor: str) -> ThreadKey:
        """Name the thread of a visitor of this account."""
        return ThreadKey(channel=KIND, account=self.settings.account, thread=visitor)


def make_parts(
    settings: WebChatSettings, tools: ChannelTools, limits: SocketLimits
) -> ChannelParts:
    """Put together what the routes need."""
    public_url = tools.public_url.rstrip("/")
    return ChannelParts(
        settings=settings,
        limits=limits,
        clock=tools.clock,
        ids=tools.ids,
        public_url=public_url,
        company=tools.company,
        origins=OriginPolicy(settings.allowed_origins, public_url),
        tokens=VisitorTokens(
            secret=tools.secret,
            account=settings.account,
            clock=tools.clock,
            max_age=timedelta(days=settings.visitor_days),
        ),
        links=FileLinks(
            secret=tools.secret, account=settings.account, clock=tools.clock, public_url=public_url
        ),
        usage=UsageLimits(settings, limits, tools.clock),
    )
