"""What a request to the lesson says: who asks, in which language, with which form."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from backends.base import Language
from demo import strings
from demo.lesson.refusals import Refused
from demo.lesson.rooms import DAY

VOTER = "emer_voter"
"""The cookie with a browser's random id."""
LEAD = "emer_lead_"
"""With a room's code behind it: the cookie with the secret of its teacher."""
MOST_BYTES = 200_000
"""Of a form: a vote takes few, a list of own clips more."""
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self'; "
    "form-action 'self'; base-uri 'none'",
}
"""Of every answer. No script but the lesson's own runs, and no camera or microphone can be asked
for. Styles stand in attributes too: the width of a bar."""


def language_of(request: Request) -> Language:
    """In which language this browser is answered."""
    header = request.headers.get("accept-language", "")
    return strings.asked_language(request.query_params.get("lang"), header)


def voter_of(cookies: Mapping[str, str]) -> str | None:
    """A browser's random id; None where it has none of ours."""
    found = cookies.get(VOTER, "")
    return found if 20 <= len(found) <= 64 else None


def new_voter() -> str:
    """A random id for a browser."""
    return secrets.token_urlsafe(24)


def remember(response: Response, request: Request, name: str, value: str) -> None:
    """Set a cookie that no script reads and no other site sends."""
    forwarded = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip()
    response.set_cookie(
        name,
        value,
        max_age=int(30 * DAY) if name.startswith(LEAD) else int(DAY),
        httponly=True,
        samesite="lax",
        secure=(forwarded or request.url.scheme) == "https",
    )


def wants_json(request: Request) -> bool:
    """Whether the page's script asks, and not a form of a browser without scripts."""
    return "application/json" in request.headers.get("accept", "")


async def form_of(request: Request) -> FormData:
    """The form that was sent. Raises Refused where it is larger than any of ours, or none."""
    try:
        length = int(request.headers.get("content-length", ""))
    except ValueError:
        raise Refused("bad_vote", 400) from None
    if length > MOST_BYTES:
        raise Refused("too_large", 413)
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise Refused("bad_vote", 400)
    return await request.form()


def text(form: FormData, name: str) -> str:
    """One field of a form; "" where it is lacking."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def texts(form: FormData, name: str) -> list[str]:
    """All fields of a form with this name."""
    return [value for value in form.getlist(name) if isinstance(value, str)]


def lesson_address(request: Request) -> str:
    """The lesson's address as this browser sees it: `http://host/…/lesson`, behind a proxy too."""
    headers = request.headers
    host = headers.get("x-forwarded-host") or headers.get("host") or request.url.netloc
    scheme = headers.get("x-forwarded-proto") or request.url.scheme
    first = [value.partition(",")[0].strip() for value in (scheme, host)]
    root = os.environ.get("GRADIO_ROOT_PATH", "").rstrip("/")  # where a proxy serves the page
    if root.startswith("http"):
        return f"{root}/lesson"
    prefix = headers.get("x-forwarded-prefix", "").rstrip("/") or root
    return f"{first[0]}://{first[1]}{prefix}/lesson"
