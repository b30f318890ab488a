"""How the small nets and pictures are computed: each call on the thread that makes it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def session(model: bytes, **settings: str) -> InferenceSession:
    """A net from the bytes of an ONNX file. It may be called from several threads at once.

    One thread a call: these nets are too small to share out, waiting threads would only burn the
    processor, and what else is measured of a clip takes the other cores. No arena: it would keep
    the memory of the longest sound for as long as the process runs.
    `settings`: entries of the session's configuration, "__" standing for ".".
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    for name, value in settings.items():
        options.add_session_config_entry(name.replace("__", "."), value)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@cache
def pictures_on_one_thread() -> None:
    """Have OpenCV start no threads: pictures of 200 pixels are too small to share out."""
    import cv2

    cv2.setNumThreads(1)


@cache
def arrays_on_one_thread() -> None:
    """Have numpy's own OpenBLAS use no threads.

    After a product of two small arrays, those that helped wait for the next by turning in circles,
    which costs more than all else that is measured of a voice. Every sense begins with this: a sum
    shared out is rounded otherwise, and Whisper's doubtful words tell one from the other.
    """
    from threadpoolctl import ThreadpoolController

    ThreadpoolController().select(prefix="libscipy_openblas").limit(limits=1)
