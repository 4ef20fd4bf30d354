"""What the knowledge desk refuses, with what is needed to go on."""

from collections.abc import Sequence

from bot.knowledge_desk.workbench import Collision, LinkedArticle
from domain.errors import ConflictError
from knowledge_base.content_checks import ContentErrors

__all__ = ["ContentErrors", "LinkedArticlesError", "OutdatedDraftError"]


class LinkedArticlesError(ConflictError):
    """An article that others link to is to be retired; it needs somebody's word.

    Attributes:
        linked_from: who links to it, or leads its readers there.
    """

    def __init__(self, linked_from: Sequence[LinkedArticle]) -> None:
        number = len(linked_from)
        others = "one article links" if number == 1 else f"{number} articles link"
        super().__init__(
            f"{others} to this one; change these links first, or retire it anyway: readers are "
            "led to where it redirects, or else told that it is gone"
        )
        self.linked_from = tuple(linked_from)


class OutdatedDraftError(ConflictError):
    """What is published has changed since a draft was begun, so that publishing would undo it.

    Attributes:
        collision: both people's changes, to be saved with its `revision` and `base_version`.
    """

    def __init__(self, collision: Collision) -> None:
        super().__init__(
            f"{collision.theirs_by} published a newer version since this draft was begun; look at "
            "what changed, save both changes together, and publish that"
        )
        self.collision = collision
