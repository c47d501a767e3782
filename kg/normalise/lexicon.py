"""Tab-separated word lists of ``kg/lexicons``."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of ``kg/lexicons/<name>``; blank lines and lines that begin with ``#`` are left out."""
    text = resources.files("kg").joinpath("lexicons", name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return tuple(tuple(line.split("\t")) for line in lines)
