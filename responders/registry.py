"""All responders. A new one is its file, its templates and its line here."""

from domain.errors import NotFoundError
from domain.replies import Reply, ReplyRequest, Responder
from responders.acknowledgement import AcknowledgementResponder
from responders.article import ArticleResponder
from responders.consent import ConsentResponder
from responders.did_you_mean import DidYouMeanResponder
from responders.handoff import HandoffResponder
from responders.resolved import ResolvedResponder
from responders.small_talk import SmallTalkResponder

RESPONDERS: tuple[Responder, ...] = (
    ArticleResponder(),
    DidYouMeanResponder(),
    SmallTalkResponder(),
    ConsentResponder(),
    HandoffResponder(),
    AcknowledgementResponder(),
    ResolvedResponder(),
)


def respond(name: str, request: ReplyRequest) -> Reply:
    """Phrase a reply by the responder of that name; fit it to the channel with `fit_reply`.

    Raises:
        NotFoundError: there is no such responder.
        InvalidInputError: the request lacks what the responder needs.
    """
    for responder in RESPONDERS:
        if responder.name == name:
            return responder.respond(request)
    known = ", ".join(responder.name for responder in RESPONDERS)
    raise NotFoundError(f"there is no responder {name!r}; there are {known}")
