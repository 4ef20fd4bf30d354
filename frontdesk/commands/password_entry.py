"""How a command is told a password: on the terminal or by a file, never as an argument."""

import getpass
import sys
from argparse import ArgumentParser
from pathlib import Path

from domain.errors import FrontdeskError, InvalidInputError

# NIST SP 800-63B-4, section 3.1.1.2: at least 15 where it is the only factor, and no other rules.
LEAST_PASSWORD_CHARACTERS = 15
MOST_PASSWORD_CHARACTERS = 256


def add_password_argument(parser: ArgumentParser) -> None:
    """Let the password be read from a file."""
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help="read the password from a file's first line; it is asked for otherwise",
    )


def read_password(file: Path | None) -> str:
    """Read a new password from a file, or ask for it twice.

    Raises:
        FrontdeskError: there is nobody to ask, or the answers differ.
        InvalidInputError: it is too short to be safe.
    """
    return check_password(_ask() if file is None else _read_first_line(file))


def check_password(password: str) -> str:
    """Refuse a password that is too short to be safe.

    Raises:
        InvalidInputError: saying what is needed.
    """
    if not LEAST_PASSWORD_CHARACTERS <= len(password) <= MOST_PASSWORD_CHARACTERS:
        raise InvalidInputError(
            f"a password needs {LEAST_PASSWORD_CHARACTERS} to {MOST_PASSWORD_CHARACTERS} "
            "characters; three or four words do well"
        )
    return password


def _read_first_line(file: Path) -> str:
    lines = file.read_text("utf-8").splitlines()
    return lines[0] if lines else ""


def _ask() -> str:
    if not sys.stdin.isatty():
        raise FrontdeskError("there is no terminal to ask for the password; use --password-file")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        raise FrontdeskError("the two passwords differ; nothing was changed")
    return password
