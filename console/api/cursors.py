"""Cursors: where a list was left off, signed so that nobody can make one up."""

import hashlib
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from domain.errors import InvalidInputError


class Cursors:
    """Makes and reads cursors.

    A cursor holds the list it belongs to and its filters beside the position, so that it goes on
    with the same list by itself and cannot be used for another.
    """

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeSerializer(
            secret, salt="api.cursor", signer_kwargs={"digest_method": hashlib.sha256}
        )

    def make(self, source: str, filters: dict[str, Any], position: str | int) -> str:
        """Make the cursor that goes on after `position`.

        Args:
            source: the list, such as `/conversations`; with what varies filled in.
            filters: what the list was narrowed by, as JSON values.
        """
        return str(self._serializer.dumps([source, filters, position]))

    def read(
        self, cursor: str, source: str, filters: dict[str, Any]
    ) -> tuple[dict[str, Any], str | int]:
        """Return a cursor's filters and position.

        Args:
            filters: those of the request; none at all, or the cursor's own.

        Raises:
            InvalidInputError: it is not ours, is another list's, or the filters differ.
        """
        try:
            made_for, kept, position = self._serializer.loads(cursor)
        except BadData as error:
            raise _refuse("is none that this server gave out; start again without it") from error
        if made_for != source:
            raise _refuse("belongs to another list; start this one without it")
        if filters and filters != kept:
            raise _refuse(
                "was given out with other filters; repeat those, leave them out, or start again"
            )
        return kept, position


def _refuse(reason: str) -> InvalidInputError:
    return InvalidInputError(reason, field="cursor")
