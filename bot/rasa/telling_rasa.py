"""What an action says, in the form in which Rasa passes it on to us again; pure."""

from typing import Any

from bot.actions.contract import Telling
from bot.rasa.action_record import Place
from bot.tools import Tools
from domain.messages import QuickReply
from domain.replies import ReplyRequest
from responders.registry import respond


def render_told(
    tools: Tools, place: Place, telling: Telling, choices: tuple[QuickReply, ...] = ()
) -> list[dict[str, Any]]:
    """Render what was said as one message of Rasa's, and a handoff as a custom one of ours."""
    responses: list[dict[str, Any]] = []
    if telling.said:
        request = ReplyRequest(
            language=place.conversation.language or "en",
            company=tools.settings.company,
            now=telling.context.now,
            time_zone=tools.settings.time_zone,
            reference=place.conversation.reference,
            said=tuple(telling.said),
            quick_replies=choices,
        )
        reply = respond("self_service", request)
        buttons = [{"title": each.label, "payload": each.value} for each in reply.quick_replies]
        responses.append({"text": reply.text, "buttons": buttons})
    if telling.handed_over is not None:
        wanted = {"reason": telling.handed_over.reason, "topic": telling.handed_over.topic}
        responses.append({"custom": {"frontdesk": {"handoff": wanted}}})
    return responses
