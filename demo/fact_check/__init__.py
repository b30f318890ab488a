"""Holding the reasons of any model, or of a person, against what is measured in the clip.

    claims.py     a rationale → what it claims, piece by piece
    moments.py    when in the clip a claim is
    verdict.py    what a measurement says of a claim: the type, and the rule for thresholds
    face.py       claims of a face    pose.py   of head and gaze
    voice.py      claims of a voice   tone.py   of its height, moves and tone
    words.py      claims of what is said
    check.py      all of it: claims with their marks
    of_clips.py   the same for who has a clip only
    telling.py    marks and counts in words
    report/       how far the marks can be trusted, as commands

No judge, no reference, no model: the lexicon of `backends/reading` says what a text claims, and
`backends/measured.py` what is so.
"""
