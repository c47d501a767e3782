"""Claims out of assertions: with entities for mentions, holder, evidence in the raw file, and ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg import vocab
from kg.extract.base import Assertion, Extraction, Mention
from kg.extract.mentions import sentence_of
from kg.extract.nouns import role_of
from kg.extract.quotations import HolderScope
from kg.model import Claim, Entity, Evidence, Judgement, Node, Value
from kg.resolve.antecedents import Antecedents
from kg.resolve.clusters import FEATURES, Cluster
from kg.resolve.traces import Tracer

_NAMING = frozenset(("titles", "places", "natives"))
"""Extractors of what a name spells out: in reported speech these are the narrator's words for who is told of."""


class ClaimMaker:
    """Turns the assertions of a document into claims."""

    def __init__(self, extraction: Extraction, antecedents: Antecedents) -> None:
        self.extraction = extraction
        self.reading = extraction.reading
        self.document = extraction.reading.document
        self.antecedents = antecedents
        self.entities: dict[int, Entity] = {}
        self.tracer = Tracer(extraction)

    # --- entities ------------------------------------------------------------------------------------

    def entity(self, cluster: Cluster) -> Entity:
        """The entity of a cluster, the same each time."""
        cluster = cluster.root()
        if id(cluster) not in self.entities:
            self.entities[id(cluster)] = self._new_entity(cluster)
        return self.entities[id(cluster)]

    def _new_entity(self, cluster: Cluster) -> Entity:
        text, label = self.document.text, cluster.label
        anonymous = not cluster.named and cluster.type != "Role"
        raw_spans: set[tuple[int, int]] = set()
        written: dict[str, None] = {}
        plain: dict[str, None] = {label: None}
        for start, end in sorted(cluster.spans):
            if start >= end:
                continue
            raw_start, raw_end = text.raw_span(start, end)
            if raw_end > raw_start:
                raw_spans.add((raw_start, raw_end))
                written.setdefault(self._as_written(start, end))
            plain.setdefault(text.text[start:end].replace("“", "").replace("”", ""))
        plain.update(dict.fromkeys(cluster.texts))
        ident = vocab.entity_id(cluster.type, label, self.document.id if anonymous else None)
        forms = tuple({**written, **plain})
        return Entity(ident, cluster.type, label, forms, tuple(sorted(raw_spans)), anonymous)

    def _as_written(self, start: int, end: int) -> str:
        """The form as the story writes it, in its own script, without what was damage (inline readings, lost bytes)."""
        text, raw = self.document.text, self.document.source.raw
        out = []
        for index in range(start, end):
            raw_start, raw_end = text.starts[index], text.ends[index]
            out.append(raw[raw_start:raw_end] if raw_end - raw_start == 1 else text.text[index])
        return "".join(out)

    # --- claims --------------------------------------------------------------------------------------

    def claims(self) -> tuple[Claim, ...]:
        """The claims of the document in text order, each told once."""
        made: dict[tuple[object, ...], Claim] = {}
        for assertion in self.extraction.assertions:
            for claim in self._of(assertion):
                holder = claim.holder.id if claim.holder is not None else None
                key = (claim.subject.id, claim.predicate, _ident(claim.object), claim.status, holder)
                made[key] = _joined(made[key], claim) if key in made else claim
        return tuple(
            sorted(_placed(made.values()), key=lambda claim: (claim.evidence.start, claim.evidence.end, claim.id))
        )

    def _of(self, assertion: Assertion) -> Iterator[Claim]:
        scope = self._scope(assertion)
        holders: list[Entity | None] = [None]
        if scope is not None:
            holders = [self.entity(cluster) for cluster in self.antecedents.holder(scope)]
            if not holders:
                return
        find = self.antecedents.speaker if assertion.predicate == "said" else self.antecedents.resolve
        clusters = find(assertion.subject, scope)
        subjects = [self.entity(c) for c in clusters if assertion.predicate != "hasCount" or not c.vague]
        objects = self._nodes(assertion.object, scope)
        qualifiers = self._qualifiers(assertion, scope)
        for holder in holders:
            for subject in subjects:
                # Words in quotation marks at the end of what somebody is reported to say are not told by himself.
                teller = None if assertion.predicate == "said" and holder is subject else holder
                for target in objects:
                    if _fits(subject, assertion.predicate, target):
                        told = _of_others(qualifiers, subject)
                        claim = self._claim(assertion, subject, target, teller, told)
                        yield replace(claim, trace=self.tracer.trace(assertion, subject, target, scope))

    def _nodes(self, value: Mention | Value, scope: HolderScope | None) -> list[Node]:
        if isinstance(value, Value):
            return [value]
        return [self.entity(cluster) for cluster in self.antecedents.resolve(value, scope)]

    def _scope(self, assertion: Assertion) -> HolderScope | None:
        """The scope whose speaker holds the claim; a ``said`` claim belongs to the scope around its own."""
        if assertion.narrator:
            return self.antecedents.outer_scope(assertion.start, assertion.end)
        if assertion.extractor in _NAMING:
            return self.antecedents.spoken_scope(assertion.start, assertion.end)
        target = assertion.object
        inside = isinstance(target, Mention) and assertion.start <= target.start < assertion.end
        at = target.start if isinstance(target, Mention) and inside else assertion.end - 1
        return self.antecedents.scope_of(at, at + 1)

    def _qualifiers(self, assertion: Assertion, scope: HolderScope | None) -> dict[str, tuple[Node, ...]]:
        found: dict[str, tuple[Node, ...]] = {}
        for name in sorted(assertion.qualifiers):
            nodes = tuple(node for value in assertion.qualifiers[name] for node in self._nodes(value, scope))
            if nodes:
                found[name] = nodes
        return found

    def _claim(
        self,
        assertion: Assertion,
        subject: Entity,
        target: Node,
        holder: Entity | None,
        qualifiers: Mapping[str, tuple[Node, ...]],
    ) -> Claim:
        document, text = self.document, self.document.text
        start, end = text.raw_span(assertion.start, assertion.end)
        sentence = text.raw_span(*sentence_of(self.reading, assertion.start))
        raw = document.source.raw[start:end]
        evidence = Evidence(start, end, raw, min(sentence[0], start), max(sentence[1], end))
        holder_id = holder.id if holder is not None else None
        predicate, status = assertion.predicate, assertion.status
        ident = vocab.claim_id(document.id, subject.id, predicate, _ident(target), status, holder_id, start)
        act = vocab.act_id(document.id, *text.raw_span(*_within(assertion.clause, len(text.text))))
        origin = assertion.extractor
        return Claim(ident, document.id, subject, predicate, target, status, holder, qualifiers, evidence, origin, act)

    def judgements(self) -> tuple[Judgement, ...]:
        """Which names were found to mean one entity, and why."""
        made = []
        for cluster, left, right, feature in self.antecedents.clusters.merges:
            weight = FEATURES[feature][0]
            made.append(Judgement(self.entity(cluster).id, left, right, ((feature, weight),), weight, self.document.id))
        return tuple(sorted(made, key=lambda judgement: (judgement.entity, judgement.left, judgement.right)))


def _placed(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims, with each profession that names no body at the only body that its holder is said to work for."""
    told = list(claims)
    employers: dict[str, dict[str, Entity]] = {}
    for claim in told:
        if claim.predicate == "worksFor" and claim.status == "asserted" and isinstance(claim.object, Entity):
            employers.setdefault(claim.subject.id, {})[claim.object.id] = claim.object
    for claim in told:
        bodies = list(employers.get(claim.subject.id, {}).values())
        bare = claim.predicate == "hasRole" and not claim.qualifiers.keys() & {"at", "former"}
        role = role_of(claim.object.label) if bare and isinstance(claim.object, Entity) else None
        if role is not None and role.kind == "profession" and len(bodies) == 1:
            claim = replace(claim, qualifiers=dict(sorted({**claim.qualifiers, "at": (bodies[0],)}.items())))
        yield claim


def _within(span: tuple[int, int], size: int) -> tuple[int, int]:
    return max(0, min(span[0], size)), max(0, min(span[1], size))


def _ident(node: Node) -> str:
    return node.id if isinstance(node, Entity) else f"{node.type}:{node.text}"


def _of_others(qualifiers: Mapping[str, tuple[Node, ...]], subject: Entity) -> Mapping[str, tuple[Node, ...]]:
    """The qualifiers without a receiver who is the giver himself: a pronoun of somebody else, misread."""
    own = [name for name in ("recipient", "beneficiary") if subject in qualifiers.get(name, ())]
    others = {name: tuple(node for node in qualifiers[name] if node != subject) for name in own}
    return {name: nodes for name, nodes in {**qualifiers, **others}.items() if nodes}


def _fits(subject: Entity, predicate: str, target: Node) -> bool:
    """Whether the types are those of the predicate's signature."""
    if isinstance(target, Entity) and target.id == subject.id:
        return False
    signature = vocab.PREDICATES.get(predicate)
    return signature is None or (subject.type in signature.domain and target.type in signature.range)


def _joined(first: Claim, second: Claim) -> Claim:
    """One claim told twice: the first evidence, the qualifiers of both where they do not differ."""
    qualifiers = dict(first.qualifiers)
    for name, values in second.qualifiers.items():
        qualifiers.setdefault(name, values)
    return replace(first, qualifiers=dict(sorted(qualifiers.items())))
