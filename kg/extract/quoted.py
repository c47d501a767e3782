"""A text as the rules for speech see it: words, quoted stretches, and where clauses and sentences end.

Offsets are text offsets: simplified characters, quotation marks “” and ‘’ in pairs, one paragraph a line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc

Span = tuple[int, int]


class Word(NamedTuple):
    """A word with its text offsets and the segmenter's tag.

    A title in 《》, and a foreign name with its dots (玛丽亚·洛佩斯), is one word here.
    """

    start: int
    end: int
    text: str
    tag: str


_GLUED = re.compile(r"^([肩头手胸]|[他她我]们?)((?:还|也|又|都)?(?:说|道|称|表示|认为|问|告诉))$")
"""What the segmenter takes for one word: 拍着他的肩说, 她说."""


def _words(doc: Doc) -> list[Word]:
    words: list[Word] = []
    text = doc.text
    tokens = [token for token in doc if not token.is_space]
    index = 0
    while index < len(tokens):
        token = tokens[index]
        stop = _unit_end([t.text for t in tokens[index : index + 40]], [t.tag_ for t in tokens[index : index + 40]])
        end = tokens[index + stop - 1].idx + len(tokens[index + stop - 1].text)
        tag = token.tag_ if stop == 1 else ("nw" if token.text in "《〈" else "PER")
        split = _GLUED.match(token.text)
        if split:
            middle = token.idx + len(split[1])
            words.append(Word(token.idx, middle, split[1], "n" if split[1] in "肩头手胸" else "r"))
            words.append(Word(middle, end, split[2], "v"))
        else:
            words.append(Word(token.idx, end, text[token.idx : end], tag))
        index += stop
    return words


def _unit_end(texts: Sequence[str], tags: Sequence[str]) -> int:
    """How many tokens from the first one on make one word."""
    if texts[0] in "《〈":
        closing = "》" if texts[0] == "《" else "〉"
        return texts.index(closing) + 1 if closing in texts else 1
    stop = 1
    while tags[0] in ("PER", "nr") and stop + 1 < len(texts) and texts[stop] in "·・•" and tags[stop + 1] != "w":
        stop += 2
    return stop


FINAL = "。！？!?…～"
CLAUSE_MARKS = "，；：。！？!?\n…—\ue000"
SENTENCE_MARKS = "。！？!?\n\ue000"


# --- the text and its parts -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text between quotation marks: ``open`` is the mark, ``close`` the offset behind the closing one."""

    open: int
    start: int
    end: int
    close: int
    continued: bool = False


def _stretches(text: str) -> list[Stretch]:
    """The outermost quoted stretches; a mark that is not closed ends with its paragraph."""
    found: list[Stretch] = []
    position = 0
    while position < len(text):
        if text[position] in "“‘":
            stretch = _read_stretch(text, position, found[-1] if found else None)
            found.append(stretch)
            position = max(stretch.close, position + 1)
        else:
            position += 1
    return [stretch for stretch in found if stretch.start < stretch.end]


def _read_stretch(text: str, mark: int, before: Stretch | None) -> Stretch:
    opening, closing = text[mark], "”" if text[mark] == "“" else "’"
    depth, position = 1, mark + 1
    while position < len(text) and text[position] != "\n":
        if text[position] == opening:
            depth += 1
        elif text[position] == closing:
            depth -= 1
            if not depth:
                return _trimmed(text, mark, position, position + 1, _goes_on(text, mark, before))
        position += 1
    return _trimmed(text, mark, position, position, _goes_on(text, mark, before))


def _goes_on(text: str, mark: int, before: Stretch | None) -> bool:
    """An opening mark at a paragraph's head repeats the one that the paragraph before left open."""
    if before is None or (before.end != before.close and text[before.close - 1] in "”’"):
        return False
    return not text[before.close : mark].strip() and text[mark] == text[before.open]


def _trimmed(text: str, mark: int, end: int, close: int, continued: bool) -> Stretch:
    start = mark + 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Stretch(mark, start, end, close, continued)


class Layout:
    """The text, its words, its quoted stretches, and where clauses and sentences end outside of them."""

    def __init__(self, doc: Doc) -> None:
        self.text: str = doc.text
        self.tokens: list[Word] = _words(doc)
        self.starts = [word.start for word in self.tokens]
        self.stretches = _stretches(self.text)
        self.speech: frozenset[Stretch] = frozenset(s for s in self.stretches if _looks_spoken(self.text, s))
        self.mask = self._mask()

    def decide(self, speech: Sequence[Stretch]) -> None:
        """Fix which stretches are speech."""
        self.speech = frozenset(speech)
        self.mask = self._mask()

    def _mask(self) -> str:
        """The text with speech blanked out, and no clause marks inside other stretches, numbers and brackets."""
        characters = list(self.text)
        for match in re.finditer(r"(?<=\d)[：，:,](?=\d)|[（(][^（）()\n]{0,60}[）)]", self.text):
            characters[match.start() : match.end()] = "\ue001" * len(match.group())
        for stretch in self.stretches:
            if stretch in self.speech:
                characters[stretch.open : stretch.close] = "\ue000" * (stretch.close - stretch.open)
            else:
                inside = re.sub(r"[，；：。！？!?…—]", "\ue001", self.text[stretch.start : stretch.end])
                characters[stretch.start : stretch.end] = inside
        return "".join(characters)

    def words(self, start: int, end: int) -> list[Word]:
        """The words that lie inside a span, remarks in brackets left out."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end)
        return [t for t in self.tokens[first:last] if t.end <= end and self.mask[t.start] != "\ue001"]

    def clause_start(self, position: int) -> int:
        """Offset behind the clause mark before ``position``."""
        while position > 0 and self.mask[position - 1] not in CLAUSE_MARKS:
            position -= 1
        return position

    def clause_end(self, position: int) -> int:
        """Offset of the clause mark at or behind ``position``."""
        while position < len(self.mask) and self.mask[position] not in CLAUSE_MARKS:
            position += 1
        return position

    def sentence_start(self, position: int) -> int:
        """Offset behind the sentence mark before ``position``."""
        while position > 0 and self.mask[position - 1] not in SENTENCE_MARKS:
            position -= 1
        return position

    def sentence_end(self, position: int) -> int:
        """Offset of the sentence mark at or behind ``position``."""
        while position < len(self.mask) and self.mask[position] not in SENTENCE_MARKS:
            position += 1
        return position

    def paragraph(self, position: int) -> Span:
        """The line around an offset."""
        end = self.text.find("\n", position)
        return self.text.rfind("\n", 0, position) + 1, len(self.text) if end < 0 else end

    def clauses(self, start: int, end: int) -> Iterator[Span]:
        """The clauses of a span, without their marks."""
        position = start
        while position < end:
            stop = min(self.clause_end(position), end)
            if stop > position:
                yield position, stop
            position = stop + 1

    def skip(self, position: int, characters: str) -> int:
        """The first offset from ``position`` on that holds none of ``characters`` and no blank."""
        while position < len(self.text) and self.text[position] in characters + " \u3000":
            position += 1
        return position

    def back(self, position: int, characters: str = "") -> int:
        """As :meth:`skip`, towards the beginning."""
        while position > 0 and self.text[position - 1] in characters + " \u3000":
            position -= 1
        return position


def _looks_spoken(text: str, stretch: Stretch) -> bool:
    inside = text[stretch.start : stretch.end]
    if inside[-1] in FINAL + "，" or re.search(r"[。！？]", inside):
        return not mentioned(text, stretch)
    return len(inside) >= 15 and "，" in inside and not mentioned(text, stretch)


_MENTION_AFTER = re.compile(
    r"(的(?!是)|等|之|字样|成为|成了|作为|为题|为主题|为名|二字|两个字|四个字|几个字|一词|一句|这[句个种样一]|式|化|型|时|后|来(谢绝|婉拒|推辞)?)"
)
_MENTION_BEFORE = re.compile(
    r"(名为|取名|命名为|命名|更名为|称为|称作|称之为|叫做|叫作|誉为|题为|写着|写有|印着|印有|刻着|挂着|贴着|主题为|口号是|口号|标语|横幅"
    r"|题：|题|所谓的?|俗称|简称|人称|绰号|昵称|外号|被称|荣获|授予|评为|围绕|主题|作为|当作|视为|看作|成为|变成|实现|打造|坚持|践行|开展"
    r"|弘扬|秉承|秉持|获得|获|推出|启动|的|和|与|及|、|以|从|在|对|为|把|将|用)$"
)


def mentioned(text: str, stretch: Stretch) -> bool:
    """Whether the words around treat the stretch as a name or a wording."""
    before = text[max(0, stretch.open - 8) : stretch.open].rstrip()
    after = text[stretch.close : stretch.close + 24].lstrip()
    if before.endswith("：") and not before.endswith("题："):
        return bool(re.match(r"的(?!是)", after))
    if _MENTION_BEFORE.search(before):
        return True
    return bool(_MENTION_AFTER.match(after)) and not re.match(
        r"这是|这[句封]话?是[^，。]*[写说]的|时(而|不时|任|隔|刻)|后(勤|来)|来自|等(待|候)|之(前|后|所以)", after
    )
