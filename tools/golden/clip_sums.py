"""Writes figures of what pyarrow reads in the clips of ../shared/clips. ClipReaderTest checks that islr.data.ClipReader gives exactly these.

    python tools/golden/clip_sums.py [CLIPS] [OUT]

Needs pyarrow and numpy. CLIPS defaults to ../shared/clips, OUT to islr/src/test/resources/islr/data/clip-sums.json, both relative to the
repository's root. Sums add one value after the other, in double precision, so that another program that does the same gets the same
bits (Python's own `sum` corrects for rounding since 3.12).
"""

import functools
import json
import operator
import pathlib
import sys
import zlib

import numpy as np
import pyarrow.parquet as pq

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLIPS = ["100015657", "1014384002", "239181", "webcam-arrow17", "webcam-fastparquet"]
ROWS = 543


def figures(path):
    table = pq.read_table(path, columns=["x", "y", "z"])
    landmarks = np.stack([table[axis].to_numpy(zero_copy_only=False).astype(np.float32) for axis in "xyz"], axis=1)
    missing = np.isnan(landmarks)
    canonical = np.where(missing, np.float32(np.nan), landmarks).astype("<f4")
    canonical.view("<u4")[missing] = 0x7FC00000  # Java's one NaN
    present = [landmarks[~missing[:, a], a].astype(np.float64) for a in range(3)]
    return {
        "frames": len(landmarks) // ROWS,
        "sum": [functools.reduce(operator.add, map(float, p), 0.0) for p in present],
        "missing": missing.sum(axis=0).tolist(),
        "first": [float(p[0]) for p in present],
        "last": [float(p[-1]) for p in present],
        "crc32": zlib.crc32(canonical.tobytes()),  # of the bits of [T, 543, 3], little-endian
    }


def main():
    clips = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".." / "shared" / "clips"
    out = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "islr/src/test/resources/islr/data/clip-sums.json"
    lines = [f"  {json.dumps(name)}: {json.dumps(figures(clips / (name + '.parquet')))}" for name in CLIPS]
    out.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
