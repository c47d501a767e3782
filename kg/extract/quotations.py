"""Who says what: direct and reported speech with its speakers.

Chinese news marks speech by quotation marks, by verbs of speech before a comma or colon (X表示，…), by
据 (据X介绍，…) and by position (a quotation beside the act of a person). The rules work on the
segmenter's words and tags; a parse is not needed. Verbs stand in ``kg/lexicons/speech_verbs.tsv``.

Offsets are text offsets of the :class:`~spacy.tokens.Doc`'s text: simplified characters, quotation marks
“” and ‘’ in pairs, one paragraph a line.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc

from kg.extract.direct_speech import DirectSpeech
from kg.extract.quotation import HolderScope, Quotation, QuotationKind
from kg.extract.quoted import Layout
from kg.extract.reported_speech import ReportedSpeech

__all__ = ["HolderScope", "Quotation", "QuotationKind", "find_quotations"]


def find_quotations(doc: Doc) -> list[Quotation]:
    """All direct and indirect quotations of a text, by offset, an outer one before those inside it."""
    layout = Layout(doc)
    direct = DirectSpeech(layout).find()
    text = layout.text
    found = [_without_nobody(text, q) for q in (*direct, *ReportedSpeech(layout).find())]
    return sorted(set(found), key=lambda q: (q.start, -q.end, q.kind))


_NOBODY = frozenset(("有人", "有的人", "有的", "谁", "人们", "人", "任何人"))


def _without_nobody(text: str, quotation: Quotation) -> Quotation:
    if quotation.speaker and text[slice(*quotation.speaker)] in _NOBODY:
        return replace(quotation, speaker=None)
    return quotation
