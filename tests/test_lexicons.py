"""The lexicon loader, and that the lexicons of times and quantities can be read."""

from __future__ import annotations

import re

import pytest

from kg.lexicons import LexiconError, load_table, parse_toml, parse_tsv


def test_comments_and_empty_lines_are_passed_over_and_missing_cells_are_empty() -> None:
    text = "# comment\n\nname\tunit\tguard\n吨\tt\n# comment\n米\tm\t饭\r\n"
    assert parse_tsv(text, "x.tsv") == (
        {"name": "吨", "unit": "t", "guard": ""},
        {"name": "米", "unit": "m", "guard": "饭"},
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# only a comment\n", r"x\.tsv: no header line"),
        ("a\ta\n", r"x\.tsv:1: the header"),
        ("a\tb\n1\t2\n1\t2\t3\n", r"x\.tsv:3: 3 cells under 2 columns"),
    ],
)
def test_malformed_tsv_names_file_and_line(text: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        parse_tsv(text, "x.tsv")


def test_toml_entries() -> None:
    assert parse_toml('[[entry]]\nname = "吨"\n', "x.toml") == ({"name": "吨"},)


@pytest.mark.parametrize("text", ["name = 1", "[[entry]]\nname = 1", "[[entry]\n"])
def test_malformed_toml_names_the_file(text: str) -> None:
    with pytest.raises(LexiconError, match=r"x\.toml: "):
        parse_toml(text, "x.toml")


def test_a_missing_lexicon_is_named() -> None:
    with pytest.raises(LexiconError, match=r"kg/lexicons/no_such\.tsv: no such lexicon"):
        load_table("no_such")


def test_loading_twice_gives_the_same_table() -> None:
    assert load_table("units") is load_table("units")


@pytest.mark.parametrize("name", ["number_words", "vague_numbers", "relative_years", "eras", "holidays"])
def test_tables_can_be_read(name: str) -> None:
    assert load_table(name)


@pytest.mark.parametrize(
    "name", ["units", "measure_words", "approximators", "day_parts", "relative_days", "vague_times"]
)
def test_guards_are_regular_expressions_and_surfaces_differ(name: str) -> None:
    rows = load_table(name)
    for row in rows:
        re.compile(row["guard"])
    keys = [(row["surface"], row.get("position")) for row in rows]
    assert len(set(keys)) == len(keys)
