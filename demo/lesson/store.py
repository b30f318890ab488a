"""Where lessons are kept: one SQLite file, which several processes may share.

It is written ahead (WAL) and every commit waits until it is on the disk (synchronous FULL): what a
person was told is saved survives a process that is killed, and a power cut. WAL needs a disk of
this machine, no network share.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from demo.lesson.refusals import Refused

log = logging.getLogger(__name__)

FILE = "lessons.sqlite3"
CLIPS = "clips"
"""Folder beside it: what a room's clips are shown from."""
PATIENCE = 20.0
"""Seconds that a writer waits for another one."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS room (
  code TEXT PRIMARY KEY, lead TEXT NOT NULL, lesson TEXT NOT NULL, language TEXT NOT NULL,
  backends TEXT NOT NULL,
  made REAL NOT NULL, touched REAL NOT NULL, kept INTEGER NOT NULL DEFAULT 0,
  place INTEGER NOT NULL DEFAULT 0, stage TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 0, tally INTEGER NOT NULL DEFAULT 0,
  news INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS clip (
  id TEXT PRIMARY KEY, room TEXT NOT NULL REFERENCES room ON DELETE CASCADE,
  number INTEGER NOT NULL, path TEXT NOT NULL, revealed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS step (
  room TEXT NOT NULL REFERENCES room ON DELETE CASCADE, place INTEGER NOT NULL,
  clip TEXT NOT NULL REFERENCES clip ON DELETE CASCADE, given TEXT NOT NULL,
  file TEXT NOT NULL UNIQUE, PRIMARY KEY (room, place)
);
CREATE TABLE IF NOT EXISTS voter (
  room TEXT NOT NULL REFERENCES room ON DELETE CASCADE, voter TEXT NOT NULL,
  number INTEGER NOT NULL, PRIMARY KEY (room, voter)
);
CREATE INDEX IF NOT EXISTS voter_rooms ON voter (voter);
CREATE TABLE IF NOT EXISTS vote (
  room TEXT NOT NULL, place INTEGER NOT NULL, voter TEXT NOT NULL, words TEXT NOT NULL,
  sure INTEGER NOT NULL, told_by TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', moment REAL,
  given_at REAL NOT NULL, PRIMARY KEY (room, place, voter),
  FOREIGN KEY (room, place) REFERENCES step ON DELETE CASCADE,
  FOREIGN KEY (room, voter) REFERENCES voter ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS receipt (
  room TEXT NOT NULL REFERENCES room ON DELETE CASCADE, id TEXT NOT NULL,
  PRIMARY KEY (room, id)
);
CREATE TABLE IF NOT EXISTS answer (
  clip TEXT NOT NULL REFERENCES clip ON DELETE CASCADE, backend TEXT NOT NULL,
  explanation TEXT, error TEXT, PRIMARY KEY (clip, backend)
);
"""


class Store:
    """The file, and a connection of each thread to it."""

    def __init__(self, folder: Path | None) -> None:
        """Without a folder it makes one of its own, which goes with it.

        Raises Refused where `folder` can't be written to, or holds no such file.
        """
        if folder is None:
            self._made = TemporaryDirectory(prefix="emer-lesson-", ignore_cleanup_errors=True)
            folder = Path(self._made.name)
        self.folder = folder
        self._file = folder / FILE
        self._own = threading.local()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.clips.mkdir(exist_ok=True)
            with self._translated():
                self._connection().executescript(SCHEMA)
        except (OSError, Refused) as error:
            raise Refused("no_folder", folder=folder) from error

    @property
    def clips(self) -> Path:
        """The folder of what clips are shown from."""
        return self.folder / CLIPS

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """All that is read in the block is of one moment."""
        with self._translated():
            connection = self._connection()
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All that is written in the block is on the disk once it ends, or none of it is.

        Nobody else writes meanwhile. Raises Refused where it can't be saved.
        """
        with self._translated():
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:  # a full disk, a lock that nobody lets go of
            connection = getattr(self._own, "connection", None)
            if connection is not None and connection.in_transaction:
                connection.execute("ROLLBACK")
            log.warning("A lesson's store: %s", error)
            raise Refused("not_saved", 503) from error
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.IntegrityError):
                raise
            raise Refused("no_folder", 503, folder=self.folder) from error

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if found is None:
            found = sqlite3.connect(self._file, timeout=PATIENCE, isolation_level=None)
            found.row_factory = sqlite3.Row
            for pragma in (
                "journal_mode = WAL",
                "synchronous = FULL",
                "foreign_keys = ON",
                "secure_delete = ON",  # a room that is gone leaves no votes in free pages
            ):
                found.execute(f"PRAGMA {pragma}")
            self._own.connection = found
        return found
