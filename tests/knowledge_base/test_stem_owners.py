"""How much of a question would be known if it were not there: what a rehearsal needs."""

import pytest

from knowledge_base.corpus import collect_corpus
from knowledge_base.stem_owners import StemOwners, count_stem_owners
from knowledge_base.term_vectors import learn_vectors
from tests.knowledge_base.phone_shop import write_article

pytestmark = pytest.mark.unit


def count(*variants_of: tuple[str, ...]) -> StemOwners:
    articles = [
        write_article(str(number), first, *rest, answer="")
        for number, (first, *rest) in enumerate(variants_of)
    ]
    corpus = collect_corpus(articles)
    return count_stem_owners(corpus, learn_vectors(corpus.read))


def test_a_word_of_another_variant_stays_known_when_the_question_is_hidden():
    stems = count(("parcel lost", "parcel late"), ("open hours",))
    place = stems.corpus.questions.read.index("parcel lost")

    assert 0 < stems.measure(place, in_scope=True) < 1


def test_it_is_unknown_when_the_whole_article_is_hidden():
    stems = count(("parcel lost", "parcel late"), ("open hours",))
    place = stems.corpus.questions.read.index("parcel lost")

    assert stems.measure(place, in_scope=False) == 0


def test_a_word_of_another_article_stays_known_either_way():
    stems = count(("parcel",), ("parcel hours",))
    place = stems.corpus.questions.read.index("parcel")

    assert stems.measure(place, in_scope=True) == 1
    assert stems.measure(place, in_scope=False) == 1


def test_another_form_of_a_word_is_that_word():
    stems = count(("parcels",), ("parcel hours",))

    assert stems.measure(0, in_scope=False) == 1
