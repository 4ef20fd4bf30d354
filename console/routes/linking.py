"""Joining a customer's chats elsewhere with their record."""

from typing import Final

from console.pages.linking import make_customer_link
from console.route import Route
from domain.staff import Permission

LINKING_ROUTES: Final[tuple[Route, ...]] = (
    Route("POST", "/console/customers/{id}/links/{kind}", make_customer_link, Permission.WORK),
)
