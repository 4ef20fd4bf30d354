"""What reads feelings in a server: with what the site taught, and without what cannot be used."""

from pathlib import Path

import structlog

from frontdesk.feelings import ServedReader
from frontdesk.settings import Settings
from frontdesk.settings.model import DatabaseSettings, KnowledgeSettings, ServerSettings
from frontdesk.training.site_labels_file import FILE_NAME


def make_settings(folder: Path) -> Settings:
    return Settings(
        database=DatabaseSettings(url="sqlite:///nowhere.db"),
        server=ServerSettings(data_dir=folder),
        knowledge=KnowledgeSettings(encoder="none"),
    )


def test_nothing_is_read_before_it_is_loaded(tmp_path: Path) -> None:
    served = ServedReader(make_settings(tmp_path))
    assert served.current() is None
    served.load()
    reader = served.current()
    assert reader is not None
    assert reader.read("Your service is awful!").sentiment == "negative"


def test_messages_are_read_without_what_was_taught_where_that_is_damaged(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no model")
    served = ServedReader(make_settings(tmp_path))
    with structlog.testing.capture_logs() as logged:
        served.load()
    reader = served.current()
    assert reader is not None
    assert reader.site is None
    assert ["understand train" in each["reason"] for each in logged] == [True]
