"""Reading what a report by mail says."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.exceptions.list_exceptions import count_exceptions
from bot.reports.mail.due_reports import choose_days
from bot.reports.mail.make_report_mail import MOST_CUSTOMERS, MailFigures, make_report_mail
from bot.reports.mail.report_mail import ReportMail
from bot.reports.read_complaint_report import read_complaint_report
from bot.reports.read_service_report import read_service_report
from bot.tools import BotSettings
from crm_store.exceptional.look import Look
from crm_store.staff import list_queues
from crm_store.transaction import Transaction
from domain.report_schedule import ReportPeriod


def read_report_mail(
    tx: Transaction, settings: BotSettings, period: ReportPeriod, day: date, *, now: datetime
) -> ReportMail:
    """Read and make the report that is named by its first day, with what is to be looked at now."""
    wanted = choose_days(period, day, ZoneInfo(settings.time_zone))
    counts, whole = count_exceptions(tx, Look(now=now, policy=settings.exceptions))
    figures = MailFigures(
        period=period,
        company=settings.company,
        console=f"{settings.public_url}/console",
        service=read_service_report(tx, wanted, most_customers=MOST_CUSTOMERS),
        complaints=read_complaint_report(tx, wanted),
        exceptions=counts,
        exceptional=whole,
        queues={queue.name: queue.title for queue in list_queues(tx)},
    )
    return make_report_mail(figures)
