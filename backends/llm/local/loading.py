"""Models in memory: loaded once, shared, given back; and what to say when memory runs out."""

from __future__ import annotations

import gc
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from backends.errors import BackendError
from backends.llm.local import machine, weights
from backends.llm.local.machine import Place
from backends.llm.local.weights import Weights
from backends.words import Words

PATIENCE = 0.2
"""Seconds between two looks at whether a device is free."""

_SAY = Words(__file__)


@dataclass
class Loaded:
    """A model in memory with its processor (both of transformers) and where it is."""

    model: Any
    processor: Any
    place: Place
    lacking: tuple[str, ...] = ()
    """Parts that its files do not hold, and that are random therefore."""
    tokens: int = 0
    """How many the last answer took."""

    @property
    def tokenizer(self) -> Any:
        """The part of the processor that makes tokens of words; of a text model, all of it."""
        return getattr(self.processor, "tokenizer", self.processor)


LOADED: dict[str, Loaded] = {}
"""By the model's id. Changed only by who holds the devices that the model is on."""

_SET_ASIDE: dict[str, tuple[Place, float]] = {}
"""Model's id → where it goes and the gigabytes it takes there, from choosing to unloading."""

_WANTED: Counter[str] = Counter()
"""Model's id → how many wait for its devices or hold them."""

_HELD: dict[str, threading.Lock] = {}
_CHOOSING = threading.Lock()


def place(model: Weights) -> Place:
    """Where this model is, or will go. Raises BackendError if it fits nowhere."""
    with _CHOOSING:
        if model.id in _SET_ASIDE:
            return _SET_ASIDE[model.id][0]
        needed = weights.memory_needed(model)
        chosen = machine.place(
            needed, machine.devices(), _taken(), four_bit=machine.has_bitsandbytes()
        )
        if chosen is None:
            raise BackendError(_SAY("no_room", id=model.id, needed=needed, there=machine.largest()))
        _set_aside(model, chosen)
        for name in chosen.devices:
            _HELD.setdefault(name, threading.Lock())
        return chosen


@contextmanager
def turn(model: Weights) -> Iterator[tuple[Place, Iterator[None]]]:
    """Where this model is, or will go, and what ends once its devices are held; see `alone_on`.

    The room that was set aside is given back if nobody loads the model: its files fail, or all who
    wait leave. Raises BackendError if it fits nowhere.
    """
    where = place(model)
    with _CHOOSING:
        _WANTED[model.id] += 1
    try:
        with alone_on(where) as waiting:
            yield where, waiting
    finally:
        with _CHOOSING:
            _WANTED[model.id] -= 1
            if not _WANTED[model.id] and model.id not in LOADED:
                _SET_ASIDE.pop(model.id, None)


@contextmanager
def alone_on(where: Place) -> Iterator[Iterator[None]]:
    """Hold the devices of a place: gives an iterator that ends once all of them are held.

    It yields while another model works there, so that the wait can be told and cancelled.
    """
    with ExitStack() as release:

        def wait() -> Iterator[None]:
            for name in sorted(where.devices):  # in one order, so that no two wait for each other
                while not _HELD[name].acquire(timeout=PATIENCE):
                    yield
                release.callback(_HELD[name].release)

        yield wait()


def load(model: Weights, class_name: str, where: Place) -> Loaded:
    """The model, from memory or from its files; the caller holds the devices of `where`.

    Other models there go if the room is needed. Nothing is downloaded unless the person allows it
    (see weights.py). Raises BackendError if files are missing or torn, or memory runs out.
    """
    if model.id not in LOADED:
        _set_aside(model, where)  # again: it may have been unloaded while this one waited
        _make_room(model.id, where)
        with memory_errors(model, where):
            LOADED[model.id] = _from_files(model, class_name, where)
    return LOADED[model.id]


def unload(model_id: str) -> None:
    """Give the model's memory back; nothing happens if it is not loaded."""
    _SET_ASIDE.pop(model_id, None)
    if loaded := LOADED.pop(model_id, None):
        loaded.model = loaded.processor = None  # also for those who still hold `loaded`
        _give_back()


def release(model_id: str) -> None:
    """Unload a model once nobody works on the devices that it is on."""
    if loaded := LOADED.get(model_id):
        with alone_on(loaded.place) as waiting:
            for _ in waiting:
                pass
            unload(model_id)


@contextmanager
def memory_errors(model: Weights, where: Place) -> Iterator[None]:
    """Turn running out of memory into one sentence, once all memory has been given back."""
    short = False
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not _is_out_of_memory(error):
            raise
        short = True
    if short:  # only here: until its handler ends, the error holds the tensors that are to go
        unload(model.id)
        _give_back()
        raise BackendError(_SAY("out_of_memory", id=model.id, devices=", ".join(where.devices)))


def mend_torchvision() -> None:
    """Let torchvision import beside a torch build that its compiled part does not fit.

    That happens where the two come from different indexes (a CPU build of torch, say). Only its
    compiled operators are lost; the picture transforms that transformers uses are in Python.
    """
    import torch

    try:
        import torchvision  # noqa: F401
    except ModuleNotFoundError:
        return
    except RuntimeError:
        library = torch.library.Library("torchvision", "FRAGMENT")
        for name in ("nms", "qnms"):
            library.define(f"{name}(Tensor boxes, Tensor scores, float overlap) -> Tensor")
        _KEPT.append(library)


_KEPT: list[Any] = []
"""torch forgets operators when their library object goes."""


def _from_files(model: Weights, class_name: str, where: Place) -> Loaded:
    import torch

    mend_torchvision()
    import transformers
    from safetensors import SafetensorError

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    local = weights.absent(model) is None or not weights.may_download()
    source = str((weights.folder(model) if local else None) or model.id)  # by its id it is finished
    dtype = getattr(torch, where.dtype)
    quantised = transformers.BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_compute_dtype=dtype)
    try:
        processor = transformers.AutoProcessor.from_pretrained(source, local_files_only=local)
        loaded, told = getattr(transformers, class_name).from_pretrained(
            source,
            output_loading_info=True,
            local_files_only=local,
            dtype=dtype,
            device_map={"": where.devices[0]} if len(where.devices) == 1 else "auto",
            quantization_config=quantised if where.four_bit else None,
        )
    except (OSError, ValueError, KeyError, ImportError, SafetensorError) as error:
        said = str(error).strip() or type(error).__name__
        first = said.splitlines()[0]
        raise BackendError(_SAY("weights.not_loaded", id=model.id, said=first)) from error
    return Loaded(loaded.eval(), processor, where, tuple(sorted(told["missing_keys"])))


def _make_room(model_id: str, where: Place) -> None:
    """Unload other models of these devices, the oldest first, until this one has room."""
    room = sum(d.gigabytes for d in machine.devices() if d.name in where.devices)
    for other in [
        key for key, m in list(LOADED.items()) if set(m.place.devices) & set(where.devices)
    ]:
        if sum(_taken().get(name, 0.0) for name in where.devices) <= room:
            return
        if other != model_id:
            unload(other)


def _set_aside(model: Weights, where: Place) -> None:
    wider = 2 if where.dtype == "float32" else 1
    _SET_ASIDE[model.id] = (where, weights.memory_needed(model) * wider)


def _taken() -> dict[str, float]:
    """Device → gigabytes set aside there."""
    taken: dict[str, float] = {}
    for where, gigabytes in list(_SET_ASIDE.values()):
        for name in where.devices:
            taken[name] = taken.get(name, 0.0) + gigabytes / len(where.devices)
    return taken


def _is_out_of_memory(error: Exception) -> bool:
    import torch

    told = str(error).lower()
    words = ("out of memory", "allocate memory", "not enough memory")  # of Metal and processors
    return isinstance(error, (MemoryError, torch.OutOfMemoryError)) or any(w in told for w in words)


def _give_back() -> None:
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
