"""Language models behind a server that speaks the OpenAI protocol.

server.py     which server, and how it is asked: the environment variables that name it
transport.py  sends a request, streams the answer back, stops when told to
problems.py   what goes wrong, in one sentence
refusals.py   what a server can't take, by its words
"""
