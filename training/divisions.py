"""Make ``kg/lexicons/divisions_of_china.tsv``: ``python -m training.divisions CPCA GB2260``.

The names and codes of GB/T 2260, from the tables in the wheels of ``cpca`` (MIT) and ``GB2260`` (BSD), unpacked into
two folders: the newer table first, then those of older years, whose names still stand in older stories. Short names
(``台江`` for 台江县) are told where no dictionary knows another word of that form; districts of a city have none.
"""

from __future__ import annotations

import argparse
import csv
import re
import runpy
from importlib import resources
from pathlib import Path

from kg.export import write_text

LEXICON = Path(__file__).resolve().parent.parent / "kg" / "lexicons" / "divisions_of_china.tsv"
COMMENT = """\
# Prefectures (level 3) and counties (level 4) of China by name, with the six digits of GB/T 2260, as in the packages
# cpca (MIT) and GB2260 (BSD); short: the name without its kind, where that is no other word. Made by
# training/divisions.py.
"""
PREFECTURE, COUNTY = "3", "4"
_KIND = re.compile(r"(?:市|县|旗|地区|盟|林区|特区)$")
_NO_DIVISION = ("市辖区", "县", "省直辖", "自治区直辖", "岛礁")
_NAMES = ("n", "nr", "ns", "nt", "nz", "nrt", "nrfg", "j")
"""jieba's tags of names and nouns; what it takes for another word that is not rare is no short name of a county."""
_RARE = 100
"""Below this count in jieba's dictionary its tag says little."""


def main() -> None:
    """Read both tables and write the lexicon."""
    parser = argparse.ArgumentParser(description="Write the lexicon of divisions.")
    parser.add_argument("cpca", type=Path)
    parser.add_argument("gb2260", type=Path)
    arguments = parser.parse_args()
    nations = sorted(_nations(arguments.cpca), key=len, reverse=True)
    autonomous = re.compile(rf"(?:(?:{'|'.join(nations)})+|各族)自治[州县旗]$")
    other_words = _other_words()
    lines = ["code\tname\tlevel\tshort"]
    for code, name in sorted(_codes(arguments.cpca, arguments.gb2260).items()):
        if code.endswith("0000") or name.startswith(_NO_DIVISION) or name.endswith(_NO_DIVISION[2:]):
            continue
        level = PREFECTURE if code.endswith("00") else COUNTY
        bare = autonomous.sub("", name)
        bare = bare if bare != name else _KIND.sub("", name)
        named = level == PREFECTURE or bare not in other_words
        short = bare if bare != name and len(bare) >= 2 and named else ""
        lines.append(f"{code}\t{name}\t{level}\t{short}")
    write_text(LEXICON, COMMENT + "\n".join(lines) + "\n")


def _codes(cpca: Path, gb2260: Path) -> dict[str, str]:
    """Names by code: of a code that has been used twice the newer one."""
    with (cpca / "cpca" / "resources" / "adcodes.csv").open(encoding="utf-8", newline="") as file:
        names = {row["adcode"][:6]: row["name"] for row in csv.DictReader(file)}
    known = set(names.values())
    for year in runpy.run_path(str(gb2260 / "gb2260" / "data.py"))["data"].values():
        for code, name in year.items():
            if name not in known and str(code) not in names:
                names[str(code)] = name
                known.add(name)
    return names


def _nations(cpca: Path) -> set[str]:
    """The nations of China as autonomous divisions name them, with and without 族."""
    lines = (cpca / "cpca" / "resources" / "56_nations.csv").read_text(encoding="utf-8").split()
    return {form for line in lines for form in (line, line.removesuffix("族")) if len(form) >= 2}


def _other_words() -> set[str]:
    """The words of jieba's dictionary that are no names and not rare."""
    content = (resources.files("jieba") / "dict.txt").read_text(encoding="utf-8")
    rows = (cells for line in content.splitlines() if len(cells := line.split(" ")) == 3)
    return {word for word, count, tag in rows if tag not in _NAMES and int(count) >= _RARE}


if __name__ == "__main__":
    main()
