"""Take the README's picture: ``python docs/make_picture.py`` after ``kg build``. Needs chromium and playwright."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Photograph one entity of a page, its claims in the panel."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", nargs="?", type=Path, default=ROOT / "exports" / "graph.html")
    parser.add_argument("picture", nargs="?", type=Path, default=ROOT / "docs" / "network.png")
    parser.add_argument("--entity", default="贺庆", help="name to look up (default: 贺庆)")
    parser.add_argument("--size", default="1280x800", help="window, in pixels (default: 1280x800)")
    parser.add_argument("--dark", action="store_true", help="in dark colours")
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        scheme = "dark" if options.dark else "light"
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(options.page.resolve().as_uri())
        if options.entity:
            page.fill("#search", options.entity)
            page.press("#search", "Enter")
            page.click("#fit")
        page.screenshot(path=options.picture)
        browser.close()


if __name__ == "__main__":
    main()
