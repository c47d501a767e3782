"""Files that others read: RDF, and claims as JSON lines. Sorted, UTF-8, the same bytes for the same stories."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rdflib import Dataset

from kg import serialise
from kg.model import Claim, Entity, Evidence, Node, Quarantined, Story, Value

_FIELDS = ("edtf", "value", "min", "max", "approx", "unit", "of")


def write_text(path: str | Path, text: str) -> None:
    """Write a file as a whole or not at all: beside its place first, then moved there."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_turtle(dataset: Dataset, path: str | Path) -> None:
    """``graph.ttl``: all triples in one graph."""
    write_text(path, serialise.turtle(dataset))


def write_trig(dataset: Dataset, path: str | Path) -> None:
    """``graph.trig``: one named graph for each document."""
    write_text(path, serialise.trig(dataset))


def write_jsonld(dataset: Dataset, path: str | Path) -> None:
    """``graph.jsonld``: all triples, framed by document, with the context inline."""
    write_text(path, serialise.json_ld(dataset))


def node_record(node: Node) -> dict[str, Any]:
    """An entity or a value as ``claims.jsonl`` has it."""
    if isinstance(node, Entity):
        return {"id": node.id, "type": node.type, "label": node.label, "mentions": list(node.mentions)}
    names = sorted(node.fields, key=lambda name: (_FIELDS.index(name) if name in _FIELDS else len(_FIELDS), name))
    return {"type": node.type, "text": node.text} | {name: node.fields[name] for name in names}


def claim_record(claim: Claim) -> dict[str, Any]:
    """A claim as ``claims.jsonl`` has it, keys in order; without ``confidence`` where nobody has judged it."""
    record: dict[str, Any] = {
        "id": claim.id,
        "document": claim.document,
        "subject": node_record(claim.subject),
        "predicate": claim.predicate,
        "object": node_record(claim.object),
        "qualifiers": {name: _several(values) for name, values in sorted(claim.qualifiers.items()) if values},
        "status": claim.status,
        "holder": None if claim.holder is None else node_record(claim.holder),
        "evidence": {"start": claim.evidence.start, "end": claim.evidence.end, "quote": claim.evidence.quote},
    }
    return record if claim.confidence is None else record | {"confidence": claim.confidence}


def _several(nodes: tuple[Node, ...]) -> Any:
    records = [node_record(node) for node in nodes]
    return records[0] if len(records) == 1 else records


def claim_line(claim: Claim) -> str:
    """A claim as one line of ``claims.jsonl``, without the line end."""
    return json.dumps(claim_record(claim), ensure_ascii=False)


def claim_order(claim: Claim) -> tuple[object, ...]:
    """Sort key of claims: document, evidence, then what tells claims of one place apart."""
    evidence = claim.evidence
    return claim.document, evidence.start, evidence.end, claim.predicate, claim.subject.id, claim.id, claim_line(claim)


def write_claims(stories: Iterable[Story], path: str | Path) -> None:
    """``claims.jsonl``: one claim a line, by document and evidence."""
    claims = sorted((claim for story in stories for claim in story.claims), key=claim_order)
    write_text(path, "".join(f"{claim_line(claim)}\n" for claim in claims))


def write_quarantine(quarantined: Iterable[Quarantined], path: str | Path) -> None:
    """``quarantine.jsonl``: claims that did not pass validation, each with its reason."""
    ordered = sorted(quarantined, key=lambda item: (*claim_order(item.claim), item.reason))
    records = ({"reason": item.reason, "claim": claim_record(item.claim)} for item in ordered)
    write_text(path, "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records))


def read_claims(path: str | Path) -> list[Claim]:
    """Claims from ``claims.jsonl``.

    What the file does not hold stays empty: acts, extractors, spans of mentions; the evidence stands for its
    own sentence. Raises ``ValueError`` naming the file and line for what is no claim.
    """
    return list(_read_claims(Path(path)))


def _read_claims(path: Path) -> Iterator[Claim]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield claim_from_record(json.loads(line))
            except (KeyError, TypeError, AttributeError, ValueError) as error:
                problem = f"it has no {error}" if isinstance(error, KeyError) else str(error)
                raise ValueError(f"{path}, line {number}: this is no claim: {problem}") from error


def claim_from_record(record: Mapping[str, Any]) -> Claim:
    """The inverse of :func:`claim_record`."""
    qualifiers = {
        name: tuple(map(_node, value if isinstance(value, list) else [value]))
        for name, value in record["qualifiers"].items()
    }
    subject, holder = _node(record["subject"]), record["holder"] and _node(record["holder"])
    if not isinstance(subject, Entity) or not isinstance(holder, Entity | None):
        raise ValueError("subject and holder must be entities")
    start, end, quote = (record["evidence"][name] for name in ("start", "end", "quote"))
    return Claim(
        record["id"],
        record["document"],
        subject,
        record["predicate"],
        _node(record["object"]),
        record["status"],
        holder,
        qualifiers,
        Evidence(start, end, quote, start, end),
        confidence=record.get("confidence"),
    )


def _node(record: Mapping[str, Any]) -> Node:
    if "id" in record:
        anonymous = record["id"].startswith("document/") and record["id"].count("/") > 1
        return Entity(record["id"], record["type"], record["label"], tuple(record["mentions"]), (), anonymous)
    return Value(record["type"], record["text"], {k: v for k, v in record.items() if k not in ("type", "text")})
