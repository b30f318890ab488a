"""Where phones can reach a room, and that address as a QR code."""

from __future__ import annotations

import io
import ipaddress
import os
import socket
from dataclasses import dataclass
from functools import cache

from backends.words import Sentence
from demo.lesson.refusals import SAY
from demo.settings import Settings

NOWHERE = "192.0.2.1"
"""An address kept for documents (RFC 5737). No packet is sent to it: only the way there is asked,
which tells the address of this machine in its network."""


@dataclass(frozen=True)
class Address:
    """A room's address, and a sentence where phones can't reach it."""

    url: str
    problem: Sentence | None = None


def of_room(code: str, asked_at: str, settings: Settings) -> Address:
    """Where a room is found.

    `asked_at` is the lesson's address as the teacher's browser asked for it (`http://…/lesson`). If
    that is this machine's own name for itself, the machine's address in its network stands in.
    """
    if settings.lesson_address:
        return Address(f"{settings.lesson_address.rstrip('/')}/lesson/{code}")
    scheme, _, rest = asked_at.rstrip("/").partition("://")
    netloc, slash, path = rest.partition("/")
    host, port = _host_and_port(netloc)
    if not _is_loopback(host):
        return Address(f"{asked_at.rstrip('/')}/{code}")
    if not listens_to_others(settings.host or os.environ.get("GRADIO_SERVER_NAME")):
        return Address(f"{asked_at.rstrip('/')}/{code}", SAY("address.only_here"))
    found = network_address()
    if found is None:
        return Address(f"{asked_at.rstrip('/')}/{code}", SAY("address.no_lan"))
    return Address(f"{scheme}://{found}{port}{slash}{path}/{code}")


def listens_to_others(host: str | None) -> bool:
    """Whether a page that is served at this host can be reached from other machines."""
    return not _is_loopback((host or "127.0.0.1").strip("[]"))


@cache
def network_address() -> str | None:
    """This machine's address in its network (IPv4); None where it is in none."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.connect((NOWHERE, 9))
            found = str(asking.getsockname()[0])
    except OSError:
        return None
    return None if _is_loopback(found) or found == "0.0.0.0" else found


@cache
def qr_code(url: str) -> str:
    """An address as a QR code: SVG without a size of its own, dark on nothing."""
    import segno

    drawn = io.BytesIO()
    segno.make(url, micro=False, error="m").save(
        drawn, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True, light="#fff"
    )
    return drawn.getvalue().decode()


def _host_and_port(netloc: str) -> tuple[str, str]:
    """ "[::1]:7860" → ("::1", ":7860")."""
    host, colon, port = netloc.rpartition(":")
    if not colon or netloc.endswith("]"):
        return netloc.strip("[]"), ""
    return host.strip("[]"), f":{port}"


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
