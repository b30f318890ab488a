"""What an answer costs: `python -m demo.bench`, by itself or beside another checkout.

clips.py      the clips: one of the gallery's, all six joined, and that four times
worker.py     runs inside a checkout, this one or another, and tells what it spent
processes.py  workers, and fresh processes
measuring.py  several versions in turn, and what comes of it
table.py      the figures side by side, as text
"""
