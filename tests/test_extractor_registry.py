"""A third party adds an extractor, and no file of the program changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import catalogue
import pytest
from claims_of import DATE, shown
from factories import document

from kg.extract import EXTRACTORS, Assertion, Extractor, Mention, Reading, extract, extractor
from kg.model import Claim
from kg.nlp import load
from kg.resolve import resolve

ROOT = Path(__file__).resolve().parent.parent
TEXT = "象棋迷来了。罗明走访了石桥村。"
NAME = "third-party-hobbies"
MODULE = '''
"""Hobbies: an extractor that the program does not know."""

import re
from collections.abc import Iterator

from kg.extract import Assertion, Mention, Reading


def extract_hobbies(reading: Reading) -> Iterator[Assertion]:
    for match in re.finditer(r"(象棋)迷.*?(罗明)", reading.doc.text):
        person = Mention(*match.span(2), match[2], "Person", "name")
        hobby = Mention(*match.span(1), match[1], "Activity", "nominal", head=match[1])
        start, end = match.span()
        yield Assertion(person, "open:痴迷", hobby, start, end, (start, end))
'''


def extract_hobbies(reading: Reading) -> Iterator[Assertion]:
    """The same within this process."""
    at, name = reading.doc.text.find("象棋"), reading.doc.text.find("罗明")
    if at >= 0:
        person = Mention(name, name + 2, "罗明", "Person", "name")
        hobby = Mention(at, at + 2, "象棋", "Activity", "nominal")
        yield Assertion(person, "open:痴迷", hobby, at, name + 2, (at, name + 2))


def claims_now(text: str) -> list[Claim]:
    """Claims as the registry stands now, past every cache."""
    return list(resolve(extract(document("story", text, date=DATE), load()(text))).claims)


Register = Callable[[Extractor], None]


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Register:
    """Registers an extractor under :data:`NAME` until the test is over."""

    def until_the_end(function: Extractor) -> None:
        monkeypatch.setitem(catalogue.REGISTRY, (*EXTRACTORS.namespace, NAME), function)
        extractor(NAME)(function)

    return until_the_end


@pytest.fixture
def registered(register: Register) -> None:
    register(extract_hobbies)


def run_kg(path: Path, *places: Path) -> list[tuple[str, str, str]]:
    """Claims that ``kg extract`` prints in a process of its own, with more places for packages."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, *places)))}
    command = [sys.executable, "-m", "kg", "extract", str(path)]
    done = subprocess.run(
        command, env=env, cwd=path.parent, capture_output=True, text=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    return [(r["subject"]["label"], r["predicate"], r["object"].get("label", r["object"].get("text"))) for r in records]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as an installer leaves it: a module, its metadata and its entry points."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "hobbies.py").write_text(MODULE, encoding="utf-8")
    metadata = folder / "hobbies-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: hobbies\nVersion: 1.0\n", encoding="utf-8")
    entry = f"[storykg_extractors]\n{NAME} = hobbies:extract_hobbies\n"
    (metadata / "entry_points.txt").write_text(entry, encoding="utf-8")
    return folder


def test_an_installed_package_adds_claims_to_the_command(package: Path, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(TEXT + "\n", encoding="utf-8")
    before, after = run_kg(story), run_kg(story, package)
    assert ("罗明", "visited", "石桥村") in before
    assert [claim for claim in after if claim not in before] == [("罗明", "open:痴迷", "象棋")]
    assert [claim for claim in before if claim not in after] == []


@pytest.mark.usefixtures("registered")
def test_a_registered_function_adds_claims_that_carry_its_name() -> None:
    (claim,) = [claim for claim in claims_now(TEXT) if claim.extractor.startswith(NAME)]
    assert shown(claim) == "罗明 – open:痴迷 → 象棋 [asserted]"
    assert TEXT[claim.evidence.start : claim.evidence.end] == claim.evidence.quote


@pytest.mark.usefixtures("registered")
def test_what_it_names_is_resolved_with_the_rest_of_the_story() -> None:
    claims = claims_now(TEXT)
    people = {claim.subject.id for claim in claims if claim.predicate in ("open:痴迷", "visited")}
    assert people == {"person/罗明"}


@pytest.mark.usefixtures("registered")
def test_it_adds_nothing_where_its_words_are_missing() -> None:
    assert [claim for claim in claims_now("罗明走访了石桥村。") if claim.extractor.startswith(NAME)] == []


def test_without_it_the_claim_is_not_made() -> None:
    assert NAME not in EXTRACTORS.get_all()
    assert [claim for claim in claims_now(TEXT) if claim.predicate == "open:痴迷"] == []


def test_an_extractor_that_fails_is_not_passed_over(register: Register) -> None:
    def broken(reading: Reading) -> Iterator[Assertion]:
        raise RuntimeError("broken extractor")
        yield  # pragma: no cover

    register(broken)
    with pytest.raises(RuntimeError, match="broken extractor"):
        claims_now(TEXT)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-4, 2), (0, 1000)])
def test_evidence_that_is_no_stretch_of_the_text_makes_no_claim(register: Register, start: int, end: int) -> None:
    def astray(reading: Reading) -> Iterator[Assertion]:
        yield from (replace(assertion, start=start, end=end) for assertion in extract_hobbies(reading))

    before = claims_now(TEXT)
    register(astray)
    assert claims_now(TEXT) == before


def test_an_extractor_may_return_a_list_and_none_at_all(register: Register) -> None:
    before = claims_now(TEXT)
    register(lambda reading: [])
    assert claims_now(TEXT) == before
    register(lambda reading: list(extract_hobbies(reading)))
    assert [shown(claim) for claim in claims_now(TEXT) if claim not in before] == ["罗明 – open:痴迷 → 象棋 [asserted]"]
