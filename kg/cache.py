"""Claims that an earlier run found, so that a build goes on where it stopped.

Only what analysis, extraction and resolution yield is kept, as JSON, in the user's cache folder. The key covers the
document, every file of this program and the version of every installed package, so that a hit is what the stages
would give again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from kg.export import write_text
from kg.model import Claim, Document, Entity, Evidence, Judgement, Node, Story, Trace, Value
from kg.vocab import content_hash


class ClaimCache:
    """A folder of JSON files, one for each document. A cache that cannot be read or written is no error."""

    def __init__(self, folder: Path | None = None) -> None:
        """``folder`` is the user's cache folder where it is None."""
        root = folder or _default_folder()
        self._folder = root / fingerprint() if root else None
        if self._folder is not None and not self._folder.is_dir():
            _forget(root)

    def get(self, document: Document) -> Story | None:
        """What is known of ``document``, or None."""
        path = self._path(document)
        try:
            return _story(document, json.loads(path.read_text(encoding="utf-8"))) if path else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, story: Story) -> None:
        """Keep what was found in a document."""
        path = self._path(story.document)
        if path is None:
            return
        record = {"claims": [asdict(c) for c in story.claims], "judgements": [asdict(j) for j in story.judgements]}
        try:
            write_text(path, json.dumps(record, ensure_ascii=False))
        except OSError:
            self._folder = None

    def _path(self, document: Document) -> Path | None:
        if self._folder is None:
            return None
        known = (document.id, document.source.sha256, document.text.text, list(document.text.starts), document.date)
        return self._folder / f"{content_hash(*known)}.json"


@cache
def fingerprint() -> str:
    """Digest of the program's files and of the names and versions of all installed packages."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(package).as_posix().encode("utf-8") + b"\0" + path.read_bytes())
    for name in sorted(f"{found.metadata['Name']}=={found.version}" for found in distributions()):
        digest.update(name.encode("utf-8"))
    return digest.hexdigest()[:16]


def _default_folder() -> Path | None:
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "storykg"
    except RuntimeError:
        return None


def _forget(root: Path | None) -> None:
    """Drop what other versions of the program have left."""
    for old in root.iterdir() if root and root.is_dir() else ():
        shutil.rmtree(old, ignore_errors=True)


def _story(document: Document, record: Mapping[str, Any]) -> Story:
    claims = tuple(_claim(claim) for claim in record["claims"])
    return Story(document, claims, tuple(_judgement(judgement) for judgement in record["judgements"]))


def _claim(record: Mapping[str, Any]) -> Claim:
    nodes = {
        "subject": _entity(record["subject"]),
        "object": _node(record["object"]),
        "holder": _entity(record["holder"]) if record["holder"] else None,
        "qualifiers": {name: tuple(map(_node, values)) for name, values in record["qualifiers"].items()},
        "evidence": Evidence(**record["evidence"]),
        "trace": Trace(**record["trace"]),
    }
    return Claim(**{**record, **nodes})


def _node(record: Mapping[str, Any]) -> Node:
    return _entity(record) if "id" in record else Value(**record)


def _entity(record: Mapping[str, Any]) -> Entity:
    spans = tuple((start, end) for start, end in record["spans"])
    return Entity(**{**record, "mentions": tuple(record["mentions"]), "spans": spans})


def _judgement(record: Mapping[str, Any]) -> Judgement:
    return Judgement(**{**record, "features": tuple((name, weight) for name, weight in record["features"])})
