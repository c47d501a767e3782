"""Put the answers of the README's queries under them: ``python docs/refresh_readme.py`` after ``kg build``."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

from kg.cli import main

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
_BLOCK = re.compile(r"```console\n\$ kg (query .*)\n(?:.*\n)*?```\n")


def answer(command: str) -> str:
    """What ``kg COMMAND`` prints about the committed exports."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = main([*shlex.split(command), "-d", str(ROOT / "exports")])
    if code:
        raise SystemExit(f"kg {command} ended with {code}")
    return printed.getvalue()


def refreshed(readme: str) -> str:
    """The README with every query's answer as it is now."""
    return _BLOCK.sub(lambda block: f"```console\n$ kg {block[1]}\n{answer(block[1])}```\n", readme)


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
