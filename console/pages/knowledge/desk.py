"""The knowledge desk of a request, and which article its address names."""

from aiohttp import web

from bot.knowledge_desk.desk import KnowledgeDesk
from console.keys import get_services


def get_knowledge_desk(request: web.Request) -> KnowledgeDesk:
    """Return the use cases of knowledge managers."""
    services = get_services(request)
    return KnowledgeDesk(
        services.tools,
        languages=services.languages,
        review_required=services.review_required,
        stale_after=services.stale_after,
    )


def get_place(request: web.Request) -> tuple[str, str]:
    """Return the id and the language of the article that an address names."""
    return request.match_info["id"], request.match_info["locale"]
