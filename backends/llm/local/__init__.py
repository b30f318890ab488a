"""Language models of `transformers` on this machine.

packages.py   which Python packages they lack
weights.py    where their files are
machine.py    what this machine can hold
loading.py    models in memory, their turns on its devices
streaming.py  an answer, token by token
zero_gpu.py   a graphics card that is lent for one call
"""
