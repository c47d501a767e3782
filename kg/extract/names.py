"""Personal names that the segmenter cut or missed.

A name is whole where a title stands behind it (何/书金研究员), where a middle dot joins its parts (赛·考斯基), or where
the story writes it the same way each time (祁松/年 is a name if 祁松 never stands without 年).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from kg.extract import nouns
from kg.extract.tokens import Tokens
from kg.lexicons import load_table
from kg.lexicons.lists import words
from kg.nlp.dictionary import is_word

_NEVER_IN_NAMES = words("never_in_name")
_NEVER_LAST = words("never_last_in_name")
_SPEAKS = words("speaks_behind_name")
_NEVER_NAMES = frozenset(("v", "p", "d", "c", "u", "f", "r"))
"""Tags of words that are no part of a name told once."""
_STATE_POSTS = words("state_post")
_LONGEST_NAME = 3
_SURNAMED = re.compile("(.)姓")
_SHORT_FORM = "[男女翁妇嫌童](?![子性孩士生儿人工方星同友])"
"""What stands behind a surname in the short forms of Taiwan's reports, and no word goes on with."""
_APPOINTING = words("appointing_verb")
_GOES_ON = frozenset(("为", "任", "的", "、", "（", "同志", "担任", "兼任", "辞去", "和", "及"))
_NEVER_IN_MISSED = frozenset(("w", "p", "c", "u", "r", "m", "q", "f", "d", "TIME", "ORG", "xc"))
"""Tags of words that are no part of a name behind a title."""
_LEADERS = ("领导", "代表")
"""Nouns of several people that stand before lists of names."""
_NAME_PARTS = frozenset(("PER", "nz", "n", "LOC", "xc", "nw"))


def personal_names(tokens: Tokens) -> list[tuple[int, int]]:
    """Text offsets of the repaired names, sorted, none inside another."""
    told = {*_titled(tokens), *_behind_titles(tokens), *_statesmen(tokens)}
    found = {*_foreign(tokens), *told, *_Consistent(tokens).spans(), *_again(tokens, told), *_surnamed(tokens)}
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _again(tokens: Tokens, told: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The other places of names of three characters that a title told to be names."""
    text = tokens.text
    for name in sorted({text[start:end] for start, end in told if end - start == _LONGEST_NAME}):
        at = text.find(name)
        while at >= 0:
            yield at, at + len(name)
            at = text.find(name, at + len(name))


def _surnamed(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """李男 and 杜女, where somebody is told of as 李姓男子 or 杜姓女车主."""
    text = tokens.text
    surnames = {match.group(1) for match in _SURNAMED.finditer(text) if nouns.is_surname(match.group(1))}
    for surname in sorted(surnames):
        yield from (match.span() for match in re.finditer(f"{surname}{_SHORT_FORM}", text))


def _foreign(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Names written with a middle dot: 赛·考斯基."""
    texts, tags = tokens.texts, tokens.tags
    index = 1
    while index < len(texts) - 1:
        first, last = index - 1, index
        while last + 1 < len(texts) and texts[last] == "·" and _may_follow_dot(tokens, last + 1):
            last += 2
        parts = range(first, last, 2)
        if len(parts) > 1 and _may_be_part(tokens, first) and any(tags[part] == "PER" for part in parts):
            yield tokens.starts[first], tokens.ends[parts[-1]]
        index = max(index + 1, last)


def _may_be_part(tokens: Tokens, index: int) -> bool:
    return tokens.tags[index] in _NAME_PARTS and tokens.texts[index] not in ("·", "的")


def _may_follow_dot(tokens: Tokens, index: int) -> bool:
    """Whether a word may be a later part of a name with a dot: 买买提, which LAC takes for a verb."""
    text = tokens.texts[index]
    sounds = _is_chinese(text) and len(text) >= 2 and tokens.tags[index] in ("v", "a", "q", "ns", "s", "vn", "an")
    return _may_be_part(tokens, index) or (sounds and not is_word(text)) or _sounds_foreign(text)


@cache
def _sounds() -> frozenset[str]:
    return frozenset("".join(words("transliteration")))


def _sounds_foreign(text: str) -> bool:
    """Whether a word of two to six characters is written with those that stand for foreign sounds: 拜登."""
    return 2 <= len(text) <= 6 and all(character in _sounds() for character in text)


def _statesmen(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """总统/拜登: a foreign name behind a post of state that LAC takes for another word."""
    for index in range(len(tokens) - 1):
        if tokens.texts[index] not in _STATE_POSTS or tokens.tags[index + 1] in ("PER", "LOC", "ORG", "w"):
            continue
        text = tokens.texts[index + 1]
        behind = tokens.tags[index + 2] if index + 2 < len(tokens) else "w"
        if _sounds_foreign(text) and behind in ("w", "v", "p", "d", "c", "TIME", "ad"):
            yield tokens.starts[index + 1], tokens.ends[index + 1]


@cache
def _divisions() -> frozenset[str]:
    return frozenset(row["name"] for row in load_table("divisions"))


def _is_chinese(text: str) -> bool:
    return bool(text) and all("\u4e00" <= character <= "\u9fff" for character in text)


def _titled(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """何/书金研究员 and 刘彦/随研究员 are cut; 东北大学/修春亮/教授 is taken for a verb."""
    texts, tags = tokens.texts, tokens.tags
    for index in range(1, len(texts) - 1):
        if tags[index + 1] != "n" or not _is_title_behind(texts[index + 1]):
            continue
        text, before = texts[index], texts[index - 1]
        if tags[index] == "PER" or not _is_chinese(text):
            continue
        if (
            text in _NEVER_IN_NAMES
            or nouns.role_of(text) is not None
            or (tags[index] in ("v", "d", "a") and is_word(text))
        ):
            continue
        if tags[index - 1] == "PER" and len(before) + len(text) <= 3 and nouns.is_surname(before[0]):
            yield tokens.starts[index - 1], tokens.ends[index]
        verbal = tags[index] in ("v", "nz", "a", "d")
        if tags[index - 1] == "ORG" and verbal and 2 <= len(text) <= 3 and nouns.is_surname(text[0]):
            yield tokens.starts[index], tokens.ends[index]


def _is_title_behind(text: str) -> bool:
    """A role that is put behind names and says nothing else: 教授."""
    role = nouns.role_of(text)
    return role is not None and role.after and role.head == text


def _behind_titles(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """辅警/涂刚/5分钟内 is taken for a verb, 主任/纪怀山 for a place, 董事长/解立/群 is cut."""
    for index in range(len(tokens) - 1):
        appoints = tokens.texts[index] in _APPOINTING
        if not appoints and tokens.tags[index] not in ("n", "nz"):
            continue
        named = len(tokens.texts[index]) >= 2 and nouns.person_number(tokens.texts[index])
        if appoints or (named and (named != "many" or tokens.texts[index].endswith(_LEADERS))):
            missed = _is_appointed_name if appoints else _is_missed_name
            for last in (index + 2, index + 3):
                if missed(tokens, index + 1, last):
                    yield tokens.starts[index + 1], tokens.ends[last - 1]
                    break


def _is_appointed_name(tokens: Tokens, first: int, last: int) -> bool:
    """任命/闭/克勤/为: a surname and what follows it, up to a word that goes on from a name."""
    if last >= len(tokens) or any(tokens.spaced[first - 1 : last - 1]):
        return False
    name = tokens.between(first, last)
    good = 2 <= len(name) <= _LONGEST_NAME and _is_chinese(name) and nouns.is_surname(name[0])
    return good and name[-1] not in _NEVER_LAST and tokens.texts[last] in _GOES_ON and not is_word(name)


def _is_missed_name(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the one or two tokens behind a title are a name, by surname, length and the word behind them."""
    if last > len(tokens) or any(tokens.spaced[first - 1 : last - 1]):
        return False
    name, tags = tokens.between(first, last), tokens.tags[first:last]
    if not 2 <= len(name) <= _LONGEST_NAME or not _is_chinese(name) or not nouns.is_surname(name[0]):
        return False
    adverbial = tokens.texts[first] == "曾" and len(tags) == 2 and len(name) == 3 and not is_word(name[1:])
    if adverbial and last < len(tokens) and tokens.tags[last] in ("v", "p", "w", "d"):
        # 局长曾国卫: LAC takes the surname for the adverb.
        return name[-1] not in _NEVER_LAST and tokens.tags[first + 1] not in ("m", "d", "ad", "a", "TIME")
    if any(tag in _NEVER_IN_MISSED for tag in tags) or name[-1] in _NEVER_LAST or "PER" in tags:
        return False
    if tokens.texts[last : last + 1] == ["、"] and tokens.tags[last + 1 : last + 2] == ["PER"]:
        # 县领导/高/卫民/、冉静: the first of a list of names.
        return True
    behind = tokens.tags[last] if last < len(tokens) else "w"
    ends = behind in ("w", "TIME") or (last < len(tokens) and tokens.texts[last] in _SPEAKS)
    if tags == ["LOC"]:
        known = nouns.name_suffix(name) is not None or name in _divisions()
        return not known and len(name) == _LONGEST_NAME and (ends or behind in ("v", "p", "d", "c"))
    cut = len(tags) > 1
    if cut and (is_word(tokens.texts[first]) or (tags[0] == "v" and len(tokens.texts[first]) == 1)):
        return False
    return ends and not is_word(name)


class _Consistent:
    """Names whose missing character stands beside them wherever they stand."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        text = tokens.text
        self.counts = Counter(
            text[at : at + size] for size in range(1, _LONGEST_NAME + 1) for at in range(len(text) - size + 1)
        )
        """How often each string that is short enough for a name stands in the text."""

    def spans(self) -> Iterator[tuple[int, int]]:
        """Text offsets of all places where such names stand."""
        whole: dict[str, str] = {}
        for index, text in enumerate(self.tokens.texts):
            if self.tokens.tags[index] in ("PER", "LOC") and len(text) <= 2 and _is_chinese(text):
                name = self._grown_right(index) or self._grown_left(index)
                if name is not None:
                    whole.setdefault(text, name)
        names = set(whole.values())
        text = self.tokens.text
        for size in sorted({len(name) for name in names}):
            for at in range(len(text) - size + 1):
                if text[at : at + size] in names:
                    yield at, at + size

    def _grown_right(self, index: int) -> str | None:
        """祁松 + 年: a surname and one given character, followed by the same single word each time."""
        texts, tags = self.tokens.texts, self.tokens.tags
        text = texts[index]
        if tags[index] != "PER" or not nouns.is_surname(text[0]) or index + 1 >= len(texts):
            return None
        following, tag = texts[index + 1], tags[index + 1]
        if tag == "TIME" and following[0] in "年月日" and len(text) == 2:
            return text + following[0]
        name = text + following
        if len(name) > _LONGEST_NAME or not _is_chinese(following) or tag in ("w", "PER"):
            return None
        if self.counts[name] != self.counts[text]:
            return None
        last = following not in _NEVER_LAST
        if self.counts[name] >= 2 and last:
            return name
        titled = index > 0 and nouns.role_of(texts[index - 1]) is not None
        return name if titled and self._ends(index + 2, following, last and tag not in _NEVER_NAMES) else None

    def _ends(self, behind: int, given: str, may_be_name: bool) -> bool:
        """Whether the word at a token shows that a name ends before it."""
        if behind >= len(self.tokens):
            return may_be_name
        if self.tokens.texts[behind] in _SPEAKS and len(given) == 1:
            return True
        return may_be_name and self.tokens.tags[behind] in ("v", "w", "p", "d", "c", "TIME")

    def _grown_left(self, index: int) -> str | None:
        """向 + 大兴: a given name, after the same surname each time."""
        texts, tags = self.tokens.texts, self.tokens.tags
        text, personal = texts[index], tags[index] == "PER"
        if len(text) != 2 or index == 0 or nouns.name_suffix(text) is not None:
            return None
        before, tag = texts[index - 1], tags[index - 1]
        if len(before) != 1 or not nouns.is_surname(before) or tag in ("PER", "w", "n", "q", "m"):
            return None
        surnamed = personal and nouns.is_surname(text[0])
        if surnamed and before in "和与及向对":
            return None
        name = before + text
        described = index > 1 and nouns.person_number(texts[index - 2]) is not None
        if personal and not surnamed and described and tag in ("p", "c"):
            return name
        return name if self.counts[name] == self.counts[text] >= 2 else None
