"""Counts that stand apart from the noun that they count: 两位受伤较轻的男子, 帐篷500顶."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from kg.extract.phrases import Phrase
from kg.extract.quantities import Quantity
from kg.extract.tokens import Tokens
from kg.lexicons import load_table

_MARKS = re.compile(r"[，。；：！？、”\n]")
_LAID = ("路", "渠", "道", "堤", "沟", "管", "墙", "栏", "网", "街", "线", "坝")
"""Last characters of what is laid out over some length."""
_REACH = 16
"""Characters of the relative clause between a count and its people."""


@cache
def _measured_properties() -> frozenset[str]:
    return frozenset(row["noun"] for row in load_table("measures"))


def attach_counts(phrases: list[Phrase], tokens: Tokens, counts: Mapping[int, tuple[Quantity, int]]) -> None:
    """Give phrases, in place, the counts that a relative clause parts from them, or that stand behind them.

    ``counts`` are quantities by their first token, with the token behind them.
    """
    attached = {phrase.count.start for phrase in phrases if phrase.count is not None}
    starts = [phrase.start for phrase in phrases]
    for quantity, last in counts.values():
        if quantity.start in attached or quantity.kind != "count" or not quantity.text.endswith(("名", "位", "个")):
            continue
        number = bisect_right(starts, quantity.end)
        while number < len(phrases) and starts[number] <= quantity.end + _REACH:
            if _is_parted(phrases[number], tokens, last):
                phrases[number] = _counted(phrases[number], quantity)
                break
            number += 1
    _attach_behind(phrases, tokens, counts)


def _is_parted(phrase: Phrase, tokens: Tokens, last: int) -> bool:
    """Whether nothing but a relative clause parts a phrase from the count that ends before a token."""
    if phrase.type not in ("Person", "Group") or phrase.count is not None or phrase.personal:
        return False
    between = tokens.between(last, phrase.first)
    return between.endswith("的") and _MARKS.search(between) is None


def _counted(phrase: Phrase, quantity: Quantity) -> Phrase:
    return replace(
        phrase,
        count=quantity,
        text=quantity.text + phrase.text,
        short=phrase.text,
        type="Person" if quantity.value == 1 else "Group",
    )


def _attach_behind(phrases: list[Phrase], tokens: Tokens, counts: Mapping[int, tuple[Quantity, int]]) -> None:
    """A count behind its noun: 帐篷500顶, 老人近900名."""
    attached = {phrase.count.start for phrase in phrases if phrase.count is not None}
    firsts = {phrase.first for phrase in phrases}
    by_last = {phrase.last: number for number, phrase in enumerate(phrases)}
    for first, (quantity, last) in counts.items():
        number = by_last.get(first)
        if number is None or quantity.start in attached or last in firsts or not _is_closed(tokens, last):
            continue
        phrase = phrases[number]
        if quantity.kind not in ("count", "measure") and not (quantity.kind == "money" and phrase.type == "Goods"):
            continue
        if phrase.count is not None or phrase.form == "pronoun" or phrase.personal:
            continue
        if phrase.definite and phrase.first + 1 == phrase.last:
            # 全书120万字: what was told of before has so many.
            continue
        sited = phrase.type in ("Place", "Organization") and not _is_laid(phrase, quantity)
        if not sited and phrase.text not in _measured_properties():
            phrases[number] = replace(phrase, last=last, count=quantity, short=phrase.text)


def _is_laid(phrase: Phrase, quantity: Quantity) -> bool:
    """农村公路180公里: what is laid out is a place that is counted by its length."""
    return phrase.form == "nominal" and quantity.text.endswith(("公里", "米", "千米")) and phrase.text.endswith(_LAID)


def _is_closed(tokens: Tokens, at: int) -> bool:
    """Whether nothing that could be counted stands at a token."""
    if at >= len(tokens):
        return True
    return tokens.tags[at] in ("w", "c", "v", "u", "p", "d") or "\n" in tokens.texts[at]
