"""The versions of a rule, macro or trigger, each with what it changed."""

from dataclasses import dataclass

from bot.automating.views import AutomationDetail, VersionView
from console.pages.rules.choices import Choices
from console.pages.rules.words import list_lines, tell_difference
from domain.automations import AutomationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version with what it changed: lines that went and lines that came."""

    version: VersionView
    gone: tuple[str, ...]
    new: tuple[str, ...]
    standing: bool


def list_versions(
    kind: AutomationKind, detail: AutomationDetail, choices: Choices
) -> list[VersionLine]:
    """List the versions, the newest first, each with what it changed in words."""
    lines = [
        list_lines(kind, each.definition, choices) if each.readable else ()
        for each in detail.history
    ]
    told = []
    for at, version in enumerate(detail.history):
        before = lines[at + 1] if at + 1 < len(lines) else ()
        gone, new = tell_difference(before, lines[at]) if before else ((), ())
        told.append(VersionLine(version=version, gone=gone, new=new, standing=at == 0))
    return told
