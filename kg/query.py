"""Questions to the graph in SPARQL 1.1, over pyoxigraph; no model is loaded for them.

The store's default graph holds every triple once, its named graphs hold them by document. Prefixes of
:data:`kg.vocab.NAMESPACES` need no declaration, and relative IRIs (``<person/贺庆>``) stand on the graph's base.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

from kg import vocab
from kg.resources import query_files

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_FORMATS: Mapping[str, ox.RdfFormat] = {
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
_EXPORTS = ("graph.trig", "graph.nq", "graph.ttl", "graph.jsonld")
_STRING = "http://www.w3.org/2001/XMLSchema#string"


class QueryError(ValueError):
    """A query or a parameter is wrong; the message tells where and how to mend it."""


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to SELECT, CONSTRUCT (columns ``subject``, ``predicate``, ``object``) or DESCRIBE."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    base: str = vocab.DEFAULT_BASE
    """What the graph's IRIs are built on."""


class _Named(Mapping[str, str]):
    """The named queries: name → text. Read when first used."""

    def __getitem__(self, name: str) -> str:
        return _named_texts()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_named_texts())

    def __len__(self) -> int:
        return len(_named_texts())


NAMED: Mapping[str, str] = _Named()
"""Name (``01-assignments``) → SPARQL text, whose first line is a comment that says what it asks."""


@cache
def _named_texts() -> Mapping[str, str]:
    return {name: file.read_text(encoding="utf-8") for name, file in query_files().items()}


def find_named(name: str) -> str | None:
    """The full name behind ``01-assignments``, ``assignments``, ``01`` or ``1``; None where there is none."""
    wanted = name.zfill(2) if name.isdecimal() else name
    return next((full for full in NAMED if wanted in (full, *full.split("-", 1))), None)


def description(text: str) -> str:
    """The first comment of a query."""
    first = text.lstrip().splitlines()[0] if text.strip() else ""
    return first.removeprefix("#").strip() if first.startswith("#") else ""


def parameters(text: str) -> dict[str, str]:
    """Parameters that a query takes: name → what its ``# param name: …`` comment says."""
    return dict(re.findall(r"^# param (\w+): (.*)$", text, re.MULTILINE))


def open_store(path: str | Path) -> ox.Store:
    """A store in memory from one RDF file, or from the best export of a folder.

    Raises ``FileNotFoundError`` where there is nothing to open, ``ValueError`` for a file that is no RDF.
    """
    file = _export_in(Path(path))
    if file.suffix not in _FORMATS:
        raise ValueError(f"{file}: cannot tell its format; name it {', '.join(_FORMATS)}")
    try:
        quads = list(ox.parse(path=str(file), format=_FORMATS[file.suffix]))
    except SyntaxError as error:
        raise ValueError(f"{file}: this is not valid {_FORMATS[file.suffix].name}: {error}") from error
    store = ox.Store()
    store.bulk_extend(quads)
    store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return store


def _export_in(path: Path) -> Path:
    if path.is_dir():
        for name in _EXPORTS:
            if (path / name).is_file():
                return path / name
        raise FileNotFoundError(f"{path}: there is no {' or '.join(_EXPORTS)}; run `kg build` first")
    if not path.is_file():
        raise FileNotFoundError(f"{path}: there is no such file; run `kg build` first")
    return path


def base_of(store: ox.Store) -> str:
    """The base that the graph's IRIs are built on, read off one of its documents."""
    article = ox.NamedNode(vocab.expand("schema:NewsArticle"))
    type_ = ox.NamedNode(vocab.expand("rdf:type"))
    bases = {
        quad.subject.value.rpartition("document/")[0]
        for quad in store.quads_for_pattern(None, type_, article, ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode)
    }
    return min(filter(None, bases), default=vocab.DEFAULT_BASE)


def run(store: ox.Store, query_text: str, params: Mapping[str, str] | None = None) -> Result | bool:
    """Answer a query: a table, or a truth value for ASK.

    ``params`` fills the query's ``VALUES ?name { UNDEF }``; see :func:`fill`. Raises :class:`QueryError`.
    """
    base = base_of(store)
    text = fill(query_text, params or {}, base)
    if re.search(r"\bSERVICE\b", _bare(text), re.IGNORECASE):
        raise QueryError("SERVICE asks another server; storykg works offline. Leave it out")
    try:
        answer = store.query(text, base_iri=base, prefixes=dict(vocab.NAMESPACES))
        return _result(answer, base, text)
    except SyntaxError as error:
        raise QueryError(_explained(str(error), text)) from error


def _result(answer: object, base: str, text: str) -> Result | bool:
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    if isinstance(answer, ox.QueryTriples):
        rows = ((triple.subject, triple.predicate, triple.object) for triple in answer)
        return Result(("subject", "predicate", "object"), tuple(sorted(rows, key=str)), base)
    assert isinstance(answer, ox.QuerySolutions)
    names = [variable.value for variable in answer.variables]
    columns = _as_written(names, text) if re.search(r"\bSELECT\s+(\w+\s+)?\*", _bare(text), re.IGNORECASE) else names
    places = [names.index(name) for name in columns]
    table = tuple(tuple(solution[place] for place in places) for solution in answer)
    return Result(tuple(columns), table, base)


def _as_written(names: list[str], text: str) -> list[str]:
    """The variables of ``SELECT *`` in the order in which the query names them."""
    written = list(dict.fromkeys(re.findall(r"[?$](\w+)", _bare(text))))
    return sorted(names, key=lambda name: written.index(name) if name in written else len(written))


# Parameters


def fill(text: str, params: Mapping[str, str], base: str = vocab.DEFAULT_BASE) -> str:
    """Put parameters into a query's ``VALUES ?name { UNDEF }`` clauses.

    A value is read as an RDF term (``<iri>``, ``prefix:name``, ``"text"@zh-hans``), else as plain text, and goes in as
    the term's own serialisation, so that it can never become part of the query's syntax.
    """
    for name, value in params.items():
        clause = re.compile(rf"(VALUES\s+\?{re.escape(name)}\s*\{{\s*)UNDEF(\s*\}})")
        term = str(_parameter(value, base))
        text, count = clause.subn(lambda match, term=term: f"{match[1]}{term}{match[2]}", text)  # type: ignore[misc]
        if not count:
            known = ", ".join(sorted(parameters(text))) or "none"
            raise QueryError(f"the query has no parameter {name!r}; it takes: {known}")
    return text


def _parameter(value: str, base: str) -> ox.NamedNode | ox.Literal:
    try:
        if match := re.fullmatch(r"<([^<>\s]*)>", value):
            iri = match[1] if re.match(r"[A-Za-z][\w+.-]*:", match[1]) else base + match[1]
            return ox.NamedNode(iri)
        prefix, colon, local = value.partition(":")
        if colon and prefix in vocab.NAMESPACES and re.fullmatch(r"[^\s<>\"]+", local):
            return ox.NamedNode(vocab.NAMESPACES[prefix] + local)
        if match := re.fullmatch(r'"(.*)"(?:@([A-Za-z-]+)|\^\^<([^<>\s]+)>)?', value, re.DOTALL):
            if match[3]:
                return ox.Literal(match[1], datatype=ox.NamedNode(match[3]))
            return ox.Literal(match[1], language=match[2]) if match[2] else ox.Literal(match[1])
    except ValueError as error:
        raise QueryError(f"the parameter {value!r} is no RDF term: {error}") from error
    return ox.Literal(value)


# Errors

_SKIPPED = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>|#[^\n]*',
    re.DOTALL,
)


def _bare(text: str) -> str:
    """A query without its strings, IRIs and comments."""
    return _SKIPPED.sub(" ", text)


def _explained(message: str, text: str) -> str:
    """A parser's message with the line that it is about."""
    if unknown := sorted(_undeclared(text)):
        known = ", ".join(vocab.NAMESPACES)
        line, column = _position(text, re.search(rf"\b{re.escape(unknown[0])}:", text))
        return _pointed(f"the prefix {unknown[0]}: is not known; declare it, or use one of {known}", text, line, column)
    match = re.search(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if not match:
        return f"the query is wrong: {message}"
    return _pointed(_reason(match[3]), text, int(match[1]), int(match[2]))


def _reason(expected: str) -> str:
    """The sentence in a parser's list of what it expected, where it has one; else the list, cut."""
    parts = [" ".join(part.split()) for part in re.split(r",\s", expected.removeprefix("expected one of "))]
    sentences = [part for part in parts if len(part.split()) > 3 and "[" not in part and "|" not in part]
    if sentences:
        return sentences[0]
    names = [part.removeprefix("expected ") for part in parts if not part.startswith("[")]
    return "the query cannot be read from here on; " + (
        f"expected {', '.join(names[:8])}" if names else "something is missing before it"
    )


def _undeclared(text: str) -> set[str]:
    bare = _bare(text)
    declared = set(re.findall(r"\bPREFIX\s+([\w-]*):", bare, re.IGNORECASE)) | set(vocab.NAMESPACES)
    return set(re.findall(r"(?<![\w:?$-])([^\W\d_][\w-]*):", bare)) - declared


def _position(text: str, match: re.Match[str] | None) -> tuple[int, int]:
    at = match.start() if match else 0
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _pointed(problem: str, text: str, line: int, column: int) -> str:
    lines = text.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1]
    pad = " " * sum(_width(character) for character in shown[: column - 1])
    return f"line {line}, column {column}: {problem}\n  {shown}\n  {pad}^"


# Formats


def _width(character: str) -> int:
    """Columns that a character takes on a terminal (UAX 11)."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _columns(text: str) -> int:
    return sum(map(_width, text))


def _cut(text: str, width: int) -> str:
    if _columns(text) <= width:
        return text
    used = 0
    for index, character in enumerate(text):
        used += _width(character)
        if used > width - 1:
            return text[:index] + "…"
    return text


def compact(iri: str, base: str = vocab.DEFAULT_BASE) -> str:
    """``prefix:local``, ``<relative>`` or ``<whole>``: short, and what one may type in a query."""
    for prefix, namespace in vocab.NAMESPACES.items():
        if iri.startswith(namespace) and re.fullmatch(r"[\w-]+", iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri.removeprefix(base) or iri}>"


def _shown(term: Term | None, base: str) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return compact(term.value, base)
    return term.value if isinstance(term, ox.Literal) else str(term)


def _as_result(result: Result | bool) -> Result:
    if isinstance(result, bool):
        return Result(("answer",), ((ox.Literal("true" if result else "false"),),))
    return result


def format_table(result: Result | bool, width: int = 60) -> str:
    """Aligned columns for a terminal; Chinese characters count two; cells are cut at ``width``. Ends with a newline."""
    if isinstance(result, bool):
        return "true\n" if result else "false\n"
    cells = [[_cut(" ".join(_shown(term, result.base).split()), width) for term in row] for row in result.rows]
    table = [list(result.columns), *cells]
    widths = [max(map(_columns, column)) for column in zip(*table, strict=True)]
    rule = ["─" * width for width in widths]
    lines = ("  ".join(_padded(row, widths)).rstrip() for row in [table[0], rule, *cells])
    return "".join(f"{line}\n" for line in lines) + f"({len(cells)} row{'' if len(cells) == 1 else 's'})\n"


def _padded(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    for cell, width in zip(row, widths, strict=True):
        yield cell + " " * (width - _columns(cell))


def format_csv(result: Result | bool) -> str:
    """SPARQL 1.1 Query Results CSV: plain values, ``\\r\\n`` line ends."""
    shown = _as_result(result)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(shown.columns)
    for row in shown.rows:
        writer.writerow(["" if term is None else _plain(term) for term in row])
    return text.getvalue()


def _plain(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def format_json(result: Result | bool) -> str:
    """SPARQL 1.1 Query Results JSON, Chinese unescaped."""
    if isinstance(result, bool):
        return json.dumps({"head": {}, "boolean": result}) + "\n"
    bindings = [
        {name: _json_term(term) for name, term in zip(result.columns, row, strict=True) if term is not None}
        for row in result.rows
    ]
    document = {"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    record: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        record["xml:lang"] = vocab.language_tag(term.language)
    elif term.datatype.value != _STRING:
        record["datatype"] = term.datatype.value
    return record


# Paths


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: two entities and a claim that joins them."""

    start: str
    """Label."""
    end: str
    claim: str
    """Claim id."""
    label: str
    """The claim in words."""


_PARTIES = (
    "rdf:subject rdf:object kgo:q-place kgo:q-at kgo:q-by kgo:q-origin kgo:q-destination kgo:q-recipient "
    "kgo:q-beneficiary"
)
"""What joins a claim to the entities that it connects; the same as in the named query ``15-connection``."""

_EDGES = f"""
SELECT DISTINCT ?claim ?label ?x ?y WHERE {{
  VALUES ?p {{ {_PARTIES} }}
  VALUES ?q {{ {_PARTIES} }}
  ?claim kgo:status kgo:asserted ; rdfs:label ?label ; ?p ?x ; ?q ?y .
  ?x skos:prefLabel ?xName . ?y skos:prefLabel ?yName .
  FILTER(STR(?x) < STR(?y))
}} ORDER BY ?claim ?x ?y
"""


def shortest_path(store: ox.Store, a: str, b: str) -> list[Step]:
    """A shortest chain of asserted claims between two entities, whatever its length; empty where there is none.

    ``a`` and ``b`` are names, forms or IRIs. Claims join their subject, object and qualifiers, in either
    direction. Of several shortest chains the same one is given every time. Raises :class:`QueryError` for a name
    that nobody bears, or that several entities bear.
    """
    import networkx

    start, end = _entity(store, a), _entity(store, b)
    edges = run(store, _EDGES)
    assert isinstance(edges, Result)
    graph = networkx.Graph()
    for claim, label, x, y in edges.rows:
        if not graph.has_edge(x, y):
            graph.add_edge(x, y, claim=_plain_or_empty(claim), label=_plain_or_empty(label))
    if start not in graph or end not in graph or not networkx.has_path(graph, start, end):
        return []
    path = networkx.shortest_path(graph, start, end)
    names = [_label(store, node) for node in path]
    return [
        Step(names[i], names[i + 1], graph[x][y]["claim"].rpartition("claim/")[2], graph[x][y]["label"])
        for i, (x, y) in enumerate(pairwise(path))
    ]


def _plain_or_empty(term: Term | None) -> str:
    return "" if term is None else _plain(term)


def _label(store: ox.Store, node: ox.NamedNode) -> str:
    label = ox.NamedNode(vocab.expand("skos:prefLabel"))
    quads = store.quads_for_pattern(node, label, None, ox.DefaultGraph())
    return min((_plain_or_empty(quad.object) for quad in quads), default=node.value)


def _entity(store: ox.Store, name: str) -> ox.NamedNode:
    term = _parameter(name, base_of(store))
    if isinstance(term, ox.NamedNode):
        return term
    for predicate in ("skos:prefLabel", "skos:altLabel"):
        query = f"SELECT DISTINCT ?e WHERE {{ ?e {predicate} ?n . FILTER(STR(?n) = {term}) }} ORDER BY ?e"
        found = run(store, query)
        assert isinstance(found, Result)
        if len(found.rows) > 1:
            shown = ", ".join(_shown(row[0], found.base) for row in found.rows)
            raise QueryError(f"several entities are called {name!r}: {shown}; give the IRI")
        if found.rows and isinstance(found.rows[0][0], ox.NamedNode):
            return found.rows[0][0]
    raise QueryError(f"no entity is called {name!r}")
