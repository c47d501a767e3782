"""Treebanks in CoNLL-U, names in IOB2, and the projection of gold trees onto other words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = -1
"""The head of a root."""
NAME_TAGS = frozenset({"PER", "LOC", "ORG"})


@dataclass(frozen=True, slots=True)
class Tree:
    """A sentence with one head, relation and part of speech for each word."""

    words: tuple[str, ...]
    heads: tuple[int, ...]
    """Index of each word's head, or :data:`ROOT`."""
    relations: tuple[str, ...]
    parts: tuple[str, ...]
    """Universal parts of speech."""

    @property
    def text(self) -> str:
        """The words without anything between them."""
        return "".join(self.words)


def _blocks(path: Path) -> Iterator[list[list[str]]]:
    rows: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line:
            if rows:
                yield rows
            rows = []
        elif not line.startswith("#"):
            rows.append(line.split("\t"))
    if rows:
        yield rows


def read_conllu(path: Path) -> list[Tree]:
    """The trees of a CoNLL-U file, without multi-word and empty nodes."""
    trees = []
    for rows in _blocks(path):
        nodes = [row for row in rows if row[0].isdecimal()]
        trees.append(
            Tree(
                tuple(node[1] for node in nodes),
                tuple(int(node[6]) - 1 for node in nodes),
                tuple(node[7] for node in nodes),
                tuple(node[3] for node in nodes),
            )
        )
    return trees


def read_names(path: Path) -> list[tuple[str, frozenset[tuple[int, int, str]]]]:
    """The sentences of an IOB2 file of Universal NER: text, and names as start, end and PER, LOC or ORG."""
    sentences = []
    for rows in _blocks(path):
        words = [row[1] for row in rows]
        offsets = spans(words)
        names: list[tuple[int, int, str]] = []
        for row, (start, end) in zip(rows, offsets, strict=True):
            position, _, kind = row[2].partition("-")
            if position == "B":
                names.append((start, end, kind))
            elif position == "I" and names:
                names[-1] = (names[-1][0], end, names[-1][2])
        sentences.append(("".join(words), frozenset(name for name in names if name[2] in NAME_TAGS)))
    return sentences


def spans(words: Sequence[str]) -> list[tuple[int, int]]:
    """Offsets of words that stand without anything between them."""
    found = []
    position = 0
    for word in words:
        found.append((position, position + len(word)))
        position += len(word)
    return found


def project(tree: Tree, words: Sequence[str], tags: Sequence[str]) -> Tree:
    """The tree told over other words of the same text.

    Each gold word is anchored in the word that holds most of its characters (the last one on a tie).
    A word that anchors several gold words takes the relation of the topmost of them; a word that
    anchors none is a ``compound`` of the one that anchors its gold word. ``tags`` are the segmenter's,
    which tell names from nouns inside words that the treebank cuts further.
    """
    anchors = _anchors(tree, words)
    gold_of: list[list[int]] = [[] for _ in words]
    for gold, word in enumerate(anchors):
        gold_of[word].append(gold)
    depths = _depths(tree.heads)
    holders = _holders(tree, words)
    heads, relations, parts = [], [], []
    for word, gold_words in enumerate(gold_of):
        if gold_words:
            outward = [g for g in gold_words if tree.heads[g] == ROOT or anchors[tree.heads[g]] != word]
            top = min(outward or gold_words, key=lambda g: (depths[g], -g))
            head = tree.heads[top]
            while head != ROOT and anchors[head] == word:
                head = tree.heads[head]
            heads.append(ROOT if head == ROOT else anchors[head])
            relations.append(tree.relations[top])
            parts.append(tree.parts[top])
        else:
            heads.append(anchors[holders[word]])
            relations.append("compound")
            parts.append(tree.parts[holders[word]])
    _mend(heads, relations)
    parts = [_part(part, word, tag) for part, word, tag in zip(parts, words, tags, strict=True)]
    return Tree(tuple(words), tuple(heads), tuple(relations), tuple(parts))


def _anchors(tree: Tree, words: Sequence[str]) -> list[int]:
    owner = [index for index, word in enumerate(words) for _ in word]
    anchors = []
    for start, end in spans(tree.words):
        counts = Counter(owner[start:end])
        most = max(counts.values())
        anchors.append(max(word for word, count in counts.items() if count == most))
    return anchors


def _holders(tree: Tree, words: Sequence[str]) -> list[int]:
    """The gold word that holds each word's first character."""
    owner = [index for index, word in enumerate(tree.words) for _ in word]
    return [owner[start] for start, _ in spans(words)]


def _depths(heads: Sequence[int]) -> list[int]:
    depths = []
    for index in range(len(heads)):
        depth = 0
        while heads[index] != ROOT:
            index = heads[index]
            depth += 1
        depths.append(depth)
    return depths


def _mend(heads: list[int], relations: list[str]) -> None:
    """Leave one root and no cycle."""
    roots = [index for index, head in enumerate(heads) if head == ROOT]
    root = roots[0] if roots else 0
    heads[root], relations[root] = ROOT, "root"
    for index in roots[1:]:
        heads[index], relations[index] = root, "parataxis"
    for index in range(len(heads)):
        seen = set()
        node = index
        while node != ROOT and node not in seen:
            seen.add(node)
            node = heads[node]
        if node != ROOT:
            heads[node] = root


def _part(part: str, word: str, tag: str) -> str:
    if tag in NAME_TAGS and part in {"PART", "NOUN", "PROPN"}:
        return "PROPN"
    return "NOUN" if part == "PART" and len(word) > 1 else part
