"""What every language model needs, wherever it runs.

prompts.py      what a model is asked, in the words of prompts.<language>.toml
generation.py   how it is to answer: frames, length, seed
frames.py       which pictures of the clip it is shown, by a named rule
answer.py       what it answered → an Explanation
text_models.py  models that write text from text, and never get the clip
local/          running one in `transformers` on this machine
endpoint/       asking one behind a server that speaks the OpenAI protocol
"""
