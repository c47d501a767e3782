"""What goes along with the stories through a run: the clock, the errors, the cache."""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from kg.cache import ClaimCache
from kg.errors import SetupError, StoryError
from kg.model import Source
from kg.nlp import ModelError
from kg.read import find_stories, read

Paths = Path | str | Iterable[Path | str]


class Run:
    """Times the stages, and keeps what is wrong with one story from the others."""

    def __init__(self, cache: ClaimCache | None = None, on_story: Callable[[str], None] = lambda path: None) -> None:
        """``on_story`` is told the path of each story as it is begun."""
        self.cache = cache
        self.errors: list[StoryError] = []
        """What was wrong with the stories that were left out, in order."""
        self.seconds: dict[str, float] = {}
        """Wall-clock time by stage, in the order of first use."""
        self._on_story = on_story
        self._names: dict[str, str] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time inside the ``with`` block to the stage ``name``."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start

    @contextmanager
    def story(self, source: Source) -> Iterator[None]:
        """Note, instead of raising, what goes wrong with ``source`` inside the ``with`` block.

        Raises :class:`~kg.errors.SetupError` where the program itself is incomplete.
        """
        self._on_story(source.path)
        try:
            yield
        except StoryError as error:
            self.errors.append(error)
        except (ImportError, ModelError) as error:
            raise SetupError(str(error)) from error
        except Exception as error:  # one story that the program stumbles over must not cost the others
            self.errors.append(_unforeseen(source.path, error))

    def sources(self, paths: Paths, encoding: str | None) -> Iterator[Source]:
        """The stories behind ``paths`` that can be read, each with a name of its own."""
        for path in find_stories([paths] if isinstance(paths, Path | str) else paths):
            items = iter([path]) if isinstance(path, StoryError) else read(path, encoding)
            while True:
                with self.stage("read"):
                    item = next(items, None)
                if item is None:
                    break
                if isinstance(item, StoryError):
                    self.errors.append(item)
                elif self._is_new(source := replace(item, name=_decoded(item.name), path=_decoded(item.path))):
                    yield source

    def _is_new(self, source: Source) -> bool:
        """False, and an error noted, where another story has the name: their claims would get the same ids."""
        known = self._names.setdefault(source.name, source.path)
        if known != source.path:
            problem = f"{known} is named {source.name} too"
            self.errors.append(StoryError(source.path, problem, "give one of the two files another name"))
        return known == source.path


def _decoded(name: str) -> str:
    """A file's name as UTF-8, also where the locale's encoding could not read it."""
    return os.fsencode(name).decode("utf-8", "replace")


def _unforeseen(path: str, error: Exception) -> StoryError:
    """An error of the program itself, with the place in the program."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    problem = f"the program failed on it ({type(error).__name__}: {error}; {place})"
    return StoryError(path, problem, "please report this with the story")
