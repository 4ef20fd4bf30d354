"""What a customer did by themselves, made ready for scripts."""

from bot.describe_run import DescribedRun
from console.api.conversation_models import ActionItem, GatheredItem
from console.run_words import name_level, name_run_state


def to_action_item(described: DescribedRun) -> ActionItem:
    """Tell of one run."""
    run = described.run
    return ActionItem(
        id=run.id,
        action=run.action,
        title=described.title,
        state=run.state,
        state_words=name_run_state(run.state),
        channel=run.channel,
        gathered=tuple(GatheredItem.model_validate(each) for each in described.gathered),
        asked=described.asked,
        level=run.level.name.lower(),
        level_words=name_level(run.level),
        outcome=run.outcome,
        facts=dict(described.facts),
        started_at=run.started_at,
        updated_at=run.updated_at,
        asked_at=run.asked_at,
        expires_at=run.expires_at,
        ended_at=run.ended_at,
    )
