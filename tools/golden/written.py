"""Are files that were written here the same to Python, to the bit? For the files of one checkpoint as safetensors and npz.

pip install numpy safetensors; python tools/golden/written.py m.safetensors m.npz
"""

import sys

import numpy as np
from safetensors import safe_open

METADATA = "__metadata__."

tensors_file, npz_file = sys.argv[1:]
archive = np.load(npz_file)
with safe_open(tensors_file, "np") as file:
    names = list(file.keys())
    for name in names:
        ours, theirs = file.get_tensor(name), archive[name]
        assert ours.dtype == theirs.dtype and ours.shape == theirs.shape, (name, ours.dtype, theirs.dtype)
        assert ours.tobytes() == theirs.tobytes(), name
    metadata = file.metadata() or {}
assert {name for name in archive.files if not name.startswith(METADATA)} == set(names)
assert {name[len(METADATA):]: str(archive[name]) for name in archive.files if name.startswith(METADATA)} == metadata
print(f"{len(names)} tensors and {len(metadata)} texts are the same")
