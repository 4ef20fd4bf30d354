"""`frontdesk routing staff`: how many agents a target takes."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say, say_json, say_table
from frontdesk.commands.printable import show
from frontdesk.commands.scenario_file import REFUSED, read_scenario, tell_refusal


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="SCENARIO.json", help="see docs/simulation.md")
    parser.add_argument(
        "--target",
        type=_read_share,
        default=0.8,
        metavar="SHARE",
        help="of first responses in time, more than 0 and less than 1; 0.8 otherwise",
    )
    parser.add_argument("--table", action="store_true", help="a table for people instead of JSON")


def _read_share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = 0.0
    if not 0 < share < 1:
        raise ArgumentTypeError(f"{text!r} is no share of more than 0 and less than 1")
    return share


def _run(call: Invocation) -> int:
    from routing.simulation.reading import (  # noqa: PLC0415 - the other commands start without it
        ScenarioError,
    )
    from routing.staffing.advice import advise_staffing  # noqa: PLC0415 - as above

    try:
        result = advise_staffing(read_scenario(call.arguments.path), call.arguments.target)
    except ScenarioError as error:
        tell_refusal(error)
        return REFUSED
    if not call.arguments.table:
        say_json(result)
        return 0
    head = ("queue", "language", "channel", "hour", "arrivals", "agents", "there")
    rows = [
        (
            *(show(group[key]) for key in ("queue", "language", "channel")),
            f"{each['hour']:02}:00",
            f"{each['arrivals']:.1f}",
            str(each["agents"]),
            f"{each['agents_there']:.1f}",
        )
        for group in result["groups"]
        for each in group["hours"]
        if each["arrivals"]
    ]
    say_table(head, rows)
    for warning in result["warnings"]:
        say(show(f"warning: {warning}"))
    return 0


ROUTING_STAFF = Command(
    name="routing staff",
    summary="tell how many agents each hour of a scenario takes for a target",
    description="Reckon by Erlang C, or by Erlang A where customers leave, how many agents each "
    "hour and skill group (queue, language, channel) of a scenario takes for a share of first "
    "responses in time, beside how many are there. JSON on standard output. Exit code 1 where the "
    "scenario cannot be read; standard error says why.",
    run=_run,
    add_arguments=_add_arguments,
)
