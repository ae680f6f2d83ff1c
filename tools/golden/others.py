"""Clips that show no sign, for `islr-train.jar calibrate --others`: noise, and people who do not move.

    python others.py FOLDER [CLIP.parquet …]

Noise: 40 clips of 10 to 60 frames, every landmark uniform in the picture, or walking at random from a uniform place; one of the hands is
missing in half of them. Still: for each frame of each clip given that shows a hand, every tenth at most, a clip of 30 times that frame, with
a tremble of a thousandth of the picture.
"""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROWS, LEFT, RIGHT, HAND = 543, 468, 522, 21


def write(path: Path, landmarks: np.ndarray) -> None:
    """[T, 543, 3], NaN = missing."""
    table = {axis: landmarks[..., i].astype(np.float32).ravel() for i, axis in enumerate("xyz")}
    table["frame"] = np.repeat(np.arange(len(landmarks), dtype=np.int16), ROWS)
    pq.write_table(pa.table(table), path)


def noise(random: np.random.Generator, walking: bool) -> np.ndarray:
    frames = int(random.integers(10, 61))
    landmarks = random.uniform(0, 1, (frames, ROWS, 3))
    if walking:
        landmarks = landmarks[:1] + np.cumsum(random.normal(0, 0.02, (frames, ROWS, 3)), 0)
    landmarks[..., 2] *= 0.1
    if random.random() < 0.5:
        hand = LEFT if random.random() < 0.5 else RIGHT
        landmarks[:, hand : hand + HAND] = np.nan
    return landmarks


def read(path: str) -> np.ndarray:
    table = pq.read_table(path, columns=["x", "y", "z"])
    columns = [np.array(table[axis].to_pylist(), dtype=float) for axis in "xyz"]
    return np.stack(columns, -1).reshape(-1, ROWS, 3)


def main() -> None:
    folder, random = Path(sys.argv[1]), np.random.default_rng(1)
    for kind in ("noise", "still"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    for i in range(40):
        write(folder / "noise" / f"{i}.parquet", noise(random, i % 2 == 1))
    for path in sys.argv[2:]:
        landmarks = read(path)
        seen = [t for t in range(len(landmarks)) if not np.isnan(landmarks[t, [LEFT, RIGHT], 0]).all()]
        for t in seen[:: max(10, len(seen) // 10)]:
            still = landmarks[t] + random.normal(0, 0.001, (30, ROWS, 3))
            write(folder / "still" / f"{Path(path).stem}-{t}.parquet", still)


if __name__ == "__main__":
    main()
