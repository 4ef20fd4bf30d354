"""What is learnt of an article: its wording, each once, the way it was written beside it."""

import pytest

from domain.knowledge import Article
from knowledge_base.corpus import LONGEST_PASSAGE, MOST_PASSAGES, collect_corpus, list_passages
from tests.knowledge_base.phone_shop import write_article

pytestmark = pytest.mark.unit


def answer(text: str) -> Article:
    return write_article("a", "Title", answer=text)


def test_the_title_is_one_more_variant_and_repetitions_go():
    article = write_article("a", "My Parcel?", "where IS it", "my parcel", "Where is it?!")

    questions = collect_corpus([article]).questions

    assert sorted(questions.read) == ["my parcel", "where is it"]
    assert questions.written[questions.read.index("where is it")] == "where IS it"


def test_articles_keep_their_order_and_their_texts_stay_together():
    articles = [write_article("b", "One", "two"), write_article("a", "Three", "four", "five")]

    corpus = collect_corpus(articles)

    assert [article.id for article in corpus.articles] == ["b", "a"]
    assert corpus.questions.owners.tolist() == [0, 0, 1, 1, 1]
    assert corpus.read[: len(corpus.questions)] == corpus.questions.read
    assert len(corpus.owners) == len(corpus.read) == len(corpus.written) == len(corpus.worths)


def test_the_same_wording_in_two_articles_belongs_to_both():
    corpus = collect_corpus([write_article("a", "Same"), write_article("b", "same")])

    assert corpus.questions.read == ("same", "same")
    assert corpus.questions.owners.tolist() == [0, 1]


def test_an_article_without_a_word_is_left_out():
    corpus = collect_corpus([write_article("dots", "…", "?!"), write_article("a", "Word")])

    assert [article.id for article in corpus.articles] == ["a"]
    assert set(corpus.owners.tolist()) == {0}


def test_an_answer_is_learnt_by_its_paragraphs_and_list_items_without_marks():
    passages = list_passages(answer("# Fees\n\nIt costs **ten** pounds.\n\n- by card\n- in cash"))

    assert "it costs ten pounds" in passages
    assert any("by card" in passage for passage in passages)
    assert all("*" not in passage and "#" not in passage for passage in passages)


def test_of_a_long_answer_the_beginning_counts():
    lines = "\n\n".join(f"line {number} {'x ' * 1000}" for number in range(50))

    passages = list_passages(answer(lines))

    assert 0 < len(passages) <= MOST_PASSAGES
    assert all(len(written) <= LONGEST_PASSAGE for written in passages.values())


def test_a_passage_teaches_less_than_a_question():
    corpus = collect_corpus([answer("So it is.")])

    assert corpus.worths[0] > corpus.worths[-1] > 0
