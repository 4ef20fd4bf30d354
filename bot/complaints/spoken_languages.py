"""Which languages people here speak, beside those of the bot."""

from crm_store.agent_profiles import map_agent_profiles
from crm_store.transaction import Transaction
from domain.assignment import LANGUAGE_SKILL
from domain.decisions import FOREIGN_LANGUAGE, Understanding


def list_spoken(tx: Transaction, understood: Understanding) -> frozenset[str]:
    """List the languages of agents' skills; none where the bot speaks a message's language."""
    if FOREIGN_LANGUAGE not in understood.entities:
        return frozenset()
    skills = (skill for profile in map_agent_profiles(tx).values() for skill in profile.skills)
    named = (each for each in skills if each.startswith(LANGUAGE_SKILL))
    return frozenset(each.removeprefix(LANGUAGE_SKILL) for each in named)
