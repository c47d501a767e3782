"""The mistakes of a story as the report lists them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.error_report.passages import Passage, Passages
from kg.evaluate import StoryEvaluation
from kg.gold import GoldClaim
from kg.model import Claim
from kg.scoring import Mistake, name_of
from kg.vocab import OPEN_PREFIX, QUALIFIER_LABELS, STATUS_LABELS

KINDS: Mapping[str, tuple[str, str]] = {
    "miss": ("漏掉", "missed"),
    "false": ("误报", "false"),
    "status": ("状态有误", "wrong status"),
    "holder": ("说话者有误", "wrong holder"),
    "qualifier": ("限定有误", "wrong qualifier"),
    "open": ("漏掉开放谓词", "missed open"),
}
"""What kinds of mistakes are called, in Chinese and English."""
OPEN = "open"
"""Under what open predicates are filtered."""
NARRATOR = "叙述者 (narrator)"
NOTHING = "无 (none)"


@dataclass(frozen=True, slots=True)
class Fact:
    """A status, a holder or a qualifier as the gold has it and as it was told; None where nobody asks."""

    name: tuple[str, str]
    wanted: str | None
    told: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One mistake, with all that the report shows of it."""

    kind: str
    """A key of :data:`KINDS`."""
    predicate: str
    """A closed predicate or :data:`OPEN`."""
    id: str
    triple: tuple[str, str, str]
    facts: tuple[Fact, ...]
    gold_passage: Passage | None
    claim_passage: Passage | None
    """Only where it is not the sentence of the gold row."""


def entries(story: StoryEvaluation) -> list[Entry]:
    """The mistakes of a story, in the order of its gold, false claims last.

    A wrong status makes a gold row missed and a claim false; it is listed once.
    """
    passages = Passages(story.documents)
    shown = {id(m.claim) for m in story.strict.mistakes if m.kind == "miss" and m.claim}
    return [
        _entry(mistake, passages)
        for mistake in story.strict.mistakes
        if not (mistake.kind == "false" and id(mistake.claim) in shown)
    ]


def _entry(mistake: Mistake, passages: Passages) -> Entry:
    gold, claim = mistake.gold, mistake.claim
    kind = "status" if mistake.kind in ("miss", "false") and gold and claim else mistake.kind
    predicate = gold.main_predicate if gold else claim.predicate if claim else ""
    gold_passage = passages.of_words(gold.cells["evidence"]) if gold else None
    claim_passage = passages.of_claim(claim) if claim else None
    if gold_passage and claim_passage and _same_sentence(gold_passage, claim_passage):
        claim_passage = None
    return Entry(
        kind,
        OPEN if predicate.startswith(OPEN_PREFIX) else predicate,
        mistake.id,
        _gold_triple(gold) if gold else _claim_triple(claim) if claim else ("", "", ""),
        tuple(_facts(kind, mistake)),
        gold_passage,
        claim_passage,
    )


def _same_sentence(one: Passage, other: Passage) -> bool:
    """True where the two passages are of one sentence."""
    texts = [passage.before + passage.marked + passage.after for passage in (one, other)]
    return one.start is not None and texts[0] == texts[1]


def _gold_triple(gold: GoldClaim) -> tuple[str, str, str]:
    return gold.cells["subject"], gold.cells["predicate"], gold.cells["object"]


def _claim_triple(claim: Claim) -> tuple[str, str, str]:
    return claim.subject.label, claim.predicate, name_of(claim.object)


def _facts(kind: str, mistake: Mistake) -> Iterator[Fact]:
    """What is right of a gold row that was missed, what was told by a false claim, or where the two differ."""
    gold, claim = mistake.gold, mistake.claim
    compared = kind in ("status", "holder", "qualifier")
    if gold is None or not compared or kind == "status":
        statuses = [_status(found.status) if found else None for found in (gold, claim)]
        yield Fact(("状态", "status"), *statuses)
    if not compared or kind == "holder":
        holders = (_wanted_holder(gold) if gold else None, _told_holder(claim) if claim else None)
        yield Fact(("据", "according to"), *holders)
    wanted = gold.qualifiers if gold else {}
    told = {name: "、".join(map(name_of, values)) for name, values in claim.qualifiers.items()} if claim else {}
    names: Sequence[str] = [mistake.qualifier] if compared else list(dict.fromkeys([*wanted, *told]))
    for name in filter(None, names):
        label = (QUALIFIER_LABELS.get(name, name), name)
        yield Fact(label, wanted.get(name, NOTHING) if gold else None, told.get(name, NOTHING) if claim else None)


def _status(status: str) -> str:
    return f"{STATUS_LABELS.get(status, status)} ({status})"


def _wanted_holder(gold: GoldClaim) -> str:
    return gold.cells["holder"] or NARRATOR


def _told_holder(claim: Claim) -> str:
    return claim.holder.label if claim.holder else NARRATOR
