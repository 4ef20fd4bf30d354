"""Logging in and out."""

import asyncio
from typing import Any, Final

import structlog
from aiohttp import hdrs, web

from bot.presence.sign import record_activity, record_log_out
from channels.rate_limit import network_key
from channels.text_cleaning import clean_line
from console.answers import answer_page
from console.form_reading import read_form
from console.keys import get_services, get_signed_in
from console.log_in_limit import Attempt, LogInLimit
from console.passwords import Passwords
from console.sessions import begin_session, end_session, find_signed_in, forget_cookie
from crm_store.staff import find_staff_by_email, record_password
from domain.staff import Permission, StaffMember, has_permission

PASSWORDS: Final = web.AppKey("passwords", Passwords)
LIMIT: Final = web.AppKey("log_in_limit", LogInLimit)
_HOME: Final = "/console/"
# Where those land who see to what goes wrong.
_SUPERVISORS_HOME: Final = "/console/exceptions"
# The same words for both, so that nobody learns which addresses have an account.
_WRONG: Final = "That address and password do not fit together. Check both and try again."
_LONGEST: Final = 1000  # characters; a password beyond is no password, but work to hash

_log = structlog.get_logger()


async def show_log_in(request: web.Request) -> web.Response:
    """Show the form, or go on where somebody is logged in already."""
    target = choose_target(request.query.get("next", ""))
    signed_in = await find_signed_in(get_services(request), request)
    if signed_in is not None:
        location = choose_landing(signed_in.member, target)
        return web.Response(status=303, headers={hdrs.LOCATION: location})
    return answer_page(request, "log_in.html", email="", error="", next=target)


async def log_in(request: web.Request) -> web.Response:
    """Check the form and begin a session."""
    form = await read_form(request)
    email, password = clean_line(form.get("email", "")), form.get("password", "")
    target = choose_target(form.get("next", ""))
    attempt = _claim(request, email)
    if attempt.wait:
        return _refuse_for_now(request, email, target, attempt.wait)
    await asyncio.sleep(attempt.delay.total_seconds())
    member = await _find_member(request, email, password)
    if member is None:
        _log.info("log_in_refused")
        return answer_page(
            request, "log_in.html", status=401, email=email, error=_WRONG, next=target
        )
    request.app[LIMIT].forgive(attempt)
    location = choose_landing(member, target)
    response = web.Response(status=303, headers={hdrs.LOCATION: location})
    await begin_session(get_services(request), request, response, member)
    await _record_presence(request, record_activity, member)
    _log.info("logged_in", staff_id=member.id)
    return response


async def log_out(request: web.Request) -> web.Response:
    """End the session."""
    await end_session(get_services(request), request)
    await _record_presence(request, record_log_out, get_signed_in(request).member)
    response = web.Response(status=303, headers={hdrs.LOCATION: "/console/login"})
    forget_cookie(response)
    return response


async def _record_presence(request: web.Request, record: Any, member: StaffMember) -> None:
    services = get_services(request)
    await services.store.run(record, services.tools, member, now=services.clock.now())


def choose_target(wanted: str) -> str:
    """Say where to go after logging in: a page of the console, never another site."""
    harmless = wanted.startswith(_HOME) and "\\" not in wanted and wanted.isprintable()
    return wanted if harmless and not wanted.startswith("/console/login") else _HOME


def choose_landing(member: StaffMember, target: str) -> str:
    """Say where somebody lands who wanted no page but the first one: supervisors at what is wrong.

    Args:
        target: as `choose_target` has it.
    """
    supervises = has_permission(member.role, Permission.SUPERVISE)
    return _SUPERVISORS_HOME if target == _HOME and supervises else target


async def _find_member(request: web.Request, email: str, password: str) -> StaffMember | None:
    """Find who logs in; as much work is done for an unknown address as for a wrong password."""
    services, passwords = get_services(request), request.app[PASSWORDS]
    member = await services.store.read(find_staff_by_email, email)
    known = member if member is not None and member.active else None
    fits = await passwords.verify(known.password_hash if known else None, password[:_LONGEST])
    if known is None or not fits or len(password) > _LONGEST:
        return None
    renewed = await passwords.rehash(known.password_hash, password)
    if renewed is not None:
        await services.store.run(record_password, known.id, renewed)
    return known


def _claim(request: web.Request, email: str) -> Attempt:
    network = network_key(request.remote or "")
    return request.app[LIMIT].claim(email, network, get_services(request).clock.now())


def _refuse_for_now(request: web.Request, email: str, target: str, wait: int) -> web.Response:
    minutes = -(-wait // 60)
    error = (
        f"Too many attempts failed. Wait {minutes} minute{'s' if minutes > 1 else ''} and try "
        "again, or ask an administrator for a new password."
    )
    response = answer_page(
        request, "log_in.html", status=429, email=email, error=error, next=target
    )
    response.headers[hdrs.RETRY_AFTER] = str(wait)
    return response
