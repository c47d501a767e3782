"""Traditional characters as simplified ones, one to one.

By OpenCC's ``tw2s`` (https://github.com/BYVoid/OpenCC, Apache-2.0), which turns 帶著 into 带着 as ``t2s`` does not, and
for the forms of Hong Kong that it leaves (衞, 枱, 敍) by ``hk2s``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from opencc import OpenCC

from kg.model import Repair
from kg.text import MappedText

_FORMS = {"揹": "背"}
"""What OpenCC writes when it converts to traditional characters but does not read back."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")


@cache
def _converter(config: str) -> OpenCC:
    return OpenCC(config)


@cache
def _simplified(character: str) -> str:
    converted: str = _converter("tw2s").convert(character)
    return _common_form(converted) if len(converted) == 1 else character


@cache
def _common_form(character: str) -> str:
    """A character outside the simplified standard GB 2312 in the form that Hong Kong's conversion gives it."""
    if character < "\u4e00" or _encodable(character, "gb2312"):
        return character
    converted: str = _FORMS.get(character) or _converter("hk2s").convert(character)
    return converted if len(converted) == 1 else character


@cache
def _encodable(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _is_traditional(character: str) -> bool:
    """Changed by the conversion, and not in the simplified standard GB 2312 (as 著 and 乾 are)."""
    return _simplified(character) != character and not _encodable(character, "gb2312")


@cache
def _is_simplified(character: str) -> bool:
    """Changed by the way back, and not in the traditional standard Big5 (as 后 and 里 are)."""
    return bool(_converter("s2t").convert(character) != character) and not _encodable(character, "big5")


def simplify_characters(text: str) -> str:
    """Character by character, whatever stands around."""
    return "".join(map(_simplified, text))


def script_of(text: str) -> Literal["Hans", "Hant"]:
    """The script that more characters belong to; ``Hans`` where nothing tells them apart."""
    counts = {character: text.count(character) for character in set(_HAN.findall(text))}
    traditional = sum(count for character, count in counts.items() if _is_traditional(character))
    simplified = sum(count for character, count in counts.items() if _is_simplified(character))
    return "Hant" if traditional > simplified else "Hans"


def _simplify_line(line: str) -> str:
    """With OpenCC's phrases (乾隆, 著名 and 瞭望 keep their first character) where the length allows it."""
    converted: str = _converter("tw2s").convert(line)
    return "".join(map(_common_form, converted)) if len(converted) == len(line) else simplify_characters(line)


def simplify(text: MappedText, script: Literal["Hans", "Hant"]) -> tuple[MappedText, list[Repair]]:
    """In simplified characters, with one record for all that was changed.

    In a text of simplified script only characters that the simplified standard lacks are converted.
    """
    string = text.text
    if script == "Hant":
        converted = "\n".join(map(_simplify_line, string.split("\n")))
    else:
        table = {ord(c): _simplified(c) for c in set(_HAN.findall(string)) if _is_traditional(c)}
        converted = string.translate(table) if table else string
    if converted == string:
        return text, []
    changed = [index for index, (old, new) in enumerate(zip(string, converted, strict=True)) if old != new]
    raw_start, raw_end = text.starts[changed[0]], text.ends[changed[-1]]
    note = "traditional to simplified, OpenCC tw2s"
    return text.translated(converted), [Repair("script", raw_start, raw_end, "", "", len(changed), note)]
