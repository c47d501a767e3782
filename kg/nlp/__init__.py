"""Linguistic analysis: words, tags and names by LAC, sentences, and a trained parser, as one spaCy pipeline."""

from __future__ import annotations

from kg.nlp.pipeline import FALLBACK_WARNING, MODEL_DIRECTORY, ModelError, load

__all__ = ["FALLBACK_WARNING", "MODEL_DIRECTORY", "ModelError", "load"]
