"""A self-service action goes on by one message: its form reads it, and it is carried out."""

from bot.forms.break_down import record_breakdown
from bot.forms.turn import read_turn
from bot.give_back import MOST_TAKEN_UP, RepeatedCrashError, count_taken_up, decide_delay
from bot.tools import Tools
from domain.errors import LeaseLostError
from domain.jobs import Job


async def act(tools: Tools, job: Job) -> tuple[Job, ...]:
    """Work on one message for a run, or on a run that staff let go on.

    The company's system is asked outside any transaction. Before it is asked to change something,
    that and the key are committed; if this process dies then, the next one looks up by the key.

    Returns:
        Jobs that are this process's to work on at once.

    Raises:
        NotFoundError: the run is not on record, or its action is not offered any more.
    """
    await tools.offer.load()
    # Only what is loaded now may be imported: rasa-sdk takes its time.
    from bot.forms.run_turn import run_turn  # noqa: PLC0415 - as above

    turn = await tools.store.read(read_turn, job)
    try:
        if count_taken_up(job) >= MOST_TAKEN_UP:
            # The worker lets nobody take it up again, and then nobody could tell the customer.
            raise RepeatedCrashError(f"taken up {MOST_TAKEN_UP} times without an end")
        return await run_turn(tools, turn)
    except LeaseLostError:
        raise
    except Exception as error:
        if decide_delay(job, error) is None:
            # Nobody tries again, so the customer hears of it, and a person goes on.
            now = tools.clock.now()
            await tools.store.run(record_breakdown, tools, turn.run.id, now=now)
        raise
