"""Closes a matter, and says how to open it again."""

from typing import ClassVar

from responders.templated import TemplatedResponder


class ResolvedResponder(TemplatedResponder):
    """A short closing note; whether one is sent is the desk's choice."""

    name: ClassVar[str] = "resolved"
