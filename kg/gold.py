"""Gold files: what a reader says that a story tells, and which genre the story is of.

A gold file is a TSV with the columns ``id subject subject_type predicate object object_type qualifiers holder status
evidence``; cells may list several accepted forms, apart by ``/`` or ``|``. ``genres.tsv``, in the folder of the gold
files or in the one above it, has the columns ``story genre script``, the script being ``Hans`` or ``Hant``.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.vocab import OPEN_PREFIX, PREDICATES

COLUMNS = ("id", "subject", "predicate", "object", "object_type", "qualifiers", "holder", "status")
OPTIONAL = "optional"
"""The status of claims that may be told or not."""
GENRES_FILE = "genres.tsv"
GENRE_COLUMNS = ("story", "genre", "script")
SCRIPTS = ("Hans", "Hant")
_IGNORED = re.compile(r"[\s\"'“”‘’「」『』《》〈〉（）()\[\]【】,，.。;；:：!！?？、·…—\-]+")


class GoldError(ValueError):
    """A gold file cannot be used; the message names the file, the place and the mend."""


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """One row of a gold file."""

    id: str
    subject: frozenset[str]
    """Accepted forms, normalised by :func:`comparable`; so are ``object`` and ``holder``."""
    predicates: frozenset[str]
    object: frozenset[str]
    object_type: str
    holder: frozenset[str]
    status: str
    qualifiers: Mapping[str, str]
    cells: Mapping[str, str]
    """The row as it is written, by column."""

    @property
    def is_open(self) -> bool:
        """True where only open predicates are asked for."""
        return all(predicate.startswith(OPEN_PREFIX) for predicate in self.predicates)

    @property
    def main_predicate(self) -> str:
        """The predicate under which the row is counted."""
        return min(self.predicates, key=lambda predicate: (predicate.startswith(OPEN_PREFIX), predicate))

    @property
    def shown(self) -> str:
        """Subject, predicate and object as a person reads them."""
        return f"{self.cells['subject']} –{self.cells['predicate']}→ {self.cells['object']}"


@dataclass(frozen=True, slots=True)
class Category:
    """What kind of story a story is."""

    genre: str
    script: str
    """``Hans`` or ``Hant``."""


def comparable(text: str) -> str:
    """A surface form as it is compared: NFKC, lower case, without spaces and punctuation, 著 as 着."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).replace("著", "着").lower()


def read_gold(path: Path | str) -> list[GoldClaim]:
    """The rows of a gold file. Raises :class:`GoldError` for one that cannot be read or lacks columns."""
    path = Path(path)
    return [_gold_claim(path, number, row) for number, row in _rows(path, COLUMNS)]


def gold_files(gold: Path) -> list[Path]:
    """The gold files of a folder, sorted, or the one that is named. Raises :class:`GoldError` for an empty folder."""
    files = sorted(path for path in gold.glob("*.tsv") if path.name != GENRES_FILE) if gold.is_dir() else [gold]
    if not files:
        raise GoldError(f"{gold}: there is no gold file in the folder; put *.tsv files there")
    return files


def find_categories(gold: Path) -> dict[str, Category]:
    """The categories beside a gold file or a folder of them, by story; none where there is no ``genres.tsv``."""
    folder = (gold if gold.is_dir() else gold.parent).resolve()
    places = (folder / GENRES_FILE, folder.parent / GENRES_FILE)
    return next((read_categories(place) for place in places if place.is_file()), {})


def read_categories(path: Path | str) -> dict[str, Category]:
    """Genre and script by story.

    Raises :class:`GoldError` for a file that cannot be read, lacks columns or cells, names a story twice or a script
    that there is not.
    """
    path, found = Path(path), dict[str, Category]()
    for number, row in _rows(path, GENRE_COLUMNS):
        story, genre, script = ((row[column] or "").strip() for column in GENRE_COLUMNS)
        if not (story and genre):
            raise GoldError(f"{path}, line {number}: a story and its genre are needed; fill in the empty cell")
        if script not in SCRIPTS:
            raise GoldError(f"{path}, line {number}: there is no script {script!r}; write {' or '.join(SCRIPTS)}")
        if story in found:
            raise GoldError(f"{path}, line {number}: {story} has a row already; keep one of the two")
        found[story] = Category(genre, script)
    return found


def _rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str | None]]]:
    """The rows of a TSV with a header, each with its line number."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                raise GoldError(f"{path}, line 1: there is no column {', '.join(missing)}; give a tab-separated header")
            for row in reader:
                yield reader.line_num, row
    except OSError as error:
        raise GoldError(f"{path}: it cannot be read ({error.strerror or error}); check its name") from None
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}, byte {error.start}: it is not UTF-8; save it as UTF-8") from None


def _gold_claim(path: Path, number: int, row: Mapping[str, str | None]) -> GoldClaim:
    cell = {column: row.get(column) or "" for column in (*COLUMNS, "evidence")}
    predicates = frozenset(predicate.strip() for predicate in cell["predicate"].split("|"))
    for predicate in sorted(predicates):
        if predicate not in PREDICATES and not predicate.startswith(OPEN_PREFIX):
            raise GoldError(f"{path}, line {number}: there is no predicate {predicate!r}; see kg.vocab.PREDICATES")
    objects = _forms(cell["object"])
    if cell["object_type"] == "Statement":
        objects |= {comparable(cell["object"])}
    pairs = (pair.split("=", 1) for pair in cell["qualifiers"].split(";") if "=" in pair)
    return GoldClaim(
        cell["id"],
        _forms(cell["subject"]),
        predicates,
        objects,
        cell["object_type"],
        _forms(cell["holder"]),
        cell["status"].strip(),
        dict(pairs),
        cell,
    )


def _forms(cell: str) -> frozenset[str]:
    return frozenset(form for part in re.split(r"[/|]", cell) if (form := comparable(part)))
