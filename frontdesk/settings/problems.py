"""What is wrong with the settings: every fault at once, a line each."""

from collections.abc import Sequence

from domain.errors import FrontdeskError


class SettingsError(FrontdeskError):
    """Settings that Frontdesk cannot work with.

    Attributes:
        problems: one line each: the setting, what is wrong, and where it was given.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)
