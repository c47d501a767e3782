"""How fast stories are read: the bare spaCy pipeline against the whole build, in one process.

    python benchmarks/throughput.py [PATH …] [--repeats N] [--json]

Both figures are cleaned characters of the same stories a second of wall-clock time, the model loaded and warm, medians
over the repeats, which alternate so that a change in the machine's speed meets both. The build uses no cache and
writes all exports.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from kg.model import Document
from kg.nlp import load
from kg.normalise import normalise
from kg.pipeline import build
from kg.run import Run

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = [ROOT / "seeds", ROOT.parent / "shared" / "gold" / "dev"]


def documents(paths: list[Path], run: Run) -> list[Document]:
    """The cleaned documents of all stories that can be read."""
    return [document for source in run.sources(paths, None) for document in normalise(source)]


def seconds_of_analysis(texts: list[str]) -> float:
    """Wall-clock time of the spaCy pipeline alone."""
    pipeline = load()
    start = time.perf_counter()
    for text in texts:
        pipeline(text)
    return time.perf_counter() - start


def seconds_of_build(paths: list[Path]) -> float:
    """Wall-clock time of the whole build, exports included."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        build(paths, folder, cache=False)
        return time.perf_counter() - start


def main() -> int:
    """Print the two speeds and their ratio."""
    parser = argparse.ArgumentParser(description="Characters a second of the bare spaCy pipeline and the whole build.")
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="stories (default: seeds, the dev stories)")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each, of which the median counts (default: 5)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    paths = options.paths or [path for path in DEFAULT if path.exists()]

    run = Run()
    texts = [document.text.text for document in documents(paths, run)]
    for error in run.errors:
        print(f"throughput: {error}", file=sys.stderr)
    if not texts:
        return 1
    seconds_of_analysis(texts)
    pairs = [(seconds_of_analysis(texts), seconds_of_build(paths)) for _ in range(options.repeats)]
    characters = sum(map(len, texts))
    analysis, whole = (characters / statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    if options.json:
        figures = {
            "documents": len(texts),
            "characters": characters,
            "analysis": round(analysis),
            "build": round(whole),
        }
        print(json.dumps({**figures, "ratio": round(whole / analysis, 3), "repeats": options.repeats}))
        return 0
    print(f"{len(texts)} documents, {characters:,} characters, median of {options.repeats} runs")
    print(f"bare spaCy pipeline  {analysis:8,.0f} characters/s")
    print(f"whole build          {whole:8,.0f} characters/s")
    print(f"ratio                {whole / analysis:8.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
