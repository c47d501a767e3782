"""Train the packaged pipelines: ``python -m training.train --corpora ../shared/corpora``.

Training is repeatable: the same corpora, seed, library versions and kind of processor give the same
bytes. ``PYTHONHASHSEED`` and the number of threads are fixed by starting the interpreter anew.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

FIXED = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "BLIS_NUM_THREADS": "1"}
META = {
    "name": "storykg",
    "version": "0.1.0",
    "license": "CC BY-SA 4.0",
    "description": "Parts of speech and dependencies for Chinese news over LAC's or jieba's words",
}
CONFIG = Path(__file__).with_name("config.cfg")
DEFAULT_OUTPUT = Path(__file__).parents[1] / "kg" / "nlp" / "model"


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Train the pipelines that storykg carries.")
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds gsdsimp/*.conllu")
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT, help="folder of the models (%(default)s)")
    parser.add_argument("--segmenter", choices=["lac", "jieba"], action="append", help="only this one (both)")
    parser.add_argument("--max-steps", type=int, help="stop sooner, for trying things")
    parser.add_argument("--config", type=Path, default=CONFIG, help="spaCy configuration (%(default)s)")
    return parser.parse_args()


def configuration(path: Path, corpora: Path, segmenter: str, max_steps: int | None) -> Any:
    """The spaCy configuration of one pipeline."""
    from spacy.util import load_config, load_model_from_config

    gold = corpora / "gsdsimp"
    overrides: dict[str, Any] = {
        "paths.train": str(gold / "train_converted.conllu"),
        "paths.dev": str(gold / "dev.conllu"),
        "nlp.tokenizer.segmenter": segmenter,
    }
    if max_steps is not None:
        overrides["training.max_steps"] = max_steps
    config = load_config(path, overrides=overrides)
    if segmenter == "jieba":
        # No features to mix in, and smaller, so that both pipelines fit into 15 MB.
        tok2vec = config["components"]["tok2vec"]["model"]
        tok2vec["embed"] = {**tok2vec["embed"]["embed"], "rows": [2500, 1500, 1500, 300, 100]}
        tok2vec["encode"]["width"] = 96
    return load_model_from_config(config, auto_fill=True).config


def train(config: Any, directory: Path) -> None:
    """Train one pipeline and write its best state by the dev set to ``directory``."""
    import spacy
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train as run

    with tempfile.TemporaryDirectory() as scratch:
        run(init_nlp(config.interpolate()), Path(scratch))
        nlp = spacy.load(Path(scratch) / "model-best")
    # Paths and readers of the training machine have no place in the packaged pipeline.
    for section in ("corpora", "paths", "training", "initialize", "pretraining"):
        nlp.config[section] = {}
    nlp.meta.update(META)
    nlp.meta.pop("performance", None)
    if directory.exists():
        shutil.rmtree(directory)
    directory.parent.mkdir(parents=True, exist_ok=True)
    # The parser and tagger keep their labels themselves; the vocabulary would only list the training words.
    nlp.to_disk(directory, exclude=["vocab"])


def main() -> None:
    """Train what the command line asks for."""
    options = arguments()
    if any(os.environ.get(name) != value for name, value in FIXED.items()):
        os.execve(sys.executable, [sys.executable, "-m", "training.train", *sys.argv[1:]], {**os.environ, **FIXED})
    import training.corpus  # noqa: F401  (registers the corpus reader)
    from kg.nlp.pipeline import write_digests

    for segmenter in options.segmenter or ["lac", "jieba"]:
        config = configuration(options.config, options.corpora, segmenter, options.max_steps)
        train(config, options.output / segmenter)
    write_digests(options.output)


if __name__ == "__main__":
    main()
