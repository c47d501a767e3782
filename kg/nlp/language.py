"""A spaCy language whose tokenizer is a :class:`~kg.nlp.segment.Segmenter`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from spacy.attrs import PREFIX, SUFFIX
from spacy.lang.zh import ChineseDefaults
from spacy.language import BaseDefaults, Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, load_config_from_str, registry
from spacy.vocab import Vocab

from kg.nlp.segment import Segmenter, SegmenterName, Word, segmenter

FEATURES_KEY = "kg_segmenter_features"
"""Where a :class:`~spacy.tokens.Doc` carries the segmenter's features, in ``user_data``, until it is parsed."""

_DEFAULT_CONFIG = """
[nlp]

[nlp.tokenizer]
@tokenizers = "kg.SegmenterTokenizer.v1"
segmenter = "lac"
"""


def _first_character(string: str) -> str:
    return string[:1]


def _last_character(string: str) -> str:
    return string[-1:]


class StoryChineseDefaults(BaseDefaults):
    """Chinese stop words and lexical attributes; a suffix is one character, the head of most compounds."""

    config = load_config_from_str(_DEFAULT_CONFIG)
    stop_words = ChineseDefaults.stop_words
    writing_system = ChineseDefaults.writing_system
    lex_attr_getters = {  # noqa: RUF012  (the base class declares it so)
        **ChineseDefaults.lex_attr_getters,
        PREFIX: _first_character,
        SUFFIX: _last_character,
    }


@registry.languages("zh_kg")
class StoryChinese(Language):  # type: ignore[no-untyped-call]
    """Chinese as the segmenter's words have it; registered as ``zh_kg``."""

    lang = "zh_kg"
    Defaults = StoryChineseDefaults


class SegmenterTokenizer(DummyTokenizer):
    """Makes a Doc with words, tags and features, whose text is the given text to the character.

    A single space is kept as the word's trailing space; any other run of white space is a token.
    """

    def __init__(self, vocab: Vocab, source: Segmenter) -> None:
        self.vocab = vocab
        self._segmenter = source

    def __call__(self, text: str) -> Doc:
        segmentation = self._segmenter.segment(text)
        tokens, spaces, rows = _tokens(text, segmentation.words)
        doc = Doc(
            self.vocab,
            words=[text[token.start : token.end] for token in tokens],
            spaces=spaces,
            tags=[token.tag for token in tokens],
        )
        if segmentation.features is not None:
            doc.user_data[FEATURES_KEY] = segmentation.features[rows]
        return doc


def _tokens(text: str, words: Iterable[Word]) -> tuple[list[Word], list[bool], list[int]]:
    """Tokens, whether a space follows each, and the row of the word that each came from."""
    tokens: list[Word] = []
    spaces: list[bool] = []
    rows: list[int] = []
    for row, word in enumerate(words):
        start = word.start
        if tokens and text[start] == " " and text[start : word.end].isspace():
            spaces[-1] = True
            start += 1
        if start < word.end:
            tokens.append(Word(start, word.end, word.tag))
            spaces.append(False)
            rows.append(row)
    return tokens, spaces, rows


def create_tokenizer(segmenter: SegmenterName) -> Callable[[Language], SegmenterTokenizer]:
    """The tokenizer of a pipeline's ``[nlp.tokenizer]`` section; ``segmenter`` is ``lac`` or ``jieba``."""
    name = segmenter

    def create(nlp: Any) -> SegmenterTokenizer:
        return SegmenterTokenizer(nlp.vocab, _segmenter(name))

    return create


# The argument has to bear the name that the configuration gives it.
_segmenter = segmenter

registry.tokenizers.register("kg.SegmenterTokenizer.v1", func=create_tokenizer)
