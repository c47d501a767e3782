"""The errors that stop one story, each with the file, the place and the mend."""

from __future__ import annotations


class StoryError(Exception):
    """Something is wrong with one story; the other stories of a run are not touched by it.

    ``path`` names the file, ``place`` the spot in it (``line 3``, ``byte 120``; empty for the whole file),
    ``problem`` what is wrong, ``mend`` what the user can do.
    """

    def __init__(self, path: str, problem: str, mend: str, place: str = "") -> None:
        super().__init__(path, problem, mend, place)
        self.path = path
        self.place = place
        self.problem = problem
        self.mend = mend

    def __str__(self) -> str:
        where = f"{self.path}, {self.place}" if self.place else self.path
        return f"{where}: {self.problem}; {self.mend}"


class ReadError(StoryError):
    """A file or a record of a corpus could not be read as a Chinese story."""


class NormaliseError(StoryError):
    """Nothing readable is left of a story after cleaning."""


class SetupError(Exception):
    """The program is not installed as it should be, so that no story can be read; the message tells the mend."""
