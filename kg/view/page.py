"""Building the page: what is drawn, what the panel tells, and the file."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader
from pyvis.network import Network

from kg.model import Claim, Document, Entity, Node, Story
from kg.view.layout import Box, place
from kg.vocab import OPEN_PREFIX, PREDICATE_LABELS, QUALIFIER_LABELS, STATUS_LABELS, predicate_label

FONT_SIZE = 16
EDGE_FONT_SIZE = 13
"""Pixels of the labels of nodes and edges at scale 1."""

KINDS: Mapping[str, tuple[str, str]] = {
    "Person": ("人物", "dot"),
    "Group": ("群体", "hexagon"),
    "Organization": ("机构", "square"),
    "Place": ("地点", "triangleDown"),
    "Role": ("身份", "diamond"),
    "Activity": ("工作", "triangle"),
    "Event": ("事件", "star"),
    "Goods": ("物资", "square"),
    "Work": ("作品", "diamond"),
    "Condition": ("状况", "triangle"),
    "Document": ("文档", "dot"),
}
"""Each entity type's Chinese name and its shape in vis-network. Types of one shape differ in colour (``view.css``)."""

OUTLINES: Mapping[str, str] = {
    "dot": "M12 4A8 8 0 1 1 12 20A8 8 0 1 1 12 4Z",
    "hexagon": "M20 12L16 19H8L4 12L8 5H16Z",
    "square": "M5 5H19V19H5Z",
    "triangleDown": "M12 20L3 5H21Z",
    "triangle": "M12 4L21 19H3Z",
    "diamond": "M12 2L22 12L12 22L2 12Z",
    "star": "M12 2L14.6 9H22L16 13.6L18.2 21L12 16.6L5.8 21L8 13.6L2 9H9.4Z",
}
"""The same shapes as SVG paths in a 24 × 24 box, for the legend."""

OPTIONS: Mapping[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "keyboard": {"enabled": True, "bindToWindow": False},
        "hideEdgesOnDrag": False,
        "multiselect": False,
        "selectConnectedEdges": True,
        "tooltipDelay": 150,
    },
    "nodes": {"size": 13, "borderWidth": 2, "font": {"size": FONT_SIZE, "vadjust": -2}},
    "edges": {
        "width": 1.4,
        "selectionWidth": 1.6,
        "hoverWidth": 0.8,
        "smooth": False,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.55}},
        "font": {"size": EDGE_FONT_SIZE, "align": "horizontal"},
    },
}


@dataclass(slots=True)
class _Network:
    """What is drawn: entities as nodes, claims between two entities as edges."""

    entities: dict[str, Entity] = field(default_factory=dict)
    """All that have a part in a claim. Those that only qualify one are told in the panel, not drawn."""
    edges: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)
    """Subject, object and status with the indices of their claims."""
    documents: dict[str, set[int]] = field(default_factory=dict)
    """The documents in which each drawn entity has a part."""


def write_html(stories: Sequence[Story], path: Path | str) -> None:
    """Write the network of all claims of ``stories`` to one HTML file at ``path``.

    The page needs no network and holds, for every claim, its source sentence with the evidence marked. Equal
    stories give equal bytes. Raises ``OSError`` where the file cannot be written.
    """
    Path(path).write_text(render(stories), encoding="utf-8", newline="\n")


def render(stories: Sequence[Story]) -> str:
    """The page as text."""
    stories = sorted(stories, key=lambda story: story.document.id)
    documents = [story.document for story in stories]
    claims = [(index, claim) for index, story in enumerate(stories) for claim in story.claims]
    network = _network(claims)
    data = {
        "documents": [_document(document) for document in documents],
        "entities": {key: _entity(entity) for key, entity in sorted(network.entities.items())},
        **_told(documents, claims),
        "labels": labels(),
    }
    stories_shown = {i for i, document in enumerate(documents) if document.kind == "story"}
    return _draw(network, claims, stories_shown, _environment(data, network))


def labels() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """What predicates, types, statuses and qualifiers are called: Chinese and English by kind and name."""
    return {
        "predicates": {name: (chinese, spaced(name)) for name, chinese in PREDICATE_LABELS.items()},
        "types": {name: (chinese, spaced(name)) for name, (chinese, _) in KINDS.items()},
        "statuses": {name: (chinese, name) for name, chinese in STATUS_LABELS.items()},
        "qualifiers": {name: (chinese, name) for name, chinese in QUALIFIER_LABELS.items()},
    }


def spaced(name: str) -> str:
    """An English name of the vocabulary as words: ``worksFor`` → ``works for``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _network(claims: Iterable[tuple[int, Claim]]) -> _Network:
    network = _Network()
    for index, (document, claim) in enumerate(claims):
        for node in (claim.subject, claim.object, claim.holder):
            if isinstance(node, Entity):
                network.documents.setdefault(node.id, set()).add(document)
        for entity in _entities(claim):
            network.entities.setdefault(entity.id, entity)
        if isinstance(claim.object, Entity):
            key = (claim.subject.id, claim.object.id, claim.status)
            network.edges.setdefault(key, []).append(index)
    return network


def _entities(claim: Claim) -> list[Entity]:
    """Every entity that has a part in the claim."""
    qualifiers = [value for values in claim.qualifiers.values() for value in values]
    nodes: list[Node | None] = [claim.subject, claim.object, claim.holder, *qualifiers]
    return [node for node in nodes if isinstance(node, Entity)]


def _document(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title or document.text.text.strip()[:24] or document.id,
        "date": document.date or "",
        "kind": document.kind,
        "lang": f"zh-{document.script}",
    }


def _entity(entity: Entity) -> dict[str, Any]:
    return {"label": entity.label, "type": entity.type, "mentions": list(entity.mentions)}


def _told(documents: Sequence[Document], claims: Sequence[tuple[int, Claim]]) -> dict[str, Any]:
    """The claims as the panel tells them, and the raw passages that show them, each passage once."""
    passages: dict[tuple[int, int, int], int] = {}
    told = []
    for index, claim in claims:
        evidence = claim.evidence
        start, end = min(evidence.start, evidence.sentence_start), max(evidence.end, evidence.sentence_end)
        passage = passages.setdefault((index, start, end), len(passages))
        told.append(
            {
                "id": claim.id,
                "subject": _node(claim.subject),
                "predicate": claim.predicate,
                "object": _node(claim.object),
                "status": claim.status,
                "holder": _node(claim.holder) if claim.holder else None,
                "confidence": claim.confidence,
                "qualifiers": {name: [_node(v) for v in values] for name, values in sorted(claim.qualifiers.items())},
                "passage": passage,
                "mark": [evidence.start - start, evidence.end - start],
            }
        )
    shown = [{"document": i, "start": s, "text": documents[i].source.raw[s:e]} for i, s, e in passages]
    return {"claims": told, "passages": shown}


def _node(node: Node) -> str | dict[str, str]:
    """An entity by its id, a value as its text."""
    return node.id if isinstance(node, Entity) else {"text": node.text}


def _environment(data: Mapping[str, Any], network: _Network) -> Environment:
    """pyvis's template environment with this package's page in front."""
    types = {network.entities[key].type for key in network.documents}
    environment = Environment(
        loader=ChoiceLoader([PackageLoader("kg.view", "assets"), FileSystemLoader(Network().template_dir)]),
        autoescape=True,
        keep_trailing_newline=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}
    environment.globals |= {
        "data": data,
        "legend": [(k, OUTLINES[shape], name, spaced(k)) for k, (name, shape) in KINDS.items() if k in types],
        "statuses": STATUS_LABELS,
    }
    return environment


def _draw(network: _Network, claims: Sequence[tuple[int, Claim]], stories: Set[int], environment: Environment) -> str:
    """Let pyvis draw the network into the page of ``environment``, what only fragments tell around the rest."""
    drawing = Network(directed=True, cdn_resources="in_line")
    drawing.templateEnv, drawing.path, drawing.options = environment, "page.html", dict(OPTIONS)
    degrees = Counter(end for subject, object_, _ in network.edges for end in (subject, object_))
    names = {key: wrap(network.entities[key].label) for key in sorted(network.documents)}
    boxes = {key: _box(name, _size(degrees[key])) for key, name in names.items()}
    edge_labels = {edge: _edge_label(edge[2], indices, claims) for edge, indices in sorted(network.edges.items())}
    rooms = {(subject, object_): _room(label) for (subject, object_, _), label in edge_labels.items()}
    aside = frozenset(key for key, indices in network.documents.items() if indices.isdisjoint(stories))
    positions = place(boxes, rooms, aside)
    for key, name in names.items():
        kind = network.entities[key].type
        x, y = positions[key]
        drawing.add_node(
            key,
            label=name,
            shape=KINDS[kind][1],
            group=kind,
            x=x,
            y=y,
            size=_size(degrees[key]),
            documents=sorted(network.documents[key]),
        )
    for edge, indices in sorted(network.edges.items()):
        _add_edge(drawing, edge, indices, edge_labels[edge], claims, bent=_bent(edge, network.edges))
    return str(drawing.generate_html())


def _edge_label(status: str, indices: Iterable[int], claims: Sequence[tuple[int, Claim]]) -> str:
    predicates = dict.fromkeys(claims[i][1].predicate for i in indices)
    return "、".join(map(predicate_label, predicates)) + ("" if status == "asserted" else f"({STATUS_LABELS[status]})")


def _add_edge(
    drawing: Network,
    key: tuple[str, str, str],
    indices: list[int],
    label: str,
    claims: Sequence[tuple[int, Claim]],
    bent: bool,
) -> None:
    subject, object_, status = key
    predicates = dict.fromkeys(claims[i][1].predicate for i in indices)
    title = ", ".join(spaced(predicate.removeprefix(OPEN_PREFIX)) for predicate in predicates)
    drawing.add_edge(
        subject,
        object_,
        id="\t".join(key),
        label=label,
        title=title if status == "asserted" else f"{title} ({status})",
        claims=indices,
        documents=sorted({claims[i][0] for i in indices}),
        dashes=False if status == "asserted" else [6, 5],
        smooth={"enabled": bent, "type": "curvedCW", "roundness": 0.18},
    )


def _bent(key: tuple[str, str, str], edges: Mapping[tuple[str, str, str], object]) -> bool:
    """True where another edge joins the same two nodes, so that the two must not lie on one line."""
    subject, object_, status = key
    return any({a, b} == {subject, object_} and (a, b, s) != (subject, object_, status) for a, b, s in edges)


def _size(degree: int) -> float:
    """Radius of a node, in pixels: busy ones are larger."""
    return round(11 + 2.2 * math.sqrt(degree), 1)


def _box(name: str, radius: float) -> Box:
    """The room of a node and the label below it."""
    lines = name.split("\n")
    label = 1.3 * FONT_SIZE * len(lines) + 4
    return Box(max(2 * radius, *map(text_width, lines)), 2 * radius + label, drop=label / 2)


def _room(label: str) -> Box:
    """The room of an edge's label."""
    return Box(text_width(label, EDGE_FONT_SIZE), 1.2 * EDGE_FONT_SIZE)


def text_width(text: str, size: float = FONT_SIZE) -> float:
    """Width of a label in pixels: a Chinese character takes a full square, a Latin one a bit over half."""
    return size * sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.58 for c in text)


def wrap(label: str, limit: int = 10, lines: int = 3) -> str:
    """A label in lines of at most ``limit`` full-width characters, of about equal length; cut after the last line."""
    count = math.ceil(text_width(label) / FONT_SIZE / limit)
    if count <= 1:
        return label
    step = math.ceil(len(label) / min(count, lines)) if count <= lines else limit
    parts = [label[i : i + step] for i in range(0, len(label), step)]
    return "\n".join(parts[:lines]) + ("…" if len(parts) > lines else "")
