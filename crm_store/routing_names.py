"""What staff call whoever the log of routing names by id."""

from collections.abc import Iterable, Iterator

from sqlalchemy import bindparam, select

from crm_store.schema import conversations
from crm_store.skills import list_skills
from crm_store.staff import list_queues, list_staff
from crm_store.transaction import Transaction
from domain.assignment import Explanation
from domain.routing_names import RoutingNames

_REFERENCES = select(conversations.c.id, conversations.c.reference).where(
    conversations.c.id.in_(bindparam("ids", expanding=True))
)
# Of a list of thousands, SQLite takes no more values in one statement.
_AT_ONCE = 5_000


def read_routing_names(
    tx: Transaction, explanations: Iterable[Explanation | None] = ()
) -> RoutingNames:
    """Read the names of all staff, queues and skills, and the references that are needed."""
    ids = sorted({each for one in explanations if one is not None for each in _list_items(one)})
    references: dict[str, str] = {}
    for start in range(0, len(ids), _AT_ONCE):
        found = tx.execute(_REFERENCES, {"ids": ids[start : start + _AT_ONCE]})
        references |= {row.id: row.reference for row in found}
    return RoutingNames(
        agents={member.id: member.name for member in list_staff(tx)},
        queues={queue.name: queue.title for queue in list_queues(tx)},
        skills={skill.name: skill.title for skill in list_skills(tx)},
        references=references,
    )


def _list_items(explanation: Explanation) -> Iterator[str]:
    """List the ids of conversations that an explanation names."""
    if not explanation.pulled:
        yield explanation.subject
        return
    yield from (each.id for each in explanation.candidates)
    yield from (each.id for each in explanation.rejected)
    if explanation.held_for is not None:
        yield explanation.held_for
