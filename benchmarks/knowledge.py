"""How often the matcher is right, and how well it knows, on public questions and the demo's.

    python benchmarks/knowledge.py [DATA] [--every N]

DATA is the folder that holds `kb/` (default `../shared/data`). rapidfuzz alone (the most alike
variant by `token_set_ratio`, the best of its scorers here, its score as the confidence) is asked
the same questions in the same run, and its time is the unit of the latencies. The matcher answers
from the product's threshold on; rapidfuzz from the one at which it answers as many of the
questions in scope, so that their precisions can be set side by side.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process, utils
from sklearn.metrics import roc_auc_score

from domain.knowledge import Article
from domain.routing import AnswerPolicy
from knowledge_base.importing import read_articles
from knowledge_base.matcher import train_matcher

ROOT = Path(__file__).parent.parent
POLICY = AnswerPolicy()
OUT_OF_SCOPE_SHARE = 0.2
"""Weight of out-of-scope questions among all, where a set has any."""

Ask = Callable[[str, str], list[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its locale, and the article that answers it, or None."""

    text: str
    locale: str
    article: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one matcher made of a set's questions, in arrays by question."""

    in_scope: NDArray[np.bool_]
    right: NDArray[np.bool_]
    in_three: NDArray[np.bool_]
    confidence: NDArray[np.float64]
    milliseconds: NDArray[np.float64]

    @property
    def weights(self) -> NDArray[np.float64]:
        """Weigh questions so that out of scope makes up its share of all."""
        share = self.in_scope.mean()
        if share == 1:
            return np.ones(len(self.in_scope))
        inside, outside = (1 - OUT_OF_SCOPE_SHARE) / share, OUT_OF_SCOPE_SHARE / (1 - share)
        return np.asarray(np.where(self.in_scope, inside, outside), dtype=np.float64)

    def precision_at(self, threshold: float) -> float:
        """Return the weighted share of right answers among those at or over a threshold."""
        answered = self.confidence >= threshold
        mass = self.weights[answered].sum()
        return float((self.weights * self.right)[answered].sum() / mass) if mass else 1.0

    def share_at(self, threshold: float, *, in_scope: bool = True) -> float:
        """Return the share of the questions in, or out of, scope that would be answered."""
        return float((self.confidence >= threshold)[self.in_scope == in_scope].mean())

    def threshold_for(self, share: float) -> float:
        """Return the threshold at which a share of the questions in scope is answered."""
        return float(np.quantile(self.confidence[self.in_scope], 1 - share, method="lower"))


def ask_matcher(articles: Sequence[Article]) -> Ask:
    matcher = train_matcher(articles, version=1)

    def ask(text: str, locale: str) -> list[tuple[str, float]]:
        return [(m.article_id, m.confidence) for m in matcher.match(text, locale=locale)]

    return ask


def ask_rapidfuzz(articles: Sequence[Article]) -> Ask:
    choices: dict[str, list[str]] = {}
    owners: dict[str, list[str]] = {}
    for article in articles:
        for text in (*article.variants, article.title):
            choices.setdefault(article.locale, []).append(utils.default_process(text))
            owners.setdefault(article.locale, []).append(article.id)

    def ask(text: str, locale: str) -> list[tuple[str, float]]:
        found = process.extract(
            utils.default_process(text), choices[locale], scorer=fuzz.token_set_ratio, limit=20
        )
        best: dict[str, float] = {}
        for _, score, place in found:
            best.setdefault(owners[locale][place], score / 100)
        return list(best.items())[:3]

    return ask


def run(ask: Ask, questions: Sequence[Question]) -> Outcome:
    for question in questions[:20]:
        ask(question.text, question.locale)
    found: list[list[tuple[str, float]]] = []
    times: list[float] = []
    for question in questions:
        began = time.perf_counter()
        found.append(ask(question.text, question.locale))
        times.append((time.perf_counter() - began) * 1000)
    golds = [question.article for question in questions]
    pairs = list(zip(found, golds, strict=True))
    return Outcome(
        in_scope=np.array([gold is not None for gold in golds]),
        right=np.array([bool(best) and best[0][0] == gold for best, gold in pairs]),
        in_three=np.array([gold in [name for name, _ in best] for best, gold in pairs]),
        confidence=np.array([best[0][1] if best else 0.0 for best in found]),
        milliseconds=np.array(times),
    )


def compare(name: str, articles: Sequence[Article], questions: Sequence[Question]) -> None:
    began = time.perf_counter()
    ask = ask_matcher(articles)
    trained = time.perf_counter() - began
    ours = run(ask, questions)
    theirs = run(ask_rapidfuzz(articles), questions)
    variants = sum(len(article.variants) + 1 for article in articles)
    print(f"\n## {name}: {len(articles)} articles, {variants} variants, {len(questions)} questions")
    print(f"trained in {trained:.1f} s\n")
    print("| | accuracy | in best 3 | AUROC | answered | precision | out of scope answered |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    answered = ours.share_at(POLICY.answer)
    print(describe("Frontdesk", ours, POLICY.answer))
    print(describe("rapidfuzz alone", theirs, theirs.threshold_for(answered)))
    ratio = np.median(ours.milliseconds) / np.median(theirs.milliseconds)
    tail = np.percentile(ours.milliseconds, 99) / np.median(ours.milliseconds)
    print(f"\nA query costs {ratio:.2f} x rapidfuzz (median); its p99 is {tail:.1f} x its median.")


def describe(name: str, outcome: Outcome, threshold: float) -> str:
    inside = outcome.in_scope
    mixed = not inside.all()
    cells = [
        f"{outcome.right[inside].mean():.1%}",
        f"{outcome.in_three[inside].mean():.1%}",
        f"{roc_auc_score(inside, outcome.confidence):.1%}" if mixed else "",
        f"{outcome.share_at(threshold):.1%}",
        f"{outcome.precision_at(threshold):.1%}",
        f"{outcome.share_at(threshold, in_scope=False):.1%}" if mixed else "",
    ]
    return f"| {name} (from {threshold:.2f}) | {' | '.join(cells)} |"


def describe_demo(articles: Sequence[Article], questions: Sequence[Question]) -> None:
    outcome = run(ask_matcher(articles), questions)
    sure = outcome.confidence >= POLICY.answer
    offered = ~sure & (outcome.confidence >= POLICY.ask)
    inside = outcome.in_scope
    helped = (sure & outcome.right) | (offered & outcome.in_three)
    print(
        f"\nIn scope: {helped[inside].mean():.1%} answered right or offered among three, ", end=""
    )
    print(f"{(sure & ~outcome.right)[inside].mean():.1%} answered wrong. ", end="")
    print(
        f"Out of scope: {sure[~inside].mean():.1%} answered, {offered[~inside].mean():.1%} asked."
    )


def read_questions(file: Path) -> list[Question]:
    lines = map(json.loads, file.read_text("utf-8").splitlines())
    return [Question(item["text"], item.get("locale", "en"), item["article"]) for item in lines]


def main() -> None:
    """Print the tables as Markdown."""
    options = argparse.ArgumentParser(description="Measure the matcher.")
    options.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    options.add_argument(
        "--every", type=int, default=4, help="of BANKING77's questions, ask 1 in N"
    )
    given = options.parse_args()
    kb = given.data / "kb"
    articles = read_articles(kb / "banking77" / "articles.10.jsonl").articles
    known = {variant for article in articles for variant in article.variants}
    asked = [
        Question(variant, "en", article.id)
        for article in read_articles(kb / "banking77" / "articles.all.jsonl").articles
        for variant in article.variants
        if variant not in known
    ]
    compare("BANKING77, 10 variants", articles, asked[:: given.every])
    for name, folder in (("CLINC150", "clinc150"), ("BANKING77 withheld", "banking77_withheld")):
        articles = read_articles(kb / folder / "articles.10.jsonl").articles
        compare(f"{name}, 10 variants", articles, read_questions(kb / folder / "queries.dev.jsonl"))
    demo = read_articles(ROOT / "demo" / "articles").articles
    questions = read_questions(ROOT / "tests" / "data" / "demo_questions.jsonl")
    compare("The demo", demo, questions)
    describe_demo(demo, questions)


if __name__ == "__main__":
    main()
