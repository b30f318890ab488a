"""A person's own ground truths, found by clip name."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.ground_truth import GroundTruthError, gallery
from demo.ground_truth.clip_names import clip_name
from demo.ground_truth.library import Library, files
from demo.ground_truth.rationale_parts import split
from tests.helpers import emer_tables
from tests.helpers.emer_tables import CHINESE, ENGLISH, UNSPLIT, write
from tests.helpers.places import GALLERY, SHARED


def test_emer_v1_in_both_languages(tmp_path: Path) -> None:
    library = Library.open([emer_tables.emer_v1(tmp_path)])
    english, chinese = library.of("sample_1"), library.of("sample_1", "zh")
    assert english and chinese
    assert (english.emotions, chinese.emotions) == (["sad"], ["悲伤"])
    assert english.label == chinese.label == "sad"
    assert english.rationale == split(ENGLISH)
    assert chinese.rationale == split(CHINESE, "zh")
    assert (english.subtitle, chinese.subtitle) == ("He did not come.", "他没有来。")
    assert english.author == "EMER-V1"
    assert "gt-eng.csv" in english.method
    worried = library.of("sample_2")
    assert worried
    assert worried.label == "worried"
    assert worried.subtitle is None


@pytest.mark.parametrize("name", ["name", "names"])
def test_emer_v2_merges_its_tables(tmp_path: Path, name: str) -> None:
    library = Library.open([emer_tables.emer_v2(tmp_path, name)])
    truth, chinese = library.of("sample_1"), library.of("sample_1", "zh")
    assert truth and chinese
    assert truth.emotions == ["disappointed", "sad"]
    assert truth.rationale == split(ENGLISH)
    assert truth.subtitle == "He did not come."
    assert truth.author == "ov-openset.csv, EMER-V2"
    assert truth.label is None
    assert chinese.rationale.acoustic == "在音频中，她叹了口气，声音很低"
    assert chinese.emotions == ["disappointed", "sad"]
    shouted = library.of("sample_4")
    assert shouted
    assert all(shouted.rationale.model_dump().values())
    assert shouted.emotions == []
    assert library.names() == ["sample_1", "sample_3", "sample_4"]
    assert library.of("other_1") is None
    assert library.problems == []


def test_a_text_that_does_not_split_is_kept_whole_and_said_to_be(tmp_path: Path) -> None:
    truth = Library.open([emer_tables.emer_v2(tmp_path)]).of("sample_3")
    assert truth
    assert truth.rationale.conclusion == UNSPLIT
    assert truth.rationale.visual is None
    assert "shown whole" in truth.method
    assert truth.subtitle is None


def test_columns_named_after_languages_are_told_apart_by_what_they_hold(tmp_path: Path) -> None:
    head = ("name", "chinese", "english")
    one = ("x", "你好。", "In the text.")
    others = [
        ("y", CHINESE, ENGLISH),
        ("z", "再见。", "Bye."),
        ("a", "", "Yes."),
        ("b", "好。", ""),
    ]
    words = write(tmp_path / "a.csv", ("name", "label"), ("x", "happy"))
    spoken = Library.open([words, write(tmp_path / "b.csv", head, one, *others)]).of("x")
    assert spoken
    assert (spoken.subtitle, spoken.rationale.lexical) == ("In the text.", None)
    reasoned = Library.open([words, write(tmp_path / "c.csv", head, one, others[0])]).of("x")
    assert reasoned
    assert (reasoned.subtitle, reasoned.rationale.lexical) == (None, "In the text.")


def test_label_files_of_mer_and_meld(tmp_path: Path) -> None:
    mer = write(tmp_path / "a.csv", ("name", "discrete", "valence"), ("x", "worried", "-0.5"))
    meld = write(tmp_path / "b.csv", ("name", "emotion"), ("y", "Anger"), ("z", "joy"))
    library = Library.open([mer, meld])
    truths = [library.of(name) for name in "xyz"]
    assert [truth and truth.label for truth in truths] == ["worried", "angry", "happy"]
    assert [truth and truth.emotions for truth in truths] == [["worried"], ["anger"], ["joy"]]


def test_a_persons_own_table_in_gbk_with_any_columns(tmp_path: Path) -> None:
    own = write(
        tmp_path / "我的.csv",
        ("Clip", "情绪", "Emotions", "Rationale", "sentence"),
        ("生日.mp4", "x", "开心、惊喜", "在视频中，她笑了。", "谢谢！"),
        ("films\\two.MOV", "y", "calm and a bit bored, he says it is fine", "", ""),
        encoding="gbk",
    )
    library = Library.open([own])
    truth = library.of("生日", "zh")
    assert truth
    assert truth.emotions == ["开心", "惊喜"]
    assert truth.rationale.visual == "在视频中，她笑了。"
    assert truth.subtitle == "谢谢！"
    assert truth == library.of("生日.mp4", "zh")
    english = library.of("生日", "en")
    assert english and english.emotions == truth.emotions
    other = library.of("two")
    assert other
    assert other.label is None
    assert "left out: “calm and a bit bored" in other.method


def test_broken_rows_are_told_with_their_line_and_the_others_load(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        'name,openset,reason\na,[sad],"one\ntwo"\n,[sad],x\na,[happy],x\nb,[sad]\n'
        'c,"[sad, x\nd,[angry],x\na.mp4,[calm],x\n'
    )
    library = Library.open([path])
    assert library.names() == ["a", "d"]
    truth = library.of("a")
    assert truth and truth.emotions == ["sad"]
    assert [str(sentence).split(";")[0] for sentence in library.problems] == [
        "own.csv, line 4: it names no clip",
        "own.csv, line 5: “a” stands already on line 2",
        "own.csv, line 6: it has 2 fields and the header 3",
        "own.csv, line 7: a quotation mark is out of place or never closed",
        "own.csv, line 9: “a” stands already on line 2",
    ]


def test_the_later_table_counts(tmp_path: Path) -> None:
    first = write(tmp_path / "1.csv", ("name", "openset", "reason"), ("x", "[sad]", ENGLISH))
    second = write(tmp_path / "2.csv", ("name", "openset", "reason"), ("x", "[happy]", ""))
    truth = Library.open([first, second]).of("x")
    assert truth
    assert truth.emotions == ["happy"]
    assert truth.rationale == split(ENGLISH)
    assert Library.open([tmp_path]).of("x") == truth


def test_the_gallery_goes_first_and_file_names_last(tmp_path: Path) -> None:
    name = gallery.clips()[0].stem
    table = write(
        tmp_path / "own.csv",
        ("file", "reason"),
        (f"{name}.mp4", ENGLISH),
        ("1002_DFA_SAD_XX", ENGLISH),
    )
    library = Library.open([table])
    assert library.of(name) == gallery.of(name)
    own = library.read(name)
    assert own and own.rationale == split(ENGLISH)
    merged = library.of("1002_DFA_SAD_XX")
    assert merged
    assert merged.rationale == split(ENGLISH)
    assert (merged.label, merged.intended) == ("sad", "sad")
    assert merged.subtitle == "Don't forget a jacket."
    assert Library().of("03-01-05-01-01-01-12.flac") is not None
    assert Library().of("holiday") is None


def test_votes_of_the_crowd_by_modality(tmp_path: Path) -> None:
    letters = ("A", "D", "F", "H", "N", "S")
    table = write(
        tmp_path / "processedResults" / "tabulatedVotes.csv",
        ("", *letters, "fileName", "numResponses"),
        ("100001", "1", "0", "0", "0", "8", "0", "1002_IEO_NEU_XX", "9"),
        ("200001", "0", "0", "0", "3", "6", "0", "1002_IEO_NEU_XX", "9"),
        ("300001", "0", "0", "0", "0", "9", "0", "1002_IEO_NEU_XX", "9"),
        ("300001", "0", "0", "0", "0", "9", "0", "1002_IEO_NEU_XX", "9"),
        ("400001", "0", "0", "0", "0", "9", "0", "1002_IEO_NEU_XX", "9"),
        ("100002", "0", "x", "0", "0", "9", "0", "1002_IEO_HAP_LO", "9"),
    )
    library = Library.open([tmp_path])
    truth = library.of("1002_IEO_NEU_XX")
    assert truth and truth.votes
    assert truth.votes.acoustic == {"angry": 1, "neutral": 8}
    assert truth.votes.visual == {"happy": 3, "neutral": 6}
    assert truth.votes.audiovisual == {"neutral": 9}
    assert [str(sentence).split(":")[0] for sentence in library.problems] == [
        f"{table.name}, line {line}" for line in (5, 6, 7)
    ]


@pytest.mark.skipif(not SHARED.exists(), reason="the data folder is not here")
def test_the_votes_beside_the_gallerys_clips_are_the_gallerys() -> None:
    library = Library.open([SHARED / "cremad"])
    for path in sorted(GALLERY.glob("*.mp4")):
        read, ours = library.read(path.stem), gallery.of(path.stem)
        assert read and ours
        assert read.votes == ours.votes
        assert (read.intended, read.subtitle) == (ours.intended, ours.subtitle)


def test_other_tables_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    emer_tables.emer_v1(tmp_path / "v1")
    write(tmp_path / "format.csv", ("form", "raw"), ("a", "b"))
    write(tmp_path / ".hidden" / "own.csv", ("name", "label"), ("x", "sad"))
    (tmp_path / "broken.CSV").write_bytes(b"\0\1\2")
    library = Library.open([tmp_path])
    assert library.names() == ["sample_1", "sample_2"]
    assert list(map(str, library.problems)) == [
        "“broken.CSV” is not a CSV table in UTF-8, UTF-16, GBK or Windows-1252."
    ]


def test_a_folder_of_clips_with_telling_names_is_enough(tmp_path: Path) -> None:
    emer_tables.empty_files(tmp_path, "Actor_01/03-01-01-01-01-01-01.wav")
    assert Library.open([tmp_path]).problems == []


def test_links_to_folders_are_followed_once(tmp_path: Path) -> None:
    emer_tables.empty_files(tmp_path / "elsewhere", "a.mp4")
    root = tmp_path / "root"
    root.mkdir()
    try:
        (root / "video").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
        (root / "again").symlink_to(root, target_is_directory=True)
    except OSError:
        pytest.skip("links need a right here")
    assert list(files(root)) == [root / "video" / "a.mp4"]


def test_what_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    nameless = write(tmp_path / "nameless.csv", ("id", "label"), ("1", "sad"))
    for path, said in [
        (tmp_path / "nowhere", "There is no “"),
        (empty, "has no table of ground truths"),
        (nameless, "no column of clip names"),
        (write(tmp_path / "d.csv", ("name", "valence"), ("x", "0.5")), "tells nothing"),
        (GALLERY / "1001_DFA_ANG_XX.mp4", "is not a CSV table"),
    ]:
        with pytest.raises(GroundTruthError, match=said) as raised:
            Library.open([path])
        assert path.name in str(raised.value)
        assert len(str(raised.value).splitlines()) == 1


def test_many_rows(tmp_path: Path) -> None:
    rows = ((f"clip_{n}", f"第{n}句。", f"Sentence {n}.") for n in range(100_000))
    path = write(tmp_path / "subtitle_chieng.csv", ("name", "chinese", "english"), *rows)
    label = write(tmp_path / "label.csv", ("name", "label"), ("clip_99999", "sad"))
    truth = Library.open([path, label]).of("clip_99999", "zh")
    assert truth
    assert truth.subtitle == "第99999句。"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("a.mp4", "a"),
        (" a ", "a"),
        ("b/a.AVI", "a"),
        ("b\\a.flac", "a"),
        ("dia0.utt1", "dia0.utt1"),
    ],
)
def test_clip_names(written: str, name: str) -> None:
    assert clip_name(written) == name


@pytest.mark.parametrize(("asked", "told"), [("en", "zh"), ("zh", "zh")])
def test_the_language_is_that_of_the_rationale(tmp_path: Path, asked: str, told: str) -> None:
    path = tmp_path / "truth.csv"
    path.write_text("name,reason,openset\na,在视频中，他微笑。,[happy]\n", "utf-8")
    truth = Library.open([path]).of("a", asked)  # type: ignore[arg-type]
    assert truth is not None
    assert truth.language == told
    assert truth.rationale.visual
