"""Which use case each kind of job is. A new kind is its file and its line here."""

from bot.act import act
from bot.clocks.correct_promise import correct_promise
from bot.clocks.recount_clocks import recount_clocks
from bot.clocks.send_staff_mail import send_staff_mail
from bot.clocks.send_webhook import send_webhook
from bot.deliver import deliver
from bot.fetch_media import fetch_media
from bot.knowledge_desk.run_schedule import run_schedule
from bot.process import process
from bot.rasa.relay import relay
from bot.verification.send_code import send_code
from bot.verification.send_notice import send_notice
from bot.worker import Handler
from domain.jobs import JobKind

HANDLERS: dict[JobKind, Handler] = {
    JobKind.PROCESS: process,
    JobKind.ACT: act,
    JobKind.RELAY: relay,
    JobKind.DELIVER: deliver,
    JobKind.CODE: send_code,
    JobKind.NOTICE: send_notice,
    JobKind.FETCH: fetch_media,
    JobKind.ARTICLE: run_schedule,
    JobKind.RECOUNT: recount_clocks,
    JobKind.STAFF_MAIL: send_staff_mail,
    JobKind.WEBHOOK: send_webhook,
    JobKind.CORRECT: correct_promise,
}
