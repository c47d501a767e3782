"""The same stories give the same bytes, whatever surrounds the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
PLAIN = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"}


def exports(out: Path, cwd: Path, paths: list[str], **surroundings: str) -> dict[str, bytes]:
    """The files that a build in a process of its own writes."""
    command = [sys.executable, "-m", "kg", "build", *paths, "-o", str(out), "--no-cache", "--quiet"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), **PLAIN, **surroundings}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", timeout=600)
    assert done.returncode == 0, done.stderr
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return exports(tmp_path_factory.mktemp("first"), ROOT, ["seeds"])


@pytest.mark.parametrize(
    "surroundings",
    [
        {},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"TZ": "Pacific/Kiritimati"},
        {"PYTHONHASHSEED": "4242"},
        {"OMP_NUM_THREADS": "1"},
    ],
    ids=["again", "locale", "time zone", "hash seed", "one thread"],
)
def test_build_does_not_depend_on_surroundings(
    first: dict[str, bytes], tmp_path: Path, surroundings: dict[str, str]
) -> None:
    assert_equal(exports(tmp_path, ROOT, ["seeds"], **surroundings), first)


def test_build_does_not_depend_on_the_working_directory(first: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert_equal(exports(tmp_path / "out", tmp_path, [str(SEEDS)]), first)


def test_build_does_not_depend_on_the_order_of_paths(tmp_path: Path) -> None:
    texts = {"甲村": "青川县水利局干部罗明3日走访了石桥村。\n", "乙村": "云城市柳溪区的林涛3日去了石桥村。\n"}
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    names = [f"{name}.txt" for name in texts]
    one, other = tmp_path / "one", tmp_path / "other"
    assert_equal(exports(one, tmp_path, names), exports(other, tmp_path, names[::-1]))


def assert_equal(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
