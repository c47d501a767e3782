"""Train the packaged pipelines: ``python -m training.train --corpora ../shared/corpora``.

Training is repeatable: the same corpora, seed, library versions and kind of processor give the same
bytes. ``PYTHONHASHSEED`` and the number of threads are fixed by starting the interpreter anew.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import Any

FIXED = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "BLIS_NUM_THREADS": "1"}
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
        tok2vec = config["components"]["tok2vec"]["model"]
        tok2vec["embed"] = tok2vec["embed"]["embed"]
    return load_model_from_config(config, auto_fill=True).config


def train(config: Any, directory: Path) -> None:
    """Train one pipeline and write its best state by the dev set to ``directory``."""
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train as run

    nlp = init_nlp(config.interpolate())
    nlp, _ = run(nlp, None)
    # Paths and readers of the training machine have no place in the packaged pipeline.
    for section in ("corpora", "paths", "training", "initialize", "pretraining"):
        nlp.config[section] = {}
    if directory.exists():
        shutil.rmtree(directory)
    directory.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(directory)


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
