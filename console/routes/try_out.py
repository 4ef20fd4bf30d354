"""Seeing what the bot would do before a customer does."""

from typing import Final

from console.pages.try_out.conflicting import show_conflicts, show_draft_conflicts
from console.pages.try_out.framing import show_document
from console.pages.try_out.previewing import show_preview
from console.pages.try_out.trying import add_variant, answer_try, show_try
from console.route import Route
from domain.staff import Permission

KNOWLEDGE = Permission.KNOWLEDGE

TRY_OUT_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/console/try", show_try, KNOWLEDGE),
    Route("POST", "/console/try/answer", answer_try, KNOWLEDGE, files=True),
    Route("POST", "/console/try/add", add_variant, KNOWLEDGE),
    Route("POST", "/console/try/preview", show_preview, KNOWLEDGE, files=True),
    Route("GET", "/console/try/documents/{name}", show_document, KNOWLEDGE),
    Route("POST", "/console/try/conflicts", show_draft_conflicts, KNOWLEDGE, files=True),
    Route("GET", "/console/knowledge/conflicts", show_conflicts, KNOWLEDGE),
)
