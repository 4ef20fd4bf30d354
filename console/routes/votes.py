"""Votes by links of letters, and the lists of customers in danger."""

from typing import Final

from bot.recovery.sign_votes import PATH
from console.pages.at_risk.page import save_at_risk, save_repeat, show_at_risk
from console.route import Route
from console.votes.page import show_vote, take_vote
from domain.staff import Permission

PUBLIC, SUPERVISE = Permission.PUBLIC, Permission.SUPERVISE
_VOTE: Final = f"{PATH}/{{token}}"
_LISTS: Final = "/console/customers/at-risk"

VOTE_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", _VOTE, show_vote, PUBLIC),
    Route("POST", _VOTE, take_vote, PUBLIC, csrf=False),
    Route("GET", _LISTS, show_at_risk, SUPERVISE),
    Route("GET", f"{_LISTS}.csv", save_at_risk, SUPERVISE),
    Route("GET", "/console/customers/repeat.csv", save_repeat, SUPERVISE),
)
