"""The policy that complaints are decided by now."""

from functools import lru_cache
from typing import Any, Final

import structlog

from complaints.policy_definition import read_policy
from complaints.shipped_policy import SHIPPED
from crm_store.complaint_policies import find_last_number, get_policy_version
from crm_store.transaction import Transaction
from domain.complaint_policy import ComplaintPolicy

_MOST_KEPT: Final = 16
log = structlog.get_logger()


def get_complaint_policy(tx: Transaction) -> ComplaintPolicy:
    """Read the policy at work, once in a transaction; what is shipped where nobody wrote one.

    A part of it that means nothing here, as after a restore by halves, is logged, and counts as it
    is shipped: as shipped nothing is given by itself.
    """
    return tx.read_once(_read_policy)


def forget_complaint_policy(tx: Transaction) -> None:
    """Have the policy read again, as this transaction has changed it."""
    tx.read_anew(_read_policy)


def _read_policy(tx: Transaction) -> ComplaintPolicy:
    number = find_last_number(tx)
    if number == 0:
        return SHIPPED
    version = get_policy_version(tx, number)
    # The same number may hold something else in another database of the same process.
    return _parse(number, _Definition(repr(version.definition), version.definition))


class _Definition:
    """A definition that is told from others by what it says."""

    def __init__(self, words: str, value: Any) -> None:
        self._words = words
        self.value = value

    def __hash__(self) -> int:
        return hash(self._words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Definition) and self._words == other._words


@lru_cache(maxsize=_MOST_KEPT)
def _parse(number: int, definition: _Definition) -> ComplaintPolicy:
    policy, faults = read_policy(definition.value, number, None)
    for fault in faults:
        log.error("complaint_policy_part_left_out", number=number, part=fault.field)
    return policy
