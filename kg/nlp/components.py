"""The pipeline's own components, registered with spaCy, each with what it reads and writes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD, IDX, IS_SPACE, SENT_START
from spacy.language import Language
from spacy.symbols import SPACE
from spacy.tokens import Doc, Span

from kg.nlp.language import FEATURES_KEY
from kg.nlp.sentences import sentence_spans

ENTITY_LABELS = {"PER": "PERSON", "LOC": "LOC", "ORG": "ORG", "TIME": "TIME"}
"""The label of an entity by the tag of its word."""


@Language.component("kg_sentences", assigns=["token.is_sent_start", "doc.sents"], requires=[])
def sentences(doc: Doc) -> Doc:
    """Begin sentences where their characters say so, and set line breaks apart for the parser."""
    starts = {start for start, _ in sentence_spans(doc.text)}
    columns = doc.to_array([IDX, IS_SPACE]).tolist()
    _set_starts(
        doc,
        [
            index == 0 or offset in starts or (bool(is_space) and "\n" in doc[index].text)
            for index, (offset, is_space) in enumerate(columns)
        ],
    )
    return doc


def _set_starts(doc: Doc, starts: list[bool]) -> None:
    values: Any = np.where(np.array(starts, dtype=np.bool_), 1, -1).astype(np.int64).astype(np.uint64)
    doc.from_array([SENT_START], values.reshape(-1, 1))


@Language.component("kg_names", assigns=["doc.ents", "token.ent_type", "token.ent_iob"], requires=["token.tag"])
def names(doc: Doc) -> Doc:
    """Each word that the segmenter calls a name or a time is an entity: PERSON, LOC, ORG or TIME."""
    doc.ents = tuple(
        Span(doc, token.i, token.i + 1, label=ENTITY_LABELS[token.tag_])
        for token in doc
        if token.tag_ in ENTITY_LABELS and not token.is_space
    )
    return doc


@Language.component(
    "kg_trees", assigns=["token.head", "token.dep", "token.pos", "token.is_sent_start", "doc.sents"], requires=[]
)
def trees(doc: Doc) -> Doc:
    """Make each sentence one tree, with its white space hung to the words before it.

    The parser sees line breaks as sentences of their own and may leave a sentence in several trees;
    later roots are hung to the first as ``parataxis``. White space gets the relation ``dep`` and the
    part of speech SPACE. The segmenter's features are dropped: nothing reads them after the parser.
    """
    doc.user_data.pop(FEATURES_KEY, None)
    if not len(doc):
        return doc
    spans = sentence_spans(doc.text)
    starts = {start for start, _ in spans}
    columns = doc.to_array([IDX, IS_SPACE]).tolist()
    bounds = [index for index, (offset, _) in enumerate(columns) if index == 0 or offset in starts] + [len(doc)]
    spaces = [bool(is_space) for _, is_space in columns]
    for index, is_space in enumerate(spaces):
        if is_space:
            doc[index].pos = SPACE
    if doc[0].dep:
        _one_tree_each(doc, bounds, spaces)
    else:
        first = set(bounds)
        _set_starts(doc, [index in first for index in range(len(doc))])
    return doc


def _one_tree_each(doc: Doc, bounds: list[int], spaces: list[bool]) -> None:
    annotation = doc.to_array([HEAD, DEP])
    relative = annotation[:, 0].astype(np.int64)
    heads = (relative + np.arange(len(doc))).tolist()
    relations = annotation[:, 1].tolist()
    strings = doc.vocab.strings
    root_relation, space_relation, loose_relation = (strings.add(name) for name in ("ROOT", "dep", "parataxis"))
    for start, end in pairwise(bounds):
        words = [index for index in range(start, end) if not spaces[index]]
        targets = _word_heads(heads, words, spaces)
        root = next((index for index in words if targets[index] == index), start)
        for index in words:
            if targets[index] == index and index != root:
                heads[index], relations[index] = root, loose_relation
            else:
                heads[index] = targets[index]
        relations[root] = root_relation
        for index in range(start, end):
            if spaces[index]:
                before = [word for word in words if word < index]
                heads[index] = before[-1] if before else (words[0] if words else start)
                relations[index] = root_relation if heads[index] == index else space_relation
    changed = np.array([head - index for index, head in enumerate(heads)], dtype=np.int64).astype(np.uint64)
    values: Any = np.stack([changed, np.array(relations, dtype=np.uint64)], axis=1)
    doc.from_array([HEAD, DEP], values)


def _word_heads(heads: list[int], words: list[int], spaces: list[bool]) -> dict[int, int]:
    """The head of each word, white space skipped; a word without one is its own head."""
    inside = set(words)
    targets: dict[int, int] = {}
    for index in words:
        head = heads[index]
        while spaces[head] and heads[head] != head:
            head = heads[head]
        targets[index] = head if head in inside else index
    return targets
