"""The command line: thin verbs over the library. Heavy imports stay inside the commands."""

from __future__ import annotations

import argparse
import json
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from io import TextIOWrapper
from pathlib import Path

from kg.errors import SetupError, StoryError
from kg.vocab import DEFAULT_BASE

_Adder = Callable[..., argparse.Action]

FINE, DATA_AT_FAULT, CALL_AT_FAULT = 0, 1, 2
INTERRUPTED, PIPE_CLOSED = 130, 141
"""What a shell gives for SIGINT and SIGPIPE."""


class CallError(Exception):
    """The call is at fault: the message says how to mend it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 fine, 1 some data at fault, 2 the call at fault, 130 interrupted."""
    _use_utf8()
    options = parser().parse_args(arguments)
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _tell_warning
            code: int = options.command(options)
        sys.stdout.flush()
        return code
    except (CallError, SetupError) as error:
        return _fail(str(error), CALL_AT_FAULT)
    except StoryError as error:
        return _fail(str(error), DATA_AT_FAULT)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        known = error.filename and error.strerror
        return _fail(f"{error.filename}: {error.strerror}; check the path" if known else str(error), CALL_AT_FAULT)
    except KeyboardInterrupt:
        return _fail("interrupted; earlier exports are kept", INTERRUPTED)


def _use_utf8() -> None:
    """Write UTF-8 with plain line ends, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _tell_warning(message: Warning | str, *_: object, **__: object) -> None:
    print(f"kg: {message}", file=sys.stderr)


def _fail(message: str, code: int) -> int:
    print(f"kg: {message}", file=sys.stderr)
    return code


def _tell_errors(errors: Iterable[StoryError]) -> int:
    """Print errors; the exit code that follows from them."""
    code = FINE
    for error in errors:
        code = _fail(str(error), DATA_AT_FAULT)
    return code


# --- commands ----------------------------------------------------------------------------------------------------


def _build(options: argparse.Namespace) -> int:
    from kg.pipeline import build

    progress = _progress if sys.stderr.isatty() and not options.quiet else lambda path: None
    try:
        summary = build(
            options.paths,
            options.out,
            base=options.base,
            encoding=options.encoding,
            cache=options.cache,
            min_confidence=options.min_confidence,
            on_story=progress,
        )
    except ValueError as error:
        raise CallError(str(error)) from error
    if sys.stderr.isatty() and not options.quiet:
        print("\r\x1b[K", end="", file=sys.stderr)
    code = _tell_errors(summary.errors)
    if not options.quiet:
        print("\n".join(summary.lines()), file=sys.stderr)
    return code


def _progress(path: str) -> None:
    print(f"\r\x1b[K{path}", end="", file=sys.stderr, flush=True)


def _extract(options: argparse.Namespace) -> int:
    from kg.export import claim_line
    from kg.pipeline import extract
    from kg.run import Run

    run = Run()
    for claim in extract(options.path, options.encoding, run):
        print(claim_line(claim))
    return _tell_errors(run.errors)


def _query(options: argparse.Namespace) -> int:
    from kg import query

    if options.list:
        for name, text in query.NAMED.items():
            taken = "".join(f"\n{'':18}--param {key}=… {told}" for key, told in query.parameters(text).items())
            print(f"{name:16}  {query.description(text)}{taken}")
        return FINE
    try:
        text = _query_text(options.query)
        answer = query.run(query.open_store(options.dir), text, dict(_parameter(pair) for pair in options.param))
    except query.QueryError as error:
        raise CallError(str(error)) from error
    writers = {"table": query.format_table, "csv": query.format_csv, "json": query.format_json}
    sys.stdout.write(writers[options.format](answer))
    return FINE


def _query_text(query: str | None) -> str:
    """The query that is meant by a name, a file or the text itself."""
    from kg.query import NAMED, find_named

    if query is None:
        raise CallError("give a query, a file or a name; `kg query --list` shows the names")
    if name := find_named(query):
        return NAMED[name]
    if any(mark in query for mark in "{ \n"):
        return query
    path = Path(query)
    if not path.is_file():
        raise CallError(f"{query}: there is no named query and no file of that name; `kg query --list` shows the names")
    return path.read_text(encoding="utf-8")


def _parameter(pair: str) -> tuple[str, str]:
    name, equals, value = pair.partition("=")
    if not (name and equals):
        raise CallError(f"--param {pair}: write it as name=value")
    return name, value


def _validate(options: argparse.Namespace) -> int:
    from kg.validate import validate_files

    try:
        report = validate_files(options.dir, options.sources)
    except ValueError as error:
        return _fail(str(error), DATA_AT_FAULT)
    print(report)
    return FINE if report.conforms else DATA_AT_FAULT


def _explain(options: argparse.Namespace) -> int:
    from kg.explain import ExplainError, explain

    try:
        sys.stdout.write(explain(options.claim, options.dir, options.sources))
    except ExplainError as error:
        raise CallError(str(error)) from error
    except ValueError as error:
        return _fail(str(error), DATA_AT_FAULT)
    return FINE


def _eval(options: argparse.Namespace) -> int:
    from kg.evaluate import evaluate
    from kg.evaluate_text import score_lines
    from kg.gold import GoldError

    try:
        evaluation = evaluate(options.gold, options.stories, options.encoding, options.min_confidence)
    except GoldError as error:
        raise CallError(str(error)) from error
    if options.report:
        from kg.error_report import write_report

        write_report(evaluation, options.report)
    if options.json:
        print(json.dumps(evaluation.record(mistakes=options.errors), ensure_ascii=False))
    else:
        print("\n".join(score_lines(evaluation, mistakes=options.errors)))
    return _tell_errors(evaluation.errors)


# --- the parser --------------------------------------------------------------------------------------------------

_ENCODING = "encoding of the stories, such as gb18030 or big5 (default: detected)"
_EXPORTS = "folder of the exports (default: exports)"
_LEAST = "leave out claims that are less sure than this, from 0 to 1 (default: 0)"


def _confidence(text: str) -> float:
    from kg.confidence import check_least

    try:
        return check_least(float(text))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no confidence; give a number from 0 to 1, such as 0.8") from None


def _version() -> str:
    try:
        return version("storykg")
    except PackageNotFoundError:
        return "from a source tree"


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    about = "Chinese news stories as a knowledge graph in which every claim points at the words that show it."
    top = argparse.ArgumentParser(prog="kg", description=about, allow_abbrev=False)
    top.add_argument("--version", action="version", version=f"storykg {_version()}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int], purpose: str, example: str) -> _Adder:
        about = f"{purpose[0].upper()}{purpose[1:]}."
        made = commands.add_parser(
            name, help=purpose, description=about, epilog=f"example: {example}", allow_abbrev=False
        )
        made.set_defaults(command=run)
        return made.add_argument

    add = command("build", _build, "turn stories into a graph and its exports", "kg build stories -o exports")
    add("paths", metavar="PATH", nargs="*", default=["seeds"], help="file or folder (default: seeds), - for stdin")
    add("-o", "--out", metavar="DIR", default="exports", help=_EXPORTS)
    add("--base", metavar="IRI", default=DEFAULT_BASE, help=f"IRI to build names on (default: {DEFAULT_BASE})")
    add("--encoding", metavar="NAME", help=_ENCODING)
    add("--min-confidence", metavar="SHARE", type=_confidence, default=0.0, help=_LEAST)
    add("--no-cache", dest="cache", action="store_false", help="read every story anew")
    add("-q", "--quiet", action="store_true", help="print errors only")

    add = command("extract", _extract, "print a story's claims, one JSON object a line", "kg extract story.txt")
    add("path", metavar="PATH", help="file or folder, - for stdin")
    add("--encoding", metavar="NAME", help=_ENCODING)

    add = command("query", _query, "put a question to the graph", "kg query assignments --format csv")
    add("query", metavar="QUERY", nargs="?", help="SPARQL text, a file with it, or the name of a stored query")
    add("--list", action="store_true", help="show the stored queries and their parameters")
    add("--format", choices=("table", "csv", "json"), default="table", help="form of the answer (default: table)")
    add("--param", metavar="NAME=VALUE", action="append", default=[], help="fill in a parameter of the query")
    add("-d", "--dir", metavar="DIR", default="exports", help=_EXPORTS)

    add = command("validate", _validate, "check exports against the shapes and each other", "kg validate exports")
    add("dir", metavar="DIR", nargs="?", default="exports", help=_EXPORTS)
    add("--sources", metavar="DIR", help="folder of the raw stories, to check evidence against")

    add = command("explain", _explain, "show the sentence that a claim rests on", "kg explain 3f2a9c")
    add("claim", metavar="CLAIM_ID", help="id of a claim, or the beginning of it")
    add("--sources", metavar="PATH", help="raw story or folder of them, to check the evidence against")
    add("-d", "--dir", metavar="DIR", default="exports", help=_EXPORTS)

    add = command("eval", _eval, "score the claims of stories against gold claims", "kg eval gold/ stories/ --errors")
    add("gold", metavar="GOLD", help="gold file (.tsv) or folder of them")
    add("stories", metavar="STORIES", help="raw story, or folder of stories with the same stems")
    add("--errors", action="store_true", help="list missed and false claims, wrong holders and qualifiers")
    add("--json", action="store_true", help="print one JSON object")
    add("--report", metavar="FILE", help="write the scores, and every mistake in its sentence, to an HTML file")
    add("--min-confidence", metavar="SHARE", type=_confidence, default=0.0, help=_LEAST)
    add("--encoding", metavar="NAME", help=_ENCODING)
    return top
