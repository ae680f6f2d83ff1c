"""The peers of `benchmarks.jar --quick` that run in Python. Each verb prints one number as its last line.

    peers.py read CLIP                      ms to read a clip into a float array with pyarrow, warm
    peers.py recognize CLIP ONNX CHECKPOINT ms from the file to the five likeliest signs: pyarrow, numpy, ONNX Runtime, warm
    peers.py once CLIP ONNX CHECKPOINT      the same, once: what a program that is started for one clip does
    peers.py tflite CHECKPOINT CLIPS        ms a clip of TFLite with int8 weights over the clips of a file that `--quick` writes, one thread, warm
    peers.py torchscript CHECKPOINT FILE    megabytes of GISLR-64 as a TorchScript file, which it writes
    peers.py train                          clips/s of PyTorch training GISLR-64, batches of 64 clips padded to 64 frames, two threads
"""
import json
import statistics
import struct
import sys
import time

import numpy as np

FRAMES, LANDMARKS = 64, 543
LIPS = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 146, 91, 181, 84, 17, 314, 405, 321, 375, 78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 95, 88,
        178, 87, 14, 317, 402, 318, 324, 308]
HANDS = [list(range(468, 489)), list(range(522, 543))]
ARMS = [[502, 504, 506, 508, 510], [503, 505, 507, 509, 511]]


def read(clip):
    import pyarrow.parquet as parquet
    table = parquet.read_table(clip, columns=["x", "y", "z"])
    columns = [table.column(axis).to_numpy() for axis in ("x", "y", "z")]
    return np.stack(columns, 1).astype(np.float32, copy=False).reshape(-1, LANDMARKS, 3)


def pooled(x, index, clip_frames):
    """To exactly 64 frames: padded, or averaged in bins (missing values left out)."""
    n = len(x)
    if n < FRAMES:
        padded = np.zeros((FRAMES, *x.shape[1:]), np.float32)
        padded[:n] = np.nan_to_num(x)
        numbers = np.full(FRAMES, -1, np.float32)
        numbers[:n] = index
        return padded, numbers
    repeats = max(1, FRAMES * FRAMES // clip_frames) if n < FRAMES * FRAMES else 1
    length = n * repeats
    size = -(-length // FRAMES) + 1
    front = ((size - 1) * FRAMES - length) // 2 + FRAMES // 2
    source = np.clip(np.arange(FRAMES * size) - front, 0, length - 1) // repeats
    with np.errstate(all="ignore"):
        means = np.nan_to_num(np.nanmean(x[source].reshape(FRAMES, size, *x.shape[1:]), 1))
    return means.astype(np.float32), index[source].reshape(FRAMES, size).mean(1).astype(np.float32)


def features(clip):
    seen = [np.count_nonzero(~np.isnan(clip[:, hand])) for hand in HANDS]
    side = int(seen[0] < seen[1])
    kept = np.flatnonzero((~np.isnan(clip[:, HANDS[side]])).any((1, 2)))
    x = clip[kept][:, LIPS + HANDS[side] + ARMS[side]]
    if side == 1:
        x[:, len(LIPS):, 0] = np.float32(0.5) - (x[:, len(LIPS):, 0] - np.float32(0.5))
    return pooled(x, (kept - kept[:1]).astype(np.float32), len(clip))


def session(onnx):
    import onnxruntime
    return onnxruntime.InferenceSession(onnx, providers=["CPUExecutionProvider"])  # a thread a core


def signs(checkpoint):
    with open(checkpoint, "rb") as file:
        return json.loads(json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))["__metadata__"]["signs"])


def recognize(clip, network, names):
    frames, index = features(read(clip))
    logits = network.run(None, {"frames": frames[None], "index": index[None]})[0][0]
    p = np.exp(logits - logits.max())
    p /= p.sum()
    return [(names[i], float(p[i])) for i in np.argsort(-p)[:5]]


def median_ms(call, seconds=3):
    for _ in range(150):
        call()
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        call()
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times)


def train(steps=8):
    import torch
    import torch.nn.functional as F
    from gislr64_torch import Model
    torch.set_num_threads(2)
    torch.manual_seed(1)
    model = Model(units=512, landmark_units=384, heads=8, blocks=2, classes=250)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-6)
    groups = [torch.randn(64, FRAMES, 2 * n) for n in (40, 21, 5)]
    positions, mask = torch.arange(FRAMES).repeat(64, 1), torch.ones(64, FRAMES)
    labels = torch.randint(250, (64,))
    times = []
    for _ in range(steps):
        start = time.perf_counter()
        loss = F.cross_entropy(model(groups, positions, mask), labels, label_smoothing=0.25)
        optimiser.zero_grad()
        loss.backward()
        for parameter in model.parameters():
            torch.nn.utils.clip_grad_norm_([parameter], 1.0)
        optimiser.step()
        times.append(time.perf_counter() - start)
    return 64 / sorted(times[2:])[len(times[2:]) // 2]


verb = sys.argv[1] if len(sys.argv) > 1 else ""
if verb == "read" and len(sys.argv) == 3:
    print(median_ms(lambda: read(sys.argv[2])))
elif verb == "recognize" and len(sys.argv) == 5:
    network, names = session(sys.argv[3]), signs(sys.argv[4])
    print(median_ms(lambda: recognize(sys.argv[2], network, names)))
elif verb == "once" and len(sys.argv) == 5:
    start = time.perf_counter()
    for sign, probability in recognize(sys.argv[2], session(sys.argv[3]), signs(sys.argv[4])):
        print(f"{100 * probability:5.1f} %  {sign}")
    print(1e3 * (time.perf_counter() - start))
elif verb == "tflite" and len(sys.argv) == 4:
    import gislr64_tflite
    print(gislr64_tflite.milliseconds(sys.argv[2], sys.argv[3]))
elif verb == "torchscript" and len(sys.argv) == 4:
    import os
    from gislr64_torchscript import write
    write(sys.argv[2], sys.argv[3])
    print(os.path.getsize(sys.argv[3]) / 1e6)
elif verb == "train" and len(sys.argv) == 2:
    print(train())
else:
    sys.exit(__doc__)
