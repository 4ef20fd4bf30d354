"""Vouchers: issued, redeemed, expired and revoked; never with their codes."""

from typing import Final
from urllib.parse import urlencode

from aiohttp import hdrs, web

from console.form_reading import read_line
from console.keys import get_services
from console.pages.complaints.addresses import VOUCHERS
from console.pages.complaints.answering import answer_complaints_page
from console.pages.complaints.csv_tables import write_vouchers
from crm_store.redress_board import count_by_status, list_vouchers_with_names, sum_vouchers
from domain.redress import VoucherStatus

PER_PAGE: Final = 50
MOST_SAVED: Final = 5_000
_MOST_PAGES: Final = 10_000
_MOST_DIGITS: Final = 5
_LONGEST: Final = 40


async def show_vouchers(request: web.Request) -> web.Response:
    """Show a page of vouchers, the latest first."""
    store, now = get_services(request).store, get_services(request).clock.now()
    status, words, page = _read(request)
    found = await store.read(
        list_vouchers_with_names,
        now=now,
        status=status,
        words=words,
        skip=(page - 1) * PER_PAGE,
        limit=PER_PAGE + 1,
    )
    sums = await store.read(sum_vouchers, now=now)
    counts = count_by_status(sums)
    return await answer_complaints_page(
        request,
        "complaints/vouchers.html",
        tab="vouchers",
        rows=found[:PER_PAGE],
        status_wanted=status,
        words=words,
        views=[
            ("", "All", _address(None, words), sum(counts.values())),
            *((each.value, each, _address(each, words), counts[each]) for each in VoucherStatus),
        ],
        sums=sums,
        page=page,
        save=_address(status, words, path=f"{VOUCHERS}.csv"),
        previous=_address(status, words, page=page - 1) if page > 1 else None,
        following=_address(status, words, page=page + 1) if len(found) > PER_PAGE else None,
    )


async def save_vouchers(request: web.Request) -> web.Response:
    """Save the vouchers that are wanted, without their codes."""
    store, now = get_services(request).store, get_services(request).clock.now()
    status, words, _ = _read(request)
    found = await store.read(
        list_vouchers_with_names, now=now, status=status, words=words, limit=MOST_SAVED
    )
    headers = {
        hdrs.CONTENT_DISPOSITION: f'attachment; filename="frontdesk-vouchers-{now:%Y-%m-%d}.csv"',
        hdrs.CACHE_CONTROL: "no-store",
    }
    text = write_vouchers(found, now)
    return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=headers)


def _read(request: web.Request) -> tuple[VoucherStatus | None, str, int]:
    status = read_line(request, "status", max_length=_LONGEST)
    page = read_line(request, "page", max_length=_LONGEST)
    readable = page.isascii() and page.isdigit() and len(page) <= _MOST_DIGITS
    return (
        VoucherStatus(status) if status in set(VoucherStatus) else None,
        read_line(request, "q", max_length=_LONGEST),
        min(max(int(page), 1), _MOST_PAGES) if readable else 1,
    )


def _address(
    status: VoucherStatus | None, words: str, *, page: int = 1, path: str = VOUCHERS
) -> str:
    given = {
        "status": status.value if status else "",
        "q": words,
        "page": "" if page == 1 else page,
    }
    wanted = {name: value for name, value in given.items() if value != ""}
    return f"{path}?{urlencode(wanted)}" if wanted else path
