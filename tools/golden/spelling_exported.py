"""Compares a model that spells with its ONNX files, which ONNX Runtime runs.

    python tools/golden/spelling_exported.py speller.onnx speller.step.onnx SEQUENCES.parquet ANSWERS.jsonl

ANSWERS.jsonl is what `islr-infer.jar --model speller.safetensors --format json SEQUENCES.parquet` printed. Prints how many sequences are spelled alike, and the largest difference
of two confidences. Needs onnxruntime, numpy and pyarrow.
"""
import json
import sys

import numpy as np
import onnxruntime
import pyarrow.parquet as parquet

PARTS = [("face", 468), ("left_hand", 21), ("pose", 33), ("right_hand", 21)]
PAD, START, END = 59, 60, 61


def letters(encoder, step, landmarks):
    names = [output.name for output in encoder.get_outputs()]
    found = dict(zip(names, encoder.run(None, {"landmarks": landmarks})))
    frames, answer, token, read = found["frames"], [], START, 0
    before = np.zeros((4, 0, frames.shape[2]), np.float32)
    most = int(step.get_modelmeta().custom_metadata_map["letters"])
    while len(answer) < most:
        read += token != PAD
        position = PAD if token == PAD else PAD + read
        logits, before = step.run(["logits", "after"], {"token": np.array([token], np.float32), "position": np.array([position], np.float32), "before": before, "frames": frames})
        token = int(logits.argmax())
        if token == END:
            break
        answer.append(token)
    return answer, 1 / (1 + np.exp(-found["confidence"][0])) if "confidence" in found else None


def main():
    encoder, step = (onnxruntime.InferenceSession(name, providers=["CPUExecutionProvider"]) for name in sys.argv[1:3])
    table = parquet.read_table(sys.argv[3])
    ids = table["sequence_id"].to_numpy()
    columns = [[f"{axis}_{part}_{i}" for part, count in PARTS for i in range(count)] for axis in "xyz"]
    same = count = 0
    difference = 0.0
    for line in open(sys.argv[4]):
        answer = json.loads(line)
        if answer["placeholder"]:
            continue
        rows = np.flatnonzero(ids == int(answer["clip"].rsplit("#", 1)[1]))
        part = table.slice(rows[0], len(rows))
        landmarks = np.stack([np.stack([part[name].to_numpy() for name in axis], 1) for axis in columns], 2).astype(np.float32)
        tokens, confidence = letters(encoder, step, landmarks)
        same, count = same + (tokens == answer["tokens"]), count + 1
        if confidence is not None:
            difference = max(difference, abs(confidence - answer["confidence"]))
    print(f"{same} of {count} sequences are spelled alike; the largest difference of two confidences is {difference:.1e}")


if __name__ == "__main__":
    main()
