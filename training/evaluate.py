"""Score the packaged pipelines: ``python -m training.evaluate --corpora ../shared/corpora``.

The parser is scored on the GSDSimp test set over the words that the pipeline finds at run time, beside
the jieba fallback and, where it is installed, udchinese (a UDPipe model). ``--save`` writes the figures
to ``scores.json`` beside the models, whence the fallback's warning and the model card take them.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, get_args

from kg.nlp.segment import SegmenterName
from training.corpus import segmented
from training.treebank import NAME_TAGS, ROOT, Tree, read_conllu, read_names, spans

CORE_RELATIONS = ("nsubj", "obj", "obl")
_LABELS = {"PERSON": "PER", "LOC": "LOC", "ORG": "ORG"}

Parse = Callable[[str], Tree]


def relation_scores(gold: Iterable[Tree], parsed: Iterable[Tree]) -> dict[str, float]:
    """F1 of edges by characters, independent of how either side cuts words.

    A gold edge between two words becomes an edge between the predicted words that hold their last
    characters, and is dropped where that is one word. Relations count without subtype. Gives the F1 of
    each relation of :data:`CORE_RELATIONS` and, as ``relations_f``, that of all of them together.
    """
    both: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for gold_tree, parsed_tree in zip(gold, parsed, strict=True):
        owner = [index for index, word in enumerate(parsed_tree.words) for _ in word]
        ends = [end - 1 for _, end in spans(gold_tree.words)]
        gold_edges = {
            (owner[ends[index]], owner[ends[head]], relation)
            for index, head, relation in _edges(gold_tree)
            if owner[ends[index]] != owner[ends[head]]
        }
        parsed_edges = set(_edges(parsed_tree))
        both.update(relation for *_, relation in gold_edges & parsed_edges)
        wanted.update(relation for *_, relation in gold_edges)
        found.update(relation for *_, relation in parsed_edges)
    scores = {f"{name}_f": _f1(both[name], found[name], wanted[name]) for name in CORE_RELATIONS}
    sums = [sum(counter[name] for name in CORE_RELATIONS) for counter in (both, found, wanted)]
    return {**scores, "relations_f": _f1(*sums)}


def _edges(tree: Tree) -> list[tuple[int, int, str]]:
    return [
        (index, head, relation.split(":")[0])
        for index, (head, relation) in enumerate(zip(tree.heads, tree.relations, strict=True))
        if head != ROOT
    ]


def word_scores(gold: Iterable[Tree], parsed: Iterable[Tree]) -> dict[str, float]:
    """F1 of words, and of words with the right part of speech, head, and head and relation (CoNLL 2018)."""
    found = wanted = words = parts = heads = labelled = 0
    for gold_tree, parsed_tree in zip(gold, parsed, strict=True):
        gold_spans, parsed_spans = spans(gold_tree.words), spans(parsed_tree.words)
        index_of = {span: index for index, span in enumerate(parsed_spans)}
        found += len(parsed_spans)
        wanted += len(gold_spans)
        for index, span in enumerate(gold_spans):
            if span not in index_of:
                continue
            other = index_of[span]
            words += 1
            parts += gold_tree.parts[index] == parsed_tree.parts[other]
            gold_head, head = gold_tree.heads[index], parsed_tree.heads[other]
            same = (gold_head == ROOT) == (head == ROOT) and (
                head == ROOT or parsed_spans[head] == gold_spans[gold_head]
            )
            heads += same
            labelled += same and gold_tree.relations[index] == parsed_tree.relations[other]
    names = ("words_f", "upos_f", "uas_f", "las_f")
    return {name: _f1(right, found, wanted) for name, right in zip(names, (words, parts, heads, labelled), strict=True)}


def projected_scores(gold: Iterable[Tree], parsed: Iterable[Tree]) -> dict[str, float]:
    """Accuracy on run-time words of parts of speech, heads, and heads with relations, the gold tree projected."""
    words = parts = heads = labelled = 0
    for gold_tree, parsed_tree in zip(gold, parsed, strict=True):
        for index in range(len(gold_tree.words)):
            words += 1
            parts += gold_tree.parts[index] == parsed_tree.parts[index]
            same = gold_tree.heads[index] == parsed_tree.heads[index]
            heads += same
            labelled += same and gold_tree.relations[index] == parsed_tree.relations[index]
    return {"upos_projected": parts / words, "uas_projected": heads / words, "las_projected": labelled / words}


def name_scores(
    sentences: Sequence[tuple[str, frozenset[tuple[int, int, str]]]], nlp: Any, prefix: str
) -> dict[str, float]:
    """F1 of persons, places and organizations whose span and kind are right, over all and for each kind."""
    counts: dict[str, list[int]] = {kind: [0, 0, 0] for kind in sorted(NAME_TAGS)}
    for (_, gold), doc in zip(sentences, nlp.pipe([text for text, _ in sentences]), strict=True):
        found = {(e.start_char, e.end_char, _LABELS[e.label_]) for e in doc.ents if e.label_ in _LABELS}
        for kind, numbers in counts.items():
            for place, group in enumerate((gold & found, found, gold)):
                numbers[place] += sum(1 for name in group if name[2] == kind)
    scores = {f"{prefix}_{kind.lower()}_f": _f1(*numbers) for kind, numbers in counts.items()}
    return {f"{prefix}_f": _f1(*[sum(column) for column in zip(*counts.values(), strict=True)]), **scores}


def _f1(right: int, found: int, wanted: int) -> float:
    return 2 * right / (found + wanted) if found + wanted else 0.0


def doc_tree(doc: Any) -> Tree:
    """The parse of a Doc."""
    return Tree(
        tuple(token.text for token in doc),
        tuple(ROOT if token.head.i == token.i else token.head.i for token in doc),
        tuple("root" if token.head.i == token.i else token.dep_ for token in doc),
        tuple(token.pos_ for token in doc),
    )


def pipeline_parser(nlp: Any, own_sentences: bool) -> Parse:
    """Parse with a packaged pipeline, with its own sentence ends or the text taken as one sentence."""

    def parse(text: str) -> Tree:
        doc = nlp.make_doc(text)
        for name, component in nlp.pipeline:
            if own_sentences or not name.startswith("kg_"):
                doc = component(doc)
            elif name == "kg_sentences":
                for token in doc:
                    token.is_sent_start = token.i == 0
        return doc_tree(doc)

    return parse


def udchinese_parser() -> Parse | None:
    """Parse with udchinese, or None where it is not installed."""
    try:
        import udchinese
    except ImportError:
        return None
    model = udchinese.load()

    def parse(text: str) -> Tree:
        words: list[str] = []
        heads: list[int] = []
        relations: list[str] = []
        parts: list[str] = []
        position = 0
        offset = 0
        for row in (line.split("\t") for line in str(model(text, raw=True)).splitlines()):
            if len(row) < 8 or not row[0].isdecimal():
                continue
            if row[0] == "1":
                offset = len(words)
            start = text.index(row[1], position)
            position = start + len(row[1])
            words.append(row[1])
            heads.append(offset + int(row[6]) - 1 if row[6] != "0" else ROOT)
            relations.append(row[7])
            parts.append(row[3])
        return Tree(tuple(words), tuple(heads), tuple(relations), tuple(parts))

    return parse


def score_parser(parse: Parse, gold: Sequence[Tree]) -> dict[str, float]:
    """All scores of the parse, and its speed."""
    for tree in gold[:20]:
        parse(tree.text)
    begin = time.process_time()
    parsed = [parse(tree.text) for tree in gold]
    seconds = time.process_time() - begin
    speed = sum(len(tree.text) for tree in gold) / seconds
    return {**relation_scores(gold, parsed), **word_scores(gold, parsed), "characters_per_second": speed}


def score_pipeline(name: SegmenterName, models: Path, corpora: Path, split: str) -> dict[str, float]:
    """All scores of one packaged pipeline."""
    import spacy

    import kg.nlp  # noqa: F401  (registers the pipeline's parts)

    nlp = spacy.load(models / name)
    gold = read_conllu(corpora / "gsdsimp" / f"{split}.conllu")
    scores = score_parser(pipeline_parser(nlp, own_sentences=False), gold)
    own = score_parser(pipeline_parser(nlp, own_sentences=True), gold)
    scores["relations_own_sentences_f"] = own["relations_f"]
    parse = pipeline_parser(nlp, own_sentences=False)
    projected = [segmented(tree, name).tree for tree in gold]
    scores |= projected_scores(projected, [parse(tree.text) for tree in gold])
    scores |= name_scores(read_names(corpora / "uner" / f"{split}.iob2"), nlp, "names")
    if split == "test":
        scores |= name_scores(read_names(corpora / "uner" / "pud.iob2"), nlp, "names_pud")
    return scores


def table(rows: dict[str, dict[str, float]]) -> str:
    """The scores as a table for people, one column for each parser."""
    keys = list(dict.fromkeys(key for scores in rows.values() for key in scores))
    lines = [f"{'':28}" + "".join(f"{name:>12}" for name in rows)]
    for key in keys:
        cells = [_cell(key, scores.get(key)) for scores in rows.values()]
        lines.append(f"{key:28}" + "".join(cells))
    return "\n".join(lines)


def _cell(key: str, value: float | None) -> str:
    if value is None:
        return f"{'–':>12}"
    return f"{value:12.0f}" if key.endswith("second") else f"{value:12.4f}"


def main() -> None:
    """Print the scores, and save them if asked."""
    parser = argparse.ArgumentParser(description="Score the pipelines that storykg carries.")
    parser.add_argument("--corpora", type=Path, required=True, help="folder that holds gsdsimp/ and uner/")
    parser.add_argument("--models", type=Path, default=Path(__file__).parents[1] / "kg" / "nlp" / "model")
    parser.add_argument("--only", choices=["lac", "jieba", "udchinese"], action="append")
    parser.add_argument("--split", choices=["dev", "test"], default="test", help="dev while tuning (%(default)s)")
    parser.add_argument("--save", action="store_true", help="write scores.json beside the models")
    options = parser.parse_args()
    wanted = options.only or ["lac", "jieba", "udchinese"]
    rows: dict[str, dict[str, float]] = {
        name: score_pipeline(name, options.models, options.corpora, options.split)
        for name in get_args(SegmenterName)
        if name in wanted
    }
    if "udchinese" in wanted and (parse := udchinese_parser()):
        rows["udchinese"] = score_parser(parse, read_conllu(options.corpora / "gsdsimp" / f"{options.split}.conllu"))
    print(table(rows))
    if options.save:
        kept = {
            name: {key: round(value, 4) for key, value in scores.items() if not key.endswith("second")}
            for name, scores in rows.items()
        }
        path = options.models / "scores.json"
        path.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
