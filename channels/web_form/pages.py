"""The pages a customer sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from channels.entry_html import clean_entry_html
from channels.web_form.submission import FieldProblem
from domain.channels import ThreadEntry, ThreadView

_ENVIRONMENT: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters["clean_html"] = lambda html: Markup(clean_entry_html(html))  # noqa: S704 - just cleaned

# The pages bring everything along and may be framed by our own pages alone. The address of a
# thread is a key to it, so no other site learns it, and no cache keeps what it shows.
PAGE_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """What stands in the form when it is shown.

    Attributes:
        notice: said above the form, such as that it was kept open for too long.
        values: what the customer had filled in already.
    """

    title: str
    company: str
    base: str
    token: str
    notice: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[FieldProblem] = ()

    def render(
        self, *, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> web.Response:
        """Render the page; each problem stands beside its field."""
        problems = {problem.field: problem.reason for problem in self.problems}
        return _page(
            "form.html",
            {"page": self, "problems": problems, "values": self.values},
            status=status,
            headers=headers,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPage:
    """A conversation as its customer sees it.

    Attributes:
        url: the page's own path.
        nonce: makes a double click on "Send" one message.
        draft: what could not be sent, to be tried again.
    """

    title: str
    company: str
    base: str
    url: str
    reference: str
    view: ThreadView
    nonce: str
    notice: str | None = None
    draft: str = ""

    def render(
        self, *, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> web.Response:
        """Render the page."""
        entries = self.view.entries
        context = {
            "page": self,
            "entries": entries,
            "last": entries[-1].position if entries else 0,
            "quick_replies": find_quick_replies(entries),
        }
        return _page("thread.html", context, status=status, headers=headers)


def render_message_page(
    title: str, company: str, base: str, text: str, *, status: int
) -> web.Response:
    """Say one thing, such as that a link is not right, and lead back to the form."""
    context = {"title": title, "company": company, "base": base, "text": text}
    return _page("message.html", context, status=status)


def render_entries(entries: Sequence[ThreadEntry]) -> list[dict[str, Any]]:
    """Render entries for a page that is open already."""
    template = _ENVIRONMENT.get_template("entry.html")
    return [{"position": entry.position, "html": template.render(entry=entry)} for entry in entries]


def render_quick_replies(entries: Sequence[ThreadEntry]) -> str:
    """Render the buttons under the last entry; an empty text where there are none."""
    template = _ENVIRONMENT.get_template("quick_replies.html")
    return template.render(quick_replies=find_quick_replies(entries))


def find_quick_replies(entries: Sequence[ThreadEntry]) -> tuple[Any, ...]:
    """Return what can be pressed: the last entry's quick replies, while nothing follows it."""
    return entries[-1].quick_replies if entries else ()


def _page(
    name: str,
    context: Mapping[str, Any],
    *,
    status: int,
    headers: Mapping[str, str] | None = None,
) -> web.Response:
    text = _ENVIRONMENT.get_template(name).render(**context)
    return web.Response(
        text=text,
        status=status,
        content_type="text/html",
        headers={**PAGE_HEADERS, **(headers or {})},
    )
