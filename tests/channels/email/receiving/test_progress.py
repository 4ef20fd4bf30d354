"""Where a folder is read on from, whatever its server did meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest

from channels.email.receiving.fetch_responses import Fetched
from channels.email.receiving.progress import (
    FolderState,
    Progress,
    begin_progress,
    parse_progress,
    resume_progress,
    to_payload,
)
from tests.fakes import MONDAY_MORNING as NOW

pytestmark = pytest.mark.unit

FOLDER = FolderState(uidvalidity=5, uidnext=31, exists=12)
READ = Progress(uidvalidity=5, since=NOW, last_uid=30, fresh_from=20)


def test_progress_comes_back_from_the_store_as_it_was():
    progress = replace(READ, careful_upto=40, tries={31: 2})
    assert parse_progress(to_payload(progress)) == progress
    assert parse_progress({}) is None


def test_a_folder_goes_on_where_it_was():
    assert resume_progress(READ, FOLDER) == READ


@pytest.mark.parametrize("folder", [replace(FOLDER, uidvalidity=6), replace(FOLDER, uidnext=30)])
def test_a_folder_whose_uids_mean_something_else_begins_anew(folder: FolderState):
    anew = resume_progress(READ, folder)
    assert (anew.last_uid, anew.since) == (0, NOW)


def test_of_the_first_look_only_what_is_recent_is_wanted():
    progress = begin_progress(FOLDER, now=NOW, first_days=3)
    hour = timedelta(hours=1)
    old = Fetched(uid=30, arrived_at=NOW - timedelta(days=3) - hour)
    assert not progress.wants(old)
    assert progress.wants(replace(old, arrived_at=NOW - timedelta(days=3) + hour))
    assert progress.wants(replace(old, arrived_at=None)), "nobody knows how old it is"
    assert progress.wants(replace(old, uid=31)), "it came after the first look"


def test_failures_are_counted_until_the_message_is_done_with():
    together = READ.failed([31, 32, 33])
    assert (together.careful_upto, together.tries) == (33, {})
    twice = together.failed([32]).failed([32])
    assert twice.tries == {32: 2}
    assert twice.passed(31).tries == {32: 2}
    assert twice.passed(32).tries == {}


def test_progress_never_goes_back():
    assert READ.passed(7).last_uid == 30
