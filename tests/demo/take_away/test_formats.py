"""Each file is read back by the tool that it is for: equal texts, times within a millisecond."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pandas
import parselmouth
import pysubs2
import pytest
import textgrid
from parselmouth.praat import call
from praatio import textgrid as praatio
from pympi.Elan import Eaf

from backends.base import Explanation
from demo import take_away
from demo.take_away import cues, json_document, tiers
from demo.take_away.taken import plain
from tests.helpers.places import ROOT
from tests.helpers.taken import LABELS, SPANS, awkward

Told = list[tuple[float, float, str]]


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> take_away.Taken:
    return awkward(tmp_path_factory.mktemp("awkward"))


@pytest.fixture(scope="module")
def files(taken: take_away.Taken, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Ending → file."""
    folder = tmp_path_factory.mktemp("taken")
    written = list(
        take_away.write(taken, take_away.chosen("json,csv,eaf,textgrid,srt,vtt"), folder)
    )
    return {path.name.split(".cascade")[1]: path for path in written}


def alike(
    read: Sequence[tuple[float, float, str]], meant: Sequence[tuple[float, float, str]]
) -> None:
    assert [text for *_, text in read] == [text for *_, text in meant]
    for (start, end, text), (first, last, _) in zip(read, meant, strict=True):
        assert abs(start - first) <= 0.001001 and abs(end - last) <= 0.001001, text


def meant(taken: take_away.Taken) -> dict[str, Told]:
    """Tier → what it should hold."""
    return {
        tier.name: [(one.start, one.end, one.text) for one in tier.marks]
        for tier in tiers.tiers(taken)
    }


def test_the_tiers_hold_every_clue_at_its_time(taken: take_away.Taken) -> None:
    held = [one for name, told in meant(taken).items() if name.startswith("clues") for one in told]
    given = [(*span, text) for span, text in zip(SPANS, LABELS, strict=True)]
    alike(sorted(held), sorted(given))
    for told in meant(taken).values():
        assert all(one[1] <= other[0] for one, other in pairwise(told))
    assert [name for name in meant(taken) if name.startswith("face")] == [
        "face A", "face A weights", "face B", "face B weights",
    ]  # fmt: skip
    assert [text for *_, text in meant(taken)["face A"]] == ["happy", "fearful?"]
    assert meant(taken)["speaker"] == [(0.0, 60.0, "B")]


def test_elan_by_pympi_and_by_an_xml_parser(taken: take_away.Taken, files: dict[str, Path]) -> None:
    eaf = Eaf(str(files[".eaf"]))
    assert set(eaf.get_tier_names()) == set(meant(taken))
    for name, told in meant(taken).items():
        read = [
            (a / 1000, b / 1000, text) for a, b, text, *_ in eaf.get_annotation_data_for_tier(name)
        ]
        alike(sorted(read), told)
    root = ElementTree.parse(files[".eaf"]).getroot()
    values = [one.text or "" for one in root.iter("ANNOTATION_VALUE")]
    assert sorted(values) == sorted(text for told in meant(taken).values() for *_, text in told)
    media = root.find("HEADER/MEDIA_DESCRIPTOR")
    assert media is not None and media.get("RELATIVE_MEDIA_URL") == "./a b & c 很.m4a"
    entries = {one.text for one in root.iter("CVE_VALUE")}
    kinds = {one.get("LINGUISTIC_TYPE_ID"): one for one in root.iter("LINGUISTIC_TYPE")}
    assert kinds["emotion"].get("CONTROLLED_VOCABULARY_REF") == "emotions"
    for tier in root.iter("TIER"):
        if tier.get("LINGUISTIC_TYPE_REF") == "emotion":
            assert {one.text for one in tier.iter("ANNOTATION_VALUE")} <= entries
    assert root.find("TIER[@TIER_ID='face B']").get("PARTICIPANT") == "B"  # type: ignore[union-attr]


def by_praat(path: Path) -> dict[str, Told]:
    grid = parselmouth.read(str(path))
    found: dict[str, Told] = {}
    for tier in range(1, int(call(grid, "Get number of tiers")) + 1):
        told = []
        for n in range(1, int(call(grid, "Get number of intervals", tier)) + 1):
            start = call(grid, "Get start time of interval", tier, n)
            end = call(grid, "Get end time of interval", tier, n)
            told.append((start, end, call(grid, "Get label of interval", tier, n)))
        found[call(grid, "Get tier name", tier)] = told
    return found


def by_praatio(path: Path) -> dict[str, Told]:
    grid = praatio.openTextgrid(str(path), includeEmptyIntervals=False)
    return {tier.name: [tuple(one) for one in tier.entries] for tier in grid.tiers}


def by_textgrid(path: Path) -> dict[str, Told]:
    grid = textgrid.TextGrid.fromFile(str(path))
    return {tier.name: [(one.minTime, one.maxTime, one.mark) for one in tier] for tier in grid}


@pytest.mark.parametrize("read", [by_praat, by_praatio, by_textgrid])
def test_textgrid_by_praat_itself_and_two_libraries(
    read: object, taken: take_away.Taken, files: dict[str, Path]
) -> None:
    found = read(files[".TextGrid"])  # type: ignore[operator]
    assert list(found) == list(meant(taken))
    for name, told in meant(taken).items():
        alike([one for one in found[name] if one[2]], told)


def test_a_textgrid_is_utf_8_whatever_it_holds(files: dict[str, Path]) -> None:
    assert "很开心" in files[".TextGrid"].read_text("utf-8")


@pytest.mark.parametrize("ending", [".srt", ".vtt"])
def test_subtitles_by_pysubs2(ending: str, taken: take_away.Taken, files: dict[str, Path]) -> None:
    told = [(one.start, one.end, one.text) for one in cues.cues(taken)]
    assert (1.001, 60.0, 'B: <3 Oh, "no" & -->') in told
    assert any(text == "[A & B <3]" for *_, text in told)
    assert not any("很" in text for *_, text in told if "[" not in text)
    read = [
        (one.start / 1000, one.end / 1000, one.plaintext)
        for one in pysubs2.load(str(files[ending]), encoding="utf-8")
    ]
    if ending == ".vtt":  # pysubs2 leaves references as they are; a browser does not
        read = [(start, end, html.unescape(text)) for start, end, text in read]
    markup = "back\\Nslash {an8} <i>tag</i>"
    alike(
        [one for one in read if "slash" not in one[2]],
        [one for one in told if markup not in one[2]],
    )
    (drawn,) = (text for *_, text in read if "slash" in text)
    assert drawn == {
        ".srt": "[back＼Nslash ｛an8｝ ‹i›tag‹/i›]",
        ".vtt": "[back\\Nslash {an8} <i>tag</i>]",
    }[ending]  # fmt: skip


def test_clues_by_pandas(taken: take_away.Taken, files: dict[str, Path]) -> None:
    table = pandas.read_csv(files[".clues.csv"], keep_default_na=False)
    read = list(zip(table["start_s"], table["end_s"], table["text"], strict=True))
    given = [(one.start, one.end, one.text) for one in taken.answer.clues]
    assert "'-->" in table["text"].to_list()  # else a spreadsheet would reckon
    alike([(a, b, text.removeprefix("'")) for a, b, text in read], given)
    assert [json.loads(one) for one in table["supports_json"]] == [{"happy": 0.5}] * len(LABELS)
    assert set(table["measure"]) == {"width"} and set(table["unit"]) == {"mm"}


def test_curves_by_pandas(taken: take_away.Taken, files: dict[str, Path]) -> None:
    table = pandas.read_csv(files[".curves.csv"])
    assert list(table.columns) == ["time [s]", "pitch [Hz]", "loudness [dB]"]
    pitch = table[["time [s]", "pitch [Hz]"]].dropna()
    known = [(time, value) for time, value in taken.answer.curves[0].points if value is not None]
    assert list(pitch.itertuples(index=False, name=None)) == known


def test_json_is_of_the_schema_that_is_documented(
    taken: take_away.Taken, files: dict[str, Path]
) -> None:
    told = json.loads(files[".json"].read_text("utf-8"))
    assert Explanation.model_validate(told["explanation"]) == taken.answer
    assert told["version"] == json_document.VERSION
    assert told["clip"]["file"] == "a b & c 很.m4a"
    assert json_document.Document.model_validate(told) == json_document.document(taken)
    documented = (ROOT / "docs" / "take-away.schema.json").read_text("utf-8")
    assert json.loads(documented) == json_document.schema(), (
        "write it anew: python -m demo.take_away.schema > docs/take-away.schema.json"
    )


def test_texts_that_no_format_could_hold() -> None:
    assert plain(" a\x00b\x0b\n\n \tc ") == "a b\nc"
    assert plain("很\r\n好") == "很\n好"
