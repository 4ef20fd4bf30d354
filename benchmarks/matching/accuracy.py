"""How often the matcher is right and how well it knows, in figures and in tables."""

from collections.abc import Iterator

from benchmarks.matching.asking import CONTESTANTS, Asked, Results, Suite, join_folds
from benchmarks.matching.contestants import FRONTDESK
from benchmarks.matching.outcomes import Outcome
from benchmarks.matching.targets import Figure, cost, share
from benchmarks.report import render_table

COVERED_AT = 0.98
_HEAD = (
    "",
    "BANKING77, 5",
    "10",
    "10, mistyped",
    "5-fold",
    "CLINC150, 10",
    "10, mistyped",
    "all",
    "withheld, 10",
    "all",
)


def list_figures(results: Results, suite: Suite) -> Iterator[Figure]:
    """List what there is a target for."""

    def ours(name: str) -> Asked:
        return results[name, FRONTDESK]

    five, ten = ours(suite.five.name), ours(suite.ten.name)
    clinc, clinc_ten = ours(suite.clinc_all.name), ours(suite.clinc_ten.name)
    folds = join_folds(results, suite, FRONTDESK)
    yield share("BANKING77, 5 variants: accuracy", five.all.accuracy, least=0.8)
    yield share("BANKING77, 10 variants: accuracy", ten.all.accuracy, least=0.86)
    yield share("BANKING77, 5-fold over all: accuracy", folds.accuracy, least=0.93)
    yield share("CLINC150, all variants: accuracy in scope", clinc.all.accuracy, least=0.96)
    yield share("CLINC150, all variants: AUROC", clinc.all.auroc, least=0.975)
    covered = clinc.all.coverage_at(COVERED_AT)
    yield share("CLINC150, all variants: coverage at 98 % precision", covered, least=0.7)
    yield share("CLINC150, 10 variants: accuracy in scope", clinc_ten.all.accuracy, least=0.905)
    yield share("CLINC150, 10 variants: AUROC", clinc_ten.all.auroc, least=0.96)
    yield _tell_typing("BANKING77", ten)
    yield _tell_typing("CLINC150", clinc_ten)
    for each, least, most in (
        (suite.clinc_all, 0.94, 0.98),
        (suite.clinc_ten, 0.94, 0.98),
        (suite.withheld_all, 0.85, 1.0),
        (suite.withheld_ten, 0.85, 1.0),
    ):
        outcome = ours(each.name).all
        name = f"{each.name} variants: precision where 95 % were asked for"
        yield share(name, outcome.precision, least=least, most=most)
        yield share(f"{each.name} variants: answered then", outcome.coverage)


def _tell_typing(name: str, asked: Asked) -> Figure:
    assert asked.clean is not None
    assert asked.mistyped is not None
    lost = 100 * (asked.clean.accuracy - asked.mistyped.accuracy)
    told = f"{name}, 10 variants: one typing error costs"
    return cost(told, lost, most=4, unit="points")


def render_comparison(results: Results, suite: Suite) -> str:
    """Write tables of accuracy, AUROC and coverage, the contestants as lines."""
    accuracies = [
        [name, *(f"{outcome.accuracy:.1%}" for outcome in _collect(results, suite, name))]
        for name in CONTESTANTS
    ]
    mixed = (suite.clinc_ten, suite.clinc_all, suite.withheld_ten, suite.withheld_all)
    knowing = [
        [
            name,
            *(f"{results[each.name, name].all.auroc:.1%}" for each in mixed),
            *(f"{results[each.name, name].all.coverage_at(COVERED_AT):.1%}" for each in mixed),
        ]
        for name in CONTESTANTS
    ]
    sets = [each.name for each in mixed]
    head = ("", f"AUROC: {sets[0]}", *sets[1:], f"coverage at 98 %: {sets[0]}", *sets[1:])
    return f"""\
Accuracy in scope, by variants an article:

{render_table(_HEAD, accuracies)}

Knowing what is out of scope:

{render_table(head, knowing)}"""


def _collect(results: Results, suite: Suite, name: str) -> Iterator[Outcome]:
    def given(each: str) -> Asked:
        return results[each, name]

    ten, clinc_ten = given(suite.ten.name), given(suite.clinc_ten.name)
    assert ten.mistyped is not None
    assert clinc_ten.mistyped is not None
    yield given(suite.five.name).all
    yield from (ten.all, ten.mistyped, join_folds(results, suite, name))
    yield from (clinc_ten.all, clinc_ten.mistyped, given(suite.clinc_all.name).all)
    yield from (given(suite.withheld_ten.name).all, given(suite.withheld_all.name).all)
