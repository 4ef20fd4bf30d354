"""Writing articles, and what becomes of them."""

from typing import Final

from console.pages.knowledge import actions, categories_page, files_page, publishing, retiring
from console.pages.knowledge.beside import show_beside
from console.pages.knowledge.discarding import discard, show_discarding
from console.pages.knowledge.editor import show_article, show_state
from console.pages.knowledge.find_page import find_articles
from console.pages.knowledge.list_page import begin_article, show_articles
from console.pages.knowledge.pasting import read_paste
from console.pages.knowledge.saving import save_article
from console.pages.knowledge.versions import show_versions
from console.route import Route
from domain.staff import Permission

KNOWLEDGE: Final = Permission.KNOWLEDGE

_ALL: Final = "/console/knowledge"
_ONE: Final = f"{_ALL}/articles/{{id}}/{{locale}}"
_SHELF: Final = f"{_ALL}/categories/{{id}}"

ARTICLE_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", _ALL, show_articles, KNOWLEDGE),
    Route("POST", f"{_ALL}/articles", begin_article, KNOWLEDGE),
    Route("GET", f"{_ALL}/find", find_articles, KNOWLEDGE),
    Route("POST", f"{_ALL}/paste", read_paste, KNOWLEDGE),
    Route("GET", f"{_ALL}/files/{{id}}/{{name}}", files_page.show_file, KNOWLEDGE),
    Route("GET", f"{_ALL}/categories", categories_page.show_categories, KNOWLEDGE),
    Route("POST", f"{_ALL}/categories", categories_page.add, KNOWLEDGE),
    Route("POST", _SHELF, categories_page.change, KNOWLEDGE),
    Route("POST", f"{_SHELF}/move", categories_page.move, KNOWLEDGE),
    Route("POST", f"{_SHELF}/delete", categories_page.delete, KNOWLEDGE),
    Route("GET", _ONE, show_article, KNOWLEDGE),
    Route("GET", f"{_ONE}/state", show_state, KNOWLEDGE),
    Route("GET", f"{_ONE}/beside/{{other}}", show_beside, KNOWLEDGE),
    Route("POST", f"{_ONE}/save", save_article, KNOWLEDGE, files=True),
    Route("POST", f"{_ONE}/begin", actions.begin_translation, KNOWLEDGE),
    Route("POST", f"{_ONE}/submit", actions.submit, KNOWLEDGE),
    Route("POST", f"{_ONE}/send-back", actions.send_back, KNOWLEDGE),
    Route("GET", f"{_ONE}/publish", publishing.show_publishing, KNOWLEDGE),
    Route("POST", f"{_ONE}/publish", publishing.publish, KNOWLEDGE),
    Route("POST", f"{_ONE}/schedule", publishing.schedule, KNOWLEDGE),
    Route("POST", f"{_ONE}/unschedule", actions.unschedule, KNOWLEDGE),
    Route("GET", f"{_ONE}/discard", show_discarding, KNOWLEDGE),
    Route("POST", f"{_ONE}/discard", discard, KNOWLEDGE),
    Route("GET", f"{_ONE}/retire", retiring.show_retiring, KNOWLEDGE),
    Route("POST", f"{_ONE}/retire", retiring.retire, KNOWLEDGE),
    Route("POST", f"{_ONE}/revive", actions.revive, KNOWLEDGE),
    Route("GET", f"{_ONE}/versions", show_versions, KNOWLEDGE),
    Route("POST", f"{_ONE}/versions/{{version}}/restore", actions.restore, KNOWLEDGE),
    Route("GET", f"{_ONE}/files", files_page.show_files, KNOWLEDGE),
    Route("POST", f"{_ONE}/files", files_page.add_files, KNOWLEDGE, files=True),
    Route("POST", f"{_ONE}/files/remove", files_page.remove_file, KNOWLEDGE),
)
