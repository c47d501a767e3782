"""Neural building blocks that the trained pipelines are made of, registered with spaCy."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.attrs import SENT_START
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Dropout, Linear, Maxout, Model, chain, concatenate, with_array
from thinc.types import Floats2d

from kg.nlp.language import FEATURES_KEY

_Backward = Callable[[list[Floats2d]], list[Doc]]


def _features(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[list[Floats2d], _Backward]:
    width = model.get_dim("nO")
    rows = [doc.user_data.get(FEATURES_KEY) for doc in docs]
    arrays: list[Any] = [
        np.zeros((len(doc), width), dtype=np.float32) if row is None else row
        for doc, row in zip(docs, rows, strict=True)
    ]
    return [model.ops.asarray2f(array) for array in arrays], lambda gradient: []


def segmenter_feature_embed(
    width: int, features: int, dropout: float, embed: Model[list[Doc], list[Floats2d]]
) -> Model[list[Doc], list[Floats2d]]:
    """Mix an embedding with the segmenter's features.

    ``width`` is the number of outputs, ``features`` that of the segmenter's features, which are zero
    for a Doc that carries none. They pass ``dropout`` and a linear layer, and a maxout layer mixes them
    with ``embed``'s output.
    """
    source: Model[Any, Any] = Model("segmenter_features", _features, dims={"nO": features})
    projection: Model[Any, Any] = chain(Dropout(dropout), Linear(nO=width, nI=features))
    dense: Model[Any, Any] = chain(source, with_array(projection))
    mix: Model[Any, Any] = with_array(Maxout(nO=width, nI=2 * width, nP=3, normalize=True, dropout=0.0))
    return chain(concatenate(embed, dense), mix)


def _sentence_lengths(doc: Doc) -> list[int]:
    marks = doc.to_array(SENT_START).tolist()
    bounds = [index for index, mark in enumerate(marks) if index == 0 or mark == 1] + [len(doc)]
    return [end - start for start, end in pairwise(bounds)]


def _by_sentence(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[list[Floats2d], Any]:
    embed, encode = model.layers
    embedded, backprop_embed = embed(docs, is_train)
    ops = model.ops
    lengths = [_sentence_lengths(doc) for doc in docs]
    pieces = [piece for array, sizes in zip(embedded, lengths, strict=True) for piece in _split(array, sizes)]
    encoded, backprop_encode = encode(pieces, is_train)
    counts = [len(sizes) for sizes in lengths]

    def backprop(gradients: list[Floats2d]) -> Any:
        parts = [piece for array, sizes in zip(gradients, lengths, strict=True) for piece in _split(array, sizes)]
        return backprop_embed(_rejoin(ops, backprop_encode(parts), counts, gradients))

    return _rejoin(ops, encoded, counts, embedded), backprop


def _split(array: Floats2d, sizes: list[int]) -> list[Floats2d]:
    pieces: list[Floats2d] = []
    start = 0
    for size in sizes:
        pieces.append(array[start : start + size])
        start += size
    return pieces


def _rejoin(ops: Any, pieces: list[Floats2d], counts: list[int], like: list[Floats2d]) -> list[Floats2d]:
    joined: list[Floats2d] = []
    position = 0
    for count, array in zip(counts, like, strict=True):
        joined.append(ops.flatten(pieces[position : position + count]) if count else array)
        position += count
    return joined


def _initialise(model: Model[Any, Any], X: list[Doc] | None = None, Y: Any = None) -> None:
    embed, encode = model.layers
    embed.initialize(X=X)
    encode.initialize(X=embed.predict(X) if X else None)


def sentence_tok2vec(
    embed: Model[list[Doc], list[Floats2d]], encode: Model[list[Floats2d], list[Floats2d]]
) -> Model[list[Doc], list[Floats2d]]:
    """Like ``spacy.Tok2Vec.v2``, but the encoder's window ends where a sentence does.

    A sentence then reads the same alone, as in the treebank, and inside a story.
    """
    return Model(
        "sentence_tok2vec",
        _by_sentence,
        init=_initialise,
        layers=[embed, encode],
        dims={"nO": encode.get_dim("nO")},
        refs={"embed": embed, "encode": encode},
    )


registry.architectures.register("kg.SegmenterFeatureEmbed.v1", func=segmenter_feature_embed)
registry.architectures.register("kg.SentenceTok2Vec.v1", func=sentence_tok2vec)
