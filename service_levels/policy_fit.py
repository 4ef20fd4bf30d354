"""Why a policy does not fit, in words."""

from domain.service_levels import PolicyConditions, PolicyFacts


def explain_misfit(conditions: PolicyConditions, facts: PolicyFacts) -> tuple[str, ...]:
    """Tell which conditions are not met, each as "it is for the tier gold, not standard"."""
    named = (
        ("tier", conditions.tiers, facts.tier),
        ("channel", conditions.channels, facts.channel),
        ("account", conditions.accounts, facts.account),
        ("topic", conditions.topics, None if facts.topic is None else facts.topic.casefold()),
        ("queue", conditions.queues, facts.queue),
    )
    return tuple(
        f"it is for the {what} {_join(wanted)}, not {given or f'without a {what}'}"
        for what, wanted, given in named
        if wanted and given not in wanted
    )


def _join(values: tuple[str, ...]) -> str:
    *most, last = values
    return f"{', '.join(most)} or {last}" if most else last
