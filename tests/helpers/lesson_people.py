"""A teacher and voters by HTTP, as the pages' scripts speak: they try again until they are told."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from uuid import uuid4

import httpx

JSON = {"accept": "application/json"}
AGAIN = 0.05
"""Seconds until something is sent again that got no answer."""


async def answered(
    client: httpx.AsyncClient, addresses: Sequence[str], method: str, path: str, **more: Any
) -> httpx.Response:
    """The first answer that any of the addresses gives, other than that it can't save just now."""
    tries = 0
    while True:
        address = addresses[tries % len(addresses)]
        tries += 1
        try:
            answer = await client.request(method, address + path, **more)
            if answer.status_code < 500:
                return answer
        except httpx.TransportError:
            pass
        await asyncio.sleep(AGAIN)


@dataclass
class Voter:
    """One phone."""

    addresses: Sequence[str]
    code: str
    name: str
    client: httpx.AsyncClient
    took: list[float] = field(default_factory=list)
    """Seconds until each vote was acknowledged."""
    acknowledged: dict[int, str] = field(default_factory=dict)
    """Step → the last word that was."""
    refused: int = 0

    async def join(self) -> None:
        """Take a seat."""
        path = f"/lesson/{self.code}/join"
        answer = await answered(self.client, self.addresses, "POST", path, data={"x": "1"})
        assert answer.status_code in (200, 303), answer.text

    async def vote(self, place: int, word: str) -> None:
        """Vote, again and again under one id, until it is saved or refused."""
        data = {"vote_id": uuid4().hex, "place": str(place), "words": word, "sure": "3"}
        began = monotonic()
        answer = await answered(
            self.client, self.addresses, "POST", f"/lesson/{self.code}/vote",
            data=data, headers=JSON,
        )  # fmt: skip
        if answer.json()["saved"]:
            self.took.append(monotonic() - began)
            self.acknowledged[place] = word
        else:
            self.refused += 1

    async def listen(self) -> None:
        """Hold the line of events open, as the page does."""
        path = f"/lesson/{self.code}/events"
        while True:
            try:
                async with self.client.stream(
                    "GET", self.addresses[0] + path, timeout=None
                ) as line:
                    async for _ in line.aiter_lines():
                        pass
            except httpx.TransportError:
                pass
            await asyncio.sleep(1.0)


@dataclass
class Teacher:
    """Who leads a room."""

    addresses: Sequence[str]
    client: httpx.AsyncClient
    code: str = ""
    version: int = 0
    """Of the room, as the last button was answered."""

    async def open(self, lesson: str, models: Sequence[str] = ()) -> None:
        """A new room."""
        data = {"lesson": lesson, "models": list(models)}
        answer = await self.client.post(f"{self.addresses[0]}/lesson/open", data=data)
        self.code, self.version = answer.headers["location"][:6], 0

    async def now(self) -> tuple[int, str, int]:
        """Version, stage and step of the room."""
        path = f"/lesson/{self.code}/lead/now"
        page = (await answered(self.client, self.addresses, "GET", path)).text
        found = re.search(r'data-version="(\d+)".* data-stage="(\w+)" data-place="(\d+)"', page)
        assert found, page
        return int(found[1]), found[2], int(found[3])

    async def press(self, button: str) -> None:
        """A button, until it is answered."""
        version, _, _ = await self.now()
        data = {"press": button, "version": str(version)}
        path = f"/lesson/{self.code}/lead/do"
        answer = await answered(self.client, self.addresses, "POST", path, data=data, headers=JSON)
        assert answer.status_code == 200, answer.text
        self.version = int(re.findall(r'data-version="(\d+)"', answer.text)[0])
