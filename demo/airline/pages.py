"""The airline's pages for its passengers; each is found by an address that nobody can guess."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

import jinja2
from aiohttp import hdrs, web

from demo.airline.airports import get_code, tell_there
from demo.airline.database import AirlineDatabase, Row, Transaction
from demo.airline.page_words import WORDS, choose_language, write_day
from demo.airline.records import find_boarding
from demo.airline.scan_code import Scanned, draw, write_bcbp
from demo.airline.times import read_instant

_HERE: Final = Path(__file__).parent
STYLE: Final = "pass.css"
_HEADERS: Final = {
    hdrs.CACHE_CONTROL: "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'",
}


class Pages:
    """Renders boarding passes and return labels."""

    def __init__(self, database: AirlineDatabase) -> None:
        self._database = database
        self._style = (_HERE / "static" / STYLE).read_text(encoding="utf-8")
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def add_routes(self, app: web.Application) -> None:
        """Put the pages on an application; their style sheet lies beside each."""
        for folder, show in (
            ("boarding-passes", self._show_pass),
            ("return-labels", self._show_label),
        ):
            app.router.add_get(f"/{folder}/{STYLE}", self._serve_style)
            app.router.add_get(f"/{folder}/{{token}}", show)

    async def _serve_style(self, _request: web.Request) -> web.Response:
        headers = {hdrs.CACHE_CONTROL: "no-cache"}
        return web.Response(text=self._style, content_type="text/css", headers=headers)

    async def _show_pass(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        row = await self._database.run(lambda tx: _find_pass(tx, token))
        if row is None:
            return self._render(request, "gone.html", status=404)
        language = choose_language(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))
        return self._render(request, "boarding_pass.html", **_describe(row, language))

    async def _show_label(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        rows = await self._database.run(lambda tx: _list_returned(tx, token))
        if not rows:
            return self._render(request, "gone.html", status=404)
        number = rows[0]["number"]
        code = draw(number, title=number)
        return self._render(
            request,
            "return_label.html",
            number=number,
            items=rows,
            order=rows[0]["order"],
            code=code,
        )

    def _render(
        self, request: web.Request, page: str, *, status: int = 200, **values: Any
    ) -> web.Response:
        language = choose_language(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))
        template = self._templates.get_template(page)
        text = template.render(lang=language, say=WORDS[language], style=STYLE, **values)
        return web.Response(text=text, content_type="text/html", status=status, headers=_HEADERS)


def _find_pass(tx: Transaction, token: str) -> Row | None:
    return tx.find(
        "SELECT passes.seat, passes.number AS turn, passengers.first_name, passengers.last_name,"
        " passengers.reference, flights.* FROM passes"
        " JOIN passengers ON passengers.id = passenger_id JOIN flights ON flights.id = flight_id"
        " WHERE token = ?",
        token,
    )


def _list_returned(tx: Transaction, token: str) -> list[Row]:
    return tx.list(
        'SELECT returns.number, "order", title, quantity FROM returns'
        " JOIN returned_items USING (number) JOIN order_items ON order_items.id = item_id"
        " WHERE label = ?",
        token,
    )


def _describe(row: Row, language: str) -> dict[str, Any]:
    """Say what stands on a boarding pass; times are those of the airport where they happen."""
    planned = tell_there(read_instant(row["departs_at"]), row["origin"])
    expected = tell_there(read_instant(row["expected_at"] or row["departs_at"]), row["origin"])
    late = expected - planned
    arrives = tell_there(read_instant(row["arrives_at"]) + late, row["destination"])
    return {
        "name": f"{row['first_name']} {row['last_name']}",
        "reference": row["reference"],
        "flight": f"{row['number'][:2]} {row['number'][2:]}",
        "origin": row["origin"],
        "destination": row["destination"],
        "origin_code": get_code(row["origin"]),
        "destination_code": get_code(row["destination"]),
        "day": write_day(planned, language),
        "departs": _clock(expected),
        "planned": _clock(planned) if late else None,
        "arrives": _clock(arrives),
        "boarding": _clock(tell_there(find_boarding(row), row["origin"])),
        "gate": row["gate"],
        "seat": row["seat"],
        "cancelled": row["status"] == "cancelled",
        "code": draw(_write_code(row, planned), title=WORDS[language]["scan"]),
    }


def _write_code(row: Row, planned: datetime) -> str:
    return write_bcbp(
        Scanned(
            first_name=row["first_name"],
            last_name=row["last_name"],
            reference=row["reference"],
            origin=get_code(row["origin"]),
            destination=get_code(row["destination"]),
            flight=row["number"],
            on=planned.date(),
            seat=row["seat"],
            number=row["turn"],
        )
    )


def _clock(at: datetime) -> str:
    return f"{at:%H:%M}"
