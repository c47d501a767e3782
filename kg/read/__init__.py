"""Stage one, *read*: from files, folders, corpora and standard input to :class:`~kg.model.Source` records.

Nothing is cleaned here beyond what the format itself asks for; every character of
:attr:`Source.content` points into :attr:`Source.raw`.

Errors do not end a run: :func:`find_stories` and :func:`read` *yield* a :class:`~kg.errors.ReadError` in the
place of what could not be read, so that a bad line of a corpus does not lose the lines around it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import ReadError
from kg.model import Source
from kg.read.corpus import read_corpus
from kg.read.decode import check_chinese, decode
from kg.read.html import read_html
from kg.read.markdown import FRONT_MATTER, read_markdown
from kg.text import MappedText

__all__ = ["DEFAULT_SIZE_LIMIT", "SUFFIXES", "ReadError", "find_stories", "read"]

SUFFIXES = (".txt", ".html", ".htm", ".md", ".jsonl")
"""What the files of a folder must end in to be read."""
DEFAULT_SIZE_LIMIT = 20_000_000
"""Size in bytes above which a file is not read unless the caller says otherwise."""
_STDIN = "-"
_STDIN_SHOWN = "<stdin>"


def _listing(folder: Path) -> Iterator[Path | ReadError]:
    problems: list[ReadError] = []

    def note(error: OSError) -> None:
        problem = f"the folder cannot be read ({error.strerror or error})"
        problems.append(ReadError(str(error.filename), problem, "check its permissions"))

    found: list[Path] = []
    for root, folders, files in os.walk(folder, onerror=note):
        folders[:] = [name for name in folders if not name.startswith(".")]
        shown = (Path(root, name) for name in files if not name.startswith("."))
        found += (path for path in shown if path.suffix.lower() in SUFFIXES)
    yield from sorted(found, key=lambda path: path.as_posix())
    yield from sorted(problems, key=str)
    if not found and not problems:
        mend = f"put files in it that end in {', '.join(SUFFIXES)}"
        yield ReadError(str(folder), "there are no stories in the folder", mend)


def find_stories(paths: Iterable[Path | str]) -> Iterator[Path | ReadError]:
    """The files behind ``paths``: files as they are given, folders searched for stories.

    A folder is walked with its subfolders, sorted by path; hidden files and folders and other suffixes than
    :data:`SUFFIXES` are left out. ``-`` (standard input) and paths that do not exist pass through, so that
    :func:`read` reports them. A file that is named twice is given once. Yields a ``ReadError`` for a folder
    that cannot be listed or holds no story; raises nothing.
    """
    seen: set[Path] = set()
    for given in paths:
        path = Path(given)
        for item in _listing(path) if path.is_dir() else (path,):
            if isinstance(item, ReadError):
                yield item
            elif item not in seen:
                seen.add(item)
                yield item


def _bytes(path: Path, shown: str, limit: int) -> bytes:
    too_large = "split it, or raise the size limit"
    if shown == _STDIN_SHOWN:
        data = sys.stdin.buffer.read(limit + 1)
        if len(data) > limit:
            raise ReadError(shown, f"there are more than {limit:,} bytes", too_large)
        return data
    try:
        if path.is_dir():
            raise ReadError(shown, "it is a folder", "list its files with find_stories")
        size = path.stat().st_size
        if size > limit:
            raise ReadError(shown, f"the file has {size:,} bytes, more than {limit:,}", too_large)
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError(shown, "there is no such file", "check its name") from None
    except OSError as error:
        raise ReadError(shown, f"it cannot be read ({error.strerror or error})", "check its permissions") from None


def _is_json_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _format(raw: str, suffix: str) -> str:
    """The format of a text: by its suffix, for ``.txt`` and standard input also by how it begins."""
    if suffix not in (".txt", ""):
        return suffix if suffix in SUFFIXES else ".txt"
    head = raw[:2000].lstrip("\ufeff \t\n").lower()
    if head.startswith(("<!doctype html", "<html")) or ("<html" in head and "<head" in head):
        return ".html"
    first_line = raw.lstrip("\ufeff \t\n").split("\n", 1)[0]
    if suffix == "" and first_line.startswith("{") and _is_json_object(first_line):
        return ".jsonl"
    return ".md" if FRONT_MATTER.match(raw) else ".txt"


def _content(raw: str, suffix: str, path: str) -> tuple[MappedText, dict[str, str]]:
    if suffix in (".html", ".htm"):
        return read_html(raw, path)
    if suffix == ".md":
        return read_markdown(raw, path)
    return MappedText.from_raw(raw, 1 if raw.startswith("\ufeff") else 0), {}


def read(
    path: Path | str, encoding: str | None = None, size_limit: int = DEFAULT_SIZE_LIMIT
) -> Iterator[Source | ReadError]:
    """The stories of one file, or of standard input for ``-``.

    The format follows from the suffix (``.txt``, ``.html``/``.htm``, ``.md``, ``.jsonl``; anything else is read
    as text); a whole HTML page or front matter in a ``.txt``, and any format on standard input, are recognised by
    how they begin. ``encoding`` is a name that Python knows; without one it is detected
    (:func:`kg.read.decode.decode`). ``size_limit`` counts bytes.

    Yields a :class:`Source` for each story and a :class:`ReadError` in the place of each one that cannot be
    read; it raises nothing.
    """
    path = Path(path)
    shown = _STDIN_SHOWN if str(path) == _STDIN else str(path)
    name = "stdin" if shown == _STDIN_SHOWN else path.stem
    try:
        data = _bytes(path, shown, size_limit)
        raw, used = decode(data, encoding, shown)
        suffix = _format(raw, "" if shown == _STDIN_SHOWN else path.suffix.lower())
        if suffix == ".jsonl":
            yield from read_corpus(raw, shown, name, used)
            return
        check_chinese(raw, shown)
        content, metadata = _content(raw, suffix, shown)
        check_chinese(content.text, shown)
        yield Source(name, shown, raw, hashlib.sha256(data).hexdigest(), used, content, metadata)
    except ReadError as error:
        yield error
