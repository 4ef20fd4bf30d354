"""What one process has trained no other one of the machine trains, wherever it was trained."""

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.trainer import KeptIndex
from crm_store.store import Store
from domain.knowledge import Knowledge, Matcher
from frontdesk.program import ProgramError
from frontdesk.training import site_trainer
from frontdesk.training.index_file import FILE_NAME, IndexFile
from frontdesk.training.process import train_apart
from frontdesk.training.site_trainer import SiteTrainer
from knowledge_base.encoders.contract import Encoder
from knowledge_base.training import RememberedVectors, TrainingTask
from tests.frontdesk.training.phone_encoder import (
    GROWN,
    KNOWLEDGE,
    QUESTION,
    open_digest_encoder,
    open_nothing,
    open_other_encoder,
)

SECRET = "a secret of these tests alone" * 2


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The engine makes no difference to what is trained."""
    return sqlite_url


@pytest.fixture
def file(tmp_path: Path) -> IndexFile:
    return IndexFile(folder=tmp_path, secret=SECRET, site="sqlite:///here.db")


def explain(matcher: Matcher, text: str = QUESTION) -> dict[str, float]:
    """The articles that come up and how sure they are, best first."""
    found = matcher.explain(text).candidates
    return {each.match.article_id: each.match.confidence for each in found}


def choose(matcher: Matcher, text: str = QUESTION) -> str:
    return next(iter(explain(matcher, text)))


@pytest.mark.parametrize(
    "open_encoder", [pytest.param(open_nothing, marks=pytest.mark.slow), open_digest_encoder]
)
async def test_a_process_of_its_own_trains_the_same_matcher(
    store: Store, file: IndexFile, tmp_path: Path, open_encoder: Callable[[], Encoder | None]
):
    here = SiteTrainer(store, file, open_encoder)
    elsewhere = IndexFile(folder=tmp_path / "other", secret=SECRET, site="")
    apart = SiteTrainer(store, elsewhere, open_encoder, small=0)
    expected = explain(await here.train(KNOWLEDGE))
    assert max(expected, key=lambda name: expected[name]) == "screen"
    trained = await apart.train(KNOWLEDGE)
    assert explain(trained) == pytest.approx(expected)
    assert trained.version == KNOWLEDGE.version


async def refuse(*_: object) -> bytes:
    raise BlockingIOError(11, "no more processes")


async def test_where_no_process_can_be_had_a_thread_trains(
    store: Store, file: IndexFile, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(site_trainer, "train_apart", refuse)
    matcher = await SiteTrainer(store, file, open_nothing, small=0).train(KNOWLEDGE)
    assert choose(matcher) == "screen"


async def refuse_to_train(*_: object) -> bytes:
    raise AssertionError("it was trained again")


async def test_another_process_takes_what_the_first_one_trained(
    store: Store, file: IndexFile, monkeypatch: pytest.MonkeyPatch
):
    expected = explain(await SiteTrainer(store, file, open_digest_encoder).train(KNOWLEDGE))
    monkeypatch.setattr(site_trainer, "train_apart", refuse_to_train)
    other = SiteTrainer(store, file, open_digest_encoder, small=0)
    assert explain(await other.train(KNOWLEDGE)) == expected
    assert (await kept(other)).knowledge == KNOWLEDGE


async def test_knowledge_that_has_changed_is_trained_anew_and_kept_instead(
    store: Store, file: IndexFile
):
    trainer = SiteTrainer(store, file, open_nothing)
    await trainer.train(KNOWLEDGE)
    assert choose(await trainer.train(GROWN), "stop my plan") == "contract"
    assert (await kept(trainer)).knowledge == GROWN


async def test_the_same_words_under_a_later_version_are_not_trained_again(
    store: Store, file: IndexFile, monkeypatch: pytest.MonkeyPatch
):
    await SiteTrainer(store, file, open_nothing).train(KNOWLEDGE)
    monkeypatch.setattr(site_trainer, "train_apart", refuse_to_train)
    trainer = SiteTrainer(store, file, open_nothing, small=0)
    later = Knowledge(version=9, articles=KNOWLEDGE.articles)
    assert (await trainer.train(later)).version == 9


async def test_an_index_of_another_encoder_secret_or_database_is_passed_over(
    store: Store, file: IndexFile, tmp_path: Path
):
    await SiteTrainer(store, file, open_digest_encoder).train(KNOWLEDGE)
    assert await SiteTrainer(store, file, open_digest_encoder).find_kept() is not None
    for secret, site, opening in (
        ("another secret", file.site, open_digest_encoder),
        (SECRET, "sqlite:///there.db", open_digest_encoder),
        (SECRET, file.site, open_other_encoder),
        (SECRET, file.site, open_nothing),
    ):
        other = IndexFile(folder=tmp_path, secret=secret, site=site)
        assert await SiteTrainer(store, other, opening).find_kept() is None


class Trap:
    """What a stranger would have unpickled."""

    def __reduce__(self) -> tuple[Callable[[Path], object], tuple[Path]]:
        return Path.touch, (Path("sprung"),)


async def test_a_file_that_somebody_else_wrote_is_never_unpickled(
    store: Store, file: IndexFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / FILE_NAME).write_bytes(bytes(32) + pickle.dumps(Trap()))
    trainer = SiteTrainer(store, file, open_nothing)
    assert await trainer.find_kept() is None
    assert choose(await trainer.train(KNOWLEDGE)) == "screen"
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("length", [0, 10, 40, 1000])
async def test_half_a_file_is_none(store: Store, file: IndexFile, tmp_path: Path, length: int):
    trainer = SiteTrainer(store, file, open_nothing)
    await trainer.train(KNOWLEDGE)
    whole = (tmp_path / FILE_NAME).read_bytes()
    (tmp_path / FILE_NAME).write_bytes(whole[:length])
    assert await trainer.find_kept() is None


async def test_only_its_owner_may_read_the_file(store: Store, file: IndexFile, tmp_path: Path):
    await SiteTrainer(store, file, open_nothing).train(KNOWLEDGE)
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o077 == 0


async def test_a_folder_that_cannot_be_written_does_not_keep_anybody_from_learning(
    store: Store, tmp_path: Path
):
    (tmp_path / "taken").write_text("a file where a folder should be")
    file = IndexFile(folder=tmp_path / "taken", secret=SECRET, site="")
    matcher = await SiteTrainer(store, file, open_nothing).train(KNOWLEDGE)
    assert choose(matcher) == "screen"


async def test_a_training_that_fails_in_its_process_says_why():
    task = TrainingTask(
        knowledge=KNOWLEDGE,
        vectors=RememberedVectors(encoder="digest", dimension=8, vectors={}),
        open_encoder=open_other_encoder,
    )
    with pytest.raises(
        ProgramError, match=r"training ended with status 1 \(EncoderNotInstalledError"
    ):
        await train_apart(task)


async def test_a_training_without_end_is_ended():
    task = TrainingTask(knowledge=KNOWLEDGE, vectors=None, open_encoder=open_nothing)
    with pytest.raises(ProgramError, match="training took longer than 0 s"):
        await train_apart(task, seconds=0.01)


async def kept(trainer: SiteTrainer) -> KeptIndex:
    found = await trainer.find_kept()
    assert found is not None
    return found
