"""No test speaks to another machine: whoever tries gets an error, and it is noted down.

`install` sets an audit hook (PEP 578), so every socket of Python's is seen, in all threads and
under asyncio too. A child process gets the same hook: the conftest puts this folder, with its
`sitecustomize.py`, on PYTHONPATH. Each attempt becomes a line of the file that `LOG` names, so that
it fails the run also where somebody catches the error. Only the standard library is used here,
since every child imports it. Sockets that a library opens without Python are not seen.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from functools import cache
from pathlib import Path
from typing import Any

LOG = "EMER_TEST_NETWORK_LOG"
"""The environment variable that names the file of attempts."""
FOLDER = Path(__file__).parent
"""What is put on PYTHONPATH."""

ADDRESS = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
"""Audit event → where among its arguments the address is."""
NAME = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
"""Audit events that ask for a name, their first argument."""


class OutsideError(OSError):
    """A test tried to reach another machine."""


def install() -> None:
    """Watch this process from now on; a second time does nothing."""
    if not hasattr(sys, "_network_guarded"):
        sys._network_guarded = True  # type: ignore[attr-defined]
        sys.addaudithook(_hook)


def is_here(host: str) -> bool:
    """Whether a host, by name or by number, is this machine. No name is looked up."""
    if host.lower().rstrip(".") in ("", "localhost", socket.gethostname().lower()):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_loopback or address.is_unspecified or _is_own(str(address))


@cache
def _is_own(address: str) -> bool:
    """Whether it is an address of one of this machine's interfaces: only such can be bound."""
    number = ipaddress.ip_address(address)
    if number.is_multicast or address == "255.255.255.255":
        return False
    family = socket.AF_INET if number.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as bound:
            bound.bind((address, 0))
    except OSError:
        return False
    return True


def _hook(event: str, given: tuple[Any, ...]) -> None:
    if not event.startswith("socket."):
        return
    if event in ADDRESS:
        address = given[ADDRESS[event]]
        if not isinstance(address, tuple) or given[0].family == getattr(socket, "AF_UNIX", None):
            return  # a socket of this machine's file system, or one that is connected already
        if not is_here(str(address[0])):
            _refuse(event, address)
    elif event in NAME:
        host = given[0].decode() if isinstance(given[0], bytes) else given[0]
        if host and not is_here(host) and not _is_number(host):
            _refuse(event, host)


def _is_number(host: str) -> bool:
    """Whether it is an address already: then nobody is asked for it."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _refuse(event: str, what: object) -> None:
    test = os.environ.get("PYTEST_CURRENT_TEST", "no test")
    line = f"{event} {what!r} ({test}, process {os.getpid()}: {' '.join(sys.argv)[:80]!r})\n"
    if path := os.environ.get(LOG):
        with open(path, "a", encoding="utf-8") as log:  # noqa: PTH123, as little as can be imported
            log.write(line)
    raise OutsideError(f"A test tried to reach another machine: {event} {what!r}")
