"""Explain clips from the command line: `python -m demo.explain CLIP... [--backend NAME]...`.

Exit codes: 0 done; 2 bad use or a clip that can't be used; 1 a backend failed; 130 interrupted.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import backends
from backends import subtitles
from backends.backend import Request
from backends.base import Explanation, Language, Modality, Person, State
from backends.clip import Clip, Limits, part_between
from backends.errors import EmerError
from backends.subtitles import TimedText
from demo import side_by_side
from demo.command import (
    DONE,
    FAILED,
    add_backends,
    add_language,
    add_max_seconds,
    add_tracks,
    backends_of,
    given,
    modalities,
    option,
    refused,
    run_command,
    second,
)
from demo.fact_check.of_clips import checked
from demo.fact_check.telling import told
from demo.ground_truth import GroundTruth, GroundTruthError, gallery
from demo.ground_truth.library import Library
from demo.machine import peak_memory
from demo.side_by_side import Answer
from demo.strings import COMMANDS, STRINGS
from demo.take_away import of_command as files


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _parser().parse_args(given(arguments))
    request = Request(options.language, options.modalities, dict(options.option))
    code = DONE
    try:
        names = backends_of(options)
        formats = files.chosen(options)
        backends.check_options(names, request.options)
        clips = [
            Clip.open(
                path,
                subtitle=_subtitle(options, path),
                segment=part_between(options.start, options.end),
                picture=options.picture_track,
                sound=options.sound_track,
                limits=Limits(max_seconds=options.max_seconds),
            )
            for path in options.clips
        ]
        truths = _truths(options.truth, [clip.path for clip in clips], options.language)
    except EmerError as error:
        return refused(error, options.language)
    used: set[str] = set()
    waiting = deque(zip(clips, truths, strict=True))
    clips.clear()
    while waiting:  # each takes its frames with it once it is explained
        clip, truth = waiting.popleft()
        *_, answers = side_by_side.explain(clip, names, request)
        if not options.json:
            print(_text_of_truth(clip, truth, options.language))
        for answer in answers.values():
            answer = _checked(answer, clip, options.language, look=options.fact_check)
            if answer.error or answer.explanation is None:
                print(f"{answer.backend}: {answer.error}", file=sys.stderr)
                code = FAILED
            elif options.json:
                print(answer.explanation.model_dump_json())
            else:
                print(_text(answer.explanation, options.language))
                if options.fact_check:
                    print(told(answer.explanation.claims, options.language))
            if formats and answer.explanation and not answer.error:
                taken = files.taken(clip, answer, truth, options.language)
                code = max(code, files.write(taken, formats, options.out, used))
            if options.timings:
                print(_timings(clip, answer), file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m demo.explain",
        description="Say which emotions a clip shows, and why.",
    )
    parser.add_argument("clips", nargs="+", metavar="CLIP", help="a video or sound file")
    add_backends(parser)
    parser.add_argument(
        "--modalities",
        type=modalities,
        default=frozenset(Modality),
        metavar="LIST",
        help="what may be used, of visual,acoustic,lexical (default: all)",
    )
    parser.add_argument(
        "--option",
        type=option,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="how a backend answers, e.g. mode=labels or frames=16; may be given several times",
    )
    add_language(parser)
    parser.add_argument(
        "--subtitle", metavar="TEXT", help="what is said, to be read instead of what is heard"
    )
    parser.add_argument(
        "--subtitles",
        type=Path,
        metavar="FILE",
        help="the same with times: a .srt or .vtt file, or “track” for the one in the clip",
    )
    parser.add_argument(
        "--from", type=second, dest="start", metavar="S", help="second at which to begin"
    )
    parser.add_argument("--to", type=second, dest="end", metavar="S", help="second at which to end")
    add_tracks(parser)
    add_max_seconds(parser)
    parser.add_argument(
        "--truth",
        type=Path,
        metavar="FILE",
        help="ground truth to print beside: a CSV table or a folder of them, found by the clip's "
        "name, or a file in the layout of assets/gallery",
    )
    files.add_to(parser)
    parser.add_argument(
        "--fact-check",
        action="store_true",
        help="hold what the answer claims against what is measured in the clip",
    )
    parser.add_argument("--json", action="store_true", help="one line of JSON a clip and backend")
    parser.add_argument(
        "--timings", action="store_true", help="also print seconds and memory, to standard error"
    )
    return parser


def _subtitle(options: argparse.Namespace, clip: str) -> str | tuple[TimedText, ...] | None:
    """What is said, as far as it is given. Raises ClipError where the file can't be read."""
    if options.subtitles is None:
        given: str | None = options.subtitle
        return given
    if str(options.subtitles) == subtitles.TRACK:
        return subtitles.embedded(Path(clip))
    return subtitles.of_file(options.subtitles)


def _checked(answer: Answer, clip: Clip, language: Language, *, look: bool) -> Answer:
    """The answer with its claims checked, where the clip is measured, or is to be (`look`)."""
    explains = backends.get(answer.backend).card.explains
    if answer.explanation is None or answer.error or not explains:
        return answer
    return replace(answer, explanation=checked(answer.explanation, clip, language, look=look))


def _truths(
    path: Path | None, clips: Sequence[Path], language: Language
) -> list[GroundTruth | None]:
    """The ground truth of each clip: from `path` if it is given, else what is known anyway.

    Raises GroundTruthError where `path` can't be used or says nothing of any clip; what it leaves
    out otherwise is told on standard error.
    """
    if path is None:
        return [Library().of(clip.stem, language) for clip in clips]
    if path.suffix.lower() == ".json":
        return [gallery.read(path, language)] * len(clips)
    library = Library.open([path])
    names = [str(clip.resolve().with_suffix("")) for clip in clips]  # a table may give folders
    truths = [
        library.read(name, language) or library.read(name + clip.suffix, language)
        for name, clip in zip(names, clips, strict=True)
    ]
    unknown = [n for n, truth in enumerate(truths) if truth is None]
    missing = COMMANDS("truth.none_for", file=path.name, clips=[clips[n].stem for n in unknown])
    reasons = [why for n in unknown if (why := library.why_none(names[n]))]
    if len(unknown) == len(truths):
        for problem in [*reasons, *library.problems][:1]:
            missing = COMMANDS("truth.both", first=missing, second=problem)
        raise GroundTruthError(missing)
    for sentence in [*library.problems, *([missing] if unknown else []), *reasons]:
        print(sentence.text(language), file=sys.stderr)
    return truths


def _text_of_truth(clip: Clip, truth: GroundTruth | None, language: Language) -> str:
    title = f"{clip.name}  ({clip.duration:.1f} s)"
    lines = [title, "=" * len(title)]
    if truth is None:
        return "\n".join([*lines, ""])
    t = STRINGS[language]
    lines += ["", f"## {t['ground_truth']} ({truth.author}): {', '.join(truth.emotions)}"]
    return "\n".join(lines + _paragraphs(truth.rationale.model_dump()))


def _text(explanation: Explanation, language: Language) -> str:
    t = STRINGS[language]
    lines = ["", f"## {explanation.backend}: {_named(explanation, t)}"]
    others = (one for one in explanation.people[1:] if one.open is not None)
    lines += [f"   {one.person}: {_of_one(one, t)}" for one in others]
    lines += _paragraphs(explanation.rationale.model_dump())
    lines += ["", f"{t['clues']}:"]
    for clue in explanation.clues:
        measure = clue.measure
        value = f"{measure.value:.3g}" if isinstance(measure.value, float) else measure.value
        unit = measure.unit if measure.unit in ("", "%") else f" {measure.unit}"
        usual = f"; {t['usual']} {measure.usual}" if measure.usual else ""
        lines.append(
            f"  {clue.start:5.1f}–{clue.end:.1f} s  {clue.text} "
            f"[{measure.name}: {value}{unit}{usual}]"
        )
    if explanation.decides:
        lines += ["", textwrap.fill(explanation.decides, 100)]
    return "\n".join([*lines, *(f"  ({caveat})" for caveat in explanation.caveats), ""])


def _named(explanation: Explanation, t: Mapping[str, str]) -> str:
    """The emotions, with the shares that a backend weighs and what they leave open; or that no
    emotion is clear, or that nothing could be read, which is not the same."""
    if not explanation.emotions:
        readable = explanation.state.get("conclusion") is not State.NOT_READABLE
        return t["no_emotion" if readable else "not_readable"]
    weighs = backends.get(explanation.backend).card.weighs
    if not weighs:
        return ", ".join(emotion.word for emotion in explanation.emotions)
    who = explanation.emotions[0].person
    return (f"{who}: " if who else "") + _of_one(explanation, t)


def _of_one(one: Explanation | Person, t: Mapping[str, str]) -> str:
    """Emotions with their shares, and what they leave open, of an answer or of one person."""
    words = [f"{emotion.word} {100 * emotion.score:.0f}%" for emotion in one.emotions]
    if one.open is not None:
        words.append(f"{t['open']} {100 * one.open:.0f}%")
    return ", ".join(words)


def _paragraphs(parts: dict[str, str | None]) -> list[str]:
    return ["", *(textwrap.fill(text, 100) for text in parts.values() if text)]


def _timings(clip: Clip, answer: Answer) -> str:
    """Seconds by stage, the first partial result, and the peak memory of the whole process."""
    stages = answer.explanation.timings if answer.explanation else {}
    listed = ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in stages.items())
    first = f"{answer.first_seconds:.2f}" if answer.first_seconds is not None else "none"
    return (
        f"{clip.name} ({clip.end - clip.start:.1f} s) {answer.backend}: {answer.seconds:.2f} s; "
        f"first partial result {first}; {listed}; peak memory {_peak_memory()}"
    )


def _peak_memory() -> str:
    peak = peak_memory()
    return "not measured here" if peak is None else f"{peak / 1e9:.2f} GB"


if __name__ == "__main__":
    run_command(main)
