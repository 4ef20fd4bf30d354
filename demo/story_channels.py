"""The channels that the story was lived on: the real ones, on the demo's own accounts."""

from collections.abc import Mapping
from typing import NoReturn

from channels.contract import ChannelTools
from channels.registry import find_kind
from demo.stand_ins import stand_in_channels
from domain.channels import Channel
from domain.clock import Clock, Ids

# Nothing is sent and nobody connects while the story is played, so that the address is a name.
_NOWHERE = "http://demo.invalid"


def make_story_channels(
    clock: Clock, ids: Ids, *, company: str, secret: str
) -> Mapping[tuple[str, str], Channel]:
    """Make the channels of the demo's accounts to read and to fit messages with, not to send."""
    tools = ChannelTools(
        clock=clock,
        ids=ids,
        public_url=_NOWHERE,
        secret=secret,
        company=company,
        http=_refuse,
    )
    channels: dict[tuple[str, str], Channel] = {}
    for name, accounts in stand_in_channels((), _NOWHERE).items():
        kind = find_kind(name)
        assert kind is not None, f"the registry lacks {name}"  # noqa: S101 - a programming error
        for account in accounts:
            channel = kind.build(kind.settings.model_validate(account), tools)
            channels[channel.kind, channel.account] = channel
    return channels


def _refuse() -> NoReturn:
    raise RuntimeError("the story sends nothing; deliver by the channels of the server")
