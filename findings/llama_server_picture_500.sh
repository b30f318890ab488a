#!/usr/bin/env bash
# llama.cpp's server (xllamacpp 2026.10.11549): a picture for a model that takes text only is answered with
# HTTP 500, a fault of the server, not with a 4xx, a fault of the request.
#
# The same request can never succeed, but clients that retry on 5xx, as the OpenAI client does by itself,
# send it again and again. Only the words of the message tell a refusal from a broken server.
# Other faults of a request are told as such (400); a model that is not the loaded one is none at all (200).
#
# Seen (xllamacpp 2026.10.11549, gguf 0.19.0, Python 3.11):
#   text: 200
#   a picture: 500 server_error: image input is not supported - hint: if this is unexpected, you may need to provide the mmproj
#   a model that is not there: 200
#   a part of an unknown kind: 400 invalid_request_error: unsupported content[].type
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet xllamacpp==2026.10.11549 gguf==0.19.0
cd "$folder"
venv/bin/python - 2>server.log <<'PYTHON'
import json
import os
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import gguf
import numpy as np
import xllamacpp

# A llama of one layer with random weights: what it writes does not matter here.
plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
others = [byte for byte in range(256) if byte not in plain]
tokens = [chr(byte) for byte in plain] + [chr(256 + i) for i in range(len(others))] + ["<|end|>"]
writer = gguf.GGUFWriter("tiny.gguf", "llama")
writer.add_context_length(512)
writer.add_embedding_length(32)
writer.add_block_count(1)
writer.add_feed_forward_length(32)
writer.add_head_count(1)
writer.add_rope_dimension_count(32)
writer.add_layer_norm_rms_eps(1e-5)
writer.add_tokenizer_model("gpt2")
writer.add_tokenizer_pre("gpt-2")
writer.add_token_list(tokens)
writer.add_token_types([gguf.TokenType.NORMAL] * 256 + [gguf.TokenType.CONTROL])
writer.add_token_merges(["! !"])
writer.add_eos_token_id(256)
shapes = {"token_embd": 257, "output": 257}
shapes |= {f"blk.0.{part}": 32 for part in ("attn_q", "attn_k", "attn_v", "attn_output")}
shapes |= {f"blk.0.{part}": 32 for part in ("ffn_gate", "ffn_up", "ffn_down")}
random = np.random.default_rng(0)
for name, rows in shapes.items():
    writer.add_tensor(f"{name}.weight", random.normal(0, 0.1, (rows, 32)).astype(np.float32))
for name in ("output_norm", "blk.0.attn_norm", "blk.0.ffn_norm"):
    writer.add_tensor(f"{name}.weight", np.ones(32, np.float32))
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()

settings = xllamacpp.CommonParams()
settings.model.path, settings.n_ctx, settings.cpuparams.n_threads = "tiny.gguf", 512, 1
server = xllamacpp.Server(settings)


def ask(content, model="tiny"):
    """(status, error message or "") of one request."""
    message = {"role": "user", "content": content}
    body = json.dumps({"model": model, "max_tokens": 2, "messages": [message]}).encode()
    request = Request(f"{server.listening_address}/v1/chat/completions", body)
    request.add_header("content-type", "application/json")
    try:
        with urlopen(request) as answer:
            return answer.status, ""
    except HTTPError as error:
        told = json.load(error)["error"]
        return error.code, f"{told['type']}: {told['message']}"


picture = "data:image/png;base64,iVBORw0KGgo="
answers = {
    "text": ask("Hello"),
    "a picture": ask([{"type": "image_url", "image_url": {"url": picture}}]),
    "a model that is not there": ask("Hello", model="no-such-model"),
    "a part of an unknown kind": ask([{"type": "no-such-part"}]),
}
for name, (status, message) in answers.items():
    print(f"{name}: {status} {message}".rstrip())
assert answers["text"][0] == 200, "the server is not what it should be"
assert answers["a picture"][0] == 500, "CHANGED: a refused picture is told from a broken server"
assert "not supported" in answers["a picture"][1], "CHANGED: the message is another"
assert answers["a model that is not there"][0] == 200, "CHANGED: the model's name is looked at"
import sys
sys.stdout.flush()
os._exit(0)  # the server's threads need not be waited for
PYTHON
