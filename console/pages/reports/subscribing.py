"""Having reports by mail: each member of staff for themselves."""

from aiohttp import web

from bot.verification.code_channels import find_code_account
from console.answers import answer_change
from console.form_reading import read_form
from console.keys import SIGNED_IN, get_services
from console.pages.reports.query import HOME, REPORTS
from crm_store.report_subscriptions import save_subscription
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError
from domain.messages import Address
from domain.report_schedule import ReportPeriod

_SAID = {
    ReportPeriod.DAILY: "every morning",
    ReportPeriod.WEEKLY: "every week",
}


async def change_subscription(request: web.Request) -> web.Response:
    """Have a report mailed to whoever asks, or no more."""
    services, member = get_services(request), request[SIGNED_IN].member
    form = await read_form(request)
    period, wanted = form.get("period", ""), form.get("wanted") == "yes"
    if period not in set(ReportPeriod):
        raise InvalidInputError("choose the daily or the weekly report", field="period")

    def save(tx: Transaction) -> None:
        to = Address(kind="email", value=member.email)
        if wanted and find_code_account(tx, services.tools, to) is None:
            raise InvalidInputError(
                f"no email account of the desk can write to {member.email}; set one up first",
                field="period",
            )
        save_subscription(tx, member.id, period, enabled=wanted, now=services.clock.now())

    await services.store.run(save)
    often = _SAID[ReportPeriod(period)]
    report = form.get("report", "")
    return answer_change(
        request,
        location=f"{HOME}/{report if report in REPORTS else REPORTS[0]}",
        said=f"You get this {often}" if wanted else f"You get this no more {often}",
    )
