"""Converting, tuning and judging the expression nets.

    python -m backends.cascade.train.faces convert --source DIR
    python -m backends.cascade.train.faces train --votes FILE.npz --out NET.onnx
    python -m backends.cascade.train.faces evaluate --fer2013 FILE | --folder DIR | --gallery DIR
    python -m backends.cascade.train.faces --report FILE.npz

Judging runs `face.expression`, the very function of the app. The report tells the command.
"""

from __future__ import annotations

import argparse
import csv
import json
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backends import interrupt, weights
from backends.cascade.face import expression, face
from backends.errors import EmerError
from backends.reading.basic_emotions import BASIC

Floats = NDArray[np.float64]

FER_LABELS = ("angry", "disgusted", "fearful", "happy", "sad", "surprised", "neutral")
"""FER2013's numbers 0 to 6 (Goodfellow et al. 2013)."""
FOLDER_NAMES = {
    "anger": "angry", "disgust": "disgusted", "fear": "fearful", "happiness": "happy",
    "sadness": "sad", "surprise": "surprised",
} | {name: name for name in BASIC}  # fmt: skip
ECE_BINS = 15
"""Guo et al. 2017 use 15 bins of equal width."""
REPORT = weights.FOLDER / "expression_report.md"


def fer2013(path: Path, usage: str) -> Iterator[tuple[int, expression.Image]]:
    """(index in BASIC, face as RGB) of the rows of one part of a `fer2013.csv`.

    Raises EmerError where the table lacks the columns emotion, pixels and Usage, or a row of that
    part is not a number 0 to 6 with 48 x 48 greys of 0 to 255.
    """
    with path.open(newline="", encoding="utf-8") as file:
        try:
            table = csv.DictReader(file, skipinitialspace=True)
            if not {"emotion", "pixels", "Usage"} <= set(table.fieldnames or ()):
                raise EmerError(f"{path.name} needs the columns emotion, pixels and Usage.")
            for row in table:
                if row["Usage"] == usage:
                    yield _fer2013_face(row, f"{path.name}, line {table.line_num}")
        except (csv.Error, UnicodeDecodeError) as error:
            raise EmerError(f"{path.name} can't be read as a table in UTF-8.") from error


def _fer2013_face(row: dict[str, str | None], where: str) -> tuple[int, expression.Image]:
    try:
        label = dict(enumerate(FER_LABELS))[int(row["emotion"] or "")]
        grey = np.array([int(grey) for grey in (row["pixels"] or "").split()])
        face = grey.reshape(48, 48, 1)
        if face.min() < 0 or face.max() > 255:
            raise ValueError("a grey outside 0 to 255")
    except (ValueError, KeyError, OverflowError) as error:
        raise EmerError(
            f"{where}: emotion must be a number from 0 to 6, "
            "and pixels 48 x 48 numbers from 0 to 255."
        ) from error
    return BASIC.index(label), face.astype(np.uint8).repeat(3, axis=2)


def folder(path: Path) -> Iterator[tuple[int, expression.Image]]:
    """(index in BASIC, face as RGB) of pictures of faces in sub-folders named after emotions.

    Raises EmerError for a sub-folder of another name or a file that is no picture.
    """
    import cv2

    for group in sorted(p for p in path.iterdir() if p.is_dir()):
        if group.name.lower() not in FOLDER_NAMES:
            raise EmerError(f"“{group.name}” is none of {', '.join(sorted(FOLDER_NAMES))}.")
        for file in sorted(group.iterdir()):
            # Not imread, which on Windows opens no path outside the system's code page.
            picture = cv2.imdecode(np.fromfile(file, np.uint8), cv2.IMREAD_COLOR)
            if picture is None:
                raise EmerError(f"“{file.name}” can't be read as a picture.")
            rgb = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)
            yield BASIC.index(FOLDER_NAMES[group.name.lower()]), rgb


def calibration_error(probabilities: Floats, labels: NDArray[np.int64]) -> float:
    """Expected calibration error, 0..1: how far confidence lies from accuracy, on average."""
    confidence = probabilities.max(1)
    right = probabilities.argmax(1) == labels
    bins = np.minimum((confidence * ECE_BINS).astype(int), ECE_BINS - 1)
    gaps = [
        (bins == b).mean() * abs(confidence[bins == b].mean() - right[bins == b].mean())
        for b in np.unique(bins)
    ]
    return float(np.sum(gaps))


def report_pictures(pictures: Iterator[tuple[int, expression.Image]]) -> str:
    """Accuracy, recall, confusion and calibration over labelled faces, as Markdown.

    Raises EmerError where there is no face.
    """
    answers = [(label, expression.expression(picture)) for label, picture in pictures]
    if not answers:
        raise EmerError("The set holds no picture.")
    labels = np.array([label for label, _ in answers])
    probabilities = np.array([p for _, p in answers], np.float64)
    confusion = np.zeros((len(BASIC), len(BASIC)), int)
    np.add.at(confusion, (labels, probabilities.argmax(1)), 1)
    lines = [
        f"- n: {len(labels)}",
        f"- accuracy: {confusion.trace() / len(labels):.1%}",
        f"- expected calibration error ({ECE_BINS} bins): "
        f"{calibration_error(probabilities, labels):.3f}",
        "",
        "Rows: label; columns: answer.",
        "",
        "| | " + " | ".join(BASIC) + " | n | recall |",
        "|---|" + "---|" * (len(BASIC) + 2),
    ]
    for name, row in zip(BASIC, confusion, strict=True):
        recall = f"{row[BASIC.index(name)] / row.sum():.2f}" if row.sum() else "–"
        lines.append(f"| {name} | {' | '.join(map(str, row))} | {row.sum()} | {recall} |")
    return "\n".join(lines)


def report_gallery(path: Path) -> str:
    """Mean probability over each clip of a gallery beside the crowd's votes on its silent picture.

    `path` holds clips as .mp4, each with a .json that tells what was "intended" and the "votes".
    Raises EmerError where one tells neither so, or a clip shows no face.
    """
    from backends.clip import Clip

    lines = [
        "| clip | acted | crowd (picture only) | " + " | ".join(BASIC) + " | leads |",
        "|---|---|---|" + "---|" * (len(BASIC) + 1),
    ]
    agreed = count = 0
    for file in sorted(path.glob("*.json")):
        try:
            truth = json.loads(file.read_text("utf-8"))
            acted: str = truth["intended"]
            votes: dict[str, int] = truth.get("votes", {}).get("visual", {})
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise EmerError(
                f"{file.name} does not tell what was intended and the votes."
            ) from error
        if not votes:
            continue
        frames = Clip.open(file.with_suffix(".mp4")).frames
        mean = face.read([*face.follow((f.time, f.image) for f in frames)]).mean_expression
        if mean is None:
            raise EmerError(f"No face was found in {file.stem}.")
        leads = BASIC[int(mean.argmax())]
        count += 1
        agreed += votes.get(leads, 0) == max(votes.values())
        ranked = sorted(votes.items(), key=lambda vote: -vote[1])
        cells = [
            file.stem,
            acted,
            ", ".join(f"{number} {name}" for name, number in ranked),
            *(f"{p:.2f}" for p in mean),
            leads,
        ]
        lines.append(f"| {' | '.join(cells)} |")
    lines += [
        "",
        f"The crowd's first choice leads in {agreed} of {count} clips.",
        "This compares with people. It is no measure of accuracy, for which the clips are too few:",
        "`--fer2013` or `--folder` gives one on a set of yours; that of faces with votes stands in",
        "`expression_own_report.md`.",
    ]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Run one of the commands. Exit codes: 0 done, 2 bad use or bad input."""
    parser = argparse.ArgumentParser(prog="python -m backends.cascade.train.faces")
    parser.add_argument("--report", type=Path, metavar="FILE", help="judge faces with votes (.npz)")
    commands = parser.add_subparsers(dest="command")
    converting = commands.add_parser("convert", help="face-api's net to ONNX")
    converting.add_argument("--source", type=Path, required=True)
    training = commands.add_parser("train", help="train the own net on votes")
    training.add_argument("--votes", type=Path, required=True, help="faces with votes (.npz)")
    training.add_argument("--out", type=Path, required=True, help="the net to write (.onnx)")
    judging = commands.add_parser("evaluate", help=f"writes {REPORT.name}")
    data = judging.add_mutually_exclusive_group(required=True)
    data.add_argument("--fer2013", type=Path, help="fer2013.csv")
    data.add_argument("--folder", type=Path, help="sub-folders of faces, named after emotions")
    data.add_argument("--gallery", type=Path, help="clips with the crowd's votes")
    judging.add_argument("--usage", default="PrivateTest", help="part of fer2013.csv")
    chosen = parser.parse_args(arguments)
    if (chosen.report is None) == (chosen.command is None):
        parser.error("name a step, or --report FILE")
    try:
        if chosen.report:
            from backends.cascade.train import faces_votes

            print(json.dumps(faces_votes.report(chosen.report)))
            return 0
        if chosen.command == "train":
            from backends.cascade.train import faces_train

            faces_train.train(chosen.votes, chosen.out)
            return 0
        if chosen.command == "convert":
            from backends.cascade.train.convert_faces import convert

            convert(chosen.source, weights.FOLDER)
            return 0
        if chosen.fer2013:
            found = report_pictures(fer2013(chosen.fer2013, chosen.usage))
        elif chosen.folder:
            found = report_pictures(folder(chosen.folder))
        else:
            found = report_gallery(chosen.gallery)
    except (OSError, EmerError) as error:
        print(error, file=sys.stderr)
        return 2
    command = shlex.join(["python", "-m", "backends.cascade.train.faces", *arguments])
    REPORT.write_text(f"# Expression nets, measured\n\n`{command}`\n\n{found}\n", "utf-8")
    print(found)
    return 0


if __name__ == "__main__":
    interrupt.run(lambda: main(sys.argv[1:]))
