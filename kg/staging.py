"""Folders that change as a whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def staged(folder: Path | str) -> Iterator[Path]:
    """A folder to write into, whose files move to ``folder`` when the ``with`` block ends well.

    Files of the same names are replaced, others stay; where the block fails or is interrupted, nothing changes.
    Raises ``OSError`` where ``folder`` cannot be written.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(dir=target, prefix=".unfinished-"))
    try:
        yield stage
        for path in sorted(stage.iterdir()):
            path.replace(target / path.name)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
