"""The way of the data: read → normalise → analyse → extract → resolve → validate → graph → export and view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kg import confidence, export, view
from kg.cache import ClaimCache
from kg.extract import extract as extract_claims
from kg.graph import build_graph
from kg.model import Claim, Document, Story
from kg.nlp import load
from kg.normalise import normalise
from kg.resolve import resolve
from kg.run import Paths, Run
from kg.staging import staged
from kg.summary import Summary, summarise
from kg.validate import validate
from kg.vocab import DEFAULT_BASE, check_base


def build(
    paths: Paths = "seeds",
    out: Path | str = "exports",
    *,
    base: str = DEFAULT_BASE,
    encoding: str | None = None,
    cache: bool = True,
    min_confidence: float = 0.0,
    on_story: Callable[[str], None] = lambda path: None,
) -> Summary:
    """Turn the stories behind ``paths`` (files, folders, ``-``) into a validated graph and its exports in ``out``.

    ``base`` is the IRI under which the graph's own nodes are named; ``encoding`` is detected where it is None;
    ``cache`` reuses what an earlier run of the same program found; claims that are less sure than ``min_confidence``
    (0 to 1) are quarantined; ``on_story`` is told the path of each story as it is begun. What is wrong with single
    stories stands in the summary's ``errors``; the others are built all the same. Exports replace earlier ones only
    when all are written, and none is written where no story could be read.
    Raises ``ValueError`` for a base that IRIs cannot be built on and for a ``min_confidence`` that is none, ``OSError``
    where ``out`` cannot be written.
    """
    check_base(base)
    confidence.check_least(min_confidence)
    run = Run(ClaimCache() if cache else None, on_story)
    stories = list(tell(paths, encoding, run))
    if not stories:
        return summarise([], [], run)
    stories, doubted = confidence.withhold(stories, min_confidence)
    with run.stage("validate"):
        stories, invalid, _ = validate(stories, base)
    quarantined = [*doubted, *invalid]
    with run.stage("graph"):
        graph = build_graph(stories, base)
    with run.stage("export"), staged(out) as folder:
        export.write_turtle(graph, folder / "graph.ttl")
        export.write_jsonld(graph, folder / "graph.jsonld")
        export.write_trig(graph, folder / "graph.trig")
        export.write_claims(stories, folder / "claims.jsonl")
        export.write_quarantine(quarantined, folder / "quarantine.jsonl")
        view.write_html(stories, folder / "graph.html")
    return summarise(stories, quarantined, run, len(doubted))


def extract(path: Paths, encoding: str | None = None, run: Run | None = None) -> list[Claim]:
    """The valid claims of the stories behind ``path`` (files, folders, ``-``), in the order of ``claims.jsonl``.

    Raises the first :class:`~kg.errors.StoryError` unless a ``run`` is given to note it.
    """
    noted = run or Run()
    stories = valid_stories(path, encoding, noted)
    if noted.errors and run is None:
        raise noted.errors[0]
    return sorted((claim for story in stories for claim in story.claims), key=export.claim_order)


def valid_stories(paths: Paths, encoding: str | None, run: Run, min_confidence: float = 0.0) -> list[Story]:
    """All that the stories behind ``paths`` say, without the claims that are not valid or not that sure."""
    sure, _ = confidence.withhold(tell(paths, encoding, run), min_confidence)
    valid, _, _ = validate(sure, DEFAULT_BASE)
    return valid


def tell(paths: Paths, encoding: str | None, run: Run) -> Iterator[Story]:
    """All that the stories behind ``paths`` say, before validation."""
    for source in run.sources(paths, encoding):
        with run.story(source):
            with run.stage("normalise"):
                documents = normalise(source)
            yield from [_tell_document(document, run) for document in documents]


def _tell_document(document: Document, run: Run) -> Story:
    if run.cache and (known := run.cache.get(document)):
        return known
    with run.stage("analyse"):
        analysed = load()(document.text.text)
    with run.stage("extract"):
        extraction = extract_claims(document, analysed)
    with run.stage("resolve"):
        story = confidence.judge(resolve(extraction))
    if run.cache:
        run.cache.put(story)
    return story
