"""What is done with the frames of a page once it has said hello."""

import json
from dataclasses import dataclass

from channels.web_chat.frame_sender import FrameSender
from channels.web_chat.frames import (
    Ack,
    ClientFrame,
    FrameRefusedError,
    Hello,
    Message,
    Seen,
    Typing,
)
from channels.web_chat.messages import render_raw
from channels.web_chat.thread_feed import ThreadFeed
from channels.web_chat.typing_indicator import TypingIndicator
from channels.web_chat.usage_limits import UsageLimits
from domain.channels import Accepted, Gateway, StoredFile, ThreadKey
from domain.clock import Clock
from domain.errors import NotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameHandler:
    """Acts on the frames of one page.

    Attributes:
        network: which the page comes from, for the limits.
        language: what the page said it speaks, kept with each message.
    """

    gateway: Gateway
    clock: Clock
    key: ThreadKey
    sender: FrameSender
    feed: ThreadFeed
    typing: TypingIndicator
    usage: UsageLimits
    network: str
    language: str | None

    async def handle(self, frame: ClientFrame) -> None:
        """Act on one frame.

        Raises:
            FrameRefusedError: it cannot be acted on, and why.
            TooManyRequestsError: it is a message beyond what may be sent in a while.
        """
        match frame:
            case Message():
                await self._receive(frame)
            case Ack(upto=upto):
                await self._record_collected(upto, seen=False)
            case Seen(upto=upto):
                await self._record_collected(upto, seen=True)
            case Typing(on=on):
                payload = json.dumps({"typing": "customer", "on": on})
                await self.gateway.announce(self.key.topic, payload)
            case Hello():
                raise FrameRefusedError("hello is said once, at the beginning", code="bad_frame")

    async def _receive(self, frame: Message) -> None:
        self.usage.claim_message(self.key.thread, self.network)
        answers_before = self.feed.answers
        accepted = await self._commit(frame)
        await self.sender.send(
            {"type": "accepted", "id": frame.id, "duplicate": accepted.duplicate}
        )
        answered = self.feed.answers > answers_before
        if not (accepted.duplicate or answered or self.feed.with_person):
            await self.typing.show()

    async def _commit(self, frame: Message) -> Accepted:
        raw = render_raw(
            self.key,
            frame,
            files=[await self._get_file(frame, file_id) for file_id in frame.files],
            language=self.language,
            received_at=self.clock.now(),
        )
        return await self.gateway.receive(raw)

    async def _get_file(self, frame: Message, file_id: str) -> StoredFile:
        try:
            return await self.gateway.get_file(self.key, file_id)
        except NotFoundError:
            raise FrameRefusedError(
                f"files: there is no file {file_id} of yours; upload it first",
                code="unknown_file",
                message_id=frame.id,
                bad=False,
            ) from None

    async def _record_collected(self, upto: int, *, seen: bool) -> None:
        if upto > self.feed.position:
            raise FrameRefusedError(
                f"upto: nothing was sent beyond {self.feed.position}", code="bad_frame"
            )
        await self.gateway.record_collected(self.key, upto=upto, seen=seen)
