"""Personal names that the segmenter cut or missed.

A name is whole where a title stands behind it (何/书金研究员), where a middle dot joins its parts (赛·考斯基), or where
the story writes it the same way each time (祁松/年 is a name if 祁松 never stands without 年).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.extract import nouns
from kg.lexicons.lists import words

_NEVER_IN_NAMES = words("never_in_name")
_NEVER_LAST = words("never_last_in_name")
_SPEAKS = words("speaks_behind_name")
_NAME_PARTS = frozenset(("PER", "nz", "n", "LOC", "xc", "nw"))


def personal_names(doc: Doc) -> list[tuple[int, int]]:
    """Text offsets of the repaired names, sorted, none inside another."""
    found = {*_foreign(doc), *_titled(doc), *_consistent(doc)}
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _foreign(doc: Doc) -> Iterator[tuple[int, int]]:
    """Names written with a middle dot: 赛·考斯基."""
    index = 1
    while index < len(doc) - 1:
        first, last = index - 1, index
        while last + 1 < len(doc) and doc[last].text == "·" and _may_be_part(doc[last + 1]):
            last += 2
        parts = [doc[i] for i in range(first, last, 2)]
        if len(parts) > 1 and _may_be_part(parts[0]) and any(part.tag_ == "PER" for part in parts):
            yield parts[0].idx, parts[-1].idx + len(parts[-1])
        index = max(index + 1, last)


def _may_be_part(token: Token) -> bool:
    return token.tag_ in _NAME_PARTS and token.text not in ("·", "的")


def _chinese(text: str) -> bool:
    return bool(text) and all("\u4e00" <= c <= "\u9fff" for c in text)


def _titled(doc: Doc) -> Iterator[tuple[int, int]]:
    """何/书金研究员 and 刘彦/随研究员 are cut; 东北大学/修春亮/教授 is taken for a verb."""
    for index in range(1, len(doc) - 1):
        behind = doc[index + 1]
        role = nouns.role_of(behind.text)
        if role is None or not role.after or role.head != behind.text or behind.tag_ != "n":
            continue
        token, before = doc[index], doc[index - 1]
        if token.tag_ == "PER" or not _chinese(token.text):
            continue
        if token.text in _NEVER_IN_NAMES or nouns.role_of(token.text) is not None:
            continue
        if before.tag_ == "PER" and len(before) + len(token) <= 3 and nouns.is_surname(before.text[0]):
            yield before.idx, token.idx + len(token)
        elif (
            before.tag_ == "ORG"
            and 2 <= len(token) <= 3
            and nouns.is_surname(token.text[0])
            and token.tag_ in ("v", "nz", "a", "d")
        ):
            yield token.idx, token.idx + len(token)


def _consistent(doc: Doc) -> Iterator[tuple[int, int]]:
    """Names whose missing character stands beside them wherever they stand."""
    whole: dict[str, str] = {}
    for token in doc:
        if token.tag_ in ("PER", "LOC") and 1 <= len(token) <= 2 and _chinese(token.text):
            name = _grown_right(doc, token) or _grown_left(doc, token)
            if name is not None:
                whole.setdefault(token.text, name)
    for part, name in whole.items():
        at = doc.text.find(name)
        while at >= 0:
            yield at, at + len(name)
            at = doc.text.find(name, at + len(name))
        del part


def _grown_right(doc: Doc, token: Token) -> str | None:
    """祁松 + 年: a surname and one given character, followed by the same single word each time."""
    if token.tag_ != "PER" or not nouns.is_surname(token.text[0]) or token.i + 1 >= len(doc):
        return None
    following = doc[token.i + 1]
    if following.tag_ == "TIME" and following.text[0] in "年月日" and len(token) == 2:
        return token.text + following.text[0]
    if len(following) + len(token) > 3 or not _chinese(following.text) or following.tag_ in ("w", "PER"):
        return None
    name = token.text + following.text
    times, alone = doc.text.count(name), doc.text.count(token.text)
    if times != alone:
        return None
    behind = doc[token.i + 2] if token.i + 2 < len(doc) else None
    titled = token.i > 0 and nouns.role_of(doc[token.i - 1].text) is not None
    ends = behind is None or behind.tag_ in ("v", "w", "p", "d", "c")
    if times >= 2 and following.text not in _NEVER_LAST:
        return name
    if titled and behind is not None and behind.text in _SPEAKS and len(following) == 1:
        return name
    if (
        titled
        and ends
        and following.text not in _NEVER_LAST
        and following.tag_ not in ("v", "p", "d", "c", "u", "f", "r")
    ):
        return name
    return None


def _grown_left(doc: Doc, token: Token) -> str | None:
    """向 + 大兴: a given name, after the same surname each time."""
    if len(token) != 2 or token.i == 0 or nouns.name_suffix(token.text) is not None:
        return None
    before = doc[token.i - 1]
    if len(before) != 1 or not nouns.is_surname(before.text) or before.tag_ in ("PER", "w", "n", "q", "m"):
        return None
    if token.tag_ == "PER" and nouns.is_surname(token.text[0]) and before.text in "和与及向对":
        return None
    name = before.text + token.text
    described = token.i > 1 and nouns.person_number(doc[token.i - 2].text) is not None
    if token.tag_ == "PER" and described and before.tag_ in ("p", "c") and not nouns.is_surname(token.text[0]):
        return name
    return name if doc.text.count(name) == doc.text.count(token.text) >= 2 else None
