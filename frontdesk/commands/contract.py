"""What a command is made of."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from frontdesk.settings import LoadedSettings, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """One call of a command.

    Attributes:
        arguments: as the command's parser read them.
        load: reads the settings that the call is about; raises `SettingsError`.
    """

    arguments: Namespace
    load: Callable[[], LoadedSettings]

    @property
    def settings(self) -> Settings:
        """The settings; read anew each time it is asked for."""
        return self.load().settings


def _add_nothing(_parser: ArgumentParser) -> None:
    """For commands that take no arguments of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One line of the list of commands.

    Attributes:
        name: one to three words, such as `token create`.
        summary: a line for the list of commands.
        description: for the command's own help.
        run: does it and returns the exit code; a `FrontdeskError` is shown to the user.
        add_arguments: adds what the command takes beside the settings.
    """

    name: str
    summary: str
    description: str
    run: Callable[[Invocation], int]
    add_arguments: Callable[[ArgumentParser], None] = _add_nothing
