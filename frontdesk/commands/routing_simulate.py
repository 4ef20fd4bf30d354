"""`frontdesk routing simulate`: what would become of a day under one policy or another."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say, say_json, say_table
from frontdesk.commands.printable import show
from frontdesk.commands.scenario_file import REFUSED, read_scenario, tell_refusal
from routing.simulation.scenario import POLICIES

MOST_SEEDS = 1_000


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="SCENARIO.json", help="see docs/simulation.md")
    parser.add_argument(
        "--policy", choices=POLICIES, metavar="NAME", help=f"one alone: {', '.join(POLICIES)}"
    )
    parser.add_argument(
        "--seeds",
        type=_read_seeds,
        default=1,
        metavar="N",
        help="repeat with the scenario's seed, the next one and so on, and give the means",
    )
    parser.add_argument("--table", action="store_true", help="tables for people instead of JSON")


def _read_seeds(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_SEEDS:
        raise ArgumentTypeError(f"{text!r} is no number from 1 to {MOST_SEEDS}")
    return int(text)


def _run(call: Invocation) -> int:
    from routing.simulation.reading import (  # noqa: PLC0415 - the other commands start without it
        ScenarioError,
    )
    from routing.simulation.simulate import simulate  # noqa: PLC0415 - as above

    arguments = call.arguments
    try:
        scenario = read_scenario(arguments.path)
    except ScenarioError as error:
        tell_refusal(error)
        return REFUSED
    policies = (arguments.policy,) if arguments.policy else POLICIES
    tell = _tell_progress if arguments.seeds > 1 and sys.stderr.isatty() else _stay_silent
    result = simulate(scenario, seeds=arguments.seeds, policies=policies, tell=tell)
    if arguments.table:
        _say_tables(result)
    else:
        say_json(result)
    return 0


def _tell_progress(seed: int, policy: str) -> None:
    sys.stderr.write(f"seed {seed}: {policy}\n")


def _stay_silent(_seed: int, _policy: str) -> None:
    """Programs that read standard error want to read errors there."""


def _say_tables(result: Mapping[str, Any]) -> None:
    policies: Mapping[str, Any] = result["policies"]
    say_table(
        ("policy", "first in time", "resolved in time", "left", "occupancy"),
        [
            (
                name,
                _share(each["first_response_in_time"]),
                _share(each["resolved_in_time"]),
                _share(each["abandoned_share"]),
                _share(each["occupancy"]),
            )
            for name, each in policies.items()
        ],
    )
    say("")
    head = ("class", "policy", "arrived", "in time", "left", "wait p50", "p90", "p99 (minutes)")
    say_table(head, list(_list_rows(policies)))
    for warning in result["warnings"]:
        say(show(f"warning: {warning}"))


def _list_rows(policies: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    for name in next(iter(policies.values()))["classes"]:
        for policy, each in policies.items():
            found = each["classes"][name]
            waits = (_figure(found["wait_minutes"][key]) for key in ("p50", "p90", "p99"))
            in_time = _share(found["first_response_in_time"])
            left = _share(found["abandoned_share"])
            yield (show(name), policy, f"{found['arrived']:,.0f}", in_time, left, *waits)


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _figure(minutes: float | None) -> str:
    return "-" if minutes is None else f"{minutes:.1f}"


ROUTING_SIMULATE = Command(
    name="routing simulate",
    summary="run a scenario through the real assignment policy and three others",
    description="Run a scenario's arrivals, agents and promises through the policy that assigns "
    "real conversations, and through first come first served (fifo), round robin and least loaded. "
    "JSON on standard output: shares in time, waiting times, occupancy, by class, queue and agent. "
    "Needs no database. Exit code 1 where the scenario cannot be run; standard error says why.",
    run=_run,
    add_arguments=_add_arguments,
)
