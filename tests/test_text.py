"""Property tests of the offset map: whatever is done to a text, every character keeps a raw span."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text import Edit, MappedText

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A raw string and sorted edits of it that do not overlap."""
    raw = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return raw, [Edit(start, end, draw(st.text("一二aB。", max_size=4))) for start, end in pairs]


def assert_sound(text: MappedText, raw: str) -> None:
    spans = list(zip(text.starts, text.ends, strict=True))
    assert all(0 <= start <= end <= len(raw) for start, end in spans)
    assert list(text.starts) == sorted(text.starts)


@given(edited())
def test_edit_equals_plain_replacement_and_keeps_every_span(case: tuple[str, list[Edit]]) -> None:
    raw, edits = case
    result = MappedText.from_raw(raw).edit(edits)
    expected, position = "", 0
    for start, end, replacement in edits:
        expected += raw[position:start] + replacement
        position = end
    assert result.text == expected + raw[position:]
    assert_sound(result, raw)


@given(edited())
def test_untouched_characters_equal_their_raw_slice(case: tuple[str, list[Edit]]) -> None:
    raw, edits = case
    deleted = [edit._replace(replacement="") for edit in edits]
    result = MappedText.from_raw(raw).edit(deleted)
    assert all(raw[s:e] == c for c, s, e in zip(result.text, result.starts, result.ends, strict=True))


@given(edited(), st.data())
def test_two_edits_in_a_row_still_point_into_the_raw_text(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    raw, edits = case
    once = MappedText.from_raw(raw).edit(edits)
    start = data.draw(st.integers(0, len(once)))
    end = data.draw(st.integers(start, len(once)))
    twice = once.edit([Edit(start, end, "换")])
    assert twice.text[start] == "换"
    assert twice.raw_span(start, start + 1) == once.raw_span(start, end)
    assert_sound(twice, raw)


@given(texts, st.data())
def test_slice_and_raw_span_agree(raw: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, len(raw)))
    text = MappedText.from_raw(raw)
    assert raw[slice(*text.raw_span(start, end))] == text.slice(start, end).text == raw[start:end]


@given(texts)
def test_strip_strips_as_str_does(raw: str) -> None:
    stripped = MappedText.from_raw(raw).strip()
    assert stripped.text == raw.strip()
    assert all(raw[s:e] == c for c, s, e in zip(stripped.text, stripped.starts, stripped.ends, strict=True))


@given(st.lists(texts, max_size=5), texts)
def test_join_puts_the_separator_at_the_end_of_the_part_before(parts: list[str], separator: str) -> None:
    raw = "".join(parts)
    mapped: list[MappedText] = []
    position = 0
    for part in parts:
        mapped.append(MappedText.from_raw(raw, position, position + len(part)))
        position += len(part)
    joined = MappedText.join(separator, mapped)
    assert joined.text == separator.join(parts)
    assert_sound(joined, raw)


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (0, 4), (2, 1)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        MappedText.from_raw("三个字").raw_span(start, end)


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        MappedText.from_raw("三个字").edit([Edit(0, 2, ""), Edit(1, 3, "")])


def test_each_character_needs_a_span() -> None:
    with pytest.raises(ValueError, match="one raw span"):
        MappedText("两字", MappedText.from_raw("一").starts, MappedText.from_raw("一").ends)
