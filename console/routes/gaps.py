"""What customers asked and no article answers."""

from typing import Final

from console.pages import gap_actions as act
from console.pages.gaps import show_gap, show_gaps
from console.route import Route
from domain.staff import Permission

KNOWLEDGE: Final = Permission.KNOWLEDGE

_ALL: Final = "/console/gaps"
_ONE: Final = f"{_ALL}/{{id}}"

GAP_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", _ALL, show_gaps, KNOWLEDGE),
    Route("POST", f"{_ALL}/look-again", act.look_again, KNOWLEDGE),
    Route("GET", _ONE, show_gap, KNOWLEDGE),
    Route("POST", f"{_ONE}/draft", act.draft, KNOWLEDGE),
    Route("POST", f"{_ONE}/add", act.add_to_article, KNOWLEDGE),
    Route("POST", f"{_ONE}/dismiss", act.dismiss, KNOWLEDGE),
    Route("POST", f"{_ONE}/reopen", act.reopen, KNOWLEDGE),
    Route("POST", f"{_ONE}/questions/{{source}}/{{question}}/remove", act.remove, KNOWLEDGE),
    Route("POST", f"{_ONE}/questions/{{source}}/{{question}}/move", act.move, KNOWLEDGE),
)
