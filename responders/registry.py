"""All responders. A new one is its file, its templates and its line here."""

from domain.channels import Capabilities
from domain.errors import NotFoundError
from domain.replies import Reply, ReplyRequest, Responder
from responders.acknowledgement import AcknowledgementResponder
from responders.article import ArticleResponder
from responders.complaint import ComplaintKnownResponder, ComplaintResponder
from responders.consent import ConsentResponder
from responders.correction import CorrectionResponder
from responders.did_you_mean import DidYouMeanResponder
from responders.follow_up import FollowUpResponder
from responders.handoff import HandoffResponder
from responders.linking import LinkingResponder
from responders.menu import HelpMenuResponder, MenuResponder
from responders.resolved import ResolvedResponder
from responders.self_service import SelfServiceResponder
from responders.several_answers import AnswersResponder, PartlyKnownResponder
from responders.small_talk import SmallTalkResponder
from responders.survey import SurveyResponder

RESPONDERS: tuple[Responder, ...] = (
    ArticleResponder(),
    AnswersResponder(),
    PartlyKnownResponder(),
    DidYouMeanResponder(),
    SmallTalkResponder(),
    ConsentResponder(),
    LinkingResponder(),
    HandoffResponder(),
    AcknowledgementResponder(),
    ComplaintResponder(),
    ComplaintKnownResponder(),
    CorrectionResponder(),
    ResolvedResponder(),
    SelfServiceResponder(),
    MenuResponder(),
    HelpMenuResponder(),
    SurveyResponder(),
    FollowUpResponder(),
)


def respond(name: str, request: ReplyRequest) -> Reply:
    """Phrase a reply by the responder of that name; fit it to the channel with `fit_reply`.

    Raises:
        NotFoundError: there is no such responder.
        InvalidInputError: the request lacks what the responder needs.
    """
    return _get(name).respond(request)


def find_brief(name: str, request: ReplyRequest, capabilities: Capabilities) -> str | None:
    """Find a shorter wording of a reply with several answers, of which none is cut away.

    Raises:
        NotFoundError: there is no such responder.
    """
    responder = _get(name)
    return (
        responder.find_brief(request, capabilities)
        if isinstance(responder, AnswersResponder)
        else None
    )


def _get(name: str) -> Responder:
    for responder in RESPONDERS:
        if responder.name == name:
            return responder
    known = ", ".join(responder.name for responder in RESPONDERS)
    raise NotFoundError(f"there is no responder {name!r}; there are {known}")
