"""The command line as a stranger meets it: help, exit codes, clear errors, bad input, interruption."""

from __future__ import annotations

import argparse
import functools
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

import pytest

from kg import nlp
from kg.cli import main, parser
from kg.model import Document, Source

STORY = """云城5月3日电 题:下乡记
青川县水利局干部罗明3日上午走访了云城市柳溪区石桥村。石桥村有300多户村民。
“汛期快到了。”石桥村党支部书记周大海说。
"""
TRADITIONAL = STORY.replace("县", "縣").replace("党", "黨").replace("书记", "書記").replace("说", "說")


def run_kg(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a process of its own."""
    command = [sys.executable, "-m", "kg", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, **more)  # type: ignore[call-overload,no-any-return]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def commands() -> dict[str, argparse.ArgumentParser]:
    (action,) = (action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(action.choices)


# --- help --------------------------------------------------------------------------------------------------------


def test_the_commands() -> None:
    assert sorted(commands()) == ["build", "eval", "explain", "extract", "query", "validate"]


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_explains_itself(name: str) -> None:
    command = commands()[name]
    assert command.description
    assert command.epilog and command.epilog.startswith(f"example: kg {name}")
    for action in command._actions:
        assert action.help, f"kg {name} {action.dest} has no help"


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_example_parses(name: str) -> None:
    epilog = commands()[name].epilog or ""
    words = epilog.removeprefix("example: kg ").split()
    assert parser().parse_args(words).command is not None


def loaded_by(call: str) -> set[str]:
    """Which of the slow libraries a call loads."""
    code = (
        f"import sys, kg.cli; {call}; print(*(m for m in ('spacy', 'rdflib', 'pyvis', 'pyshacl') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    return set(done.stdout.splitlines()[-1].split())


def test_help_is_quick_and_loads_nothing_heavy() -> None:
    assert loaded_by("kg.cli.parser().format_help()") == set()


def test_query_loads_no_model() -> None:
    code = (
        "import sys, kg.cli; kg.cli.main(['query', '--list']); print('spacy' in sys.modules, 'rdflib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.splitlines()[-1] == "False False"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["biuld"],
        ["build", "--bse", "x"],
        ["build", "--base", "not an iri"],
        ["extract"],
        ["eval", "gold.tsv"],
        ["query", "--format", "xml", "assignments"],
    ],
)
def test_wrong_calls_exit_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = main(arguments)
    except SystemExit as exit_:
        code = int(str(exit_.code))
    assert code == 2
    assert capsys.readouterr().err.strip()


# --- building ----------------------------------------------------------------------------------------------------

EXPORTS = ["claims.jsonl", "graph.html", "graph.jsonld", "graph.trig", "graph.ttl", "quarantine.jsonl"]


def test_build_writes_all_exports_and_a_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = write(tmp_path, "石桥村.txt", STORY)
    assert main(["build", str(story), "-o", str(tmp_path / "out"), "--no-cache"]) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == EXPORTS
    told = capsys.readouterr()
    assert told.out == ""
    for word in ("stories", "fragments", "claims", "by predicate", "by status", "repairs", "quarantined", "seconds"):
        assert word in told.err
    assert "\r" not in told.err


def test_quiet_build_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = write(tmp_path, "石桥村.txt", STORY)
    assert main(["build", str(story), "-o", str(tmp_path / "out"), "-q"]) == 0
    assert capsys.readouterr() == ("", "")


BAD: dict[str, tuple[str | bytes, str]] = {
    "empty.txt": ("", "empty"),
    "blank.txt": (" \n\t\n", "empty"),
    "binary.txt": (bytes(range(256)) * 40, "binary"),
    "english.txt": ("There is no Chinese in this story.\n" * 20, "no Chinese"),
    "corpus.jsonl": ('{"text": "罗明走访了石桥村。"}\nnot json\n{"title": "无文"}\n', "line 2"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_story_is_named_and_the_others_are_built(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content, problem = BAD[name]
    folder = tmp_path / "stories"
    folder.mkdir()
    write(folder, "石桥村.txt", STORY)
    bad = write(folder, name, content)
    assert main(["build", str(folder), "-o", str(tmp_path / "out"), "-q"]) == 1
    error = capsys.readouterr().err
    assert str(bad) in error
    assert problem in error
    assert ";" in error, "the message must say how to mend it"
    documents = {
        json.loads(line)["document"] for line in (tmp_path / "out/claims.jsonl").read_text("utf-8").splitlines()
    }
    assert "石桥村" in documents


def test_missing_path_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(tmp_path / "none.txt"), "-o", str(tmp_path / "out")]) == 1
    assert f"{tmp_path / 'none.txt'}: there is no such file" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_story_that_the_program_stumbles_over_does_not_cost_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from kg.normalise import normalise

    def stumble(source: Source) -> list[Document]:
        return [] if 1 / (source.name != "坏") < 0 else normalise(source)

    monkeypatch.setattr("kg.pipeline.normalise", stumble)
    bad, good = write(tmp_path, "坏.txt", STORY), write(tmp_path, "石桥村.txt", STORY)
    assert main(["build", str(bad), str(good), "-o", str(tmp_path / "out"), "-q"]) == 1
    error = capsys.readouterr().err
    assert f"{bad}: the program failed on it (ZeroDivisionError: division by zero; test_cli.py:" in error
    assert (tmp_path / "out" / "graph.ttl").is_file()


def test_wrong_encoding_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = write(tmp_path, "石桥村.txt", STORY.encode("gb18030"))
    assert main(["build", str(story), "-o", str(tmp_path / "out"), "--encoding", "utf-8"]) == 1
    assert "utf-8" in capsys.readouterr().err
    assert main(["build", str(story), "-o", str(tmp_path / "out"), "--encoding", "klingon"]) == 1
    assert "klingon" in capsys.readouterr().err


@pytest.mark.parametrize(("encoding", "text"), [("gb18030", STORY), ("utf-16", STORY), ("utf-8-sig", STORY)])
def test_other_encodings_give_the_same_claims(
    tmp_path: Path, encoding: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for used in ("utf-8", encoding):
        assert main(["extract", str(write(tmp_path, "石桥村.txt", text.encode(used)))]) == 0
        claims = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        told.append([(c["subject"]["label"], c["predicate"], c["evidence"]["quote"]) for c in claims])
    assert told[0] == told[1]


def test_large_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = write(tmp_path, "large.txt", ("罗明走访了石桥村。" * 50 + "\n").encode("utf-8") * 37_000)
    assert story.stat().st_size > 49_000_000
    good = write(tmp_path, "石桥村.txt", STORY)
    assert main(["build", str(story), str(good), "-o", str(tmp_path / "out"), "-q"]) == 1
    assert "large.txt" in capsys.readouterr().err
    assert (tmp_path / "out" / "graph.ttl").is_file()


def test_unreadable_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    good = write(tmp_path, "石桥村.txt", STORY)
    scandir = os.scandir

    def refuse(path: str | int) -> object:  # what anybody but root meets; root may read everything
        if path == str(folder):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert main(["build", str(folder), str(good), "-o", str(tmp_path / "out"), "-q"]) == 1
    error = capsys.readouterr().err
    assert str(folder) in error
    assert "Permission denied" in error
    assert (tmp_path / "out" / "graph.ttl").is_file()


def test_two_stories_of_one_name_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, "石桥村.txt", STORY)
    assert main(["build", str(tmp_path), "-o", str(tmp_path / "out"), "-q"]) == 1
    assert "give one of the two files another name" in capsys.readouterr().err


def test_output_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = write(tmp_path, "石桥村.txt", STORY)
    blocked = write(tmp_path, "out", "a file is in the way")
    assert main(["build", str(story), "-o", str(blocked)]) == 2
    assert str(blocked) in capsys.readouterr().err


def test_incomplete_installation_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing() -> None:
        raise nlp.ModelError("kg/nlp/model/SHA256SUMS is missing: reinstall storykg")

    monkeypatch.setattr("kg.pipeline.load", missing)
    story = write(tmp_path, "石桥村.txt", STORY)
    assert main(["build", str(story), "-o", str(tmp_path / "out"), "--no-cache"]) == 2
    assert capsys.readouterr().err == "kg: kg/nlp/model/SHA256SUMS is missing: reinstall storykg\n"


def test_warnings_are_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fall_back() -> object:
        warnings.warn("words come from jieba instead of LAC", RuntimeWarning, stacklevel=2)
        return nlp.load()

    monkeypatch.setattr("kg.pipeline.load", fall_back)
    story = write(tmp_path, "石桥村.txt", STORY)
    assert main(["build", str(story), "-o", str(tmp_path / "out"), "--no-cache", "-q"]) == 0
    assert capsys.readouterr().err == "kg: words come from jieba instead of LAC\n"


# --- interruption ------------------------------------------------------------------------------------------------


def test_failed_export_keeps_the_last_good_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = write(tmp_path, "石桥村.txt", STORY)
    out = tmp_path / "out"
    assert main(["build", str(story), "-o", str(out), "-q"]) == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    write(tmp_path, "石桥村.txt", STORY.replace("罗明", "林涛"))

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.view.write_html", interrupt)
    assert main(["build", str(story), "-o", str(out), "-q"]) == 130
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_interrupt_signal_ends_a_build_with_130(tmp_path: Path) -> None:
    for number in range(1000):
        write(tmp_path, f"{number}.txt", STORY)
    command = [sys.executable, "-m", "kg", "build", str(tmp_path), "-o", str(tmp_path / "out"), "--no-cache"]
    heed = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a shell's background job ignores it
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8", preexec_fn=heed)
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in error
    assert "Traceback" not in error
    assert not list((tmp_path / "out").glob("*")) if (tmp_path / "out").exists() else True


# --- claims ------------------------------------------------------------------------------------------------------


def test_extract_prints_what_build_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = write(tmp_path, "石桥村.txt", STORY)
    assert main(["build", str(story), "-o", str(tmp_path / "out"), "-q"]) == 0
    assert main(["extract", str(story)]) == 0
    told = capsys.readouterr()
    assert told.out == (tmp_path / "out" / "claims.jsonl").read_text(encoding="utf-8")
    assert told.out
    assert told.err == ""


def test_extract_reads_standard_input(tmp_path: Path) -> None:
    done = run_kg("extract", "-", input=STORY)
    assert done.returncode == 0, done.stderr
    claims = [json.loads(line) for line in done.stdout.splitlines()]
    assert claims
    assert all(claim["document"].startswith("stdin") for claim in claims)
    for claim in claims:
        evidence = claim["evidence"]
        assert STORY[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_extract_of_a_bad_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(write(tmp_path, "empty.txt", ""))]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "empty.txt" in told.err


def test_output_is_utf8_in_any_locale(tmp_path: Path) -> None:
    story = write(tmp_path, "石桥村.txt", STORY)
    outputs = set()
    for locale in ("C", "C.UTF-8", "zh_CN.GBK"):
        env = {**os.environ, "LC_ALL": locale, "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
        done = subprocess.run(
            [sys.executable, "-m", "kg", "extract", str(story)], capture_output=True, env=env, check=True
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert "石桥村".encode() in outputs.pop()


def test_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    story = write(tmp_path, "石桥村.txt", STORY)
    command = f"{sys.executable} -m kg extract {story} | head -c 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, encoding="utf-8")
    assert "Traceback" not in done.stderr


# --- the cache ---------------------------------------------------------------------------------------------------


def test_cached_build_is_the_same_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    stories = tmp_path / "stories"
    stories.mkdir()
    write(stories, "石桥村.txt", STORY)
    seen = []
    for out, arguments in (("fresh", ["--no-cache"]), ("filling", []), ("cached", [])):
        if out == "cached":
            monkeypatch.setattr("kg.pipeline.load", lambda: pytest.fail("the cache was not used"))
        assert main(["build", str(stories), "-o", str(tmp_path / out), "-q", *arguments]) == 0
        seen.append({path.name: path.read_bytes() for path in (tmp_path / out).iterdir()})
    assert seen[0] == seen[1] == seen[2]
    assert list((tmp_path / "cache" / "storykg").glob("*/*.json"))


def test_damaged_cache_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    story = write(tmp_path, "石桥村.txt", STORY)
    assert main(["build", str(story), "-o", str(tmp_path / "one"), "-q"]) == 0
    for kept in (tmp_path / "cache").rglob("*.json"):
        kept.write_text('{"claims": [{"subject": 1}]}', encoding="utf-8")
    assert main(["build", str(story), "-o", str(tmp_path / "two"), "-q"]) == 0
    assert (tmp_path / "one/claims.jsonl").read_bytes() == (tmp_path / "two/claims.jsonl").read_bytes()


# --- questions ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    assert main(["build", str(write(folder, "石桥村.txt", STORY)), "-o", str(folder / "out"), "-q"]) == 0
    return folder / "out"


def test_query_by_name_text_and_file(exports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    select = "SELECT ?label WHERE { <person/罗明> skos:prefLabel ?label }"
    file = write(tmp_path, "q.rq", select)
    for query in (select, str(file)):
        assert main(["query", query, "-d", str(exports), "--format", "csv"]) == 0
        assert capsys.readouterr().out == "label\r\n罗明\r\n"
    assert main(["query", "assignments", "-d", str(exports)]) == 0
    assert "rows)" in capsys.readouterr().out
    assert main(["query", select, "-d", str(exports), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["results"]["bindings"][0]["label"]["value"] == "罗明"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query", "no-such-name"], "kg query --list"),
        (["query"], "kg query --list"),
        (["query", "SELECT ?x WHERE { ?x "], "line 1"),
        (["query", "assignments", "--param", "oops"], "name=value"),
        (["query", "assignments", "-d", "nowhere"], "kg build"),
    ],
)
def test_bad_questions(exports: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = [] if "-d" in arguments else ["-d", str(exports)]
    assert main([*arguments, *folder]) == 2
    assert message in capsys.readouterr().err


def test_query_list_names_every_query(capsys: pytest.CaptureFixture[str]) -> None:
    from kg.query import NAMED

    assert main(["query", "--list"]) == 0
    told = capsys.readouterr().out
    assert len(NAMED) >= 15
    assert all(name in told for name in NAMED)


def test_validate(exports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(exports)]) == 0
    assert main(["validate", str(exports), "--sources", str(exports.parent)]) == 0
    broken = tmp_path / "broken"
    shutil.copytree(exports, broken)
    text = (broken / "graph.ttl").read_text(encoding="utf-8")
    (broken / "graph.ttl").write_text(text.replace("罗明", "罗暗"), encoding="utf-8")
    assert main(["validate", str(broken)]) == 1
    (broken / "graph.ttl").write_text("this is no Turtle", encoding="utf-8")
    capsys.readouterr()
    assert main(["validate", str(broken)]) == 1
    assert str(broken / "graph.ttl") in capsys.readouterr().err
    assert main(["validate", str(tmp_path / "nowhere")]) == 2


def test_explain_marks_the_words(exports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims = [json.loads(line) for line in (exports / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    told = claims[0]
    assert main(["explain", told["id"][:10], "-d", str(exports), "--sources", str(exports.parent)]) == 0
    assert f"【{told['evidence']['quote']}】" in capsys.readouterr().out
    assert main(["explain", "nosuchclaim", "-d", str(exports)]) == 2
    assert "claims.jsonl" in capsys.readouterr().err
    assert main(["explain", told["id"], "-d", str(exports / "none")]) == 2


# --- scores ------------------------------------------------------------------------------------------------------

GOLD = (
    "id\tsubject\tsubject_type\tpredicate\tobject\tobject_type\tqualifiers\tholder\tstatus\tevidence\n"
    "m1\t罗明\tPerson\tvisited\t石桥村\tPlace\t\t\tasserted\t走访了\n"
    "m2\t罗明\tPerson\tvisited\t月球\tPlace\t\t\tasserted\t走访了\n"
)


def test_eval_of_file_and_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, story = write(tmp_path, "石桥村.tsv", GOLD), write(tmp_path, "石桥村.txt", STORY)
    told = []
    for arguments in ([str(gold), str(story)], [str(tmp_path), str(tmp_path)]):
        assert main(["eval", *arguments, "--json"]) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert told[0] == told[1]
    assert told[0]["gold"] == 2
    assert main(["eval", str(gold), str(story), "--errors"]) == 0
    shown = capsys.readouterr().out
    assert "miss  m2 罗明 –visited→ 月球 [asserted]" in shown
    assert "95 % interval of precision" in shown


@pytest.mark.parametrize("missing", ["gold", "story"])
def test_eval_without_its_files(tmp_path: Path, missing: str, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "石桥村.tsv", GOLD)
    gold = tmp_path / "none.tsv" if missing == "gold" else tmp_path
    assert main(["eval", str(gold), str(tmp_path)]) == (2 if missing == "gold" else 1)
    assert ("none.tsv" if missing == "gold" else "石桥村") in capsys.readouterr().err


# --- the library -------------------------------------------------------------------------------------------------


def test_the_two_functions_of_the_package(tmp_path: Path) -> None:
    import kg.errors
    import kg.extract.base  # the package of the stage must not take the function's place

    story = write(tmp_path, "石桥村.txt", STORY)
    summary = kg.build(story, tmp_path / "out")
    claims = kg.extract(story)
    assert summary.stories == 1
    assert summary.claims == len(claims) > 0
    assert summary.errors == ()
    with pytest.raises(kg.errors.StoryError, match="empty"):
        kg.extract(write(tmp_path, "empty.txt", ""))


def test_standard_input_can_be_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(STORY.encode("utf-8"))))
    assert main(["build", "-", "-o", str(tmp_path / "out"), "-q"]) == 0
    assert (tmp_path / "out" / "claims.jsonl").stat().st_size > 0
