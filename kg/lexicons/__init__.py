"""Reading the lexicons: the data files of this folder.

A TSV lexicon has ``#`` comment lines, then a header line with the names of its columns, then one entry a
line. A TOML lexicon is an array of tables named ``entry`` whose values are all strings. Both are UTF-8.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


class LexiconError(ValueError):
    """A lexicon file is missing or malformed; the message names the file, the line and the mend."""


@cache
def load_table(name: str) -> tuple[dict[str, str], ...]:
    """The entries of one lexicon, in file order, each a mapping from column name to cell.

    ``name`` is the file's name in this folder (``units.tsv``, ``frames.toml``); without an ending it means
    ``.tsv``. The result is cached and shared: do not change it. Raises :class:`LexiconError`.
    """
    file_name = name if name.endswith((".tsv", ".toml")) else f"{name}.tsv"
    path = resources.files(__name__).joinpath(file_name)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LexiconError(f"kg/lexicons/{file_name}: no such lexicon; give a name of that folder") from None
    except UnicodeDecodeError as error:
        raise LexiconError(f"kg/lexicons/{file_name}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    return parse_toml(text, file_name) if file_name.endswith(".toml") else parse_tsv(text, file_name)


def parse_tsv(text: str, file_name: str) -> tuple[dict[str, str], ...]:
    """The rows of a TSV text; ``file_name`` is for messages. Raises :class:`LexiconError`."""
    header: list[str] = []
    rows: list[dict[str, str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.removesuffix("\r")
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            header = cells
            if len(set(header)) != len(header) or "" in header:
                raise LexiconError(f"kg/lexicons/{file_name}:{number}: the header needs distinct, non-empty names")
            continue
        if len(cells) > len(header):
            raise LexiconError(
                f"kg/lexicons/{file_name}:{number}: {len(cells)} cells under {len(header)} columns; take out a tab"
            )
        cells += [""] * (len(header) - len(cells))
        rows.append(dict(zip(header, cells, strict=True)))
    if not header:
        raise LexiconError(f"kg/lexicons/{file_name}: no header line; begin with the tab-separated column names")
    return tuple(rows)


def parse_toml(text: str, file_name: str) -> tuple[dict[str, str], ...]:
    """The ``[[entry]]`` tables of a TOML text; ``file_name`` is for messages. Raises :class:`LexiconError`."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"kg/lexicons/{file_name}: {error}; mend the TOML there") from None
    entries = data.get("entry")
    if not isinstance(entries, list) or set(data) != {"entry"}:
        raise LexiconError(f"kg/lexicons/{file_name}: needs [[entry]] tables and nothing else at the top level")
    for index, entry in enumerate(entries, start=1):
        for key, value in entry.items():
            if not isinstance(value, str):
                raise LexiconError(f"kg/lexicons/{file_name}: entry {index}: {key} is not a string; put it in quotes")
    return tuple(entries)
