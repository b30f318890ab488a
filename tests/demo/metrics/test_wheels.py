"""The two tables of emotion words: what ours knows, and what is read from the published folder."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import pytest

from backends.cascade.phrases import __file__ as phrases
from backends.reading import basic_emotions as emotions
from backends.reading import emotion_list
from demo import wheels as command
from demo.metrics import wheels
from demo.metrics.wheels import Wheel, WheelError, WordTable, own, published
from tests.helpers.places import GALLERY, ROOT, SHARED

POSITIVE = {"happy", "joyful", "powerful", "peaceful", "joy", "genius"}
EITHER = {"surprised", "neutral"}
PLACED_SO_BY_A_WHEEL = {"surprised", "pity", "protective", "loyal", "aware"}
"""Words that one wheel itself holds among pleasant and another among unpleasant feelings, and
`aware`, with which they go where they are not on a wheel."""

OPPOSITES = """
happy unhappy, happy sad, joyful joyless, cheerful cheerless, pleased displeased, glad angry,
satisfied dissatisfied, satisfied unsatisfied, content discontent, contented discontented,
calm agitated, calm anxious, relaxed tense, relaxed stressed, patient impatient, amused unamused,
fear fearless, fearful fearless, afraid unafraid, scared brave, worried unworried,
hope hopeless, hopeful hopeless, optimistic pessimistic, positive negative, power powerless,
help helpless, helpful helpless, encouraged discouraged, motivated unmotivated, like dislike,
trust distrust, trust mistrust, trusting distrustful, secure insecure, safe unsafe,
confident unconfident, certain uncertain, sure unsure, confidence insecurity, proud ashamed,
interested uninterested, interested bored, enthusiastic unenthusiastic, excited bored,
comfortable uncomfortable, pleasant unpleasant, worthy unworthy, worthwhile worthless,
respected disrespected, respectful disrespectful, appreciated unappreciated, loved unloved,
love hate, liking disliking, loving unloving, affectionate unaffectionate, friendly unfriendly,
friendly hostile, kind unkind, kind cruel, caring uncaring, sympathetic unsympathetic,
sensitive insensitive, considerate inconsiderate, polite impolite, loyal disloyal,
accepted rejected, included excluded, important unimportant, approving disapproving,
approval disapproval, agree disagree, agreeable disagreeing, willing unwilling, cooperative defiant,
connected disconnected, engaged disengaged, grateful resentful, admiring contemptuous,
relieved worried, energetic tired, focused unfocused, surprised unsurprised, impressed unimpressed,
高兴 不高兴, 开心 不开心, 快乐 不快乐, 满意 不满意, 满意 不满, 喜欢 不喜欢, 信任 不信任,
自信 不自信, 赞成 不赞成, 认同 不认同, 舒服 不舒服, 愿意 不愿意, 感兴趣 不感兴趣,
安心 不安, 安全感 没有安全感, 友好 敌意, 乐观 悲观, 放心 担心, 平静 激动, 高兴 难过, 爱 恨
"""


def _backend_words() -> set[str]:
    words = {*emotions.BASIC, *emotions.GOEMOTIONS_TO_BASIC}
    for language in ("en", "zh"):
        text = (Path(phrases).parent / f"{language}.toml").read_text(encoding="utf-8")
        tables = tomllib.loads(text)
        words |= {*tables["word"].values(), *tables["noun"].values()} - _languages(tables)
    return words


def _languages(tables: dict[str, dict[str, str]]) -> set[str]:
    return set(tables.get("language", {}).values())


def _gallery_words() -> set[str]:
    words: set[str] = set()
    for path in GALLERY.glob("*.json"):
        truth = json.loads(path.read_text(encoding="utf-8"))
        words |= {truth["intended"], *(word for votes in truth["votes"].values() for word in votes)}
        words |= {word for text in truth["languages"].values() for word in text["emotions"]}
    return words


def _words_of(wheel: Wheel) -> set[str]:
    return {
        word
        for sector, petals in wheel.sectors.items()
        for petal in petals
        for word in (sector, petal, *petals[petal])
    }


def _valences(table: WordTable, word: str) -> set[bool]:
    sectors = {table.sector(word, wheel, 1) for wheel in range(len(table.wheels))}
    return {sector in POSITIVE for sector in sectors - EITHER if sector}


@pytest.mark.parametrize("words", [_backend_words(), _gallery_words()])
def test_ours_knows_what_the_app_says(words: set[str]) -> None:
    assert words
    assert {word for word in words if not own().knows(word)} == set()


def test_ours_knows_every_word_of_its_wheels_and_keeps_it_in_its_sector() -> None:
    for index, wheel in enumerate(own().wheels):
        for word in _words_of(wheel):
            place = wheel.place(word)
            assert place is not None
            assert own().sector(word, index, 1) == place[0]
            if word not in wheel.sectors:  # those take their meaning's petal
                assert own().sector(word, index, 2) == place[1]


def test_neutral_is_a_sector_of_its_own_and_calm_is_not_in_it() -> None:
    for wheel in range(5):
        assert own().sector("neutral", wheel, 1) == own().sector("中性", wheel, 2) == "neutral"
        assert own().sector("calm", wheel, 1) not in ("neutral", None)


def test_each_form_stands_once_and_each_anchor_is_on_its_wheel() -> None:
    meanings = wheels._toml("meanings.toml")
    forms = Counter(
        wheels._spelling(form) for entry in meanings.values() for form in entry["words"].split()
    )
    assert [form for form, times in forms.items() if times > 1] == []
    for name, entry in meanings.items():
        assert own().m2(name) == name
        for anchor, wheel in zip(entry["place"], own().wheels, strict=True):
            assert not anchor or anchor in wheels._below_level_1(wheel).values()


def test_ours_is_wide() -> None:
    chinese = [word for word in own().roots if "\u4e00" <= word[0] <= "\u9fff"]
    assert len(own().roots) - len(chinese) > 1500
    assert len(chinese) > 150


@pytest.mark.parametrize("pair", [pair.split() for pair in OPPOSITES.split(",")])
def test_opposites_do_not_meet(pair: list[str]) -> None:
    left, right = pair
    assert own().knows(left)
    assert own().knows(right)
    assert own().m1(left) != own().m1(right)
    assert own().m2(left) != own().m2(right)
    for wheel in range(5):
        left_sector, right_sector = own().sector(left, wheel, 1), own().sector(right, wheel, 1)
        assert left_sector is None or left_sector != right_sector


def test_no_word_reaches_sectors_of_opposite_valence() -> None:
    both = {word for word in own().roots if len(_valences(own(), word)) > 1}
    allowed = {own().m2(word) for word in PLACED_SO_BY_A_WHEEL} | {"shocked"}
    assert {own().m2(word) for word in both} <= allowed
    for meaning in ("nurturing", "trusting"):
        odd = {own().m1(word) for word in both if own().m2(word) == meaning}
        assert odd <= {"pity", "protective", "faithful"}


def test_spelling_makes_no_difference() -> None:
    for words in (
        ("light-hearted", "Lighthearted", " light hearted ", "light_hearted"),
        ("realise", "realize", "Realising"),
        ("don’t care", "don't care", "dont care"),
        ("愤怒", "愤怒的"),
    ):
        assert len({own().m1(word) for word in words} - {None}) == 1
        assert all(own().knows(word) for word in words)


def test_unknown_words() -> None:
    assert not own().knows("table")
    assert own().m1("table") is own().m2("table") is own().sector("table", 0, 1) is None


# -- the published lists, from a folder of the same shape that we write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return _write(tmp_path / "lists")


def _write(folder: Path) -> Path:
    from openpyxl import Workbook

    folder.mkdir()
    for number in range(1, 6):
        book = Workbook()
        for row in [
            ("level1", "level2", "level3"),
            (" Happy ", "Joyful", "Content"),
            (None, None, "Relieved"),
            (None, "Calm", "Quiet "),
            ("Sad", "Hurt", "Empty"),
            (None, "Lonely", "Content"),
        ]:
            book.active.append(row)
        if number == 1:
            book.active.merge_cells("A2:A4")
        book.save(folder / f"wheel{number}.xlsx")
    book = Workbook()
    book.active.append([f"{kind}_run{run}" for run in range(1, 9) for kind in ("word", "synonym")])
    for word, synonyms in [("Happy", "glad, Merry"), ("hurt", "upset, glad"), ("empty", "")]:
        book.active.append([word, synonyms] * 8)
    book.save(folder / "synonym.xlsx")
    (folder / "format.csv").write_text(
        'name,format\nhappy,"happily,happy"\nglad,"glad,gladly"\nupset,"upset,upsets,gladly"\n'
        "hurt,\nmerry,merrily\nempty,emptily\n",
        encoding="utf-8",
    )
    return folder


def test_published_definitions(folder: Path) -> None:
    table = published(folder)
    assert table.m1("gladly") == "glad"  # first of glad, upset
    assert table.m1(" HURT ") == "hurt"  # a raw word is a form of itself
    assert table.m2("gladly") == "happy"  # first of happy, hurt
    assert table.m2("upsets") == "hurt"
    assert table.sector("gladly", 0, 1) == "happy"
    assert table.sector("emptily", 0, 2) == "hurt"
    assert table.sector("happily", 0, 2) == "calm"  # a level-1 word: its alphabetically first child
    assert not table.knows("relieved")  # on the wheel, but no form of anything
    assert table.sector("relieved", 0, 1) is None


def test_published_wheels_fill_down_and_the_last_place_counts(folder: Path) -> None:
    wheel = published(folder).wheels[0]
    assert wheel.sectors["happy"] == {"joyful": ("content", "relieved"), "calm": ("quiet",)}
    assert wheel.place("content") == ("sad", "lonely")
    assert wheel.place("nowhere") is None


@pytest.mark.parametrize("name", ["wheel3.xlsx", "synonym.xlsx", "format.csv"])
def test_a_broken_folder_is_one_sentence(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"no table")
    with pytest.raises(WheelError, match=rf"{name} can't be read: it should be .*\.$"):
        published(folder)
    (folder / name).unlink()
    with pytest.raises(WheelError, match=rf"{name} is missing"):
        published(folder)


@pytest.mark.parametrize(
    ("edition", "forms"), [("emotion_wheels_mer2025", 7386), ("emotion_wheels_mer2026", 7356)]
)
def test_the_published_editions(edition: str, forms: int) -> None:
    if not (SHARED / edition).is_dir():
        pytest.skip("the published word lists are not here")
    table = published(SHARED / edition)
    assert len(table.roots) == forms
    assert len(set().union(*map(_words_of, table.wheels))) == 253
    fear = [table.sector("fear", wheel, 1) for wheel in range(5)]
    assert ("happy" in fear) == (edition == "emotion_wheels_mer2025")
    assert not table.knows("neutral") or table.sector("neutral", 0, 1) is None


def test_command(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = tmp_path / "predicted.csv"
    words.write_text('name,openset\na,"[happy, glad, xyzzy]"\nb,[happy]\n', encoding="utf-8")
    assert command.main(["--wheels", str(folder), "--words", str(words)]) == 0
    out = capsys.readouterr().out
    assert "wheel 5" in out
    assert "knows 66.7% of them, 75.0% of the uses" in out
    assert command.main(["--wheels", str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_notice_names_both_files() -> None:
    notice = (ROOT / "assets" / "words" / "NOTICE.txt").read_text(encoding="utf-8")
    files = [path.name for path in wheels.WORDS.glob("*.toml")]
    assert len(files) == 2
    assert [name for name in files if name not in notice] == []


def test_same_sector_counts_what_both_place(folder: Path) -> None:
    table = published(folder)
    words = ["happy", "glad", "hurt", "relieved", "xyzzy"]
    # happy and glad are in `happy` in both, hurt is in `sad`; the rest is not known to both
    assert wheels.same_sector(own(), table, 0, words) == (3, 3)
    assert wheels.same_sector(own(), table, 2, words) == (0, 3)  # our wheel 3 names them otherwise


@pytest.mark.parametrize("edition", ["emotion_wheels_mer2025", "emotion_wheels_mer2026"])
def test_every_published_form_can_be_read_from_a_list(edition: str) -> None:
    if not (SHARED / edition).is_dir():
        pytest.skip("the published word lists are not here")
    forms = published(SHARED / edition).roots
    assert [form for form in forms if emotion_list.parse(f"[{form}]").words != (form,)] == []


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_torn_workbook_in_a_whole_archive_is_one_sentence(folder: Path, part: str) -> None:
    path = folder / "wheel2.xlsx"
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = parts[part][: len(parts[part]) // 2]
    with ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(WheelError, match=r"wheel2.xlsx can't be read: it should be .*\.$"):
        published(folder)
