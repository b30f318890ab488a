"""How the small nets are run: by onnxruntime, each call on the thread that makes it."""

from __future__ import annotations

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
