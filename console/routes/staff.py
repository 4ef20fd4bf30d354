"""What everybody of the staff works with, and what it takes to log in."""

from typing import Final

from console.pages import conversation_actions as act
from console.pages import conversation_holds as holds
from console.pages import merging
from console.pages.conversation import show_conversation, show_part
from console.pages.customer import show_customer
from console.pages.events import stream_events
from console.pages.files import show_file
from console.pages.front import go_to_inbox, show_front
from console.pages.inbox import show_inbox, show_rows, show_views
from console.pages.log_in import log_in, log_out, show_log_in
from console.pages.operations import replay, save_shunted, show_operations
from console.pages.said import save_original, show_html, show_said, show_whole_text
from console.pages.take_next import take_next
from console.route import Route
from console.static_files import serve_static
from domain.staff import Permission

PUBLIC, WORK, OPERATE = Permission.PUBLIC, Permission.WORK, Permission.OPERATE

_ONE: Final = "/console/conversations/{reference}"

STAFF_ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/", show_front, PUBLIC),
    Route("GET", "/static/{path}", serve_static, PUBLIC),
    Route("GET", "/static/vendor/{vendor_path}", serve_static, PUBLIC),
    Route("GET", "/console", go_to_inbox, PUBLIC),
    Route("GET", "/console/login", show_log_in, PUBLIC),
    Route("POST", "/console/login", log_in, PUBLIC, csrf=False),
    Route("POST", "/console/logout", log_out, WORK),
    Route("GET", "/console/", show_inbox, WORK),
    Route("GET", "/console/rows", show_rows, WORK),
    Route("POST", "/console/next", take_next, WORK),
    Route("GET", "/console/views", show_views, WORK),
    Route("GET", "/console/events", stream_events, WORK),
    Route("GET", _ONE, show_conversation, WORK),
    Route("GET", f"{_ONE}/parts/{{part}}", show_part, WORK),
    Route("GET", f"{_ONE}/said/{{id}}", show_said, WORK),
    Route("GET", f"{_ONE}/said/{{id}}/text", show_whole_text, WORK),
    Route("GET", f"{_ONE}/said/{{id}}/html", show_html, WORK),
    Route("GET", f"{_ONE}/said/{{id}}/original", save_original, WORK),
    Route("POST", f"{_ONE}/reply", act.reply, WORK, files=True),
    Route("POST", f"{_ONE}/note", act.note, WORK, files=True),
    Route("POST", f"{_ONE}/take", act.take, WORK),
    Route("POST", f"{_ONE}/release", act.release, WORK),
    Route("POST", f"{_ONE}/assign", act.assign, WORK),
    Route("POST", f"{_ONE}/resolve", act.resolve, WORK),
    Route("GET", f"{_ONE}/merge", merging.show_merge, WORK),
    Route("POST", f"{_ONE}/merge", merging.merge, WORK),
    Route("POST", f"{_ONE}/unmerge", merging.unmerge, WORK),
    Route("GET", f"{_ONE}/split", merging.show_split, WORK),
    Route("POST", f"{_ONE}/split", merging.split, WORK),
    Route("POST", f"{_ONE}/unsplit", merging.unsplit, WORK),
    Route("POST", f"{_ONE}/reopen", act.reopen, WORK),
    Route("POST", f"{_ONE}/snooze", holds.snooze, WORK),
    Route("POST", f"{_ONE}/hold", holds.hold, WORK),
    Route("POST", f"{_ONE}/wait", holds.wait, WORK),
    Route("POST", f"{_ONE}/resume", holds.resume, WORK),
    Route("POST", f"{_ONE}/priority", holds.set_priority, WORK),
    Route("POST", f"{_ONE}/copy", act.copy, WORK),
    Route("POST", f"{_ONE}/uncopy", act.uncopy, WORK),
    Route("POST", f"{_ONE}/send-again", act.send_again, WORK),
    Route("POST", f"{_ONE}/said/{{id}}/judge", act.judge, WORK),
    Route("POST", f"{_ONE}/give-back", act.give_back, WORK),
    Route("POST", f"{_ONE}/runs/{{run_id}}/approve", act.approve_run, WORK),
    Route("POST", f"{_ONE}/runs/{{run_id}}/refuse", act.refuse_run, WORK),
    Route("POST", f"{_ONE}/typing", act.tell_typing, WORK),
    Route("GET", "/console/customers/{id}", show_customer, WORK),
    Route("GET", "/console/files/{id}", show_file, WORK),
    Route("GET", "/console/operations", show_operations, OPERATE),
    Route("GET", "/console/operations/jobs/{id}/original", save_shunted, OPERATE),
    Route("POST", "/console/operations/jobs/{id}/replay", replay, OPERATE),
)
