"""Language models of `transformers` on this machine: their files, memory, devices and turns."""
