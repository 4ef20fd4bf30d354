"""One update is taken in: kept, refused politely, or let go."""

import json
from typing import Any

import structlog

from channels.telegram.courtesies import Courtesies
from channels.telegram.doors import Door, choose_door, find_message
from channels.telegram.parser import name_thread
from channels.telegram.wire import Update, read_update
from domain.channels import Gateway
from domain.clock import Clock
from domain.errors import MalformedMessage
from domain.messages import RawMessage

_log = structlog.get_logger()


class UpdateIntake:
    """Takes updates in, however they come.

    Args:
        bot_id: the bot's own number.
        courtesies: where presses and groups are seen to.

    Attributes:
        username: the bot's name, once it is known.
    """

    def __init__(self, account: str, bot_id: str, clock: Clock, courtesies: Courtesies) -> None:
        self.username: str | None = None
        self._account = account
        self._bot_id = bot_id
        self._clock = clock
        self._courtesies = courtesies

    async def take(self, body: bytes, gateway: Gateway) -> None:
        """Commit an update that is a customer's; what cannot be read is kept to be looked at.

        Raises:
            MalformedMessage: it has no `update_id`, so that it comes from something else.
            Exception: it could not be stored.
        """
        update_id = find_update_id(body)
        try:
            update = read_update(body)
        except MalformedMessage:
            await self._keep(gateway, body, update_id, source="unread")
            return
        door = choose_door(update, bot_id=self._bot_id, username=self.username)
        if door is Door.CUSTOMER:
            await self._keep(gateway, body, update_id, source=_name_source(update))
        if door is Door.GROUP or update.callback_query is not None:
            self._courtesies.owe(update)
        if door is not Door.CUSTOMER:
            _log.info("telegram.let_go", account=self._account, id=update_id, door=door.value)

    async def _keep(self, gateway: Gateway, body: bytes, update_id: int, *, source: str) -> None:
        await gateway.receive(
            RawMessage(
                channel="telegram",
                account=self._account,
                delivery_id=str(update_id),
                source=source,
                body=body,
                received_at=self._clock.now(),
            )
        )


def find_update_id(body: bytes) -> int:
    """Find the id of an update, whatever else it holds.

    Raises:
        MalformedMessage: there is none.
    """
    try:
        document: Any = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    found = document.get("update_id") if isinstance(document, dict) else None
    if not isinstance(found, int) or isinstance(found, bool):
        raise MalformedMessage("there is no update_id; Telegram sends one with each update")
    return found


def _name_source(update: Update) -> str:
    """Name the chat, within which updates are worked on one after the other."""
    about = (
        find_message(update),
        None if update.callback_query is None else update.callback_query.message,
        update.my_chat_member,
        update.deleted_business_messages,
    )
    return next((name_thread(each.chat) for each in about if each is not None), "unread")
