"""Updates as Telegram sends them."""

from typing import Any

ASTRID = {"id": 4711, "is_bot": False, "first_name": "Astrid", "language_code": "en"}
PRIVATE = {"id": 4711, "type": "private", "first_name": "Astrid"}
GROUP = {"id": -100200300, "type": "supergroup", "title": "Passengers"}
BOT = {"id": 4242424242, "is_bot": True, "first_name": "Aurora", "username": "aurora_airways_bot"}


def message(update_id: int, text: str, **more: Any) -> dict[str, Any]:
    """A message of Astrid's in her chat with the bot, unless `more` says otherwise."""
    plain = {
        "message_id": update_id,
        "date": 1772442000,
        "chat": PRIVATE,
        "from": ASTRID,
        "text": text,
    }
    return {"update_id": update_id, "message": {**plain, **more}}


def press(update_id: int) -> dict[str, Any]:
    """Astrid presses a button below message 32."""
    asked = {"message_id": 32, "date": 1772442000, "chat": PRIVATE, "from": BOT, "text": "Which?"}
    pressed = {"id": "p1", "from": ASTRID, "message": asked, "data": "none"}
    return {"update_id": update_id, "callback_query": pressed}


def added(update_id: int, language: str = "en", chat: dict[str, Any] = GROUP) -> dict[str, Any]:
    """Somebody adds the bot to a group."""
    change = {
        "chat": chat,
        "from": {**ASTRID, "language_code": language},
        "date": 1772442000,
        "old_chat_member": {"user": BOT, "status": "left"},
        "new_chat_member": {"user": BOT, "status": "member"},
    }
    return {"update_id": update_id, "my_chat_member": change}
