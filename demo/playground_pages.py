"""The playground's pages, made of templates and of what the record holds."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import jinja2
from aiohttp import web

from console.static_files import STATIC
from console.times import describe_time
from console.wording import find_initials
from demo.mail_suggestions import MAIL_SUGGESTIONS
from demo.mailboxes import LARGEST_FILE, LONGEST_MAIL, MAILBOX_OWNERS, Mailboxes
from demo.playground_parts import Playground
from demo.record_cards import read_cards
from demo.static_route import PREFIX
from demo.story_files import Story, load_story
from demo.suggestions import CHAT_SUGGESTIONS, SUGGESTIONS
from demo.telephones import LONGEST_TEXT, OWNERS, Telephones
from domain.staff import Role

_TEMPLATES: Final = Path(__file__).with_name("templates")
_CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors {ancestors}"
)
_DASH: Final = "\N{EN DASH}"
_ROLES: Final[Mapping[Role, str]] = {
    Role.AGENT: "Answers customers",
    Role.KNOWLEDGE: "Keeps the articles",
    Role.SUPERVISOR: "Leads the team",
    Role.ADMIN: "Runs the system",
}


class PlaygroundPages:
    """Renders `/demo`, the airline's own website, and the cards of the record."""

    def __init__(
        self,
        playground: Playground,
        telephones: Telephones | None,
        mailboxes: Mailboxes | None,
    ) -> None:
        self._playground = playground
        self._telephones = telephones
        self._mailboxes = mailboxes
        self._story: Story = load_story()
        self._zone = ZoneInfo(playground.services.time_zone)
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["own"] = PREFIX
        self._templates.filters |= {
            "clock": self._tell_time,
            "day_and_clock": self._tell_day_and_time,
            "initials": find_initials,
        }

    async def show_playground(self, request: web.Request) -> web.Response:
        """Show the playground."""
        return self._page(
            request,
            "playground.html",
            company=self._playground.services.company,
            telephones=self._telephones,
            owners=OWNERS,
            suggestions=SUGGESTIONS,
            longest_text=LONGEST_TEXT,
            mailboxes=self._mailboxes,
            mailbox_owners=MAILBOX_OWNERS,
            mail_suggestions=MAIL_SUGGESTIONS,
            longest_mail=LONGEST_MAIL,
            largest_file=LARGEST_FILE,
            form=self._find_path("web_form", "web-form"),
            log_ins=self._list_log_ins(),
            password=self._playground.password,
        )

    async def show_site(self, request: web.Request) -> web.Response:
        """Show the airline's website, with the chat on it as any website would have it."""
        now = self._playground.services.clock.now()
        return self._page(
            request,
            "site.html",
            ancestors="'self'",
            company=self._playground.services.company,
            chat=self._find_path("web_chat", "web-chat"),
            form=self._find_path("web_form", "web-form"),
            suggestions=CHAT_SUGGESTIONS,
            departures=self._list_departures(now),
        )

    async def render_record(self) -> list[dict[str, str]]:
        """Render the cards of the latest conversations, newest first."""
        cards = await self._playground.services.store.read(read_cards)
        template = self._templates.get_template("card.html")
        return [
            {"reference": card.conversation.reference, "html": template.render(card=card)}
            for card in cards
        ]

    def _page(
        self, request: web.Request, template: str, *, ancestors: str = "'none'", **context: Any
    ) -> web.Response:
        shared = request.app[STATIC].address
        text = self._templates.get_template(template).render(shared=shared, **context)
        headers = {
            "Content-Security-Policy": _CSP.format(ancestors=ancestors),
            "Cache-Control": "no-store",
        }
        return web.Response(text=text, content_type="text/html", headers=headers)

    def _find_path(self, kind: str, name: str) -> str | None:
        account = self._playground.find_account(kind)
        return None if account is None else f"/channels/{name}/{account}"

    def _list_log_ins(self) -> list[dict[str, str]]:
        """List one log-in of each role: those whose address says which."""
        return [
            {"name": member.name, "email": member.email, "does": _ROLES[member.role]}
            for member in self._story.staff
            if member.email.startswith(f"{member.role}@")
        ]

    def _list_departures(self, now: datetime) -> list[dict[str, Any]]:
        """List flights of the story that leave Norhavn, for the board on the website."""
        flights = [
            {
                "at": now + timedelta(hours=booking.departs_in_hours),
                "to": booking.route.rpartition(_DASH)[2].strip(),
                "flight": booking.flight,
            }
            for customer in self._story.customers
            for booking in customer.bookings
            if booking.route.startswith("Norhavn")
        ]
        return sorted(flights, key=lambda flight: flight["at"])

    def _tell_time(self, at: datetime) -> str:
        return describe_time(at, self._zone)

    def _tell_day_and_time(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%a} {self._tell_time(at)}"
