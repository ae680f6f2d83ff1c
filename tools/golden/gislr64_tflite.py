"""GISLR-64 as a TFLite network with dynamic-range int8 weights, from our checkpoint: padded to 64 frames as in the original, logits out.

What is precomputed for the graph of ONNX Runtime is precomputed here too (the landmark groups' weights, one map for query, key and value), and the
last linear map is applied to the mean of the frames, as our engine does.
"""
import json
import os
import time

import numpy as np

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

# Weights and activations are rounded to 127 steps of the largest of their row, so every product is off by some tenths of a percent, and about fifteen
# products follow each other. With fresh weights the logits are off by 0.015 to 0.02 of the largest. In float32 the same graph is within 1.3e-6.
LARGEST_DIFFERENCE = 0.05
PASSES = 5


def tensors(path):
    """The float32 tensors of a safetensors file and its metadata, in the order of the file."""
    with open(path, "rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header, data = json.loads(file.read(size)), file.read()
    metadata = header.pop("__metadata__", {})
    named = {}
    for name, entry in header.items():
        assert entry["dtype"] == "F32", (name, entry["dtype"])
        begin, end = entry["data_offsets"]
        named[name] = np.frombuffer(data[begin:end], np.float32).reshape(entry["shape"])
    return named, metadata


class Network:
    """The forward pass for one clip: frames [1, S, C, 3] and their numbers [1, S], −1 for padding → logits [classes]."""

    def __init__(self, weights, heads):
        self.weights, self.heads = weights, heads
        self.groups = [name.split(".")[1] for name in weights if name.startswith("stats.") and name.endswith(".mean")]
        self.blocks = len({name.split(".")[1] for name in weights if name.startswith("blocks.")})
        self.frames = len(weights["embedding.positional.weight"]) - 1

    def linear(self, x, path, scale=1.0):
        import tensorflow as tf
        y = tf.matmul(x, np.ascontiguousarray(scale * self.weights[path + ".weight"]).astype(np.float32), transpose_b=True)
        return y + self.weights[path + ".bias"] if path + ".bias" in self.weights else y

    def normalised(self, frames):
        """v = 0 ? 0 : (v − mean)/std of x and y: [S, C, 2]."""
        import tensorflow as tf
        xy = frames[0, :, :, :2]
        mean, std = (np.concatenate([self.weights[f"stats.{group}.{kind}"] for group in self.groups]) for kind in ("mean", "std"))
        return tf.where(tf.equal(xy, 0.0), tf.zeros_like(xy), (xy - mean) * (1 / std))

    def embedded(self, frames, index, padding):
        import tensorflow as tf
        w = self.weights["embedding.landmark_weights"].astype(np.float64)
        shares = np.exp(w - w.max()) / np.exp(w - w.max()).sum()
        x, merged, first = self.normalised(frames), 0, 0
        for group, share in zip(self.groups, shares):
            count = len(self.weights[f"stats.{group}.mean"])
            part = tf.reshape(x[:, first:first + count], [self.frames, 2 * count])
            first += count
            there = self.linear(tf.nn.gelu(self.linear(part, f"embedding.{group}.fc1")), f"embedding.{group}.fc2", share)
            absent = tf.equal(tf.reduce_sum(part, 1, keepdims=True), 0.0)
            empty = (share * self.weights[f"embedding.{group}.empty"]).astype(np.float32)
            merged += tf.where(absent, empty[None], there)
        x = self.linear(tf.nn.gelu(self.linear(merged, "embedding.fc1")), "embedding.fc2")
        last = tf.maximum(tf.reduce_max(index), 1.0)
        place = tf.cast(index[0] / last * float(self.frames), tf.int32)
        return x + tf.gather(self.weights["embedding.positional.weight"], tf.where(padding, self.frames, place))

    def attended(self, x, shift, path):
        """x + attention; `shift` [S, 1] hides all scores of a query that is padding, which then looks at all frames equally, as in Keras."""
        import tensorflow as tf
        units, d = x.shape[1], x.shape[1] // self.heads
        maps = [(f"{path}.{name}_proj", d ** -0.5 if name == "q" else 1.0) for name in "qkv"]
        weight = np.concatenate([scale * self.weights[name + ".weight"] for name, scale in maps]).astype(np.float32)
        bias = np.concatenate([scale * self.weights[name + ".bias"] for name, scale in maps]).astype(np.float32)
        qkv = tf.reshape(tf.matmul(x, weight, transpose_b=True) + bias, [self.frames, 3, self.heads, d])
        q, k, v = (tf.transpose(qkv[:, i], [1, 0, 2]) for i in range(3))  # [H, S, d]
        mixed = tf.matmul(tf.nn.softmax(tf.matmul(q, k, transpose_b=True) + shift), v)
        return x + self.linear(tf.reshape(tf.transpose(mixed, [1, 0, 2]), [self.frames, units]), path + ".out_proj")

    def __call__(self, frames, index):
        import tensorflow as tf
        padding = tf.equal(index[0], -1.0)
        counts = 1.0 - tf.cast(padding, tf.float32)
        share = (counts / tf.reduce_sum(counts))[None]  # [1, S]
        shift = tf.cast(padding, tf.float32)[:, None] * -1e9
        x = self.embedded(frames, index, padding)
        for i in range(self.blocks):
            x = self.attended(x, shift, f"blocks.{i}.attn")
            hidden = tf.nn.gelu(self.linear(x, f"blocks.{i}.ff.fc1"))
            if i == self.blocks - 1:
                x, hidden = tf.matmul(share, x), tf.matmul(share, hidden)
            x = x + self.linear(hidden, f"blocks.{i}.ff.fc2")
        return self.linear(x, "classifier")[0]


def convert(checkpoint, quantised=True):
    """The flatbuffer."""
    import tensorflow as tf
    weights, metadata = tensors(checkpoint)
    network = Network(weights, int(json.loads(metadata["heads"])))
    columns = sum(len(weights[f"stats.{group}.mean"]) for group in network.groups)
    signature = [tf.TensorSpec([1, network.frames, columns, 3], tf.float32, "frames"), tf.TensorSpec([1, network.frames], tf.float32, "index")]
    function = tf.function(network, input_signature=signature).get_concrete_function()
    converter = tf.lite.TFLiteConverter.from_concrete_functions([function])
    if quantised:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    return converter.convert()


def runner(model, threads=1):
    """A function of frames and index."""
    import tensorflow as tf
    interpreter = tf.lite.Interpreter(model_content=model, num_threads=threads)
    interpreter.allocate_tensors()
    inputs = {detail["name"].split("_")[-1].split(":")[0]: detail["index"] for detail in interpreter.get_input_details()}
    output = interpreter.get_output_details()[0]["index"]

    def run(frames, index):
        interpreter.set_tensor(inputs["frames"], frames)
        interpreter.set_tensor(inputs["index"], index)
        interpreter.invoke()
        return interpreter.get_tensor(output)

    return run


def milliseconds(checkpoint, clips):
    """Mean time of a clip on one thread: the median of several passes over all clips. `clips` holds `frames` [n, S, C, 3], `index` [n, S] and our `logits`
    of the first few, which must be close to TFLite's."""
    run = runner(convert(checkpoint))
    data, _ = tensors(clips)
    frames, index = data["frames"], data["index"]
    for i, expected in enumerate(data["logits"]):
        difference = np.abs(run(frames[i:i + 1], index[i:i + 1]) - expected).max() / np.abs(expected).max()
        if not difference <= LARGEST_DIFFERENCE:
            raise SystemExit(f"TFLite's logits of clip {i} are {difference:.2f} of the largest away from ours; not timed")
    times = []
    for _ in range(PASSES + 1):
        start = time.perf_counter()
        for i in range(len(frames)):
            run(frames[i:i + 1], index[i:i + 1])
        times.append(1e3 * (time.perf_counter() - start) / len(frames))
    return sorted(times[1:])[PASSES // 2]
