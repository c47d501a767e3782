"""Confidences: their features, their weights, the threshold, and what is told of them."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import URIRef

from kg import confidence, vocab
from kg.cli import main
from kg.export import claim_from_record, claim_record
from kg.graph import KGO, build_graph, flatten
from kg.model import Claim, Story, Trace
from tests import factories
from training.logistic import fit, logistic
from training.reliability import bins, brier, calibration_error

STORY = "新华社云城5月3日电 石桥村党支部书记周大海说，罗明走访了石桥村。县里的干部给村民送去大米。\n"


def a_claim(**trace: object) -> Claim:
    claim = factories.other_story().claims[2]
    assert claim.predicate == "worksFor"
    return replace(claim, trace=Trace(**trace))  # type: ignore[arg-type]


def judged(*confidences: float) -> Story:
    story = factories.main_story()
    claims = [replace(c, confidence=told) for c, told in zip(story.claims, confidences, strict=False)]
    return replace(story, claims=tuple(claims))


@pytest.fixture
def plain_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"base": 150, "subject-pronoun": -50, "gap": -100, "predicate-worksFor": 39, "extractor-hand": 0}
    monkeypatch.setattr(confidence, "weights", lambda: known)


# --- features ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trace", "held"),
    [
        ({}, set()),
        ({"subject_form": "pronoun"}, {"subject-pronoun"}),
        ({"subject_form": "nominal", "subject_at": "sentence"}, {"subject-nominal", "subject-elsewhere"}),
        ({"object_read": "guess"}, {"object-guess"}),
        ({"object_read": "span"}, {"object-span"}),
        ({"quotation": "direct", "headline": True}, {"speech-direct", "headline"}),
        ({"fragment": True, "damaged": True, "renamed": True}, {"fragment", "damaged", "renamed"}),
        ({"gap": 10, "sentence": 80, "evidence": 40, "siblings": 1}, set()),
        (
            {"gap": 11, "sentence": 81, "evidence": 41, "siblings": 2},
            {"gap", "sentence-long", "evidence-long", "siblings"},
        ),
    ],
)
def test_features_of_a_trace(trace: dict[str, object], held: set[str]) -> None:
    always = {"base", "extractor-hand", "predicate-worksFor"}
    assert set(confidence.features(a_claim(**trace))) == held | always


def test_open_claims_have_no_predicate_of_their_own() -> None:
    claim = replace(a_claim(), predicate="open:照顾", status="planned")
    assert confidence.features(claim) == ("base", "status-planned", "open", "extractor-hand")


# --- figures -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("plain_weights")
@pytest.mark.parametrize(
    ("trace", "value"),
    [({}, 0.87), ({"subject_form": "pronoun"}, 0.80), ({"subject_form": "pronoun", "gap": 30}, 0.60)],
)
def test_a_claim_is_as_sure_as_its_weights_say(trace: dict[str, object], value: float) -> None:
    claim = a_claim(**trace)
    assert confidence.confidence(confidence.features(claim)) == value
    story = confidence.judge(replace(factories.other_story(), claims=(claim,)))
    assert [c.confidence for c in story.claims] == [value]


@pytest.mark.usefixtures("plain_weights")
def test_grounds_leave_out_what_counts_nothing() -> None:
    found = [(ground.feature, ground.weight) for ground in confidence.grounds(a_claim(gap=30))]
    assert found == [("base", 1.5), ("gap", -1.0), ("predicate-worksFor", 0.39)]


@pytest.mark.parametrize(("odds", "value"), [(0, 0.5), (110, 0.75), (-110, 0.25), (9999, 0.99), (-9999, 0.01)])
def test_probabilities_stay_off_nought_and_one(odds: int, value: float) -> None:
    assert confidence.probability(odds) == value


def test_no_sum_of_weights_lies_where_the_last_bit_would_decide() -> None:
    for hundredths in range(-800, 801):
        exact = 100 / (1 + math.exp(-hundredths / 100))
        assert abs(exact % 1 - 0.5) > 1e-9


def test_a_feature_that_nobody_weighed_counts_nothing() -> None:
    assert confidence.confidence(("base", "extractor-somebody-else")) == confidence.confidence(("base",))


def test_every_feature_has_a_weight_and_a_meaning() -> None:
    assert set(confidence.MEANINGS) <= set(confidence.weights())
    assert all(confidence.meaning(name) for name in confidence.weights())


# --- the threshold -----------------------------------------------------------------------------------------------


def test_less_sure_claims_are_withheld_with_the_reason() -> None:
    kept, doubted = confidence.withhold([judged(0.9, 0.42, 0.8)], 0.8)
    assert [claim.confidence for claim in kept[0].claims] == [0.9, 0.8]
    assert [(q.claim.confidence, q.reason) for q in doubted] == [
        (0.42, "the confidence 0.42 is below the least that was asked for, 0.8")
    ]


def test_a_higher_threshold_never_keeps_more() -> None:
    story = judged(0.3, 0.55, 0.55, 0.9)
    counts = [len(confidence.withhold([story], least / 20)[0][0].claims) for least in range(21)]
    assert counts == sorted(counts, reverse=True)
    assert (counts[0], counts[-1]) == (4, 0)


def test_claims_that_nobody_judged_are_kept() -> None:
    story = factories.other_story()
    assert confidence.withhold([story], 1.0) == ([story], [])


@pytest.mark.parametrize("least", ["1.5", "-0.1", "nan", "much"])
@pytest.mark.parametrize("command", ["build", "eval"])
def test_a_threshold_that_is_none(command: str, least: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "x", *(["x"] if command == "eval" else []), f"--min-confidence={least}"])
    assert ended.value.code == 2
    assert "give a number from 0 to 1" in capsys.readouterr().err


# --- exports -----------------------------------------------------------------------------------------------------


def test_claims_jsonl_ends_with_the_confidence() -> None:
    claim = replace(a_claim(), confidence=0.8)
    record = claim_record(claim)
    assert list(record)[-1] == "confidence"
    assert claim_from_record(json.loads(json.dumps(record))).confidence == 0.8
    assert "confidence" not in claim_record(a_claim())


@pytest.mark.usefixtures("plain_weights")
def test_the_graph_has_confidence_and_grounds() -> None:
    claim = replace(a_claim(gap=30), confidence=0.6)
    graph = flatten(build_graph([replace(factories.other_story(), claims=(claim,))]))
    node = URIRef(vocab.DEFAULT_BASE + vocab.claim_path(claim.id))
    assert [str(told) for told in graph.objects(node, KGO.confidence)] == ["0.6"]
    weights = {str(graph.value(ground, KGO.weight)) for ground in graph.objects(node, KGO.ground)}
    assert weights == {"1.5", "-1", "0.39"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("confidence")
    (folder / "石桥村.txt").write_text(STORY, encoding="utf-8")
    assert main(["build", str(folder / "石桥村.txt"), "-o", str(folder / "all"), "-q", "--no-cache"]) == 0
    return folder


def claims_of(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "claims.jsonl").read_text(encoding="utf-8").splitlines()]


def test_build_with_a_threshold_tells_what_it_leaves_out(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = claims_of(built / "all")
    ranked = sorted(float(str(claim["confidence"])) for claim in told)
    least = ranked[-1]
    below = sum(value < least for value in ranked)
    assert 0 < below < len(ranked)
    out = built / "sure"
    call = ["build", str(built / "石桥村.txt"), "-o", str(out), "--no-cache", "--min-confidence", str(least)]
    assert main(call) == 0
    assert f"({below} not sure enough)" in capsys.readouterr().err
    assert [claim["id"] for claim in claims_of(out)] == [c["id"] for c in told if c["confidence"] == least]
    assert len((out / "quarantine.jsonl").read_text(encoding="utf-8").splitlines()) == below
    assert main(["validate", str(out)]) == 0


def test_explain_adds_up_to_the_confidence(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for claim in claims_of(built / "all"):
        assert main(["explain", str(claim["id"]), "-d", str(built / "all")]) == 0
        lines = capsys.readouterr().out.splitlines()
        at = next(number for number, line in enumerate(lines) if line.startswith("  confidence"))
        weights = [line.split()[0] for line in lines[at + 1 : lines.index("")]]
        assert [float(weight) for weight in weights] == sorted(map(float, weights), reverse=True)
        assert confidence.probability(sum(round(100 * float(weight)) for weight in weights)) == claim["confidence"]
        assert f"{claim['confidence']:.2f}" in lines[at]


# --- fitting -----------------------------------------------------------------------------------------------------


def test_the_fit_finds_the_shares() -> None:
    import numpy as np

    marks = np.array([[1.0, 0.0]] * 10 + [[1.0, 1.0]] * 10)
    targets = np.array([1.0] * 8 + [0.0] * 2 + [1.0] * 5 + [0.0] * 5)
    free = fit(marks, targets, np.zeros(2))
    assert [round(float(p), 6) for p in logistic(np.array([free[0], free.sum()]))] == [0.8, 0.5]
    drawn = fit(marks, targets, np.array([0.0, 1e6]))
    assert abs(drawn[1]) < 1e-4


def test_measures_of_reliability() -> None:
    sound = [(0.8, 1.0)] * 8 + [(0.8, 0.0)] * 2 + [(0.3, 1.0)] * 3 + [(0.3, 0.0)] * 7
    assert calibration_error(sound) == pytest.approx(0)
    assert [(b.right.hits, b.right.total) for b in bins(sound)] == [(3, 10), (8, 10)]
    assert brier([(1.0, 1.0), (0.5, 0.0)]) == 0.125
    assert calibration_error([(0.9, 0.0), (0.9, 1.0)]) == pytest.approx(0.4)
