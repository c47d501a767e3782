"""Punctuation of Chinese text in its Chinese width, quotation marks in pairs, idle white space left out."""

from __future__ import annotations

import re

from kg.model import Repair
from kg.text import Edit, MappedText

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇"
_WIDE = f"{HAN}\u3001-\u3020\uff01-\uff0f\uff1a-\uff1f“”‘’…—·"
_ADDRESS = re.compile(
    rf"(?:https?://|ftp://|www\.)[^\s{_WIDE}<>\"']+|[\w.+-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]{{1,64}})+",
    re.ASCII | re.IGNORECASE,
)
_TIME_GLUED = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|(?:19|20)\d\d年\d{1,2}月\d{1,2}日)"
    r"[ T]?\d{1,2}[:：]\d\d(?:[:：]\d\d)?"
    rf"(?=\d{{1,2}}[月日时]|\d{{4}}年|[{HAN}“‘「])"
)
_DATE_GLUED = re.compile(rf"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?=\d{{1,2}}月|[{HAN}“「])")
_WIDTHS = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_FORMS = str.maketrans(
    "﹐﹑﹒﹔﹕﹖﹗﹙﹚｡､｢｣﹁﹂﹃﹄〝〞〟＂＇•‧・･∙", "，、。；：？！（）。、「」「」『』“””\"'·····"
)  # fmt: skip
_MARKS = re.compile("[\n,;:!?()\"'，：．.「」『』“”‘’]")
_DOTS = re.compile(r"\.{3,12}|。{2,12}|·{3,12}|(?<!…)…(?!…)|…{3,12}|、{3,12}")
_DASHES = re.compile(rf"(?<=[{_WIDE}])(?:--|－－|――|──|━━)(?=[{_WIDE}])")
_INDENT = re.compile(r"(?<=[^\s])[ ]*\u3000[ \u3000]*\u3000[ ]*(?=\S)|(?<=[^\s])[ ]{4,}(?=[^\s])")
_CLOSERS = "”’）】》"


def _is_wide(character: str) -> bool:
    return bool(character) and (
        "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or "\u3001" <= character <= "\u3020"
        or "\uff01" <= character <= "\uff0f" or "\uff1a" <= character <= "\uff1f" or character in "“”‘’…—·〇"
        or "\U00020000" <= character <= "\U000323af"
    )  # fmt: skip


def separate(text: MappedText) -> tuple[MappedText, list[Repair]]:
    """Put a space between a date-time and what is glued to it (``08:233月10日``), a line end for an inner indent."""
    repairs: list[Repair] = []
    edits = {match.end() for pattern in (_TIME_GLUED, _DATE_GLUED) for match in pattern.finditer(text.text)}
    for at in sorted(edits):
        raw = text.starts[at]
        repairs.append(Repair("glued-time", raw, raw, "", " ", 1, "a date-time and what follows it"))
    text = text.edit(Edit(at, at, " ") for at in sorted(edits))
    breaks = [Edit(match.start(), match.end(), "\n") for match in _INDENT.finditer(text.text)]
    for edit in breaks:
        raw_start, raw_end = text.raw_span(edit.start, edit.end)
        repairs.append(Repair("paragraph", raw_start, raw_end, text.text[edit.start : edit.end], "\n"))
    return (text.edit(breaks) if breaks else text), repairs


class _Quotes:
    """The quotation marks that are open in a paragraph, each with the mark that opened it."""

    def __init__(self) -> None:
        self.open: list[tuple[str, str]] = []

    def opened(self, source: str) -> str:
        mark = "‘" if self.open and self.open[-1][0] == "“" else "“"
        self.open.append((mark, source))
        return mark

    def closed(self) -> str:
        return "’" if self.open and self.open.pop()[0] == "‘" else "”"

    def opened_by(self, source: str) -> bool:
        return bool(self.open) and self.open[-1][1] == source

    def seen(self, mark: str) -> None:
        if mark in "“‘":
            self.open.append((mark, mark))
        elif self.open and self.open[-1][0] == ("“" if mark == "”" else "‘"):
            self.open.pop()


def _neighbours(string: str, at: int) -> tuple[str, str]:
    """The characters around a position, one space beside it skipped; empty at the ends of a line."""
    before = string[at - 2 : at - 1] if at > 1 and string[at - 1] == " " else string[max(0, at - 1) : at]
    after = string[at + 2 : at + 3] if string[at + 1 : at + 2] == " " else string[at + 1 : at + 2]
    return before.strip("\n"), after.strip("\n")


def _straight(quotes: _Quotes, mark: str, before: str, after: str) -> str:
    """A straight quotation mark by what is open and what stands around it; Latin text keeps its own."""
    if quotes.opened_by(mark):
        return quotes.closed()
    beside_latin = before.isascii() and before.isalnum()
    if mark == "'" and (beside_latin or not (_is_wide(before) or _is_wide(after))):
        return mark
    within_latin = before.strip() and after.strip() and before.isascii() and after.isascii()
    if within_latin and not quotes.open:
        return mark
    if mark == '"' and any(source == mark for _, source in quotes.open):
        return quotes.closed()
    return quotes.opened(mark)


def _corner(quotes: _Quotes, mark: str) -> str:
    return quotes.opened(mark) if mark in "「『" else quotes.closed()


def _width(string: str, at: int, mark: str) -> str:
    """Full width next to Chinese, plain between digits."""
    before, after = string[at - 1 : at], string[at + 1 : at + 2]
    if before.isascii() and before.isdigit() and after.isascii() and after.isdigit():
        return {"，": ",", "：": ":", "．": "."}.get(mark, mark)
    if mark in ".．":
        return _stop(string, at, mark)
    return _WIDTHS[mark] if mark in _WIDTHS and (_is_wide(before) or _is_wide(after)) else mark


def _stop(string: str, at: int, mark: str) -> str:
    """A dot that closes a sentence: at the end of a paragraph or quotation, between Chinese where no 。 is used."""
    before, after = string[at - 1 : at], string[at + 1 : at + 2]
    closes = not after.strip() or after in '”’」』"'
    sentence = any("\u3400" <= c <= "\u9fff" for c in string[max(0, at - 10) : at])
    if closes and sentence and not before.isspace() and before not in "。….":
        return "。"
    return "。" if "\u3400" <= before <= "\u9fff" and "\u3400" <= after <= "\u9fff" and "。" not in string else mark


def _brackets(string: str, protected: list[tuple[int, int]]) -> dict[int, str]:
    """Which ASCII brackets become full width: pairs that hold or touch Chinese, within one line."""
    found: dict[int, str] = {}
    stack: list[int] = []
    for match in re.finditer(r"[()\n（）]", string):
        at, mark = match.start(), match.group()
        if mark == "\n":
            stack.clear()
        elif mark in "(（":
            stack.append(at)
        elif stack:
            opening = stack.pop()
            around = string[opening - 1 : opening], string[at + 1 : at + 2]
            inside = string[opening + 1 : min(at, opening + 200)]
            if string[opening] == "（" or mark == "）" or any(map(_is_wide, (*around, *inside))):
                found[opening], found[at] = "（", "）"
    return {at: mark for at, mark in found.items() if string[at] in "()"}


def widen(text: MappedText) -> tuple[MappedText, list[Repair]]:
    """Commas, stops, brackets and quotation marks as Chinese writes them, one to one; numbers and addresses stay.

    Quotation marks are paired within a paragraph: ``「『』」`` and straight ones become “‘’”.
    """
    string = text.text.translate(_FORMS)
    protected = [match.span() for match in _ADDRESS.finditer(string)]
    brackets = _brackets(string, protected)
    characters = list(string)
    quotes = _Quotes()
    address = 0
    for match in _MARKS.finditer(string):
        at, mark = match.start(), match.group()
        while address < len(protected) and protected[address][1] <= at:
            address += 1
        if mark == "\n":
            quotes = _Quotes()
        elif mark in "“”‘’":
            quotes.seen(mark)
        elif mark in "「」『』":
            characters[at] = _corner(quotes, mark)
        elif address < len(protected) and protected[address][0] <= at:
            continue
        elif mark in "\"'":
            characters[at] = _straight(quotes, mark, *_neighbours(string, at))
        elif mark in "()":
            characters[at] = brackets.get(at) or (_width(string, at, mark) if at not in brackets else mark)
        else:
            characters[at] = _width(string, at, mark)
    widened = "".join(characters)
    changed = [index for index, (old, new) in enumerate(zip(text.text, widened, strict=True)) if old != new]
    repairs: list[Repair] = []
    if changed:
        raw_start, raw_end = text.starts[changed[0]], text.ends[changed[-1]]
        repairs.append(Repair("punctuation", raw_start, raw_end, "", "", len(changed), "width and quotation marks"))
    return _ellipses(text.translated(widened)), repairs


def _ellipses(text: MappedText) -> MappedText:
    edits = []
    for match in _DOTS.finditer(text.text):
        around = text.text[match.start() - 1 : match.start()], text.text[match.end() : match.end() + 1]
        if match.group()[0] != "." or any(map(_is_wide, around)):
            edits.append(Edit(match.start(), match.end(), "……"))
    text = text.edit(edits) if edits else text
    return text.translated(_DASHES.sub("——", text.text))


_SPACE = re.compile(r"[ \u3000]+")
_STOPS = frozenset("，。、；：！？…—·】〉》")


def close_up(line: MappedText, keep: list[tuple[int, int]]) -> MappedText:
    """Without white space next to Chinese; inside the ``keep`` spans, and between Latin words, one space stays."""
    edits: list[Edit] = []
    string = line.text
    for match in _SPACE.finditer(string):
        start, end = match.span()
        before, after = string[start - 1 : start], string[end : end + 1]
        kept = any(left <= start and end <= right for left, right in keep)
        beside_stop = before in _STOPS or after in _STOPS
        if beside_stop or (not kept and (_is_wide(before) or _is_wide(after))):
            edits.append(Edit(start, end, ""))
        elif match.group() != " ":
            edits.append(Edit(start, end, " "))
    return line.edit(edits) if edits else line
