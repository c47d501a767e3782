"""Scores of extracted claims against gold claims.

A claim is *right* where a gold row fits it: the predicate is one of the row's, subject and object share a surface form
with the row's (compared without punctuation, in compatibility form and lower case), and the status is the row's. A
quantity also fits where one form begins the other, a statement where the Dice coefficient of their character bigrams
(Dice, "Measures of the Amount of Ecologic Association Between Species", 1945) is at least 0.75. A *lenient* match also
takes a name that contains the other and is at most twice as long.

Closed predicates count for precision and recall, ``open:`` ones for recall alone, and rows with the status ``optional``
for neither.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kg.export import claim_record, node_record
from kg.gold import OPTIONAL, GoldClaim, comparable
from kg.model import Claim, Entity, Node
from kg.vocab import OPEN_PREFIX, PREDICATES

STATEMENT_DICE = 0.75
LENIENT_STATEMENT_DICE = 0.6


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many of how many."""

    hits: int = 0
    total: int = 0

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.hits + other.hits, self.total + other.total)

    @property
    def value(self) -> float:
        """The share; 0 of nothing."""
        return self.hits / self.total if self.total else 0.0

    def interval(self, z: float = 1.959964) -> tuple[float, float]:
        """The Wilson score interval (Wilson, "Probable Inference", 1927), of 95 % unless ``z`` says otherwise."""
        if not self.total:
            return 0.0, 1.0
        spread = z * math.sqrt(self.value * (1 - self.value) / self.total + (z / (2 * self.total)) ** 2)
        centre, scale = self.value + z * z / (2 * self.total), 1 + z * z / self.total
        return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


MistakeKind = Literal["miss", "open", "holder", "qualifier", "false"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What a gold row and the claims do not agree in."""

    kind: MistakeKind
    """``miss``: no claim says what the row says, for a row with open predicates alone ``open``. ``holder`` and
    ``qualifier``: one does, but for them. ``false``: no row says what the claim says."""
    gold: GoldClaim | None
    """The row; for a false claim one that differs in status alone, if any."""
    claim: Claim | None
    """The claim; for a missed row one that differs in status alone, if any."""
    qualifier: str = ""
    """The name of the wrong qualifier."""

    @property
    def id(self) -> str:
        """Of the claim, if it is a false one, else of the gold row."""
        found = self.claim if self.kind == "false" else self.gold
        return found.id if found else ""

    @property
    def shown(self) -> str:
        """The mistake as a person reads it, in one line."""
        if self.kind == "false" and self.claim:
            object_ = name_of(self.claim.object)
            shown = f"{self.claim.subject.label} –{self.claim.predicate}→ {object_} [{self.claim.status}]"
            return f"{shown} wrong status" if self.gold else shown
        if self.gold is None:
            return ""
        shown = f"{self.gold.shown} [{self.gold.status}]"
        if self.kind == "holder" and self.claim:
            told = self.claim.holder.label if self.claim.holder else "nobody"
            return f"{shown} holder {told}, not {self.gold.cells['holder'] or 'nobody'}"
        if self.kind == "qualifier" and self.claim:
            told = "、".join(map(name_of, self.claim.qualifiers.get(self.qualifier, ()))) or "nothing"
            return f"{shown} {self.qualifier} {told}, not {self.gold.qualifiers[self.qualifier]}"
        return shown


def name_of(node: Node) -> str:
    """An entity's label, a value's text."""
    return node.label if isinstance(node, Entity) else node.text


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one story, or of several added up."""

    recalled: Mapping[str, Ratio] = field(default_factory=dict)
    """Gold claims found, by closed predicate."""
    right: Mapping[str, Ratio] = field(default_factory=dict)
    """Extracted claims that are right, by closed predicate."""
    open_recalled: Ratio = Ratio()
    statuses: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Gold claims found whatever their status, by the status of the row and of the claim."""
    holders: Ratio = Ratio()
    """Found gold claims with a holder, whose holder is right."""
    narrated: Ratio = Ratio()
    """Found gold claims without a holder that are told without one too."""
    qualified: Mapping[str, Ratio] = field(default_factory=dict)
    """Qualifiers of found gold claims that are right, by name."""
    mistakes: tuple[Mistake, ...] = ()

    def __add__(self, other: Score) -> Score:
        return Score(
            _added(self.recalled, other.recalled),
            _added(self.right, other.right),
            self.open_recalled + other.open_recalled,
            {
                key: self.statuses.get(key, 0) + other.statuses.get(key, 0)
                for key in {**self.statuses, **other.statuses}
            },
            self.holders + other.holders,
            self.narrated + other.narrated,
            _added(self.qualified, other.qualified),
            self.mistakes + other.mistakes,
        )

    @property
    def recall(self) -> Ratio:
        """Over all closed predicates (micro average)."""
        return sum(self.recalled.values(), Ratio())

    @property
    def precision(self) -> Ratio:
        """Over all closed predicates (micro average)."""
        return sum(self.right.values(), Ratio())

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return harmonic_mean(self.precision.value, self.recall.value)

    @property
    def predicates(self) -> list[str]:
        """All closed predicates, those with the most gold claims first."""
        return sorted({*self.recalled, *self.right}, key=lambda p: (-self.recalled.get(p, Ratio()).total, p))

    @property
    def qualifiers(self) -> Ratio:
        """Over all qualifiers."""
        return sum(self.qualified.values(), Ratio())

    @property
    def status(self) -> Ratio:
        """Gold claims found whatever their status, whose status is right."""
        return sum((self.status_of(status) for status in {gold for gold, _ in self.statuses}), Ratio())

    def status_of(self, status: str) -> Ratio:
        """The same of the gold claims with one status."""
        found = sum(count for (gold, _), count in self.statuses.items() if gold == status)
        return Ratio(self.statuses.get((status, status), 0), found)


def harmonic_mean(one: float, other: float) -> float:
    """Of two shares; 0 where both are 0."""
    return 2 * one * other / (one + other) if one + other else 0.0


def _added(one: Mapping[str, Ratio], other: Mapping[str, Ratio]) -> dict[str, Ratio]:
    return {key: one.get(key, Ratio()) + other.get(key, Ratio()) for key in dict.fromkeys([*one, *other])}


# --- matching ----------------------------------------------------------------------------------------------------


def surface_forms(node: Node | None) -> frozenset[str]:
    """Every form under which an extracted entity or value may be recognised."""
    if node is None:
        return frozenset()
    record = node_record(node)
    forms = [record.get("label"), record.get("text"), *record.get("mentions", ())]
    return frozenset(form for text in forms if text and (form := comparable(text)))


def dice(one: str, other: str) -> float:
    """Dice coefficient of the character bigrams of two texts."""
    left, right = (Counter(text[i : i + 2] for i in range(len(text) - 1)) for text in (one, other))
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else float(one == other)


def _fits(gold: frozenset[str], forms: frozenset[str], kind: str, lenient: bool) -> bool:
    if gold & forms:
        return True
    pairs = [(one, other) for one in gold for other in forms]
    if kind == "Statement":
        return any(dice(*pair) >= (LENIENT_STATEMENT_DICE if lenient else STATEMENT_DICE) for pair in pairs)
    if kind == "Quantity" and any(one.startswith(other) or other.startswith(one) for one, other in pairs):
        return True
    return lenient and any(
        (one in other or other in one) and 2 * min(len(one), len(other)) >= max(len(one), len(other))
        for one, other in pairs
    )


def fits(gold: GoldClaim, claim: Claim, lenient: bool = False) -> bool:
    """True where ``claim`` says what ``gold`` says, whatever their status."""
    if not _predicate_fits(gold, claim.predicate):
        return False
    subject, object_ = surface_forms(claim.subject), surface_forms(claim.object)
    if _fits(gold.subject, subject, "", lenient) and _fits(gold.object, object_, gold.object_type, lenient):
        return True
    signature = PREDICATES.get(claim.predicate)
    turned = _fits(gold.subject, object_, "", lenient) and _fits(gold.object, subject, gold.object_type, lenient)
    return signature is not None and signature.symmetric and turned


def _predicate_fits(gold: GoldClaim, predicate: str) -> bool:
    if not predicate.startswith(OPEN_PREFIX):
        return predicate in gold.predicates
    verb = predicate.removeprefix(OPEN_PREFIX)
    wanted = [name.removeprefix(OPEN_PREFIX) for name in gold.predicates if name.startswith(OPEN_PREFIX)]
    return any(name in verb or verb in name for name in wanted)


# --- scoring -----------------------------------------------------------------------------------------------------


def distinct(claims: Iterable[Claim]) -> list[Claim]:
    """The first of all claims that say the same of the same, whatever shows it."""
    kept: dict[tuple[str, ...], Claim] = {}
    for claim in claims:
        object_ = claim.object.id if isinstance(claim.object, Entity) else claim.object.text
        kept.setdefault((claim.subject.id, claim.predicate, object_, claim.status), claim)
    return list(kept.values())


def score(gold: Sequence[GoldClaim], claims: Iterable[Claim], lenient: bool = False) -> Score:
    """Score the claims of one story against its gold claims."""
    told = distinct(claims)
    fitting = [[fits(row, claim, lenient) for claim in told] for row in gold]
    rows = [[row for row, marks in zip(gold, fitting, strict=True) if marks[index]] for index in range(len(told))]
    misstated = [_status_is_wrong(claim, found) for claim, found in zip(told, rows, strict=True)]
    total = Score()
    for row, marks in zip(gold, fitting, strict=True):
        hits = [claim for claim, mark in zip(told, marks, strict=True) if mark and claim.status == row.status]
        near = [claim for claim, mark, wrong in zip(told, marks, misstated, strict=True) if mark and wrong]
        total += _score_row(row, hits, near)
    return sum((_score_claim(claim, found) for claim, found in zip(told, rows, strict=True)), total)


def _status_is_wrong(claim: Claim, rows: Sequence[GoldClaim]) -> bool:
    """True where the rows that fit the claim all have another status, and none is optional."""
    statuses = {row.status for row in rows}
    return bool(statuses) and not statuses & {claim.status, OPTIONAL}


def _score_row(row: GoldClaim, hits: Sequence[Claim], near: Sequence[Claim]) -> Score:
    """What one gold row adds to recall: ``hits`` fit it, ``near`` do but for the status."""
    if row.status == OPTIONAL:
        return Score()
    if row.is_open:
        missed = () if hits else (Mistake("open", row, None),)
        return Score(open_recalled=Ratio(int(bool(hits)), 1), mistakes=missed)
    if not hits:
        miss = Mistake("miss", row, near[0] if near else None)
        statuses: dict[tuple[str, str], int] = {(row.status, claim.status): 1 for claim in near[:1]}
        return Score({row.main_predicate: Ratio(0, 1)}, statuses=statuses, mistakes=(miss,))
    found = Score({row.main_predicate: Ratio(1, 1)}, statuses={(row.status, row.status): 1})
    return found + _score_holder(row, hits) + _score_qualifiers(row, hits)


def _score_holder(row: GoldClaim, hits: Sequence[Claim]) -> Score:
    if row.holder:
        right = any(surface_forms(claim.holder) & row.holder for claim in hits)
    else:
        right = any(claim.holder is None for claim in hits)
    mistakes = () if right else (Mistake("holder", row, hits[0]),)
    ratio = Ratio(int(right), 1)
    return Score(holders=ratio, mistakes=mistakes) if row.holder else Score(narrated=ratio, mistakes=mistakes)


def _score_qualifiers(row: GoldClaim, hits: Sequence[Claim]) -> Score:
    marks = {name: _qualifier_fits(name, value, hits) for name, value in row.qualifiers.items()}
    told = {name: next((claim for claim in hits if claim.qualifiers.get(name)), hits[0]) for name in marks}
    return Score(
        qualified={name: Ratio(int(right), 1) for name, right in marks.items()},
        mistakes=tuple(Mistake("qualifier", row, told[name], name) for name, right in marks.items() if not right),
    )


def _qualifier_fits(name: str, value: str, hits: Sequence[Claim]) -> bool:
    """True where every part of the wanted value is found in what the claims say for that qualifier."""
    told = [claim_record(claim)["qualifiers"].get(name, "") for claim in hits]
    text = comparable(json.dumps(told, ensure_ascii=False))
    wanted = [form for part in re.split(r"[,/]", value) if (form := comparable(part))]
    return bool(wanted) and all(form in text for form in wanted)


def _score_claim(claim: Claim, rows: Sequence[GoldClaim]) -> Score:
    """What one claim adds to precision: ``rows`` fit it, whatever their status."""
    statuses = {row.status for row in rows}
    if claim.predicate.startswith(OPEN_PREFIX):
        return Score()
    if claim.status in statuses:
        return Score(right={claim.predicate: Ratio(1, 1)})
    if OPTIONAL in statuses:
        return Score()
    mistake = Mistake("false", rows[0] if rows else None, claim)
    return Score(right={claim.predicate: Ratio(0, 1)}, mistakes=(mistake,))


def f1_interval(scores: Sequence[Score], samples: int = 1000, seed: int = 0) -> tuple[float, float] | None:
    """The 95 % percentile interval of F1, bootstrapped over stories (Efron, 1979); None for fewer than two of them."""
    if len(scores) < 2:
        return None
    counts = [(score.precision, score.recall) for score in scores]
    chance = random.Random(seed)
    values = []
    for _ in range(samples):
        drawn = chance.choices(counts, k=len(counts))
        precision, recall = (sum((pair[side] for pair in drawn), Ratio()).value for side in (0, 1))
        values.append(harmonic_mean(precision, recall))
    values.sort()
    return values[int(0.025 * samples)], values[int(0.975 * samples) - 1]
