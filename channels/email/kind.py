"""Email as a line of the registry; what reads and sends mail is loaded with the first account."""

from channels.contract import ChannelKind, ChannelTools, HttpChannel
from channels.email.settings import EmailSettings


def _build(settings: EmailSettings, tools: ChannelTools) -> HttpChannel:
    # Commands that only look at the settings start in two thirds of the time without it.
    from channels.email.channel import EmailChannel  # noqa: PLC0415 - see above

    return EmailChannel(settings, tools)


EMAIL = ChannelKind(name="email", settings=EmailSettings, build=_build)
