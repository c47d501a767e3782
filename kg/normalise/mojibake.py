"""Half-character damage: ``因?yàn)樽〉帽容^`` for ``因為住得比較``.

How it comes about. A converter writes the reading behind each traditional character, but looks for the characters in
the *bytes* of a GBK page and so also finds them across a character boundary: in 因為 = ``D2 F2 | 9E E9`` it finds
``F2 9E``, which is 驗, and writes ``(yàn)`` behind it, into the middle of 為. A decoder then reads ``9E (`` as one
broken character (``?``; the bracket goes with it) and everything after the bracket from the wrong byte on, until a
byte below 80h (here the ``5E`` of 較) brings it back into step.

How it is undone. The last byte before the damage (``F2``) and the reading (yàn) tell the lost byte: it is the one
that makes a character of that reading (驗 = ``F2 9E``, so ``9E``). It becomes the lead of what follows: ``9E E9`` 為,
``D7 A1`` 住… Where several bytes fit, the text that reads best under :mod:`kg.normalise.language` is kept; where none
does, all lead bytes are tried and one is believed only if the text then reads clearly better. Half a character that
nothing tells becomes U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log1p

from kg.model import Repair
from kg.normalise import language
from kg.normalise.pinyin import HAN, LETTERS, is_inline_reading, reads, reads_exactly
from kg.normalise.script import simplify_characters
from kg.text import MappedText

LOST = "\ufffd"
_MARK = re.compile(rf"[?？{LOST}][(（]?([{LETTERS}]{{1,7}}[0-5]?)[)）]")
_BRACKET = re.compile(rf"[(（]([{LETTERS}]{{1,7}}[0-5]?)[)）]")
_HAN = re.compile(f"[{HAN}]")
_LEADS = range(0x81, 0xFF)
_CLEAR_GAIN = 6.0
"""Least gain of log-probability for each character that a guess without a fitting reading must bring."""
_ALONE = 0x80
"""A byte that begins no character; a decoder that meets it as a first byte gives it up alone."""
_DIGITS = re.compile(r"[0-9.,]*[0-9]")
_MARKS_IN_STEP = frozenset("，。、！（）")
"""Marks whose second byte leads no common character, so that damaged text does not form them: it is in step again."""
_SCORED = 8
"""How many characters of a run are weighed; the lost byte changes only the first."""
_LONGEST_RUN = 400
"""A run without a byte below 80h hardly grows longer than a few clauses."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What a stretch of damaged text reads when a byte is put back."""

    text: str
    spans: tuple[tuple[int, int], ...]
    """Text offsets of the damaged characters behind each repaired one."""
    end: int
    """Text offset behind the run."""
    last: int
    """The last byte of the run."""


def _gbk(character: str) -> bytes:
    """One or two bytes; none for a character outside GBK. GB 18030 also gives GBK's user-defined area its codes."""
    encoded = character.encode("gb18030")
    return encoded if len(encoded) <= 2 else b""


def _character(lead: int, trail: int) -> str | None:
    try:
        decoded = bytes((lead, trail)).decode("gb18030")
    except UnicodeDecodeError:
        return None
    return decoded if len(decoded) == 1 else None


@cache
def _trail_bytes(lead: int, syllable: str) -> tuple[int, ...]:
    """The bytes that make a character of that reading together with ``lead``; exact tones before any tone."""
    pairs = [(trail, _character(lead, trail)) for trail in range(0x40, 0xFF)]
    han = [(trail, c) for trail, c in pairs if c and _HAN.match(c)]
    exact = tuple(trail for trail, c in han if reads_exactly(c, syllable))
    return exact or tuple(trail for trail, c in han if reads(c, syllable))


def _byte_before(text: str, at: int) -> int | None:
    """The last GBK byte of the character before ``at``, an inline reading behind it skipped."""
    if at and text[at - 1] in ")）":
        opening = max(text.rfind("(", max(0, at - 10), at), text.rfind("（", max(0, at - 10), at))
        if opening > 0 and is_inline_reading(text[opening - 1], text[opening + 1 : at - 1]):
            at = opening
    encoded = _gbk(text[at - 1]) if at else b""
    return encoded[-1] if len(encoded) == 2 else None


def _undo(text: str, start: int, at: int, lead: int) -> _Run | None:
    """Read on from ``at`` with ``lead`` pending, in damage from ``start`` on; None if bytes make no character."""
    out: list[str] = []
    spans: list[tuple[int, int]] = []
    begin = start
    stop = min(len(text), at + _LONGEST_RUN)
    while at < stop:
        if mark := _MARK.match(text, at):
            return _close_reading(text, out, spans, begin, mark, lead)
        if out and (bracket := _BRACKET.match(text, at)) and is_inline_reading(text[at - 1], bracket.group(1)):
            at = bracket.end()
            continue
        encoded = _gbk(text[at])
        if not encoded or (len(encoded) == 1 and encoded[0] < 0x40) or text[at] in _MARKS_IN_STEP:
            break
        character = _character(lead, encoded[0])
        if character is None:
            return None
        out.append(character)
        spans.append((begin, at + 1))
        if len(encoded) == 1:
            return _Run("".join(out), tuple(spans), at + 1, encoded[0])
        begin, lead, at = at, encoded[1], at + 1
    return _close_lost(text, out, spans, begin, at, lead)


def _close_reading(
    text: str, out: list[str], spans: list[tuple[int, int]], begin: int, mark: re.Match[str], lead: int
) -> _Run:
    """The damage meets a bracket between whole characters: its reading tells the second half of the pending one."""
    trails = _trail_bytes(lead, mark.group(1))
    options = [character for trail in trails if (character := _character(lead, trail))]
    before = simplify_characters("".join(out[-_SCORED:]))
    best = max(options, key=lambda c: (language.score(before + simplify_characters(c)), c), default=LOST)
    spans.append((begin, mark.end()))
    last = _gbk(best)[-1] if best != LOST else 0
    return _Run("".join(out) + best, tuple(spans), mark.end(), last)


def _close_lost(text: str, out: list[str], spans: list[tuple[int, int]], begin: int, at: int, lead: int) -> _Run:
    """Half a character is pending and its other half is gone, with the mark or digit that the decoder took along.

    What is left of a number is no number any more and goes too. 個 comes back: its second byte begins no character, so
    that a decoder gives that byte up alone.
    """
    gone = text[at : at + 1] in ("?", LOST)
    end = at + 1 if gone else at
    if gone and begin < at and _character(lead, _ALONE) == "個" and _HAN.match(text, end):
        return _Run("".join(out) + "個", (*spans, (begin, end)), end, 0)
    if gone and (rest := _DIGITS.match(text, end)):
        end = rest.end()
    spans.append((begin, max(end, begin + 1) if at <= begin else end))
    return _Run("".join(out) + LOST, tuple(spans), end, lead)


def _with_first(run: _Run, byte: int, leads: Sequence[int]) -> list[_Run]:
    """The run under each lead byte: only its first character, whose second byte is ``byte``, depends on it."""
    firsts = (_character(lead, byte) for lead in leads)
    return [_Run(first + run.text[1:], run.spans, run.end, run.last) for first in firsts if first]


def _readings(text: str, start: int, at: int, leads: Sequence[int]) -> list[_Run]:
    """The runs that the lead bytes give."""
    encoded = _gbk(text[at]) if at < len(text) and not _MARK.match(text, at) else b""
    if len(encoded) < 2:
        return [run for lead in leads if (run := _undo(text, start, at, lead)) is not None]
    model = next((run for lead in leads if (run := _undo(text, start, at, lead)) is not None), None)
    return _with_first(model, encoded[0], leads) if model else []


def _best(text: str, start: int, at: int, leads: Sequence[int]) -> _Run | None:
    context = simplify_characters("".join(_HAN.findall(text[max(0, start - 12) : start]))[-3:])
    runs = _readings(text, start, at, leads)
    # A character that the story uses elsewhere is the likelier for it (Kuhn & De Mori, 1990).
    scored = (
        (language.score(context + simplify_characters(run.text[:_SCORED])) + log1p(text.count(first)), first, run)
        for run in runs
        for first in run.text[:1]
    )
    return max(scored, key=lambda item: item[:2], default=(0.0, "", None))[2]


def _guess(text: str, start: int, at: int) -> _Run | None:
    """The best reading over all lead bytes, if it is clearly better than the damaged text."""
    best = _best(text, start, at, _LEADS)
    if best is None or LOST in best.text[:-1] or len(best.text) < 2:
        return None
    damaged = simplify_characters(text[at : best.end])
    gain = language.score(simplify_characters(best.text)) - language.score(damaged)
    return best if gain >= _CLEAR_GAIN * len(best.text) else None


def _inside_bracket(text: str, at: int) -> bool:
    """Whether a bracket is open on the line, so that the closing one belongs to it: ``（真的?nǐ）``."""
    start = max(text.rfind("\n", 0, at), at - 200, 0)
    opening = max(text.rfind("(", start, at), text.rfind("（", start, at))
    return opening > max(text.rfind(")", start, at), text.rfind("）", start, at))


def _run_at(text: str, mark: re.Match[str], before: int) -> _Run | None:
    """What the damage at ``mark`` reads; None where nothing but a question mark and a bracket speaks for damage."""
    if _inside_bracket(text, mark.start()):
        return None
    leads = _trail_bytes(before, mark.group(1))
    run = _best(text, mark.start(), mark.end(), leads) if leads else None
    if mark.group(1).isascii():
        return run
    run = run or _guess(text, mark.start(), mark.end())
    return run or _Run(LOST, ((mark.start(), mark.end()),), mark.end(), 0)


def _records(text: MappedText, run: _Run, start: int) -> list[Repair]:
    raw_start, raw_end = text.raw_span(start, run.end)
    original = text.text[start : run.end]
    records: list[Repair] = []
    if run.text.strip(LOST):
        records.append(Repair("mojibake", raw_start, raw_end, original, run.text, len(run.text) - run.text.count(LOST)))
    for character, span in zip(run.text, run.spans, strict=True):
        if character == LOST:
            lost_start, lost_end = text.raw_span(*span)
            note = "half of the character is missing"
            records.append(Repair("lost", lost_start, lost_end, text.text[slice(*span)], LOST, 1, note))
    return records


def repair(text: MappedText) -> tuple[MappedText, list[Repair]]:
    """With half-character damage undone; every repaired character stands for the damaged ones that hold its bytes."""
    string = text.text
    parts: list[MappedText] = []
    repairs: list[Repair] = []
    position = 0
    last = 0
    for mark in _MARK.finditer(string):
        if mark.start() < position:
            continue
        before = last if mark.start() == position and last else _byte_before(string, mark.start())
        if before is None or before < 0x40:
            continue
        run = _run_at(string, mark, before)
        if run is None:
            continue
        parts.append(text.slice(position, mark.start()))
        parts.append(MappedText.from_spans(run.text, [text.raw_span(*span) for span in run.spans]))
        repairs += _records(text, run, mark.start())
        position, last = run.end, run.last
    if not parts:
        return text, []
    parts.append(text.slice(position, len(string)))
    return MappedText.join("", parts), repairs
