"""Scores of extracted claims against gold claims.

A gold file is a TSV with the columns ``id subject subject_type predicate object object_type qualifiers holder
status evidence``; cells may list several accepted forms, apart by ``/`` or ``|``. A claim is *right* where a gold row
fits it: the predicate is one of the row's, subject and object share a surface form with the row's (compared without
punctuation, in compatibility form and lower case), and the status is the row's. A quantity also fits where one form
begins the other, a statement where the Dice coefficient of their character bigrams (Dice, "Measures of the Amount of
Ecologic Association Between Species", 1945) is at least 0.75. A *lenient* match also takes a name that contains the
other and is at most twice as long.

Closed predicates count for precision and recall, ``open:`` ones for recall alone, and rows with the status ``optional``
for neither.
"""

from __future__ import annotations

import csv
import json
import math
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.export import claim_record, node_record
from kg.model import Claim, Entity, Node
from kg.vocab import OPEN_PREFIX, PREDICATES

COLUMNS = ("id", "subject", "predicate", "object", "object_type", "qualifiers", "holder", "status")
STATEMENT_DICE = 0.75
LENIENT_STATEMENT_DICE = 0.6
_IGNORED = re.compile(r"[\s\"'“”‘’「」『』《》〈〉（）()\[\]【】,，.。;；:：!！?？、·…—\-]+")


class GoldError(ValueError):
    """A gold file cannot be used; the message names the file, the place and the mend."""


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """One row of a gold file."""

    id: str
    subject: frozenset[str]
    """Accepted forms, normalised by :func:`comparable`; so are ``object`` and ``holder``."""
    predicates: frozenset[str]
    object: frozenset[str]
    object_type: str
    holder: frozenset[str]
    status: str
    qualifiers: Mapping[str, str]
    shown: str
    """The row as a person reads it."""

    @property
    def is_open(self) -> bool:
        """True where only open predicates are asked for."""
        return all(predicate.startswith(OPEN_PREFIX) for predicate in self.predicates)

    @property
    def main_predicate(self) -> str:
        """The predicate under which the row is counted."""
        return min(self.predicates, key=lambda predicate: (predicate.startswith(OPEN_PREFIX), predicate))


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


@dataclass(frozen=True, slots=True)
class Mistake:
    """A gold claim that was missed, or a claim that no gold row fits."""

    kind: str
    """``miss`` or ``false``."""
    id: str
    """Id of the gold row or of the claim."""
    shown: str


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one story, or of several added up."""

    recalled: Mapping[str, Ratio] = field(default_factory=dict)
    """Gold claims found, by closed predicate."""
    right: Mapping[str, Ratio] = field(default_factory=dict)
    """Extracted claims that are right, by closed predicate."""
    open_recalled: Ratio = Ratio()
    holders: Ratio = Ratio()
    """Found gold claims with a holder, whose holder is right."""
    qualifiers: Ratio = Ratio()
    """Qualifiers of found gold claims that are right."""
    mistakes: tuple[Mistake, ...] = ()

    def __add__(self, other: Score) -> Score:
        return Score(
            _added(self.recalled, other.recalled),
            _added(self.right, other.right),
            self.open_recalled + other.open_recalled,
            self.holders + other.holders,
            self.qualifiers + other.qualifiers,
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


def harmonic_mean(one: float, other: float) -> float:
    """Of two shares; 0 where both are 0."""
    return 2 * one * other / (one + other) if one + other else 0.0


def _added(one: Mapping[str, Ratio], other: Mapping[str, Ratio]) -> dict[str, Ratio]:
    return {key: one.get(key, Ratio()) + other.get(key, Ratio()) for key in dict.fromkeys([*one, *other])}


# --- gold files --------------------------------------------------------------------------------------------------


def read_gold(path: Path | str) -> list[GoldClaim]:
    """The rows of a gold file. Raises :class:`GoldError` for one that cannot be read or lacks columns."""
    path = Path(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                raise GoldError(f"{path}, line 1: there is no column {', '.join(missing)}; give a tab-separated header")
            return [_gold_claim(path, number, row) for number, row in enumerate(reader, start=2)]
    except OSError as error:
        raise GoldError(f"{path}: it cannot be read ({error.strerror or error}); check its name") from None
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}, byte {error.start}: it is not UTF-8; save it as UTF-8") from None


def _gold_claim(path: Path, number: int, row: Mapping[str, str | None]) -> GoldClaim:
    cell = {column: row.get(column) or "" for column in COLUMNS}
    predicates = frozenset(predicate.strip() for predicate in cell["predicate"].split("|"))
    for predicate in sorted(predicates):
        if predicate not in PREDICATES and not predicate.startswith(OPEN_PREFIX):
            raise GoldError(f"{path}, line {number}: there is no predicate {predicate!r}; see kg.vocab.PREDICATES")
    objects = _forms(cell["object"])
    if cell["object_type"] == "Statement":
        objects |= {comparable(cell["object"])}
    pairs = (pair.split("=", 1) for pair in cell["qualifiers"].split(";") if "=" in pair)
    return GoldClaim(
        cell["id"],
        _forms(cell["subject"]),
        predicates,
        objects,
        cell["object_type"],
        _forms(cell["holder"]),
        cell["status"].strip(),
        dict(pairs),
        f"{cell['subject']} –{cell['predicate']}→ {cell['object']}",
    )


def _forms(cell: str) -> frozenset[str]:
    return frozenset(form for part in re.split(r"[/|]", cell) if (form := comparable(part)))


# --- matching ----------------------------------------------------------------------------------------------------


def comparable(text: str) -> str:
    """A surface form as it is compared: NFKC, lower case, without spaces and punctuation, 著 as 着."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).replace("著", "着").lower()


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
    total = sum((_score_row(row, told, lenient) for row in gold), Score())
    return sum((_score_claim(claim, gold, lenient) for claim in told), total)


def _score_row(row: GoldClaim, claims: Sequence[Claim], lenient: bool) -> Score:
    """What one gold row adds to recall."""
    if row.status == "optional":
        return Score()
    hits = [claim for claim in claims if claim.status == row.status and fits(row, claim, lenient)]
    if row.is_open:
        return Score(open_recalled=Ratio(int(bool(hits)), 1))
    if not hits:
        miss = Mistake("miss", row.id, f"{row.shown} [{row.status}]")
        return Score(recalled={row.main_predicate: Ratio(0, 1)}, mistakes=(miss,))
    holder_right = any(surface_forms(claim.holder) & row.holder for claim in hits)
    return Score(
        recalled={row.main_predicate: Ratio(1, 1)},
        holders=Ratio(int(holder_right), 1) if row.holder else Ratio(),
        qualifiers=Ratio(sum(_qualifier_fits(*q, hits) for q in row.qualifiers.items()), len(row.qualifiers)),
    )


def _qualifier_fits(name: str, value: str, hits: Sequence[Claim]) -> bool:
    """True where every part of the wanted value is found in what the claims say for that qualifier."""
    told = [claim_record(claim)["qualifiers"].get(name, "") for claim in hits]
    text = comparable(json.dumps(told, ensure_ascii=False))
    wanted = [form for part in re.split(r"[,/]", value) if (form := comparable(part))]
    return bool(wanted) and all(form in text for form in wanted)


def _score_claim(claim: Claim, gold: Sequence[GoldClaim], lenient: bool) -> Score:
    """What one claim adds to precision."""
    if claim.predicate.startswith(OPEN_PREFIX):
        return Score()
    statuses = {row.status for row in gold if fits(row, claim, lenient)}
    if claim.status in statuses:
        return Score(right={claim.predicate: Ratio(1, 1)})
    if "optional" in statuses:
        return Score()
    object_ = claim.object.label if isinstance(claim.object, Entity) else claim.object.text
    shown = f"{claim.subject.label} –{claim.predicate}→ {object_} [{claim.status}]"
    shown += " wrong status" if statuses else ""
    return Score(right={claim.predicate: Ratio(0, 1)}, mistakes=(Mistake("false", claim.id, shown),))


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
