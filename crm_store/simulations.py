"""Simulations: what was asked, how far it is, and what came of it; kept for some days."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, delete, select, update

from crm_store.schema import simulations
from crm_store.transaction import Transaction
from domain.errors import NotFoundError
from domain.simulations import LOST_AFTER, Simulation, SimulationState

KEPT: Final = timedelta(days=7)
MOST_KEPT: Final = 100
_LOST: Final = "the server that ran it has stopped; run it again"
# All but what is long.
_SHORT = [each for each in simulations.c if each.name not in {"scenario", "result"}]


def record_simulation(tx: Transaction, simulation: Simulation) -> None:
    """Write a new one, and forget those that are old or too many."""
    values = {each.name: getattr(simulation, each.name) for each in simulations.c}
    tx.execute(simulations.insert().values(**values | {"notes": list(simulation.notes)}))
    _prune(tx, simulation.started_at)


def get_simulation(tx: Transaction, simulation_id: str) -> Simulation:
    """Read one.

    Raises:
        NotFoundError: there is none, or none any more.
    """
    row = tx.find_row(select(simulations).where(simulations.c.id == simulation_id))
    if row is None:
        raise NotFoundError(
            f"there is no simulation {simulation_id!r}; they are kept for {KEPT.days} days"
        )
    return _to_simulation(row, scenario=row.scenario, result=row.result)


def list_simulations(tx: Transaction, *, limit: int) -> tuple[Simulation, ...]:
    """List the latest that were run, without their scenarios and results."""
    found = (
        select(*_SHORT)
        .where(simulations.c.state != SimulationState.DRAFT)
        .order_by(simulations.c.started_at.desc(), simulations.c.id.desc())
        .limit(limit)
    )
    return tuple(_to_simulation(row, scenario={}, result=None) for row in tx.execute(found))


def note_seen(tx: Transaction, simulation_id: str, *, now: datetime) -> None:
    """Note that somebody waits for one; note as lost what nobody runs any more."""
    running = _running(simulation_id)
    tx.execute(update(simulations).where(running).values(seen_at=now))
    lost = simulations.c.started_at < now - LOST_AFTER
    values = {"state": SimulationState.FAILED, "error": _LOST, "ended_at": now}
    tx.execute(update(simulations).where(running, lost).values(values))


def note_progress(
    tx: Transaction, simulation_id: str, *, done: int, whole: int
) -> tuple[SimulationState, datetime] | None:
    """Note how far one is; return its state and when somebody last asked for it."""
    changed = update(simulations).where(_running(simulation_id))
    tx.execute(changed.values(done=done, whole=whole))
    columns = select(simulations.c.state, simulations.c.seen_at)
    row = tx.find_row(columns.where(simulations.c.id == simulation_id))
    return None if row is None else (SimulationState(row.state), row.seen_at)


def finish_simulation(
    tx: Transaction,
    simulation_id: str,
    state: SimulationState,
    *,
    now: datetime,
    result: Mapping[str, Any] | None = None,
    error: str | None = None,
) -> None:
    """Write what came of one that runs; nothing where it was stopped meanwhile."""
    values = {"state": state.value, "result": result, "error": error, "ended_at": now}
    tx.execute(update(simulations).where(_running(simulation_id)).values(values))


def _running(simulation_id: str) -> Any:
    return (simulations.c.id == simulation_id) & (simulations.c.state == SimulationState.RUNNING)


def _prune(tx: Transaction, now: datetime) -> None:
    tx.execute(delete(simulations).where(simulations.c.started_at < now - KEPT))
    kept = select(simulations.c.id).order_by(simulations.c.started_at.desc()).limit(MOST_KEPT)
    newest = [row.id for row in tx.execute(kept)]
    if len(newest) == MOST_KEPT:
        tx.execute(delete(simulations).where(simulations.c.id.not_in(newest)))


def _to_simulation(
    row: Row[Any], *, scenario: Mapping[str, Any], result: Mapping[str, Any] | None
) -> Simulation:
    return Simulation(
        id=row.id,
        owner=row.owner,
        source=row.source,
        state=SimulationState(row.state),
        scenario=scenario,
        changes=row.changes,
        offset=row.offset,
        notes=tuple(row.notes),
        done=row.done,
        whole=row.whole,
        result=result,
        error=row.error,
        started_at=row.started_at,
        seen_at=row.seen_at,
        ended_at=row.ended_at,
    )
