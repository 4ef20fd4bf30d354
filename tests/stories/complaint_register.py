"""The complaint register as stories look at it, and a desk that reads feelings."""

from sqlalchemy import select

from crm_store.complaints import list_linked, to_complaint
from crm_store.customers import record_identity, record_identity_verified
from crm_store.schema import complaint_questions, complaints
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.messages import Address
from tests.stories.story_desk import StoryDesk


async def register(desk: StoryDesk) -> list[Complaint]:
    """All complaints, in the order in which they came."""

    def read(tx: Transaction) -> list[Complaint]:
        found = tx.execute(select(complaints).order_by(complaints.c.received_at, complaints.c.id))
        return [to_complaint(row) for row in found]

    return await desk.system.store.read(read)


async def linked(desk: StoryDesk, complaint: Complaint) -> list[str]:
    """The ids of the conversations that a complaint is spoken about in."""
    found = await desk.system.store.read(list_linked, complaint.id)
    return sorted(each.conversation_id for each in found)


async def questions(desk: StoryDesk) -> list[str]:
    """Of each question to agents, whether it is `open`, a `complaint` or `none`."""

    def read(tx: Transaction) -> list[str]:
        found = tx.execute(select(complaint_questions).order_by(complaint_questions.c.at))
        return [
            "open" if row.answered_at is None else "complaint" if row.complaint_id else "none"
            for row in found
        ]

    return await desk.system.store.read(read)


async def also_reached_by(desk: StoryDesk, thread: str, kind: str, value: str) -> None:
    """Note a further address of whoever writes on a thread; a visitor's is surely theirs."""
    customer_id = (await desk.conversation(thread)).customer_id

    def record(tx: Transaction) -> None:
        identity_id = desk.system.tools.ids.new()
        record_identity(
            tx,
            identity_id=identity_id,
            customer_id=customer_id,
            address=Address(kind=kind, value=value),
            now=desk.clock.now(),
        )
        if kind == "visitor":
            record_identity_verified(tx, identity_id)

    await desk.system.store.run(record)
