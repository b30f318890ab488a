"""What all tests share: where the clips are, and that no test speaks to another machine."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer

from tests.helpers import rooms
from tests.helpers.guard import network_guard

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.setdefault("OMP_NUM_THREADS", "1")  # several processes test

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for what it starts
# in the background; then the processes that tests start would, too

if "PYTEST_XDIST_WORKER" not in os.environ:  # else the process that began this one did it
    _NOTED = tempfile.TemporaryDirectory(prefix="emer-test-network-")
    os.environ[network_guard.LOG] = str(Path(_NOTED.name) / "attempts.txt")
    os.environ["PYTHONPATH"] = os.pathsep.join(
        filter(None, [str(network_guard.FOLDER), os.environ.get("PYTHONPATH")])
    )
ATTEMPTS = Path(os.environ[network_guard.LOG])
"""One line for each attempt to reach another machine, from all processes of the run."""
ATTEMPTS.touch()
network_guard.install()

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def stays_on_this_machine() -> Iterator[None]:
    """Fail each test that reaches for another machine, though it may have caught the error."""
    before = ATTEMPTS.stat().st_size
    yield
    if ATTEMPTS.stat().st_size > before:
        with ATTEMPTS.open("rb") as noted:
            noted.seek(before)
            pytest.fail(noted.read().decode(), pytrace=False)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> rooms.Rooms:
    """Which process tests what: see `tests/helpers/rooms.py`."""
    return rooms.Rooms(config, log)


@pytest.hookimpl(trylast=True)  # when every folder has marked its own
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first."""
    rooms.long_ones_first(items)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run for what no single test was failed for: fixtures, and what came late."""
    if ATTEMPTS.stat().st_size and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name every attempt."""
    if attempts := ATTEMPTS.read_text("utf-8"):
        terminalreporter.section("attempts to reach another machine")
        terminalreporter.write(attempts)


@pytest.fixture(scope="session")
def happy() -> Path:
    """The gallery's happy clip."""
    from tests.helpers.places import GALLERY

    return GALLERY / "1001_DFA_HAP_XX.mp4"


@pytest.fixture
def sensed_once() -> Iterator[None]:
    """The cascade measures each picture and sound once a session; what is said of it is as ever."""
    from tests.helpers import sensed

    with sensed.once():
        yield
