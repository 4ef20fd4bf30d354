"""The contact form of the help centre: what stands in it, and what of it is passed on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import hdrs, web

from channels.email.channel import EmailChannel
from channels.text_cleaning import clean_line
from channels.web_form.intake import FormIntake
from channels.web_form.submission import RefusedSubmissionError, Submission, parse_submission
from console.help_centre.addresses import article_path, contact_path
from console.help_centre.visit import Place, Visit, answer_help
from crm_store.published_articles import PublishedArticle
from domain.errors import AuthenticationError, TooManyRequestsError
from domain.help_search import SearchHit

FIELDS: Final = ("name", "email", "phone", "subject", "message")
_LONGEST_SEARCH: Final = 200  # characters
_RATED: Final[Mapping[str, bool]] = {"yes": True, "no": False}
_SUGGESTED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What led a reader to write.

    Attributes:
        article: what they read; one that is published, since an address can say anything.
        searched: what they looked for, or an empty text.
        rated: `yes` or `no`: what they said of the article; else an empty text.
    """

    article: PublishedArticle | None = None
    searched: str = ""
    rated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a form was not taken.

    Attributes:
        problems: by field.
    """

    notice: str
    status: int
    problems: Mapping[str, str] = field(default_factory=dict)
    retry_after: int = 0


def read_background(visit: Visit, fields: Mapping[str, str]) -> Background:
    """Read what led to the form, from its address or its hidden fields."""
    article = visit.catalogue.find(fields.get("article", ""), visit.locale)
    rated = fields.get("rated", "")
    return Background(
        article=article,
        searched=clean_line(fields.get("q", ""), max_length=_LONGEST_SEARCH),
        rated=rated if article is not None and rated in _RATED else "",
    )


def read_submission(values: Mapping[str, str], background: Background, locale: str) -> Submission:
    """Check what was filled in, and put beside it what led there.

    Raises:
        RefusedSubmissionError: with every field that is wrong.
    """
    told: dict[str, Any] = {name: values.get(name, "") for name in FIELDS}
    told |= {"locale": locale, "helpful": _RATED.get(background.rated)}
    told |= {"article": background.article.id} if background.article else {}
    told |= {"searched": background.searched} if background.searched else {}
    return parse_submission(told)


def describe_refusal(visit: Visit, error: Exception, values: Mapping[str, str]) -> Refusal:
    """Say in the reader's language why a form was not taken."""
    words = visit.words
    match error:
        case RefusedSubmissionError():
            problems = {
                each.field: words(_name_problem(each.field, values)) for each in error.problems
            }
            return Refusal(notice=words("problems"), status=422, problems=problems)
        case TooManyRequestsError():
            notice = words("too_many", minutes=max(1, -(-error.retry_after // 60)))
            return Refusal(notice=notice, status=429, retry_after=error.retry_after)
        case AuthenticationError():
            return Refusal(notice=words("send_again", button=words("send")), status=422)
        case _:
            return Refusal(notice=words("not_stored"), status=503)


async def answer_form(
    visit: Visit,
    intake: FormIntake,
    background: Background,
    *,
    values: Mapping[str, str],
    refusal: Refusal | None = None,
) -> web.Response:
    """Show the form with what stands in it already."""
    words = visit.words
    response = answer_help(
        visit,
        "contact.html",
        status=refusal.status if refusal else 200,
        lasting=False,
        path=contact_path(visit.locale),
        places=_list_places(visit, background),
        title=words("contact_title"),
        description=words("contact_description", company=visit.services.company),
        token=intake.stamp(),
        values=values,
        background=background,
        refusal=refusal,
        suggested=() if refusal else await _suggest(visit, intake, background),
        back=_find_back(visit, background),
    )
    if refusal and refusal.retry_after:
        response.headers[hdrs.RETRY_AFTER] = str(refusal.retry_after)
    return response


def answer_no_form(visit: Visit) -> web.Response:
    """Say how else to reach the company."""
    mail = (each for each in visit.services.channels if isinstance(each, EmailChannel))
    email = next((each.address for each in mail), "")
    words = visit.words
    return answer_help(
        visit,
        "message.html",
        lasting=False,
        indexed=False,
        title=words("no_form_title"),
        text=words("no_form_email") if email else words("no_form"),
        email=email,
    )


async def _suggest(
    visit: Visit, intake: FormIntake, background: Background
) -> tuple[SearchHit, ...]:
    """Find what may answer it at once; not what they have read already.

    It counts as a search; who has searched enough for now gets the form without it.
    """
    if not background.searched:
        return ()
    try:
        visit.centre.limits.claim_search(
            intake.find_client(visit.request), visit.services.clock.now()
        )
    except TooManyRequestsError:
        return ()
    search = visit.services.help_search.search
    found = await search(background.searched, visit.locale, _SUGGESTED + 1)
    read = background.article.id if background.article else ""
    hits = visit.keep_published(found.hits)
    return tuple(each for each in hits if each.article_id != read)[:_SUGGESTED]


def _name_problem(name: str, values: Mapping[str, str]) -> str:
    if not values.get(name, "").strip():
        return "problem_missing"
    return "problem_email" if name == "email" else "problem_other"


def _list_places(visit: Visit, background: Background) -> list[Place]:
    known = visit.catalogue.known_locales
    return [
        Place(locale=each, path=contact_path(each, searched=background.searched)) for each in known
    ]


def _find_back(visit: Visit, background: Background) -> str:
    article = background.article
    return "" if article is None else article_path(visit.locale, article.id)
