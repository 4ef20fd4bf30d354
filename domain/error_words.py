"""Errors in words that hold nothing a customer wrote.

Other people's errors quote what they were given: a statement's parameters, the input of a
validation. So only their type is told; our own errors and the operating system's take care of
their words themselves.
"""

from domain.errors import FrontdeskError


def describe_error(error: BaseException) -> str:
    """Name an error, with its words where they are known to be harmless."""
    name = type(error).__name__
    if isinstance(error, FrontdeskError):
        return f"{name}: {error}"
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {error.strerror}"
    # What a database's driver calls its own errors, such as 23505.
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return f"{name} ({state})" if state else name
