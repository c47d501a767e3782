"""Who says what: direct and reported speech with its speakers.

Chinese news marks speech by quotation marks, by verbs of speech before a comma or colon (X表示，…), by
据 (据X介绍，…) and by position (a quotation beside the act of a person). The rules work on the
segmenter's words and tags; a parse is not needed. Verbs stand in ``kg/lexicons/speech_verbs.tsv``.

Offsets are text offsets of the :class:`~spacy.tokens.Doc`'s text: simplified characters, quotation marks
“” and ‘’ in pairs, one paragraph a line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg.extract.direct_speech import DirectSpeech
from kg.extract.quotation import HolderScope, Quotation, QuotationKind
from kg.extract.quoted import Layout
from kg.extract.reported_speech import ReportedSpeech

__all__ = ["HolderScope", "Quotation", "QuotationKind", "find_quotations", "holder_scopes"]


def find_quotations(doc: Doc) -> list[Quotation]:
    """All direct and indirect quotations of a text, by offset, an outer one before those inside it."""
    layout = Layout(doc)
    direct = DirectSpeech(layout).find()
    text = layout.text
    found = [_without_nobody(text, q) for q in (*direct, *ReportedSpeech(layout).find())]
    return sorted(set(found), key=lambda q: (q.start, -q.end, q.kind))


def _without_nobody(text: str, quotation: Quotation) -> Quotation:
    if quotation.speaker and text[slice(*quotation.speaker)] in (
        "有人",
        "有的人",
        "有的",
        "谁",
        "人们",
        "人",
        "任何人",
    ):
        return replace(quotation, speaker=None)
    return quotation


def holder_scopes(doc: Doc, quotations: Sequence[Quotation]) -> list[HolderScope]:
    """The scopes of all quotations; where they are nested, the innermost one's speaker is the holder.

    Reported speech with a named source holds on through the sentences of its paragraph that are tied to it by a
    connective or by 该 (此外，…, 如果…, 该校…), up to the first one that is not or that has a frame of its own.
    """
    text = doc.text
    valid = [q for q in quotations if 0 <= q.start < q.end <= len(text)]
    frames = sorted({offset for q in valid for offset in (q.start, *(q.cue or ()))})
    scopes = [HolderScope(q.start, _held_to(text, q, frames), q) for q in valid]
    return sorted(scopes, key=lambda scope: (scope.start, -scope.end))


_TIED = re.compile(
    r"\s*(此外|另外|因此|所以|如果|由于|同时|其中|首先|其次|第[一二三]，|再者|不过|但|但是|然而|而且|并且|该|经现场|经了解|目前看)"
)


_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")


def _held_to(text: str, quotation: Quotation, frames: Sequence[int]) -> int:
    """Where the last sentence ends that a reported quotation vouches for."""
    if quotation.kind != "indirect" or quotation.speaker is None:
        return quotation.end
    end = quotation.end
    for match in _SENTENCE.finditer(text, end + (text[end : end + 1] == "。")):
        following = bisect_left(frames, match.start())
        framed = following < len(frames) and frames[following] < match.end()
        if text[match.start() - 1] == "\n" or framed or not _TIED.match(match.group()):
            break
        end = match.end() - (match.group()[-1] == "。")
    return end
