"""The accuracy that PyTorch reaches on our trainer's task: the thirteen words, one signer held out, GISLR-64 with masked padding and no frames masked.

The clips' features come from the cache that our trainer writes:

    java -jar islr/target/islr-train.jar --data words --preset gislr-64 --epochs 1 --cache cache --out run
    venv/bin/python tools/golden/train_words.py --data words --cache cache/clips-dominant-hand-64-*.safetensors --holdout 2 --seed 1

Everything else is independent PyTorch code: its AdamW, its clipping of each tensor, dense tables, padded batches.
"""
import argparse
import csv
import json
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from gislr64_torch import GROUPS, Model
from safetensors.numpy import load_file

FRAMES, UNITS, HEADS, BLOCKS = 64, 192, 8, 2
EPOCHS, BATCH, RATE, DECAY, SMOOTHING = 30, 64, 1e-3, 0.05, 0.25
COLUMNS = 66


def clips(data, cache):
    """x and y of every clip [N, S, 66, 2] (0 = missing), frame numbers [N, S] (−1 = padding), signs [N], signers [N]."""
    stored = load_file(cache)
    rows = list(csv.DictReader(open(data / "train.csv")))
    signs = json.load(open(data / "sign_to_prediction_index_map.json"))
    values = np.zeros((len(rows), FRAMES, COLUMNS, 2), np.float32)
    index = np.full((len(rows), FRAMES), -1, np.float32)
    at = 0
    for clip, kept in enumerate(stored["lengths"].astype(int)):
        values[clip, :kept] = stored["values"][at:at + kept, :, :2]
        index[clip, :kept] = stored["index"][at:at + kept]
        at += kept
    return values, index, np.array([signs[r["sign"]] for r in rows]), np.array([r["participant_id"] for r in rows])


def normalised(values, training):
    """Each group with mean 0 and standard deviation 1 over the training clips. Missing values are left out and stay 0."""
    groups = []
    for first, count in GROUPS:
        x = values[:, :, first:first + count]
        seen = x[training].reshape(-1, count, 2)
        there = seen != 0
        n = np.maximum(there.sum(0), 1)
        mean = seen.sum(0, dtype=np.float64) / n
        std = np.sqrt((there * (seen - mean) ** 2).sum(0) / n)
        std[std == 0] = 1
        groups.append(torch.from_numpy(np.where(x != 0, (x - mean) / std, 0).astype(np.float32).reshape(*x.shape[:2], -1)))
    return groups


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--data", type=pathlib.Path, required=True)
parser.add_argument("--cache", required=True)
parser.add_argument("--holdout", required=True)
parser.add_argument("--seed", type=int, default=1)
args = parser.parse_args()

torch.manual_seed(args.seed)
values, index, signs, signers = clips(args.data, args.cache)
kept = (index != -1).sum(1)
training = np.where((kept > 0) & (signers != args.holdout))[0]
held_out = np.where((kept > 0) & (signers == args.holdout))[0]
longest = kept.max()
last = np.maximum(1, index.max(1, keepdims=True))
positions = torch.from_numpy(np.where(index == -1, FRAMES, np.trunc(index / last * np.float32(FRAMES))).astype(np.int64))[:, :longest]
mask = torch.from_numpy((index != -1).astype(np.float32))[:, :longest]
groups = [z[:, :longest] for z in normalised(values, training)]
labels = torch.from_numpy(signs)

model = Model(UNITS, UNITS, HEADS, BLOCKS, int(signs.max()) + 1)
optimiser = torch.optim.AdamW(model.parameters(), lr=RATE)
for epoch in range(EPOCHS):
    rate = RATE / 2 * (1 + math.cos(math.pi * epoch / EPOCHS))
    for group in optimiser.param_groups:
        group["lr"], group["weight_decay"] = rate, DECAY * rate
    model.train()
    order = training[torch.randperm(len(training)).numpy()]
    for batch in (order[i:i + BATCH] for i in range(0, len(order), BATCH)):
        loss = F.cross_entropy(model([z[batch] for z in groups], positions[batch], mask[batch]), labels[batch], label_smoothing=SMOOTHING)
        optimiser.zero_grad()
        loss.backward()
        for parameter in model.parameters():
            torch.nn.utils.clip_grad_norm_([parameter], 1.0)
        optimiser.step()
model.eval()
with torch.no_grad():
    right = model([z[held_out] for z in groups], positions[held_out], mask[held_out]).argmax(1) == labels[held_out]
print(f"signer {args.holdout} held out, seed {args.seed}: {100 * right.float().mean():.1f} % of {len(held_out)} clips right")
