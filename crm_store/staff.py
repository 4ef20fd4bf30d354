"""Staff, the queues they work, and the keys they are known by."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update

from crm_store.automations import list_standing_automations
from crm_store.codecs import from_json, to_json
from crm_store.figure_changes import note_figures_of_queue
from crm_store.schema import api_tokens, conversations, queues, sessions, staff
from crm_store.service_levels import list_standing_policies
from crm_store.transaction import Transaction
from domain.assignment import OverflowStep
from domain.automations import ActionKind, Automation, AutomationKind
from domain.conversations import ConversationStatus
from domain.errors import ConflictError, NotFoundError
from domain.service_levels import SlaPolicy, StepAction
from domain.staff import ApiToken, Queue, Role, StaffMember

_QUEUES = select(queues).order_by(queues.c.position, queues.c.name)
_DEFAULT_QUEUE = select(queues).where(queues.c.is_default)
# Who changes which queues there are waits for the others, so that one stays the default.
_QUEUES_LOCK = "queues"
_MOST_NAMED = 5


def record_staff_member(tx: Transaction, member: StaffMember) -> None:
    """Add somebody, or replace who had the same email address."""
    values = {
        "id": member.id,
        "email": member.email,
        "name": member.name,
        "role": member.role,
        "password_hash": member.password_hash,
        "active": member.active,
        "created_at": member.created_at,
    }
    insert = tx.insert(staff).values(values)
    changed = {key: values[key] for key in ("name", "role", "password_hash", "active")}
    tx.execute(insert.on_conflict_do_update(index_elements=["email"], set_=changed))


def find_staff_by_email(tx: Transaction, email: str) -> StaffMember | None:
    """Find who logs in with an address, in any case."""
    row = tx.find_row(select(staff).where(func.lower(staff.c.email) == email.lower()))
    return None if row is None else _to_member(row)


def get_staff_member(tx: Transaction, staff_id: str) -> StaffMember:
    """Read a member of staff.

    Raises:
        NotFoundError: there is none.
    """
    row = tx.find_row(select(staff).where(staff.c.id == staff_id))
    if row is None:
        raise NotFoundError(f"nobody on the staff has the id {staff_id!r}")
    return _to_member(row)


def list_staff(tx: Transaction) -> tuple[StaffMember, ...]:
    """List everybody, by name."""
    return tuple(_to_member(row) for row in tx.execute(select(staff).order_by(staff.c.name)))


def get_staff_by_email(tx: Transaction, email: str) -> StaffMember:
    """Read who logs in with an address, in any case.

    Raises:
        NotFoundError: nobody does.
    """
    found = find_staff_by_email(tx, email)
    if found is None:
        raise NotFoundError(f"nobody on the staff has the address {email}")
    return found


def record_new_password(tx: Transaction, staff_id: str, password_hash: str) -> None:
    """Give a member another password; who is logged in with the old one no longer is."""
    record_password(tx, staff_id, password_hash)
    finish_sessions(tx, staff_id)


def record_activity(tx: Transaction, staff_id: str, *, active: bool) -> None:
    """Let a member log in, or no longer; whoever is logged in as a barred one no longer is."""
    tx.execute(update(staff).where(staff.c.id == staff_id).values(active=active))
    if not active:
        finish_sessions(tx, staff_id)


def record_session(
    tx: Transaction,
    *,
    digest: str,
    staff_id: str,
    csrf: str,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Begin a log-in session, and forget the ones that are over."""
    tx.execute(delete(sessions).where(sessions.c.expires_at <= now))
    values = {
        "digest": digest,
        "staff_id": staff_id,
        "csrf": csrf,
        "created_at": now,
        "expires_at": expires_at,
    }
    tx.execute(sessions.insert().values(values))


def find_session(tx: Transaction, digest: str, *, now: datetime) -> tuple[StaffMember, str] | None:
    """Find who a session belongs to and its CSRF token; None where it is over."""
    found = (
        select(staff, sessions.c.csrf)
        .join(sessions, sessions.c.staff_id == staff.c.id)
        .where(sessions.c.digest == digest, sessions.c.expires_at > now, staff.c.active)
    )
    row = tx.find_row(found)
    return None if row is None else (_to_member(row), row.csrf)


def finish_session(tx: Transaction, digest: str) -> None:
    """End a log-in session."""
    tx.execute(delete(sessions).where(sessions.c.digest == digest))


def finish_sessions(tx: Transaction, staff_id: str) -> None:
    """End all log-in sessions of a member."""
    tx.execute(delete(sessions).where(sessions.c.staff_id == staff_id))


def record_api_token(tx: Transaction, token: ApiToken) -> None:
    """Keep a new API token's digest."""
    values = {
        "id": token.id,
        "name": token.name,
        "role": token.role,
        "digest": token.digest,
        "created_at": token.created_at,
    }
    tx.execute(api_tokens.insert().values(values))


def find_api_token(tx: Transaction, digest: str) -> ApiToken | None:
    """Find the API token with a digest."""
    row = tx.find_row(select(api_tokens).where(api_tokens.c.digest == digest))
    return None if row is None else _to_token(row)


def list_api_tokens(tx: Transaction) -> tuple[ApiToken, ...]:
    """List the API tokens, oldest first."""
    ordered = select(api_tokens).order_by(api_tokens.c.created_at, api_tokens.c.id)
    return tuple(_to_token(row) for row in tx.execute(ordered))


def record_token_use(tx: Transaction, token_id: str, *, now: datetime) -> None:
    """Note that a token was used; a note that is there already never goes back in time."""
    older = or_(api_tokens.c.last_used_at.is_(None), api_tokens.c.last_used_at < now)
    used = update(api_tokens).where(api_tokens.c.id == token_id, older)
    tx.execute(used.values(last_used_at=now))


def finish_api_token(tx: Transaction, token_id: str) -> None:
    """Forget an API token, so that it opens nothing any more."""
    tx.execute(delete(api_tokens).where(api_tokens.c.id == token_id))


def record_queue(tx: Transaction, queue: Queue) -> None:
    """Add a queue, or replace the one of the same name; exactly one is the default one.

    A new default queue takes the place of the old one, which stays it as long as no other does.
    """
    tx.lock(_QUEUES_LOCK)
    others = update(queues).where(queues.c.is_default, queues.c.name != queue.name)
    if queue.is_default:
        tx.execute(others.values(is_default=False))
    values = {
        "name": queue.name,
        "title": queue.title,
        "topics": list(queue.topics),
        "is_default": queue.is_default or not _has_default_beside(tx, queue.name),
        "first_response_minutes": queue.first_response_minutes,
        "position": queue.position,
        "requires": dict(queue.requires),
        "overflow": to_json(queue.overflow, tuple[OverflowStep, ...]),
    }
    insert = tx.insert(queues).values(values)
    changed = {key: value for key, value in values.items() if key != "name"}
    tx.execute(insert.on_conflict_do_update(index_elements=["name"], set_=changed))
    tx.read_anew(_read_queues)


def _has_default_beside(tx: Transaction, name: str) -> bool:
    return tx.find_row(_DEFAULT_QUEUE.where(queues.c.name != name)) is not None


def remove_queue(tx: Transaction, name: str) -> None:
    """Remove a queue; its resolved conversations go to the default one, which may reopen them.

    Raises:
        NotFoundError: there is none of that name.
        ConflictError: it is the default one, somebody still waits in it or is shown in it as
            well, or a policy or another queue's overflow names it.
    """
    tx.lock(_QUEUES_LOCK)
    if get_queue(tx, name).is_default:
        raise ConflictError(
            f"the queue {name!r} is the default one, which takes what fits no other; make another "
            "one the default first"
        )
    _refuse_unresolved(tx, name)
    _refuse_widened(tx, name)
    _refuse_named(tx, name)
    _refuse_helping(tx, name)
    _refuse_ruled(tx, name)
    moved = update(conversations).where(conversations.c.queue == name)
    default = get_default_queue(tx).name
    note_figures_of_queue(tx, name)
    tx.execute(moved.values(queue=default, version=conversations.c.version + 1))
    tx.execute(delete(queues).where(queues.c.name == name))
    tx.read_anew(_read_queues)


def _refuse_unresolved(tx: Transaction, name: str) -> None:
    standing = select(func.count()).where(
        conversations.c.queue == name, conversations.c.status != ConversationStatus.RESOLVED
    )
    number = tx.execute(standing).scalar_one()
    if number:
        raise ConflictError(
            f"{number} unresolved conversation{' stands' if number == 1 else 's stand'} in the "
            f"queue {name!r}; resolve them or move them to another queue first"
        )


def _refuse_widened(tx: Transaction, name: str) -> None:
    found = select(conversations.c.reference).where(
        conversations.c.widened_to == name, conversations.c.status != ConversationStatus.RESOLVED
    )
    references = tx.execute(found.order_by(conversations.c.id).limit(_MOST_NAMED)).scalars().all()
    if references:
        raise ConflictError(
            f"the queue {name!r} sees {', '.join(references)} as well; resolve them or move them "
            "to another queue first"
        )


def _refuse_named(tx: Transaction, name: str) -> None:
    policies = [each.definition for each in list_standing_policies(tx)]
    users = [policy.name for policy in policies if _names_queue(policy, name)]
    if users:
        raise ConflictError(
            f"the queue {name!r} is named by the policies {', '.join(users)}; change their "
            "conditions and steps first"
        )


def _refuse_ruled(tx: Transaction, name: str) -> None:
    """What is switched off is checked when it is switched on."""
    users = [
        f"{kind.value} {each.automation.name}"
        for kind in AutomationKind
        for each in list_standing_automations(tx, kind)
        if each.automation.enabled and _sends_to(each.automation, name)
    ]
    if users:
        raise ConflictError(
            f"the queue {name!r} is named by the {', the '.join(users)}; change or switch off first"
        )


def _sends_to(automation: Automation, name: str) -> bool:
    return any(each.do is ActionKind.QUEUE and each.to == name for each in automation.actions)


def _refuse_helping(tx: Transaction, name: str) -> None:
    helped = [each.name for each in list_queues(tx) if any(s.to == name for s in each.overflow)]
    if helped:
        raise ConflictError(
            f"the people of the queue {name!r} help out in {', '.join(helped)}; take these steps "
            "of their overflow away first"
        )


def _names_queue(policy: SlaPolicy, name: str) -> bool:
    widens = any((step.do, step.to) == (StepAction.WIDEN_QUEUE, name) for step in policy.steps)
    return widens or name in policy.conditions.queues


def list_queues(tx: Transaction) -> tuple[Queue, ...]:
    """List the queues in their order, as they were when this transaction first asked."""
    return tx.read_once(_read_queues)


def _read_queues(tx: Transaction) -> tuple[Queue, ...]:
    return tuple(_to_queue(row) for row in tx.execute(_QUEUES))


def get_queue(tx: Transaction, name: str) -> Queue:
    """Read a queue.

    Raises:
        NotFoundError: there is none of that name.
    """
    known = {queue.name: queue for queue in list_queues(tx)}
    if name not in known:
        names = ", ".join(known) or "none yet"
        raise NotFoundError(f"there is no queue {name!r}; there are {names}")
    return known[name]


def get_default_queue(tx: Transaction) -> Queue:
    """Read the queue that takes what fits no other.

    Raises:
        NotFoundError: no queue is the default one.
    """
    row = tx.find_row(_DEFAULT_QUEUE.order_by(queues.c.position))
    if row is None:
        raise NotFoundError(
            "no queue is the default one, so that what fits no other cannot be handed over; run: "
            "frontdesk queue create general --title General --default"
        )
    return _to_queue(row)


def record_password(tx: Transaction, staff_id: str, password_hash: str) -> None:
    """Replace a member's password hash by another of the same password."""
    changed = update(staff).where(staff.c.id == staff_id)
    tx.execute(changed.values(password_hash=password_hash))


def _to_member(row: Any) -> StaffMember:
    return StaffMember(
        id=row.id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        password_hash=row.password_hash,
        active=row.active,
        created_at=row.created_at,
    )


def _to_token(row: Any) -> ApiToken:
    return ApiToken(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        digest=row.digest,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )


def _to_queue(row: Any) -> Queue:
    return Queue(
        name=row.name,
        title=row.title,
        topics=tuple(row.topics),
        is_default=row.is_default,
        first_response_minutes=row.first_response_minutes,
        position=row.position,
        requires=row.requires,
        overflow=from_json(tuple[OverflowStep, ...], row.overflow),
    )
