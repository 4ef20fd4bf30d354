"""The same mail comes twice where its writer addressed a list as well; it is logged once."""

from bot.follow_thread import place_of
from crm_store.interactions import get_interaction
from crm_store.message_ids import lock_message_id
from crm_store.transaction import Transaction
from domain.conversations import Interaction
from domain.messages import InboundMessage

# A list adds lines of its own at the end; what is shorter than this may go on otherwise by chance.
_TELLING = 20


def is_second_copy(tx: Transaction, message: InboundMessage) -> bool:
    """Say whether a letter is on record already: the same id, sender, words and files.

    The id alone proves nothing, as some machines give all their mail one. A copy that a person
    sent is none of one that a machine passed on: it may have to be answered. Nor is one whose
    sender is surer than that of what is on record, which may be forged to have it left out.
    """
    message_id = (message.thread.message_id or "").strip()
    if not message_id:
        return False
    kept = lock_message_id(tx, place_of(message), message_id)
    if kept is None:
        return False
    said = get_interaction(tx, kept.conversation_id, kept.interaction_id)
    if said.source_ids.get("automatic") and message.automatic is None:
        return False
    if _rate_proof(message) > _rate_kept_proof(said):
        return False
    same_sender = said.source_ids.get("from") == message.sender.value
    return same_sender and _has_same_files(said, message) and _says_same(said.text, message.text)


def _rate_proof(message: InboundMessage) -> int:
    """Rate how sure a sender is: 0 for an address found to be forged, 2 for one that is proven."""
    if message.sender.verified:
        return 2
    return 0 if "refuted" in message.notes else 1


def _rate_kept_proof(said: Interaction) -> int:
    if said.source_ids.get("proven"):
        return 2
    return 0 if "refuted" in said.source_ids else 1


def _has_same_files(said: Interaction, message: InboundMessage) -> bool:
    kept = [(file.filename, file.size) for file in said.attachments]
    return kept == [(file.filename, len(file.content)) for file in message.enclosed]


def _says_same(first: str, second: str) -> bool:
    shorter, longer = sorted((" ".join(first.split()), " ".join(second.split())), key=len)
    return shorter == longer or (len(shorter) >= _TELLING and longer.startswith(shorter))
