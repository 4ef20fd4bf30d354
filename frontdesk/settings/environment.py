"""The one place that reads the process's environment."""

import os
from collections.abc import Mapping


def process_environment() -> Mapping[str, str]:
    """Return the variables this process was started with."""
    return dict(os.environ)  # noqa: TID251 - settings are where the environment is to be read
