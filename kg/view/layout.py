"""Where the nodes of a network stand: computed once, the same on every run, with room for each label.

Small components are laid out by stress majorization (Gansner, Koren & North, "Graph Drawing by Stress
Majorization", 2004), started from networkx's seeded spring layout; large ones are first divided into Louvain
communities. Boxes that still overlap are pushed apart, and components are packed (:mod:`kg.view.packing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.view.packing import Rectangle, along, pack

SEED = 7
GAP = 12.0
"""Pixels kept free between two labels, and four times that between two components."""
DENSE_LIMIT = 250
"""Components above this number of nodes are divided, since the majorization needs time cubic in it."""
SETTLED = 0.5
"""The majorization ends when no node moves by more than so many pixels in a round."""
PATIENCE = 20
"""Links with colliding labels are left as they are when so many rounds of pushing have not helped."""
WIDE = 1.5
"""How much further apart nodes stand sideways than upwards, since labels are wide."""

BASE_LENGTH = 40.0
HUB_LENGTH = 14.0
"""A link is this long in pixels: the base, and so much times the root of the number of links at its two ends."""

Point = tuple[float, float]
Link = tuple[int, int]
Drawing = Mapping[int, Point]
"""Node → where it stands."""


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a node takes with its label, in pixels."""

    width: float
    height: float
    drop: float = 0.0
    """How far the middle of the box lies below the point that is placed."""


Boxes = Mapping[int, Box]


def place(
    boxes: Mapping[str, Box], labels: Mapping[tuple[str, str], Box], late: Set[str] = frozenset()
) -> dict[str, tuple[int, int]]:
    """The point of each node in whole pixels, such that no two boxes overlap.

    ``labels`` has the room that the label of each link takes in its middle; these are kept free of other boxes
    as far as it goes. Direction and repetition of links do not matter. Components of ``late`` nodes alone stand
    around the others.
    """
    names = sorted(boxes)
    number = {name: i for i, name in enumerate(names)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(names)))
    for link, label in sorted(labels.items(), key=lambda item: item[0]):
        one, other = sorted(number[name] for name in link)
        known = graph.get_edge_data(one, other, {"label": label})["label"]
        if one != other:
            graph.add_edge(one, other, label=max(known, label, key=lambda box: box.width))
    aside = {number[name] for name in late}
    drawing = _arrange(graph, {number[name]: box for name, box in boxes.items()}, aside)
    return {names[i]: (round(x), round(y)) for i, (x, y) in sorted(drawing.items())}


def _arrange(graph: nx.Graph[int], boxes: Boxes, late: Set[int] = frozenset()) -> Drawing:
    """A drawing without overlaps; nodes are numbers, whose order in sets does not vary from run to run."""
    parts = [sorted(part) for part in nx.connected_components(graph)]
    parts.sort(key=lambda part: (late >= set(part), -len(part), part))
    components = [graph.subgraph(part).copy() for part in parts]
    return _pack([(_arrange_component(part, boxes), list(part.edges)) for part in components], boxes)


def _arrange_component(graph: nx.Graph[int], boxes: Boxes) -> Drawing:
    nodes = sorted(graph)
    if len(nodes) <= DENSE_LIMIT:
        return _separate(_majorize(graph, nodes), graph, boxes)
    groups = sorted(sorted(group) for group in nx.community.louvain_communities(graph, seed=SEED))
    if len(groups) == 1:
        return _pack([({node: (0.0, 0.0)}, []) for node in nodes], boxes)
    communities = [graph.subgraph(group).copy() for group in groups]
    return _pack([(_arrange(part, boxes), list(part.edges)) for part in communities], boxes)


def _majorize(graph: nx.Graph[int], nodes: Sequence[int], rounds: int = 150) -> Drawing:
    """Positions whose distances come as near as they can to the path lengths in the graph.

    Each node in turn goes to the mean of where the others want it. This needs no linear algebra, whose last
    digits would depend on the number of threads.
    """
    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}
    wanted = _wanted_distances(graph, nodes)
    start = nx.spring_layout(graph, seed=SEED, iterations=80)
    positions = np.array([start[node] for node in nodes]) * wanted.max() / 2
    weights = np.divide(1.0, wanted**2, out=np.zeros_like(wanted), where=wanted > 0)
    for _ in range(rounds):
        before = positions.copy()
        for i in range(len(nodes)):
            away = positions[i] - positions
            distances = np.sqrt(away[:, 0] ** 2 + away[:, 1] ** 2)
            stretch = np.divide(wanted[i], distances, out=np.zeros_like(distances), where=distances > 1e-9)
            targets = positions + away * stretch[:, None]
            positions[i] = (targets * weights[i][:, None]).sum(axis=0) / weights[i].sum()
        if np.abs(positions - before).max() < SETTLED:
            break
    return {node: (float(x) * WIDE, float(y)) for node, (x, y) in zip(nodes, positions, strict=True)}


def _wanted_distances(graph: nx.Graph[int], nodes: Sequence[int]) -> NDArray[np.float64]:
    """Pixels between every two nodes: path length, where the links of a busy node are longer."""
    degrees = {pair: graph.degree(pair[0]) + graph.degree(pair[1]) for pair in graph.edges}
    lengths = {pair: BASE_LENGTH + HUB_LENGTH * degree**0.5 for pair, degree in degrees.items()}
    nx.set_edge_attributes(graph, lengths, "length")
    paths = dict(nx.all_pairs_dijkstra_path_length(graph, weight="length"))
    return np.array([[paths[left][right] for right in nodes] for left in nodes], dtype=np.float64)


def _separate(points: Drawing, graph: nx.Graph[int], boxes: Boxes) -> Drawing:
    """The points, moved until no two boxes overlap, and the labels of links as few boxes as can be."""
    items = [_Item(boxes[node], (node,)) for node in points]
    labels = [_Item(label, (one, other)) for one, other, label in sorted(graph.edges(data="label"))]
    moving = {node: [x, y] for node, (x, y) in points.items()}
    _push_all_apart(items + labels, moving, PATIENCE)
    _push_all_apart(items, moving, 10 * PATIENCE)
    return {node: (x, y) for node, (x, y) in moving.items()}


def _push_all_apart(items: Sequence[_Item], points: dict[int, list[float]], patience: int) -> None:
    """Push until nothing overlaps, or, where that cannot be, until it has not got better for ``patience`` rounds."""
    fewest, since = len(items) ** 2, 0
    while (overlaps := _push_apart(items, points)) and since < patience:
        since = 0 if overlaps < fewest else since + 1
        fewest = min(fewest, overlaps)


@dataclass(frozen=True, slots=True)
class _Item:
    """A box that stands on one node, or halfway between two."""

    box: Box
    owners: tuple[int, ...]


def _centre(item: _Item, points: Mapping[int, list[float]]) -> Point:
    count = len(item.owners)
    x, y = (sum(points[owner][axis] for owner in item.owners) / count for axis in (0, 1))
    return x, y + item.box.drop


def _push_apart(items: Sequence[_Item], points: dict[int, list[float]]) -> int:
    """Move the owners of overlapping items apart along the cheaper axis; the number of such pairs."""
    overlaps = 0
    centres = [_centre(item, points) for item in items]
    order = sorted(range(len(items)), key=lambda i: (centres[i], items[i].owners))
    widest = max(item.box.width for item in items)
    for rank, i in enumerate(order):
        one, (x, y) = items[i].box, centres[i]
        for j in order[rank + 1 :]:
            gaps = (centres[j][0] - x, centres[j][1] - y)
            if gaps[0] > (one.width + widest) / 2 + GAP:
                break
            sideways = (one.width + items[j].box.width) / 2 + GAP - gaps[0]
            upwards = (one.height + items[j].box.height) / 2 + GAP / 3 - abs(gaps[1])
            if sideways > 0.01 and upwards > 0.01:
                overlaps += 1
                axis, step = (0, sideways) if sideways < upwards else (1, upwards)
                _shift(items[i], items[j], points, axis, step / 2 if gaps[axis] >= 0 else -step / 2)
    return overlaps


def _shift(one: _Item, other: _Item, points: dict[int, list[float]], axis: int, step: float) -> None:
    """Move what owns ``one`` back and what owns ``other`` forth; what owns both stays or is stretched."""
    for item, rival, direction in ((one, other, -step), (other, one, step)):
        for owner in item.owners:
            if owner not in rival.owners or len(item.owners) == 1:
                points[owner][axis] += direction


def _pack(pieces: Sequence[tuple[Drawing, Sequence[Link]]], boxes: Boxes) -> Drawing:
    """The drawings beside each other, in the order given; each comes with its links, which keep the others away."""
    covered = [[*_rectangles(drawing, boxes), *_lines(drawing, links)] for drawing, links in pieces]
    placed: dict[int, Point] = {}
    for (drawing, _), (dx, dy) in zip(pieces, pack(covered), strict=True):
        placed |= {node: (x + dx, y + dy) for node, (x, y) in drawing.items()}
    return placed


def _rectangles(points: Drawing, boxes: Boxes) -> Iterator[Rectangle]:
    for node, (x, y) in points.items():
        width, height, middle = boxes[node].width / 2 + GAP, boxes[node].height / 2 + GAP, y + boxes[node].drop
        yield x - width, middle - height, x + width, middle + height


def _lines(points: Drawing, links: Sequence[Link]) -> Iterator[Rectangle]:
    for one, other in links:
        yield from along(points[one], points[other], GAP)
