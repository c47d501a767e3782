"""The README tells the truth: its commands exist, its answers are those of the committed exports."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path
from types import ModuleType

import pytest

from kg.cli import parser
from kg.vocab import PREDICATES
from tests.test_cli import commands

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def refresher() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh_readme", ROOT / "docs" / "refresh_readme.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_is_described(name: str) -> None:
    assert re.search(rf"^\| `kg {name}\b", README, re.MULTILINE)


def test_set_up_takes_two_commands() -> None:
    first, second = (block.strip() for block in blocks("sh"))
    assert "\n" not in first + second
    *_, install, build = (part.strip() for part in first.split("&&"))
    assert install == "pip install -c constraints.txt ."
    assert parser().parse_args(shlex.split(build)[1:]).paths == ["seeds"]
    assert (ROOT / second).stat().st_mode & 0o100


def test_commands_that_are_shown_parse() -> None:
    shown = [
        line.removeprefix("$ kg ") for block in blocks("console") for line in block.splitlines() if line[:1] == "$"
    ]
    assert len(shown) >= 5
    for line in shown:
        assert parser().parse_args(shlex.split(line)).command is not None


def test_answers_are_those_of_the_committed_exports() -> None:
    assert refresher().refreshed(README) == README, "run: kg build && python docs/refresh_readme.py"


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:kg|ontology|docs|benchmarks|tests|\.ci)/[\w./-]+)`", README)))
)
def test_files_that_are_named_exist(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("path", re.findall(r"\]\(([\w./-]+)\)", README))
def test_links_and_pictures_exist(path: str) -> None:
    assert (ROOT / path).is_file()
    assert (ROOT / path).stat().st_size < 400_000


def test_number_of_predicates() -> None:
    assert f"{len(PREDICATES)} closed ones" in README


def test_python_example_names_existing_functions() -> None:
    import kg

    (code,) = blocks("python")
    for name in re.findall(r"kg\.(\w+)\(", code):
        assert callable(getattr(kg, name))
