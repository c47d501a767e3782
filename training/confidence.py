"""Fit the confidence of claims: ``python -m training.confidence`` writes ``kg/lexicons/confidence.tsv``.

1. Weights. A logistic regression with an L2 penalty on the closed claims of the stories in ``tests/stories/tune`` and,
   where it is there, ``../shared/gold/dev``: 1 where a gold row fits the claim, 0 where none does; claims that only an
   optional row fits are left out. The penalty is the one that leaves the least log loss on stories held out.
2. Open claims. Gold lists them incompletely, so what it does not list may be right. They take the weights of the
   closed claims, and only the weight of ``open`` is fitted on them, an unlisted one counting as right by
   :data:`UNLISTED_OPEN`.
3. Level. The rules of the program were written with those stories in sight, so it is surer there than it may be
   elsewhere. Slope and level of the log-odds (Platt, 1999) are therefore fitted on ``tests/stories/test``, which no
   rule is written from. The figures of that set are told with each story's own claims held out of the fit.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kg import confidence
from kg.confidence import BASE, features, meaning, probability
from kg.export import write_text
from kg.gold import OPTIONAL, gold_files, read_gold
from kg.pipeline import extract
from kg.read import SUFFIXES
from kg.scoring import distinct, fits
from kg.vocab import OPEN_PREFIX
from training.logistic import Vector, fit
from training.reliability import Pair, brier, calibration_error

ROOT = Path(__file__).resolve().parent.parent
FITTED_ON = (ROOT / "tests" / "stories" / "tune", ROOT.parent / "shared" / "gold" / "dev")
SET_ASIDE = ROOT / "tests" / "stories" / "test"
LEXICON = ROOT / "kg" / "lexicons" / f"{confidence.LEXICON}.tsv"

UNLISTED_OPEN = 0.5
"""How often an open claim that gold does not list is right: 78 of 158 of the tune stories, judged one by one."""
PENALTIES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
FOLDS = 5
LEVEL_PENALTY = 5.0
"""How strongly the slope of step 3 is drawn towards 1."""


@dataclass(frozen=True, slots=True)
class Example:
    """A claim to learn from."""

    story: str
    features: tuple[str, ...]
    right: float
    """1 or 0; in between for open claims of which nobody knows."""
    is_open: bool


def examples(folder: Path) -> Iterator[Example]:
    """The claims of the stories of a folder that gold can judge."""
    for gold in gold_files(folder):
        story = next(path for suffix in SUFFIXES if (path := gold.with_suffix(suffix)).is_file())
        rows = read_gold(gold)
        for claim in distinct(extract(story)):
            statuses = {row.status for row in rows if fits(row, claim)}
            is_open = claim.predicate.startswith(OPEN_PREFIX)
            right = 1.0 if claim.status in statuses else UNLISTED_OPEN if is_open and not statuses else 0.0
            if right == 1.0 or OPTIONAL not in statuses:
                yield Example(gold.stem, features(claim), right, is_open)


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of features."""

    weights: Mapping[str, float]

    def odds(self, held: Sequence[Example]) -> Vector:
        """The log-odds of examples."""
        return np.array([sum(self.weights.get(name, 0.0) for name in example.features) for example in held])


def fit_weights(known: Sequence[Example], strength: float) -> Model:
    """Step 1: the weights of the features of closed claims."""
    names = sorted({name for example in known for name in example.features})
    column = {name: index for index, name in enumerate(names)}
    marks = np.zeros((len(known), len(names)))
    for row, example in enumerate(known):
        marks[row, [column[name] for name in example.features]] = 1
    penalty = np.array([0.0 if name == BASE else strength for name in names])
    found = fit(marks, _targets(known), penalty)
    return Model(dict(zip(names, map(float, found), strict=True)))


def _targets(known: Sequence[Example]) -> Vector:
    return np.array([example.right for example in known])


def held_out(known: Sequence[Example], strength: float) -> list[tuple[float, float]]:
    """Log-odds and outcome of each example, by the weights that the stories of other folds give."""
    stories = sorted({example.story for example in known})
    pairs: list[tuple[float, float]] = []
    for fold in range(FOLDS):
        left_out = set(stories[fold::FOLDS])
        model = fit_weights([example for example in known if example.story not in left_out], strength)
        told = [example for example in known if example.story in left_out]
        pairs += zip(map(float, model.odds(told)), (example.right for example in told), strict=True)
    return pairs


def log_loss(pairs: Sequence[tuple[float, float]]) -> float:
    """The mean surprise, in nats, of outcomes at the log-odds told."""
    odds, rights = (np.array(side) for side in zip(*pairs, strict=True))
    return float(np.mean(np.logaddexp(0, odds) - rights * odds))


def best_penalty(known: Sequence[Example]) -> float:
    """The penalty that tells held-out stories best."""
    return min(PENALTIES, key=lambda strength: (round(log_loss(held_out(known, strength)), 6), -strength))


def fit_open(model: Model, known: Sequence[Example]) -> Model:
    """Step 2: the weight of ``open``."""
    if not known:
        return model
    found = fit(np.ones((len(known), 1)), _targets(known), np.zeros(1), model.odds(known))
    return Model({**model.weights, "open": float(found[0])})


def fit_level(odds: Vector, targets: Vector) -> tuple[float, float]:
    """Step 3: slope and shift of log-odds that make outcomes likeliest."""
    centre = float(odds.mean())
    marks = np.column_stack([odds - centre, np.ones(len(odds))])
    found = fit(marks, targets, np.array([LEVEL_PENALTY, 0.0]), odds - centre)
    slope = 1 + float(found[0])
    return slope, float(found[1]) - slope * centre


def levelled(model: Model, level: tuple[float, float]) -> Model:
    """The model with its log-odds stretched and shifted."""
    slope, shift = level
    weights = {name: weight * slope for name, weight in model.weights.items()}
    return Model({**weights, BASE: weights.get(BASE, 0.0) + shift})


def level_held_out(model: Model, known: Sequence[Example]) -> list[Pair]:
    """Confidence and outcome of the set-aside claims, the level fitted on the other stories each time."""
    pairs: list[Pair] = []
    for story in sorted({example.story for example in known}):
        others = [example for example in known if example.story != story]
        own = [example for example in known if example.story == story]
        level = fit_level(model.odds(others), _targets(others))
        pairs += confidences(levelled(model, level), own)
    return pairs


def confidences(model: Model, known: Sequence[Example]) -> list[Pair]:
    """Confidence and outcome of each example."""
    odds = model.odds(known)
    return [(probability(round(100 * float(o))), e.right) for o, e in zip(odds, known, strict=True)]


HEAD = """\
# Weights of the features of a claim's confidence (kg/confidence.py), fitted by `python -m training.confidence`.
# A claim's weights, added up, are the log-odds that it is right: +0.69 doubles the odds, -0.69 halves them.
# feature  name of the feature
# weight   what it adds, in hundredths
# claims   claims of the fitted stories for which it holds, open ones with them
# meaning  what the feature says of a claim
"""


def lexicon(model: Model, known: Sequence[Example]) -> str:
    """The text of the lexicon."""
    names = [*confidence.MEANINGS, *sorted(name for name in model.weights if name not in confidence.MEANINGS)]
    counted = {name: sum(name in example.features for example in known) for name in names}
    rows = [f"{n}\t{model.weights.get(n, 0.0) + 0.0:.2f}\t{counted[n]}\t{meaning(n)}" for n in names]
    return (
        HEAD + "feature\tweight\tclaims\tmeaning\n" + "".join(f"{row}\n" for row in rows).replace("\t-0.00", "\t0.00")
    )


def _figures(name: str, pairs: Sequence[Pair]) -> str:
    told = sum(pair[0] for pair in pairs) / len(pairs)
    right = sum(pair[1] for pair in pairs) / len(pairs)
    level = brier([(right, pair[1]) for pair in pairs])
    return (
        f"{name:44} {len(pairs):5} claims  right {right:.3f}  mean confidence {told:.3f}  "
        f"Brier {brier(pairs):.4f} (one level {level:.4f})  calibration error {calibration_error(pairs):.3f}"
    )


@dataclass(frozen=True, slots=True)
class Fit:
    """What was learnt, and how well it holds: confidence and outcome of claims by name of their set."""

    model: Model
    told: Sequence[Example]
    penalty: float
    level: tuple[float, float]
    """Slope and shift of step 3."""
    checks: Mapping[str, Sequence[Pair]]

    @property
    def set_aside(self) -> Sequence[Pair]:
        """The claims of the set-aside stories, each story out of the fit of step 3."""
        return self.checks["set-aside stories, each out of step 3's fit"]


def learn() -> Fit:
    """All three steps."""
    told = [example for folder in FITTED_ON if folder.is_dir() for example in examples(folder)]
    aside = [example for example in examples(SET_ASIDE) if not example.is_open]
    closed = [example for example in told if not example.is_open]
    open_ = [example for example in told if example.is_open]
    strength = best_penalty(closed)
    model = fit_weights(closed, strength)
    level = fit_level(model.odds(aside), _targets(aside))
    final = fit_open(levelled(model, level), open_)
    checks = {
        "fitted stories, held out by folds": _rounded(held_out(closed, strength)),
        "set-aside stories, before step 3": confidences(model, aside),
        "set-aside stories, each out of step 3's fit": level_held_out(model, aside),
    }
    return Fit(final, told, strength, level, checks)


def main() -> None:
    """Fit, write the lexicon, and print the totals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, default=LEXICON, help="lexicon to write")
    options = parser.parse_args()
    fitted = learn()
    write_text(options.out, lexicon(fitted.model, fitted.told))
    slope, shift = fitted.level
    print(f"penalty {fitted.penalty:g}, slope {slope:.2f}, shift {shift:.2f}; {options.out.name} written")
    for name, pairs in fitted.checks.items():
        print(_figures(name, pairs))


def _rounded(pairs: Iterable[tuple[float, float]]) -> list[Pair]:
    return [(probability(round(100 * odds)), right) for odds, right in pairs]


if __name__ == "__main__":
    main()
