"""Readings that a converter wrote behind characters: ``來(lái)``.

Readings are pypinyin's (https://pypi.org/project/pypinyin/, MIT). A bracket goes only where all its letters
read the characters before it, with any tone or none: annotators write neutral tones, tone changes and rare readings
that a dictionary lacks. So ``社區(村)`` and ``ABC(WFP)`` stay, and so does a bracket with a single plain letter, as in
``維他命阿(a)``; ``電(dian)`` goes, because a bracketed word that happens to be the very reading of the
character before it is hardly ever content.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pypinyin import Style, pinyin

from kg.model import Repair
from kg.text import Edit, MappedText

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇"
LETTERS = "a-zA-ZāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêếềńňǹḿḿɑɡĀÁǍÀĒÉĚÈŌÓǑÒ\u0300-\u030c"
_BRACKET = re.compile(rf"(?<=[{HAN}])[(（][ ]?((?:[{LETTERS}]{{1,8}}:?[{LETTERS}]{{0,2}}[0-5]?[ '’]?){{1,6}})[)）]")
_VARIANTS = str.maketrans({"ɑ": "a", "ɡ": "g"})
_TONES = "\u0304\u0301\u030c\u0300\u0306"


def plain_reading(syllable: str) -> str:
    """A syllable without its tone, ``ü`` written ``v``: ``lǜ``, ``lu:4`` and ``lv`` all give ``lv``."""
    letters = unicodedata.normalize("NFKC", syllable).translate(_VARIANTS).lower().replace("u:", "v")
    letters = "".join(c for c in unicodedata.normalize("NFD", letters) if c not in _TONES)
    return unicodedata.normalize("NFC", letters).replace("ü", "v").replace("ê", "e").rstrip("012345")


def toned_reading(syllable: str) -> str:
    """A syllable with its tone mark, in the letters that pypinyin uses."""
    return unicodedata.normalize("NFC", syllable).translate(_VARIANTS).lower()


@cache
def readings(character: str) -> frozenset[str]:
    """All readings of a character, with tone marks; empty where pypinyin knows none."""
    found = pinyin(character, style=Style.TONE, heteronym=True, errors="ignore")
    return frozenset(unicodedata.normalize("NFC", reading) for group in found for reading in group)


@cache
def _plain_readings(character: str) -> frozenset[str]:
    plain = {plain_reading(reading) for reading in readings(character)}
    return frozenset(plain | {reading.replace("v", "u") for reading in plain})


def reads(character: str, syllable: str) -> bool:
    """Whether ``syllable``, with any tone or none, is a reading of ``character``."""
    return plain_reading(syllable) in _plain_readings(character)


def reads_exactly(character: str, syllable: str) -> bool:
    """Whether ``syllable`` with the tone that it bears is a reading of ``character``."""
    return toned_reading(syllable) in readings(character)


def is_inline_reading(before: str, letters: str) -> bool:
    """Whether bracketed ``letters`` read the last characters of ``before``: one syllable each."""
    syllables = re.split(r"[ '’]+", letters.strip(" '’"))
    if len(syllables) > len(before) or not all(syllables):
        return False
    if len(syllables) == 1 and re.fullmatch("[a-zA-Z]", syllables[0]):
        return False
    return all(map(reads, before[-len(syllables) :], syllables))


def remove(text: MappedText) -> tuple[MappedText, list[Repair]]:
    """Without the brackets that hold a reading of what stands before them."""
    edits: list[Edit] = []
    repairs: list[Repair] = []
    for match in _BRACKET.finditer(text.text):
        before = text.text[max(0, match.start() - 6) : match.start()]
        if is_inline_reading(before, match.group(1)):
            edits.append(Edit(match.start(), match.end(), ""))
            raw_start, raw_end = text.raw_span(match.start(), match.end())
            repairs.append(Repair("pinyin", raw_start, raw_end, match.group(), ""))
    return (text.edit(edits) if edits else text), repairs
