"""Words out of the lexicons: the lists of ``word_lists.tsv``, verbs by their frames, surnames of one character."""

from __future__ import annotations

from functools import cache

from kg.lexicons import LexiconError, load_table


@cache
def endings(name: str) -> tuple[str, ...]:
    """The words of a list in file order, for ``str.endswith`` and for rules that try one after the other.

    Raises :class:`~kg.lexicons.LexiconError` where there is no such list.
    """
    found = tuple(word for row in load_table("word_lists") if row["list"] == name for word in row["words"].split())
    if not found:
        raise LexiconError(f"kg/lexicons/word_lists.tsv: no list {name!r}; add a line for it")
    return found


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list as a set; raises as :func:`endings` does."""
    return frozenset(endings(name))


@cache
def framed_verbs(*slots: str, predicate: str | None = None) -> frozenset[str]:
    """The verbs of ``frames.tsv`` with a frame of one of these slots, and of this predicate where one is named."""
    return frozenset(
        row["verb"] for row in load_table("frames") if row["slot"] in slots and predicate in (None, row["predicate"])
    )


@cache
def short_surnames() -> frozenset[str]:
    """The surnames of ``surnames.tsv`` that have one character."""
    rows = load_table("surnames")
    column = next(iter(rows[0]))
    return frozenset(row[column] for row in rows if len(row[column]) == 1)
