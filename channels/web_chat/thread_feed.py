"""What comes to a page from its thread: entries, status, an agent's typing."""

import json
from collections.abc import Callable
from typing import Any

from channels.web_chat.entries import render_entry
from channels.web_chat.frame_sender import FrameSender
from channels.web_chat.typing_indicator import TypingIndicator
from domain.channels import Follower, Gateway, ThreadKey, ThreadView

PAGE = 100


class ThreadFeed:
    """Brings one page up to date and keeps it so.

    Attributes:
        position: all up to here was sent, or was there before the page came.
        answers: entries sent that somebody else than the customer wrote.
        with_person: whether an agent had the conversation when the thread was last read.
    """

    def __init__(
        self,
        *,
        gateway: Gateway,
        key: ThreadKey,
        sender: FrameSender,
        typing: TypingIndicator,
        make_url: Callable[[str], str],
    ) -> None:
        self._gateway = gateway
        self._key = key
        self._sender = sender
        self._typing = typing
        self._make_url = make_url
        self._told: tuple[str | None, bool] | None = None
        self.position = 0
        self.answers = 0
        self.with_person = False

    async def start(self, after: int) -> ThreadView:
        """Read the first page after a position, without sending it yet."""
        self.position = after
        return await self._read()

    async def catch_up(self, view: ThreadView | None = None) -> None:
        """Send all that is new, `view` first where it was read already."""
        view = view or await self._read()
        while True:
            await self._send_entries(view)
            if len(view.entries) < PAGE:
                return await self._send_status(view)
            view = await self._read()

    async def follow(self, follower: Follower, poll_seconds: float) -> None:
        """Send what comes until cancelled; the poll makes up for lost wake-ups."""
        while True:
            signal = await follower.next(poll_seconds)
            typing = None if signal is None else _parse_typing(signal.payload)
            if typing is None:
                await self.catch_up()
            elif typing["author"] == "agent":
                await self._sender.send(typing)

    async def _read(self) -> ThreadView:
        view = await self._gateway.read_thread(self._key, after=self.position, limit=PAGE)
        self.with_person = view.with_person
        return view

    async def _send_entries(self, view: ThreadView) -> None:
        for entry in view.entries:
            if entry.author != "customer":
                self.answers += 1
                await self._typing.hide()
            await self._sender.send(render_entry(entry, self._make_url))
            self.position = max(self.position, entry.position)

    async def _send_status(self, view: ThreadView) -> None:
        status = (view.status, view.with_person)
        if status == self._told:
            return
        self._told = status
        await self._sender.send(
            {
                "type": "status",
                "status": view.status,
                "with_person": view.with_person,
                "position": self.position,
            }
        )


def _parse_typing(payload: str) -> dict[str, Any] | None:
    """Read a typing announcement; None for every other signal."""
    try:
        fields = json.loads(payload)
    except ValueError:
        return None
    if not isinstance(fields, dict) or "typing" not in fields:
        return None
    frame = {"type": "typing", "author": fields["typing"], "on": bool(fields.get("on"))}
    return frame if fields.get("name") is None else {**frame, "name": fields["name"]}
