"""From a file's bytes to its text."""

from __future__ import annotations

import codecs
import re
from functools import cache
from importlib import resources
from typing import NamedTuple

from kg.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
_COMMON_SHARE = 0.04
"""Least share of the commonest characters in readable Chinese; news has 0.3 and more, a wrong encoding below 0.02."""
_GIVE_RIGHT = "give its right encoding, or none to have it detected"
_BINARY = "the file is binary, not text", "give a text, HTML, Markdown or JSON Lines file"


class Decoded(NamedTuple):
    """A file's text with ``\\n`` line ends, and the encoding as Python names it."""

    text: str
    encoding: str


@cache
def _common_characters() -> frozenset[str]:
    text = resources.files("kg").joinpath("lexicons", "common_characters.txt").read_text(encoding="utf-8")
    return frozenset("".join(line for line in text.splitlines() if not line.startswith("#")))


def _common_share(text: str) -> float:
    """Share of the commonest Chinese characters among all that are not ASCII."""
    wide = [character for character in text[:50_000] if character > "\x7f"]
    return sum(character in _common_characters() for character in wide) / len(wide) if wide else 0.0


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _as_given(data: bytes, encoding: str, path: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
        text = data.decode(name)
    except LookupError:
        raise ReadError(path, f"there is no encoding {encoding!r}", "give utf-8, gb18030, big5…") from None
    except UnicodeDecodeError as error:
        raise ReadError(path, f"the file is not in {encoding}", _GIVE_RIGHT, f"byte {error.start}") from None
    if len(_HAN.findall(text[:5000])) > 20 and _common_share(text) < _COMMON_SHARE:
        raise ReadError(path, f"read as {encoding} the text is not Chinese", _GIVE_RIGHT)
    return Decoded(text, name)


def _detected(data: bytes, path: str) -> Decoded:
    for bom, name in _BOMS:
        if data.startswith(bom) and (text := _try(data, name)) is not None:
            return Decoded(text, name)
    if (text := _try(data, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    names = ["gb18030", "big5", "big5hkscs"]
    if declared := _DECLARED.search(data[:4096]):
        label = declared.group(1).decode("ascii", "replace").lower()
        names.insert(0, _SUPERSETS.get(label, label))
    readings = [(name, text) for name in names if (text := _try(data, name)) is not None]
    share, _, name, text = max(
        ((_common_share(text), -index, name, text) for index, (name, text) in enumerate(readings)),
        default=(0.0, 0, "", ""),
    )
    if share >= _COMMON_SHARE:
        return Decoded(text, name)
    if len(_CONTROL.findall(data[:50_000])) * 50 > min(len(data), 50_000):
        raise ReadError(path, *_BINARY)
    mend = "give the encoding, or save the file as UTF-8"
    raise ReadError(path, "its encoding is neither UTF-8 nor GB18030 nor Big5", mend, f"byte {_first_bad_byte(data)}")


def _first_bad_byte(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def decode(data: bytes, encoding: str | None, path: str) -> Decoded:
    """The text of a file's bytes.

    Without an ``encoding``, a byte order mark, UTF-8, the encoding that an HTML page declares, GB18030 and Big5 are
    tried; among the last three the one that gives most of the commonest characters is taken. A byte order mark stays as
    the first character. Raises :class:`ReadError` for an empty or binary file and for a wrong or unknown encoding.
    """
    if not data.strip(b"\x00\t\n\r\x0b\x0c \xef\xbb\xbf"):
        raise ReadError(path, "the file is empty", "give a file with a story in it")
    text, name = _as_given(data, encoding, path) if encoding else _detected(data, path)
    if name == "utf-8-sig" and data.startswith(codecs.BOM_UTF8):
        text = "\ufeff" + text
    if len(_CONTROL.findall(data[:50_000])) * 4 > min(len(data), 50_000) and not name.startswith(("utf-16", "utf-32")):
        raise ReadError(path, *_BINARY)
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), name)


def check_chinese(text: str, path: str, place: str = "") -> None:
    """Raise :class:`ReadError` if there is no Chinese in a text (or if it is Japanese)."""
    sample = text[:1_000_000]
    han = len(_HAN.findall(sample))
    if han == 0 or len(_KANA.findall(sample)) * 4 > han:
        raise ReadError(path, "there is no Chinese in it", "give a Chinese story, or its right encoding", place)
