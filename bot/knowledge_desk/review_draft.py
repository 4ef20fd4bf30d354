"""A draft is given to a colleague to look at, and comes back with a note."""

from dataclasses import replace
from datetime import datetime

from bot.knowledge_desk.desk_rules import DeskRules
from bot.knowledge_desk.publish_draft import require_content, require_translated
from bot.knowledge_desk.standing import lock_article
from bot.tools import Tools
from crm_store.article_drafts import get_draft, record_draft
from crm_store.transaction import Transaction
from domain.errors import ConflictError, InvalidInputError
from domain.knowledge import ArticleState
from domain.knowledge_desk import ArticleDraft
from domain.staff import StaffMember

LONGEST_NOTE = 2_000


def submit_draft(
    tx: Transaction,
    _tools: Tools,
    rules: DeskRules,
    article_id: str,
    locale: str,
    *,
    by: StaffMember,  # noqa: ARG001 - whoever asks; who wrote it last stays on the draft
    now: datetime,  # noqa: ARG001 - what is written is as old as it was
) -> ArticleDraft:
    """Ask for a draft to be reviewed; what was noted before has been seen to.

    Raises:
        ContentErrors: it could not be published as it is.
        NotFoundError: there is no such draft.
    """
    lock_article(tx, article_id, locale)
    draft = get_draft(tx, article_id, locale)
    require_content(draft.content)
    require_translated(tx, rules, draft)
    return record_draft(tx, replace(draft, state=ArticleState.IN_REVIEW, review_note=None))


def send_back_draft(
    tx: Transaction,
    _tools: Tools,
    article_id: str,
    locale: str,
    *,
    note: str,
    by: StaffMember,
    now: datetime,  # noqa: ARG001 - what is written is as old as it was
) -> ArticleDraft:
    """Say what is still wrong with a draft.

    Raises:
        InvalidInputError: there is no note, or a long one.
        ConflictError: nobody asked for a review.
        NotFoundError: there is no such draft.
    """
    note = note.strip()
    if not note:
        raise InvalidInputError("say what is to be changed", field="note")
    if len(note) > LONGEST_NOTE:
        raise InvalidInputError(f"is longer than {LONGEST_NOTE:,} characters", field="note")
    lock_article(tx, article_id, locale)
    draft = get_draft(tx, article_id, locale)
    if draft.state is not ArticleState.IN_REVIEW:
        raise ConflictError("nobody asked for a review of this draft, or no longer")
    said = f"Sent back by {by.name}: {note}"
    returned = replace(draft, state=ArticleState.DRAFT, publish_at=None, review_note=said)
    return record_draft(tx, returned)
