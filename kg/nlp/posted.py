"""Names of people behind a post or a noun for people, which LAC cuts at a character that is also another word.

LAC reads 主任/石万/有/、 and 书记/颜如/洗/7日. What may be a name there is known by its surname, by its length and
by what stands behind it; whether it is one, the network's own scores decide: reading it as one name must cost little
against LAC's best reading of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from kg.lexicons import load_table
from kg.lexicons.lists import endings, short_surnames, words
from kg.nlp.dictionary import is_word

_GIVEN = 2
"""Characters of the longest given name behind a Chinese surname."""
_SURE, _LIKELY, _LONGER, _COMMON = 13.0, 6.0, 1.5, 2.5
"""The most that a name may cost: with a mark or a verb of speech behind it, with another word, where LAC reads a
shorter name, and where the dictionary knows it for another word."""
_NEVER_LAST = words("never_last_in_name")
_CLOSED = frozenset("和与及从向对为以于之而但并或被把将让给")
"""What joins or governs: it is the end of a name where no word follows that it could join."""
_GOES_ON = frozenset("向在对为将把被从与和的也都已曾正就则还带因用以不没未每")
"""What may stand behind a name and joins, governs or limits."""
_MARK = re.compile(r"[、，。；：（）！？“”」\n]|[0-9]+[日时]|\Z")
_REPORTING = words("speaks_behind_name") | words("reports_behind_name")
_REPORTS = re.compile("|".join(sorted(map(re.escape, _REPORTING))))


class Candidate(NamedTuple):
    """A stretch that may be a name."""

    start: int
    end: int
    most: float
    """What reading it as a name may cost at most."""


@cache
def _heads() -> re.Pattern[str]:
    heads = {row["head"] for row in load_table("roles")} | {row["noun"] for row in load_table("person_nouns")}
    heads |= {row["noun"] for row in load_table("kinship")}
    longest_first = sorted((head for head in heads if len(head) >= 2), key=lambda head: (-len(head), head))
    return re.compile("|".join(map(re.escape, longest_first)) + "|(?<=岁的)")


@cache
def _long_surnames() -> frozenset[str]:
    rows = load_table("surnames")
    column = next(iter(rows[0]))
    found = {row[column] for row in rows if len(row[column]) > 1}
    return frozenset(found | words("japanese_surname") | words("yi_surname") | words("tibetan_name"))


def candidates(text: str, start: int, end: int, known: frozenset[tuple[int, int]]) -> Iterator[Candidate]:
    """What may be a name behind a noun for people in a sentence; ``known`` are the names that LAC finds there."""
    for head in _heads().finditer(text, start, end):
        first = head.end()
        size = next((n for n in (3, 2) if text[first : first + n] in _long_surnames()), 0)
        size = size or int(text[first : first + 1] in short_surnames())
        read = max((stop for begin, stop in known if begin == first), default=first)
        if not size or read - first > size + 1:
            continue
        for stop in range(max(first + size, read) + 1, min(first + size + _GIVEN, end) + 1):
            most = _most(text, first, stop, end, read)
            if most > 0 and _is_chinese(text[first:stop]):
                yield Candidate(first, stop, most)


def _most(text: str, first: int, stop: int, end: int, read: int) -> float:
    """What the name ``text[first:stop]`` may cost, of which LAC reads the part up to ``read``; 0 where it is none."""
    name, last = text[first:stop], text[stop - 1]
    sure = _MARK.match(text, stop, end) is not None or _REPORTS.match(text, stop, end) is not None
    if last == "某" or name[1:] in _ASIDE or _heads().fullmatch(name[1:]):
        return 0.0
    if last in _NEVER_LAST and last not in _CLOSED:
        return 0.0
    if read > first and (_MARK.match(text, read, end) or _REPORTS.match(text, read, end)):
        return 0.0
    if is_word(name):
        return _COMMON if _REPORTS.match(text, stop, end) else 0.0
    if sure:
        return _SURE
    bounded = text[stop] in _GOES_ON or is_word(text[stop : stop + 2])
    if not bounded or last in "和与及或并而但" or is_word(text[stop - 1 : stop + 1]):
        return 0.0
    return _LONGER if read > first or last in _CLOSED else _LIKELY


_ASIDE = frozenset(endings("address"))
"""What stands behind a surname and is no given name: 王老师."""


def _is_chinese(text: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in text)
