"""How far the marks can be trusted: `python -m demo.fact_check`.

judged.py     the set of rationales and single claims that were judged from the gallery's clips
against.py    a rationale on its own clip and on others; texts that never saw the clip
turned.py     sentences of which one fact was turned round
by_hand.py    single claims that were judged by hand
resampled.py  intervals over rationales
lines.py      figures as lines of Markdown
"""
