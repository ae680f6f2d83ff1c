"""Writes the files of NpzTest: pip install numpy; python numpy_files.py"""

from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent
grid = np.arange(12, dtype=np.float32).reshape(3, 4) / 4 - 1
arrays = {
    "f32": grid,
    "f64": grid.astype(np.float64),
    "f16": grid.astype(np.float16),
    "big": grid.astype(">f4"),
    "fortran": np.asfortranarray(grid),
    "cube": np.asfortranarray(np.arange(24, dtype=">i2").reshape(2, 3, 4)),
    "bool": np.array([True, False]),
    "scalar": np.float32(2.5),
    "nothing": np.zeros((0, 3), np.float32),
    "preset": np.array("año 手"),
    "signs": np.array(["hello", "thanks"]),
}
for name in ["i1", "i2", "i4", "i8"]:
    arrays[name] = np.array([0, 1, -2], name)
for name in ["u1", "u2", "u4", "u8"]:
    arrays[name] = np.array([0, 1, 200], name)
np.savez(FOLDER / "stored.npz", **arrays)
np.savez_compressed(FOLDER / "deflated.npz", **arrays)
