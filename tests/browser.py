"""A browser for tests of the page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

EXECUTABLE = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium as the system has it. Skips the test where there is none, but in CI (``CI=true``) fails it."""
    if EXECUTABLE is None:
        message = "there is no chromium: apt-get install chromium fonts-noto-cjk"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=EXECUTABLE, args=["--no-sandbox"])
        yield launched
        launched.close()
