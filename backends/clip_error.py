"""What is wrong with a clip, as one sentence for the person who gave it, in their language."""

from __future__ import annotations

from backends.base import Language

SENTENCES: dict[Language, dict[str, str]] = {
    "en": {
        "no_file": "There is no file “{name}”.",
        "folder": "“{name}” is a folder; name the files in it.",
        "empty": "“{name}” is empty.",
        "too_large": "“{name}” has {size:.0f} MB; at most {most:.0f} MB are accepted.",
        "too_many_pixels": "The pictures of “{name}” have {width} × {height} pixels; "
        "at most {most:,}, enough for 8K, are accepted.",
        "unreadable": "“{name}” is not a video or sound file that can be read.",
        "nothing": "“{name}” holds neither moving pictures nor sound.",
        "still": "“{name}” is a still picture; a clip needs moving pictures or sound.",
        "cut_off": "“{name}” is cut off or holds nothing that lasts.",
        "too_long": "“{name}” lasts {lasts}; at most {most} can be explained at once. "
        "Choose a part of it.",
        "part_too_long": "The chosen part of “{name}” lasts {lasts}; at most {most} can be "
        "explained at once. Choose a shorter one.",
        "pictures": "The pictures of “{name}” can't be decoded.",
        "sound": "The sound of “{name}” can't be decoded.",
        "after_end": "From {start:g} s on there is nothing in a clip of {duration:.1f} s.",
        "no_part": "From {start:g} s to {end:g} s is no part of a clip; "
        "a part lasts at least 0.1 s.",
    },
    "zh": {
        "no_file": "没有名为“{name}”的文件。",
        "folder": "“{name}”是文件夹，请给出其中的文件。",
        "empty": "“{name}”是空文件。",
        "too_large": "“{name}”有 {size:.0f} MB，最多接受 {most:.0f} MB。",
        "too_many_pixels": "“{name}”的画面有 {width} × {height} 像素，"
        "最多接受 {most:,} 像素（8K 视频可用）。",
        "unreadable": "“{name}”不是可读取的视频或声音文件。",
        "nothing": "“{name}”既没有动态画面，也没有声音。",
        "still": "“{name}”是静止图片，片段需要动态画面或声音。",
        "cut_off": "“{name}”不完整，或没有任何持续的内容。",
        "too_long": "“{name}”长 {lasts}，一次最多解释 {most}。请选择其中一段。",
        "part_too_long": "“{name}”中选择的部分长 {lasts}，一次最多解释 {most}。请选择更短的一段。",
        "pictures": "无法解码“{name}”的画面。",
        "sound": "无法解码“{name}”的声音。",
        "after_end": "片段长 {duration:.1f} 秒，从 {start:g} 秒起没有内容。",
        "no_part": "从 {start:g} 秒到 {end:g} 秒不构成一段；一段至少 0.1 秒。",
    },
}


class ClipError(Exception):
    """The clip can't be used. `kind` is a key of SENTENCES; `facts` fill its sentence."""

    def __init__(self, kind: str, **facts: str | float) -> None:
        super().__init__(SENTENCES["en"][kind].format(**facts))
        self.kind, self.facts = kind, facts

    def text(self, language: Language) -> str:
        """The sentence in a person's language; `str` gives the English one."""
        return SENTENCES[language][self.kind].format(**self.facts)
