"""The command `frontdesk`: finds the command that is meant, runs it, and tells errors in a line."""

import argparse
import gc
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from domain.errors import FrontdeskError
from frontdesk.commands.agent import AGENT_LIST, AGENT_SET, AGENT_SHOW
from frontdesk.commands.complaints_list import COMPLAINTS_LIST
from frontdesk.commands.complaints_policy import (
    COMPLAINTS_POLICY_CHECK,
    COMPLAINTS_POLICY_IMPORT,
    COMPLAINTS_POLICY_SHOW,
)
from frontdesk.commands.complaints_show import COMPLAINTS_SHOW
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.doctor import DOCTOR
from frontdesk.commands.figures_check import FIGURES_CHECK
from frontdesk.commands.kb_import import KB_IMPORT
from frontdesk.commands.kb_match import KB_MATCH
from frontdesk.commands.kb_status import KB_STATUS
from frontdesk.commands.mail_parse import MAIL_PARSE
from frontdesk.commands.migrate import MIGRATE
from frontdesk.commands.queue_create import QUEUE_CREATE
from frontdesk.commands.queue_list import QUEUE_LIST
from frontdesk.commands.queue_remove import QUEUE_REMOVE
from frontdesk.commands.rasa_domain import RASA_DOMAIN
from frontdesk.commands.report import REPORT_DAILY, REPORT_WEEKLY
from frontdesk.commands.routing_check import ROUTING_CHECK
from frontdesk.commands.routing_log import ROUTING_LOG
from frontdesk.commands.routing_simulate import ROUTING_SIMULATE
from frontdesk.commands.routing_staff import ROUTING_STAFF
from frontdesk.commands.rules_import import RULES_CHECK, RULES_IMPORT
from frontdesk.commands.rules_show import RULES_SHOW
from frontdesk.commands.run import RUN
from frontdesk.commands.settings_show import SETTINGS_SHOW
from frontdesk.commands.skill import SKILL_CREATE, SKILL_LIST, SKILL_REMOVE, SKILL_RENAME
from frontdesk.commands.sla_import import SLA_CHECK, SLA_IMPORT
from frontdesk.commands.sla_show import SLA_SHOW
from frontdesk.commands.staff_activity import STAFF_ACTIVATE, STAFF_DEACTIVATE
from frontdesk.commands.staff_create import STAFF_CREATE
from frontdesk.commands.staff_list import STAFF_LIST
from frontdesk.commands.staff_set_password import STAFF_SET_PASSWORD
from frontdesk.commands.token_create import TOKEN_CREATE
from frontdesk.commands.token_list import TOKEN_LIST
from frontdesk.commands.token_revoke import TOKEN_REVOKE
from frontdesk.commands.understand import UNDERSTAND
from frontdesk.commands.understand_train import UNDERSTAND_TRAIN
from frontdesk.commands.worker import WORKER
from frontdesk.settings import load_settings, process_environment
from frontdesk.version import VERSION

COMMANDS: tuple[Command, ...] = (
    RUN,
    WORKER,
    MIGRATE,
    DOCTOR,
    SETTINGS_SHOW,
    STAFF_CREATE,
    STAFF_LIST,
    STAFF_SET_PASSWORD,
    STAFF_DEACTIVATE,
    STAFF_ACTIVATE,
    TOKEN_CREATE,
    TOKEN_LIST,
    TOKEN_REVOKE,
    SKILL_LIST,
    SKILL_CREATE,
    SKILL_RENAME,
    SKILL_REMOVE,
    AGENT_LIST,
    AGENT_SHOW,
    AGENT_SET,
    QUEUE_LIST,
    QUEUE_CREATE,
    QUEUE_REMOVE,
    SLA_SHOW,
    SLA_IMPORT,
    SLA_CHECK,
    COMPLAINTS_LIST,
    COMPLAINTS_SHOW,
    RULES_SHOW,
    RULES_IMPORT,
    RULES_CHECK,
    COMPLAINTS_POLICY_SHOW,
    COMPLAINTS_POLICY_CHECK,
    COMPLAINTS_POLICY_IMPORT,
    FIGURES_CHECK,
    KB_IMPORT,
    KB_MATCH,
    KB_STATUS,
    MAIL_PARSE,
    UNDERSTAND,
    UNDERSTAND_TRAIN,
    RASA_DOMAIN,
    ROUTING_CHECK,
    ROUTING_LOG,
    ROUTING_SIMULATE,
    ROUTING_STAFF,
    REPORT_WEEKLY,
    REPORT_DAILY,
)

GROUPS = {
    "settings": "look at the settings",
    "staff": "the people who can log in",
    "token": "keys to the API",
    "skill": "what people can be trained for",
    "agent": "what people are trained for, how much they take and when they work",
    "queue": "where conversations wait for people",
    "sla": "what customers may expect: service level policies and their calendars",
    "rules": "what is done by itself: rules, macros and triggers",
    "figures": "the sums that reports are made of",
    "complaints": "complaints, and what they are decided by",
    "complaints policy": "what complaints are graded by, made good with and asked about",
    "kb": "the knowledge base: import articles, try questions, see what is there",
    "mail": "look at raw messages as Frontdesk reads them",
    "routing": "who got what and why, what is wrong with the staffing, how many people it takes",
    "report": "what the reports by mail say",
    "rasa": "what a Rasa server needs to lead conversations",
}

EXIT_WRONG_USE = 2
EXIT_INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 well, 1 it says no, 2 it could not be done."""
    chosen = make_parser().parse_args(arguments)
    command: Command = chosen.command
    try:
        return command.run(_make_invocation(chosen, process_environment()))
    except FrontdeskError as error:
        return _tell(str(error))
    except BrokenPipeError:
        # Whoever read our output has enough; keep the interpreter from complaining at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_WRONG_USE
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _tell(f"{place}{error.strerror or error}")
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    finally:
        if arguments is None:
            # The process ends: nobody need look through all of it for what could be thrown away.
            gc.freeze()


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of all commands."""
    parser = _Parser(
        prog="frontdesk",
        description="A customer-interaction centre and helpdesk bot: chat, forms and text messages "
        "in one place, answered from your articles or by your people.",
        epilog="More about a command: frontdesk COMMAND --help",
    )
    parser.add_argument("--version", action="version", version=f"frontdesk {VERSION}")
    first = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")
    groups: dict[str, argparse._SubParsersAction[_Parser]] = {}
    for command in COMMANDS:
        group, _, name = command.name.rpartition(" ")
        for end in range(1, len(group.split()) + 1):
            _add_group(groups, first, " ".join(group.split()[:end]))
        added = _add_command(groups[group] if group else first, name, command)
        if any(each.name.startswith(f"{command.name} ") for each in COMMANDS):
            # A command that is a group as well, such as `understand`.
            groups[name] = added.add_subparsers(metavar="COMMAND", title="more commands")
    return parser


def _add_group(
    groups: "dict[str, argparse._SubParsersAction[_Parser]]",
    first: "argparse._SubParsersAction[_Parser]",
    group: str,
) -> None:
    if group in groups:
        return
    outer, _, name = group.rpartition(" ")
    words = GROUPS[group]
    added = (groups[outer] if outer else first).add_parser(
        name, help=words, description=_sentence(words)
    )
    groups[group] = added.add_subparsers(required=True, metavar="COMMAND", title="commands")


def _add_command(
    place: "argparse._SubParsersAction[_Parser]", name: str, command: Command
) -> "_Parser":
    parser = place.add_parser(name, help=command.summary, description=command.description)
    command.add_arguments(parser)
    settings = parser.add_argument_group("settings")
    settings.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help="the settings file; frontdesk.toml in this folder, where there is one, otherwise",
    )
    settings.add_argument(
        "--set",
        dest="overrides",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="one setting, such as server.port=9000; may be given several times",
    )
    parser.set_defaults(command=command)
    return parser


def _make_invocation(chosen: argparse.Namespace, environ: Mapping[str, str]) -> Invocation:
    return Invocation(
        arguments=chosen, load=lambda: load_settings(chosen.config, chosen.overrides, environ)
    )


def _tell(words: str) -> int:
    for line in words.splitlines():
        sys.stderr.write(f"frontdesk: {line}\n")
    return EXIT_WRONG_USE


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


class _Parser(argparse.ArgumentParser):
    """Tells a wrong use in a line, like every other error."""

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"frontdesk: {message}; see: {self.prog} --help\n")
        sys.exit(EXIT_WRONG_USE)
