"""Case tables, value first: a line ``=`` gives what the texts after it hold, marked in them by 【】 and ⟨⟩."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

MARKS = re.compile(r"【([^】]*)】|⟨([^⟩]*)⟩")


def read_cases(path: Path) -> list[tuple[int, list[str], str]]:
    """Line number, expected value and marked text of every case."""
    cases, expected = [], [""]
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("="):
            expected = [cell.strip() for cell in line[1:].split("\t") if cell.strip()]
        elif line.strip() and not line.startswith("#"):
            cases.append((number, expected, line.rstrip("\t")))
    return cases


def valued_cases(path: Path, value: Callable[[str], object]) -> Iterator[ParameterSet]:
    """Every text with the value of the last line ``=`` before it. A text's second cell says why it does not hold yet:
    it is expected to fail, and only that.
    """
    held = value("")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("="):
            held = value(line[1:])
        elif line.strip() and not line.startswith("#"):
            text, _, fault = line.partition("\t")
            mark = pytest.mark.xfail(strict=True, raises=AssertionError, reason=fault) if fault else ()
            yield pytest.param(text, held, id=f"{number} {text[:24]}", marks=mark)


def unmarked(line: str) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]]]:
    """The plain text, the spans in 【】 and those in ⟨⟩."""
    text, wanted, others, position = "", [], [], 0
    for match in MARKS.finditer(line):
        text += line[position : match.start()]
        inner = match.group(1) or match.group(2)
        (wanted if match.group(1) else others).append((len(text), len(text) + len(inner)))
        text, position = text + inner, match.end()
    return text + line[position:], wanted, others
