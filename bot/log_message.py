"""What was said is logged: the words, the files, the ids, and where it came from."""

from collections.abc import Mapping
from typing import Any

from bot.fetch_media import plan_fetches
from bot.follow_thread import place_of
from bot.keep_files import KeptFiles, keep_files
from bot.mark_code import mark_code
from bot.place_message import Placed
from bot.processing import Processing
from bot.read_message import strip_subject
from crm_store.consents import record_consent
from crm_store.conversations import wake_followers
from crm_store.interactions import record_interaction
from crm_store.message_ids import record_message_id
from crm_store.transaction import Transaction
from crm_store.whole_bodies import record_whole_body
from domain.conversations import Author, Conversation, Direction, Role
from domain.messages import InboundMessage


def log_message(tx: Transaction, processing: Processing, placed: Placed) -> str:
    """Log a message in its conversation; return the interaction's id."""
    message, conversation = processing.message, placed.home
    interaction_id = processing.tools.ids.new()
    files = keep_files(tx, processing.tools, message, conversation, now=processing.now)
    fetched = plan_fetches(tx, processing.tools, message, now=processing.now)
    record_interaction(
        tx,
        conversation,
        interaction_id=interaction_id,
        direction=Direction.IN,
        author=Author.SYSTEM if placed.writer is None else Author.CUSTOMER,
        author_id=None if placed.writer is None else placed.writer.id,
        author_name=_name_writer(message, placed),
        now=message.received_at,
        text=message.text,
        external_id=message.external_id,
        attachments=(*fetched, *files.attachments),
        source_ids={"raw": processing.job.subject, **_describe(processing, conversation, files)},
    )
    _keep_whole(tx, message, interaction_id)
    _keep_id(tx, message, conversation, interaction_id)
    _keep_consent(tx, processing, placed)
    if placed.logged_in is not None:
        wake_followers(tx, placed.logged_in)
    return interaction_id


def find_name(message: InboundMessage, placed: Placed) -> str | None:
    """Find how to address the writer: a name on record is told only to whom it surely belongs."""
    if placed.role not in {None, Role.REQUESTER}:
        return None
    known = placed.writer.name if placed.writer is not None and message.sender.verified else None
    return message.sender.name or known


def _name_writer(message: InboundMessage, placed: Placed) -> str | None:
    name = find_name(message, placed)
    if name is not None or placed.role is Role.REQUESTER:
        return name
    if placed.role is not None or placed.writer is None:
        return message.sender.name or message.sender.value
    return None


def _describe(
    processing: Processing, conversation: Conversation, files: KeptFiles
) -> Mapping[str, Any]:
    """Say where a message came from, for staff; each fact only where there is one."""
    message = processing.message
    facts: dict[str, Any] = {
        **message.notes,
        "automatic": message.automatic,
        "cids": files.cids,
        **mark_code(message.text),
    }
    if processing.threaded:
        facts |= {
            "from": message.sender.value,
            "proven": message.sender.verified,
            "copies": [each.value for each in message.copies],
            "subject": _find_new_subject(message, conversation),
            "message_id": message.thread.message_id,
        }
    return {name: value for name, value in facts.items() if value}


def _find_new_subject(message: InboundMessage, conversation: Conversation) -> str | None:
    same = strip_subject(message.subject) == strip_subject(conversation.subject)
    return None if same else message.subject


def _keep_whole(tx: Transaction, message: InboundMessage, interaction_id: str) -> None:
    more = message.full_text and message.full_text.strip() != message.text.strip()
    if more or message.html:
        whole = message.full_text or message.text
        record_whole_body(tx, interaction_id, text=whole, html=message.html)


def _keep_id(
    tx: Transaction, message: InboundMessage, conversation: Conversation, interaction_id: str
) -> None:
    message_id = (message.thread.message_id or "").strip()
    if message_id:
        record_message_id(
            tx,
            place_of(message),
            message_id,
            conversation_id=conversation.id,
            interaction_id=interaction_id,
        )


def _keep_consent(tx: Transaction, processing: Processing, placed: Placed) -> None:
    message = processing.message
    if placed.consent not in {"stop", "start"}:
        return
    source = "unsubscribe link" if processing.threaded else f"keyword {message.text.strip()[:20]}"
    record_consent(
        tx,
        message.sender,
        channel=message.channel,
        granted=placed.consent == "start",
        source=source,
        now=processing.now,
    )
