"""The pages about complaints."""

from typing import Final

from console.pages import conversation_complaints as of_conversation
from console.pages.complaints import complaint_actions as act
from console.pages.complaints import gesture_actions as gestures
from console.pages.complaints import policy_page as policy
from console.pages.complaints import response
from console.pages.complaints import templates_page as templates
from console.pages.complaints.approvals_page import set_limit, show_approvals
from console.pages.complaints.batch_page import give_batch, show_batch
from console.pages.complaints.complaint_page import show_complaint
from console.pages.complaints.register_page import save_register, show_register
from console.pages.complaints.vouchers_page import save_vouchers, show_vouchers
from console.route import Route
from domain.staff import Permission

WORK, SUPERVISE = Permission.WORK, Permission.SUPERVISE

_CONVERSATION: Final = "/console/conversations/{reference}"
_ALL: Final = "/console/complaints"
_ONE: Final = f"{_ALL}/{{number}}"
_GESTURE: Final = f"{_ONE}/gestures/{{id}}"
# As many as a page of the register shows, and a few more.
_BATCH_FIELDS: Final = 100
_APPROVALS: Final = f"{_ALL}/approvals"
_VOUCHERS: Final = f"{_ALL}/vouchers"
_POLICY: Final = f"{_ALL}/policy"
# Four for each category, of which there may be a hundred.
_POLICY_FIELDS: Final = 1_000
_TEMPLATES: Final = f"{_ALL}/templates"
_TEMPLATE: Final = f"{_TEMPLATES}/{{language}}/{{channel}}"

COMPLAINT_ROUTES: Final[tuple[Route, ...]] = (
    Route("POST", f"{_CONVERSATION}/complaints", of_conversation.open_complaint, WORK),
    Route(
        "POST",
        f"{_CONVERSATION}/complaint-questions/{{id}}",
        of_conversation.answer_question,
        WORK,
    ),
    Route("GET", _ALL, show_register, WORK),
    Route("GET", f"{_ALL}.csv", save_register, WORK),
    Route("POST", f"{_ALL}/batch", show_batch, SUPERVISE, most_fields=_BATCH_FIELDS),
    Route("POST", f"{_ALL}/batch/give", give_batch, SUPERVISE, most_fields=_BATCH_FIELDS),
    Route("GET", _APPROVALS, show_approvals, SUPERVISE),
    Route("POST", f"{_APPROVALS}/limit", set_limit, SUPERVISE),
    Route("GET", _VOUCHERS, show_vouchers, SUPERVISE),
    Route("GET", f"{_VOUCHERS}.csv", save_vouchers, SUPERVISE),
    Route("GET", _POLICY, policy.show_policy, SUPERVISE),
    Route("POST", _POLICY, policy.save_policy, SUPERVISE, most_fields=_POLICY_FIELDS),
    Route("POST", f"{_POLICY}/back", policy.roll_back, SUPERVISE),
    Route("GET", _TEMPLATES, templates.show_templates, SUPERVISE),
    Route("GET", f"{_TEMPLATES}/choose", templates.choose_template, SUPERVISE),
    Route("GET", _TEMPLATE, templates.show_template, SUPERVISE),
    Route("POST", _TEMPLATE, templates.save_template, SUPERVISE),
    Route("POST", f"{_TEMPLATE}/back", templates.set_back, SUPERVISE),
    Route("GET", _ONE, show_complaint, WORK),
    Route("POST", f"{_ONE}/acknowledge", act.acknowledge, WORK),
    Route("POST", f"{_ONE}/investigate", act.investigate, WORK),
    Route("POST", f"{_ONE}/close", act.close, WORK),
    Route("POST", f"{_ONE}/reopen", act.reopen, WORK),
    Route("POST", f"{_ONE}/escalate", act.escalate, WORK),
    Route("POST", f"{_ONE}/assign", act.assign, WORK),
    Route("POST", f"{_ONE}/overrule", act.overrule, WORK),
    Route("POST", f"{_ONE}/file", act.file, WORK),
    Route("POST", f"{_ONE}/tell", act.tell, WORK),
    Route("POST", f"{_ONE}/link", act.link, WORK),
    Route("POST", f"{_ONE}/unlink", act.unlink, WORK),
    Route("POST", f"{_ONE}/response/preview", response.show_preview, WORK),
    Route("POST", f"{_ONE}/propose", gestures.propose, WORK),
    Route("POST", f"{_GESTURE}/approve", gestures.approve, SUPERVISE),
    Route("POST", f"{_GESTURE}/decline", gestures.decline, SUPERVISE),
    Route("POST", f"{_GESTURE}/revoke", gestures.revoke, SUPERVISE),
    Route("POST", f"{_GESTURE}/done", gestures.finish, SUPERVISE),
    Route("POST", f"{_ONE}/respond", response.respond, WORK),
)
