"""A spaCy corpus of treebank sentences over the words that the segmenter finds at run time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import registry

from kg.nlp.language import FEATURES_KEY
from kg.nlp.segment import SegmenterName
from kg.nlp.segment import segmenter as segmenter_named
from training.treebank import ROOT, Tree, project, read_conllu

LARGEST_GROUP = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """A projected tree with the segmenter's tags and features."""

    tree: Tree
    tags: tuple[str, ...]
    features: npt.NDArray[np.float32] | None


def segmented(tree: Tree, segmenter: SegmenterName) -> Sentence:
    """A gold tree over the segmenter's words."""
    segmentation = segmenter_named(segmenter).segment(tree.text)
    words = [tree.text[word.start : word.end] for word in segmentation.words]
    tags = [word.tag for word in segmentation.words]
    return Sentence(project(tree, words, tags), tuple(tags), segmentation.features)


def line_break(sentence: Sentence) -> Sentence:
    """A line break as the pipeline shows it to the parser: a sentence of one token."""
    features = None if sentence.features is None else np.zeros((1, sentence.features.shape[1]), dtype=np.float32)
    return Sentence(Tree(("\n",), (ROOT,), ("root",), ("SPACE",)), ("w",), features)


def predicted_doc(nlp: Language, sentences: list[Sentence]) -> Doc:
    """A Doc with words, tags, features and sentence starts only."""
    doc = Doc(
        nlp.vocab,
        words=[word for sentence in sentences for word in sentence.tree.words],
        spaces=[False] * sum(len(sentence.tags) for sentence in sentences),
        tags=[tag for sentence in sentences for tag in sentence.tags],
        sent_starts=[index == 0 for sentence in sentences for index in range(len(sentence.tags))],
    )
    features = [sentence.features for sentence in sentences if sentence.features is not None]
    if features:
        doc.user_data[FEATURES_KEY] = np.vstack(features)
    return doc


def reference_doc(nlp: Language, sentences: list[Sentence]) -> Doc:
    """A Doc with the gold annotation."""
    heads: list[int] = []
    for sentence in sentences:
        offset = len(heads)
        heads += [offset + (index if head == ROOT else head) for index, head in enumerate(sentence.tree.heads)]
    relations = [relation for sentence in sentences for relation in sentence.tree.relations]
    return Doc(
        nlp.vocab,
        words=[word for sentence in sentences for word in sentence.tree.words],
        spaces=[False] * len(heads),
        heads=heads,
        deps=["ROOT" if relation == "root" else relation for relation in relations],
        pos=[part for sentence in sentences for part in sentence.tree.parts],
        tags=[tag for sentence in sentences for tag in sentence.tags],
    )


def create_corpus(path: Path, segmenter: SegmenterName, grouped: bool) -> Callable[[Language], Iterator[Example]]:
    """Examples of a CoNLL-U file: each sentence alone, and if ``grouped`` once more beside others.

    Groups of two to four sentences, some with a line break between, show the parser what it meets in
    stories, where its buffer reaches into the next sentence.
    """
    sentences: list[Sentence] = []

    def read(nlp: Language) -> Iterator[Example]:
        if not sentences:
            sentences.extend(segmented(tree, segmenter) for tree in read_conllu(Path(path)))
        groups = [[sentence] for sentence in sentences]
        if grouped:
            groups += _groups(sentences)
        for group in groups:
            yield Example(predicted_doc(nlp, group), reference_doc(nlp, group))

    return read


def _groups(sentences: list[Sentence]) -> list[list[Sentence]]:
    chance = random.Random(0)
    groups = []
    position = 0
    while position < len(sentences):
        size = chance.randint(2, LARGEST_GROUP)
        group: list[Sentence] = []
        for sentence in sentences[position : position + size]:
            if group and chance.random() < 0.4:
                group.append(line_break(sentence))
            group.append(sentence)
        groups.append(group)
        position += size
    return groups


registry.readers.register("kg.TreebankCorpus.v1", func=create_corpus)
