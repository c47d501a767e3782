"""Files that belong to the program: the ontology, the shapes, the JSON-LD context, the named queries."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def ontology_file(name: str) -> Traversable:
    """A file of ``ontology/``: inside the package where it is installed, else beside it in the source tree.

    Raises ``FileNotFoundError`` where neither place has it.
    """
    beside = Path(__file__).resolve().parent.parent / "ontology" / name
    for place in (files("kg") / "ontology" / name, beside):
        if place.is_file():
            return place
    raise FileNotFoundError(f"{name} is not part of this installation of storykg; install it again from its wheel")


def ontology_text(name: str) -> str:
    """The text of a file of ``ontology/``."""
    return ontology_file(name).read_text(encoding="utf-8")


def query_files() -> dict[str, Traversable]:
    """The named queries: stem → file, sorted."""
    found = [place for place in (files("kg") / "queries").iterdir() if place.name.endswith(".rq")]
    return {place.name.removesuffix(".rq"): place for place in sorted(found, key=lambda place: place.name)}
