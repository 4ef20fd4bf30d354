"""The page that says what went wrong."""

from aiohttp import web

from console.answers import answer_page


def render_error(request: web.Request, status: int, title: str, detail: str) -> web.Response:
    """Tell a person what went wrong and where to go from here."""
    home = "/console/" if request.path.startswith("/console") else "/"
    return answer_page(
        request, "error.html", status=status, title=title, detail=detail, code=status, home=home
    )
