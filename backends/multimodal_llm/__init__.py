"""Multimodal language models of `transformers`: one file a family, over `backends/llm`."""
