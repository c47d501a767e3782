"""Characters that no reader sees or that have several codes: removed or brought to one form (NFC)."""

from __future__ import annotations

import re
import unicodedata

from kg.model import Repair
from kg.text import Edit, MappedText

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]+"
)
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_COMBINING = re.compile("[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff"
                        "\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]+")  # fmt: skip
_WIDE = {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE |= {0xFF05: "%", 0xFF0B: "+", 0xFF06: "&", 0xFF20: "@", 0xFF03: "#"}


def _composed(text: MappedText) -> MappedText:
    """NFC, cluster by cluster, so that every composed character knows its parts."""
    if unicodedata.is_normalized("NFC", text.text):
        return text
    edits: list[Edit] = []
    for match in _COMBINING.finditer(text.text):
        start = match.start() - 1
        if start < 0 or text.text[start] == "\n" or (edits and start < edits[-1].end):
            continue
        cluster = text.text[start : match.end()]
        composed = unicodedata.normalize("NFC", cluster)
        if composed != cluster:
            edits.append(Edit(start, match.end(), composed))
    text = text.edit(edits) if edits else text
    if unicodedata.is_normalized("NFC", text.text):
        return text
    single = {ord(c): n for c in set(text.text) if len(n := unicodedata.normalize("NFC", c)) == 1 and n != c}
    return text.translated(text.text.translate(single))


def visible(text: MappedText) -> tuple[MappedText, list[Repair]]:
    """Without control, formatting and direction characters; line ends and white space in their plain form."""
    edits = [Edit(match.start(), match.end(), "") for match in _INVISIBLE.finditer(text.text)]
    repairs: list[Repair] = []
    if edits:
        first, last = text.starts[edits[0].start], text.ends[edits[-1].end - 1]
        count = sum(edit.end - edit.start for edit in edits)
        repairs.append(Repair("invisible", first, last, "", "", count, "control and formatting characters left out"))
        text = text.edit(edits)
    return text.translated(_SPACES.sub(" ", _LINE_ENDS.sub("\n", text.text))), repairs


def compose(text: MappedText) -> tuple[MappedText, list[Repair]]:
    """In NFC, full-width letters and digits in their plain form.

    It comes after the repair of half characters, which needs the bytes that are on the page: a full-width digit may be
    made of two halves of Chinese characters.
    """
    text = _composed(text)
    return text.translated(text.text.translate(_WIDE)), []


def clean(text: MappedText) -> tuple[MappedText, list[Repair]]:
    """Both: visible characters alone, each in one form."""
    text, repairs = visible(text)
    return compose(text)[0], repairs
