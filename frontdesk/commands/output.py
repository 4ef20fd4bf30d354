"""Standard output, which belongs to commands; everything else logs."""

import json
import sys
from typing import Any


def say(line: str) -> None:
    """Print a line and have it read at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def say_json(value: Any) -> None:
    """Print a JSON value on a line of its own; in ASCII, which holds half surrogates as well."""
    say(json.dumps(value))
