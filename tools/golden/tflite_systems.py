"""What TensorFlow's converter makes of recognisers of this family, in small, and what its interpreter computes of them.

    pip install tensorflow-cpu==2.21.0; python tools/golden/tflite_systems.py

Writes `islr/src/test/resources/islr/tflite/golden/system-<name>.tflite` and `.npz`, and `…/quantised/<name>.tflite`.
The networks are written for this file, with random weights; they contain the idioms of the competition's submissions.
"""

import sys

import numpy as np
import tflite_case
from tflite_case import Const, Family, schema

import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

POINTS = 12


def frames(seed, count, points):
    """Landmarks with missing points and whole frames without a hand."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(0, 1, (count, points, 3)).astype(np.float32)
    x[rng.uniform(size=(count, points)) < 0.2] = np.nan
    x[::4, 3:7] = np.nan
    return x


def weights(rng, *shape):
    return tf.constant((rng.normal(size=shape) / np.sqrt(shape[0])).astype(np.float32))


def nan_mean(x, axis):
    there = tf.logical_not(tf.math.is_nan(x))
    count = tf.reduce_sum(tf.cast(there, tf.float32), axis=axis, keepdims=True)
    total = tf.reduce_sum(tf.where(there, x, tf.zeros_like(x)), axis=axis, keepdims=True)
    return tf.math.divide_no_nan(total, count)


def nan_std(x, axis):
    return tf.sqrt(nan_mean(tf.square(x - nan_mean(x, axis)), axis))


def layer_norm(x, gamma, beta):
    mean = tf.reduce_mean(x, axis=-1, keepdims=True)
    variance = tf.reduce_mean(tf.math.squared_difference(x, mean), axis=-1, keepdims=True)
    return (x - mean) * tf.math.rsqrt(variance + 1e-6) * gamma + beta


def attention(x, rng, width, heads):
    """Of [B, T, width]."""
    qkv = tf.matmul(x, weights(rng, width, 3 * width))
    q, k, v = tf.split(qkv, 3, axis=-1)
    time = tf.shape(x)[1]

    def split(y):
        return tf.transpose(tf.reshape(y, [-1, time, heads, width // heads]), [0, 2, 1, 3])

    scores = tf.matmul(split(q), split(k), transpose_b=True) * (width // heads) ** -0.5
    y = tf.matmul(tf.nn.softmax(scores), split(v))
    y = tf.reshape(tf.transpose(y, [0, 2, 1, 3]), [-1, time, width])
    return tf.matmul(y, weights(rng, width, width))


def mlp(x):
    """Means and deviations of all frames, and frames resized to a few."""
    rng = np.random.default_rng(1)
    hands = tf.gather(x, [3, 4, 5, 6], axis=1)
    mean, deviation = nan_mean(hands, 0), nan_std(hands, 0)
    resized = tf.image.resize(tf.where(tf.math.is_nan(x), 0.0, x), [5, POINTS])
    flat = tf.concat([tf.reshape(y, [1, -1]) for y in (mean, deviation, resized)], axis=1)
    width = 2 * 4 * 3 + 5 * POINTS * 3
    y = tf.nn.gelu(tf.matmul(flat, weights(rng, width, 24)) + 0.1)
    return tf.reshape(tf.matmul(y, weights(rng, 24, 9)), [-1])


def cls(x):
    """Distances between points, a token in front, positions by the number of frames, one row of attention."""
    rng = np.random.default_rng(2)
    x = tf.cond(tf.shape(x)[0] > 20, lambda: tf.image.resize(x, [20, POINTS], "nearest"), lambda: x)
    seen = tf.boolean_mask(x, tf.logical_not(tf.math.is_nan(x)))
    x = (x - tf.reduce_mean(seen)) / tf.math.reduce_std(seen)
    hand = x[:, 3:7, :2]
    apart = tf.sqrt(tf.reduce_sum(tf.square(hand[:, :, None] - hand[:, None]), axis=-1))
    apart = tf.gather(tf.reshape(apart, [-1, 16]), [1, 2, 3, 6, 7, 11], axis=1)
    steps = tf.pad(x[1:] - x[:-1], [[0, 1], [0, 0], [0, 0]])
    flat = tf.concat([tf.reshape(x, [-1, POINTS * 3]), tf.reshape(steps, [-1, POINTS * 3]), apart], axis=-1)
    flat = tf.where(tf.math.is_nan(flat), tf.zeros_like(flat), flat)
    y = layer_norm(tf.matmul(flat, weights(rng, 2 * POINTS * 3 + 6, 16)), tf.ones(16), tf.zeros(16))
    y = y + weights(rng, 30, 16)[:tf.shape(y)[0]]
    y = tf.concat([weights(rng, 1, 16), y], axis=0)[None]
    y = y + attention(layer_norm(y, tf.ones(16) * 1.1, tf.ones(16) * 0.1), rng, 16, 4)
    return tf.matmul(y[0, :1], weights(rng, 16, 9))[0]


def convolutional(x):
    """The first place's family: means without NaN, differences in time, causal depthwise convolutions with a
    channel attention, a transformer block."""
    rng = np.random.default_rng(3)
    points = tf.gather(x, [0, 3, 4, 5, 6, 8], axis=1)
    centre = nan_mean(tf.gather(points, [0], axis=1), [0, 1])
    centre = tf.where(tf.math.is_nan(centre), tf.constant(0.5), centre)
    points = (points - centre) / nan_std(points, [0, 1])
    points = points[..., :2]
    length = tf.shape(points)[0]
    one = tf.cond(length > 1, lambda: tf.pad(points[1:] - points[:-1], [[0, 1], [0, 0], [0, 0]]),
                  lambda: tf.zeros_like(points))
    two = tf.cond(length > 2, lambda: tf.pad(points[2:] - points[:-2], [[0, 2], [0, 0], [0, 0]]),
                  lambda: tf.zeros_like(points))
    y = tf.concat([tf.reshape(part, [length, 12]) for part in (points, one, two)], axis=-1)
    y = tf.where(tf.math.is_nan(y), tf.constant(0.0), y)[None]
    y = tf.matmul(y, weights(rng, 36, 16)) * 1.3 - 0.1
    for dilation in (1, 2):
        skip = y
        y = tf.nn.swish(tf.matmul(y, weights(rng, 16, 32)))
        y = tf.pad(y, [[0, 0], [4 * dilation, 0], [0, 0]])
        kernel = tf.reshape(weights(rng, 5, 32), [1, 5, 32, 1])
        y = tf.nn.depthwise_conv2d(y[:, None], kernel, [1, 1, 1, 1], "VALID", dilations=[1, dilation])[:, 0]
        y = y * 0.9 + 0.05
        eca = tf.nn.conv1d(tf.reduce_mean(y, axis=1)[:, :, None], weights(rng, 5, 1, 1), 1, "SAME")
        y = y * tf.sigmoid(eca[:, None, :, 0])
        y = tf.matmul(y, weights(rng, 32, 16)) + skip
    y = y + attention(y * 1.1 + 0.2, rng, 16, 4)
    y = y + tf.matmul(tf.nn.swish(tf.matmul(y * 0.8, weights(rng, 16, 32))), weights(rng, 32, 16))
    y = tf.nn.conv1d(y, weights(rng, 3, 16, 24), 1, "SAME")
    y = tf.reduce_mean(tf.nn.relu(y), axis=1)
    return tf.nn.softmax(tf.matmul(y, weights(rng, 24, 9)))[0]


def masked(x):
    """Frames with a hand alone, then a window with a mask: the GISLR family."""
    rng = np.random.default_rng(4)
    hand = tf.gather(x, [3, 4, 5, 6], axis=1)
    seen = tf.reduce_any(tf.logical_not(tf.math.is_nan(hand)), axis=[1, 2])
    places = tf.squeeze(tf.where(seen), axis=1)
    hand = tf.gather(hand, places, axis=0)
    count = tf.minimum(tf.shape(hand)[0], 16)
    hand = hand[:count]
    index = tf.cast(tf.range(count), tf.float32) / tf.cast(count, tf.float32)
    values = tf.reshape(tf.where(tf.math.is_nan(hand), 0.0, hand), [-1, 12])
    values = tf.pad(values, [[0, 16 - count], [0, 0]])
    index = tf.pad(index, [[0, 16 - count]], constant_values=-1)
    mask = tf.cast(index >= 0, tf.float32)
    y = tf.matmul(values, weights(rng, 12, 16))
    y = tf.where(tf.reduce_sum(values, axis=1, keepdims=True) == 0, weights(rng, 16)[None], tf.nn.gelu(y))
    y = y + tf.gather(weights(rng, 17, 16), tf.maximum(tf.cast(index * 15 + 1, tf.int32), 0))
    scores = tf.matmul(y, y, transpose_b=True) * 0.25 + (1 - mask[None]) * -1e9
    y = layer_norm(y + tf.matmul(tf.nn.softmax(scores), y), tf.ones(16), tf.zeros(16))
    y = tf.reduce_sum(y * mask[:, None], axis=0) / tf.reduce_sum(mask)
    return tf.linalg.matvec(weights(rng, 9, 16), y)


def fingerspelling(x):
    """A stem of convolutions over time and points, attention with rotary positions, a gated convolution with channel
    attention, and the scores of every second frame."""
    rng = np.random.default_rng(8)
    length = tf.shape(x)[0]
    x = tf.where(tf.math.is_nan(x), 0.0, (x - nan_mean(x, [0, 1])) / nan_std(x, [0, 1]))
    x = tf.cond(length > 24, lambda: tf.image.resize(x, [24, POINTS]), lambda: x)
    y = tf.nn.conv2d(x[None], weights(rng, 3, 3, 3, 8), [1, 1, 2, 1], "SAME")
    y = tf.nn.silu(y * 0.9 + 0.1)
    y = tf.nn.depthwise_conv2d(y, weights(rng, 3, 3, 8, 1), [1, 1, 1, 1], "SAME")
    y = tf.reshape(y, [1, -1, 8 * POINTS // 2])
    y = tf.matmul(y, weights(rng, 8 * POINTS // 2, 16))
    time = tf.shape(y)[1]
    angle = tf.cast(tf.range(time), tf.float32)[:, None] / tf.constant([1.0, 10.0, 100.0, 1000.0])
    cos, sin = (tf.concat([turn, turn], axis=-1)[None, None] for turn in (tf.cos(angle), tf.sin(angle)))

    def turned(z):
        left, right = tf.split(z, 2, axis=-1)
        return z * cos + tf.concat([-right, left], axis=-1) * sin

    q, k, v = (tf.transpose(tf.reshape(tf.matmul(y, weights(rng, 16, 16)), [1, -1, 2, 8]), [0, 2, 1, 3])
               for _ in range(3))
    scores = tf.einsum("bhqd,bhkd->bhqk", turned(q), turned(k)) * 8 ** -0.5
    scores += tf.where(tf.linalg.band_part(tf.ones([time, time]), 5, 5) > 0, 0.0, -1e4)
    seen = tf.einsum("bhqk,bhkd->bqhd", tf.nn.softmax(scores), v)
    y = layer_norm(y + tf.reshape(seen, [1, -1, 16]), tf.ones(16) * 1.2, tf.ones(16) * 0.1)
    gated = tf.matmul(y, weights(rng, 16, 32))
    gated = gated[..., :16] * tf.sigmoid(gated[..., 16:])
    gated = tf.nn.depthwise_conv2d(gated[:, :, None], weights(rng, 7, 1, 16, 1), [1, 1, 1, 1], "SAME")[:, :, 0]
    pooled = tf.reduce_mean(gated, axis=1, keepdims=True)
    gated *= tf.sigmoid(tf.matmul(tf.nn.relu(tf.matmul(pooled, weights(rng, 16, 4))), weights(rng, 4, 16)))
    y = layer_norm(y + gated, tf.ones(16), tf.zeros(16))[:, ::2]
    y = tf.nn.log_softmax(tf.matmul(y, weights(rng, 16, 11)))
    return tf.reshape(tf.reduce_max(y, axis=1), [-1])


def parts(x):
    """The sixth place's family: hands that are missing are filled from their neighbours in time, distances and
    encoders of the parts, and of several answers the mean."""
    rng = np.random.default_rng(9)
    hand = tf.gather(x, [3, 4, 5, 6], axis=1)
    count = tf.shape(x)[0]
    seen = tf.reduce_all(tf.math.is_finite(hand), axis=[1, 2])
    index = tf.where(seen, tf.range(count), tf.fill([count], -1))
    last = tf.reduce_max(
        tf.where(tf.range(count)[None] <= tf.range(count)[:, None], index[None], -1), axis=1)
    hand = tf.where((last >= 0)[:, None, None], tf.gather(hand, tf.maximum(last, 0)), 0.0)
    hand = tf.where(tf.math.is_nan(hand), 0.0, hand)
    apart = tf.norm(hand[:, :, None] - hand[:, None], axis=-1)
    apart = tf.boolean_mask(apart, tf.constant(np.triu(np.ones((4, 4), bool), 1)), axis=1)
    rest = tf.reshape(tf.where(tf.math.is_nan(x), 0.0, x), [-1, POINTS * 3])
    steps = tf.concat([tf.zeros([1, POINTS * 3]), rest[1:] - rest[:-1]], axis=0)
    codes = []
    for part, width in ((tf.reshape(hand, [-1, 12]), 12), (apart, 6), (rest, POINTS * 3), (steps, POINTS * 3)):
        y = layer_norm(tf.matmul(part, weights(rng, width, 16)), tf.ones(16), tf.zeros(16))
        codes.append(tf.nn.elu(y))
    y = tf.stack(codes, axis=1)
    y = tf.reduce_sum(y * tf.nn.softmax(tf.matmul(y, weights(rng, 16, 1)), axis=1), axis=1)[None]
    y = y + attention(y, rng, 16, 4)
    best, _ = tf.math.top_k(tf.transpose(y, [0, 2, 1]), 3)
    y = tf.concat([tf.reduce_max(y, axis=1), tf.reduce_mean(best, axis=2), tf.math.reduce_std(y, axis=1)], axis=1)
    answers = [tf.nn.softmax(tf.matmul(y, weights(rng, 48, 9))) for _ in range(3)]
    return tf.reduce_mean(tf.stack(answers), axis=0)[0]


LIPS = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 146, 91, 181, 84, 17, 314, 405, 321, 375, 78, 191, 80, 81, 82,
        13, 312, 311, 310, 415, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308]


def token(lips=LIPS, width=16, heads=2, most=12, probabilities=False):
    """The preset `cls` as its author handed it in: of attention, only the query of the token in front is computed."""

    def logits(x):
        rng = np.random.default_rng(7)

        def linear(y, units, bias=True):
            y = tf.matmul(y, weights(rng, y.shape[-1], units))
            return y + weights(rng, units) if bias else y

        def norm(y):
            mean = tf.reduce_mean(y, axis=-1, keepdims=True)
            y = y - mean
            y = y * tf.math.rsqrt(tf.reduce_mean(y * y, axis=-1, keepdims=True) + 1e-5)
            return y * (1 + 0.3 * weights(rng, 1, width)[0]) + weights(rng, width)

        there = tf.boolean_mask(x, tf.logical_not(tf.math.is_nan(x)))
        apart = there - tf.reduce_mean(there)
        count = tf.cast(tf.size(there) - 1, tf.float32)
        x = (x - tf.reduce_mean(there)) / tf.sqrt(tf.reduce_sum(apart * apart) / count)
        x = tf.gather(x, list(lips) + list(range(468, 489)) + list(range(522, 543)), axis=1)
        x = tf.reshape(tf.where(tf.math.is_nan(x), 0.0, x)[:most], [-1, 246])
        y = linear(x, width, bias=False) + weights(rng, most, width)[:tf.shape(x)[0]]
        y = tf.concat([weights(rng, 1, width), y], axis=0)
        z = norm(y)

        def split(part, order):
            return tf.transpose(tf.reshape(part, [-1, heads, width // heads]), order)

        k = split(linear(z, width), [1, 2, 0])
        v = split(linear(z, width), [1, 0, 2])
        q = split(linear(z[:1], width), [1, 0, 2])
        seen = tf.matmul(tf.nn.softmax(tf.matmul(q, k) * (width // heads) ** -0.5), v)
        y = y[:1] + linear(tf.reshape(tf.transpose(seen, [1, 0, 2]), [-1, width]), width)
        y = y + linear(tf.nn.relu(linear(norm(y), width)), width)
        y = tf.reshape(linear(y, 5), [-1])
        return tf.nn.softmax(y) if probabilities else y

    return logits


def submission(probabilities):
    """A whole one, for tests of what serves it: all 543 landmarks in, the scores of five signs out."""

    def scores(x):
        rng = np.random.default_rng(6)
        hands = tf.gather(x, list(range(468, 489)) + list(range(522, 543)), axis=1)
        mean = tf.reshape(nan_mean(hands, [0]), [1, -1])
        y = tf.matmul(mean, weights(rng, 126, 5)) * 5.0
        return (tf.nn.softmax(y) if probabilities else y)[0]

    return scores


class Lstm(tf.Module):
    """Keras's LSTM: with a batch of one the converter makes one operator of it, otherwise a loop."""

    def __init__(self, loop):
        super().__init__()
        tf.keras.utils.set_random_seed(5)
        self.loop = loop
        self.lstm = tf.keras.layers.LSTM(8, return_sequences=False)
        self.both = tf.keras.layers.Bidirectional(tf.keras.layers.LSTM(6, return_sequences=True))
        self.gru = tf.keras.layers.GRU(5)

    def __call__(self, x):
        x = tf.reshape(tf.where(tf.math.is_nan(x), 0.0, x), [1, -1, POINTS * 3] if self.loop else [1, 9, POINTS * 3])
        y = self.both(x)
        return tf.concat([self.lstm(y), self.gru(y)], axis=1)[0]


class Counting(tf.Module):
    """A variable, which makes a graph that is called once."""

    def __init__(self):
        super().__init__()
        self.sum = tf.Variable(tf.fill([3], 0.5))

    def __call__(self, x):
        self.sum.assign_add(tf.reduce_sum(tf.where(tf.math.is_nan(x), 0.0, x), axis=[0, 1]))
        return self.sum * 2.0


def convert(name, function, count, dynamic=True, optimise=None, variables=False, module=None, points=POINTS):
    spec = tf.TensorSpec([None if dynamic else count, points, 3], tf.float32, name="inputs")
    holder = module or tf.Module()
    holder.f = tf.function(lambda inputs: {"outputs": function(inputs)}, input_signature=[spec])
    concrete = holder.f.get_concrete_function()
    if not variables:
        concrete = convert_variables_to_constants_v2(concrete, lower_control_flow=False)
    converter = tf.lite.TFLiteConverter.from_concrete_functions([concrete], holder)
    if optimise == "float16":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.target_spec.supported_types = [tf.float16]
    if optimise == "int8":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.experimental_enable_resource_variables = variables
    model = converter.convert()
    if optimise == "int8":
        # What TensorFlow computes of it is of no use: it rounds activations to eight bits.
        folder = tflite_case.FOLDER.parent / "quantised"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.tflite").write_bytes(model)
        return
    tflite_case.write("system-" + name, model, [frames(len(name), count, points)])


def composite():
    """A graph that says itself how its operator is computed, and quantised numbers that are only passed on."""
    f = Family("composite")
    part = schema.SubGraphT()
    part.name = "decomposition"
    part.tensors, part.operators = [], []
    for i in range(3):
        tensor = schema.TensorT()
        tensor.shape, tensor.type, tensor.name, tensor.buffer = [2, 3], schema.TensorType.FLOAT32, f"c{i}", 0
        part.tensors.append(tensor)
    part.inputs, part.outputs = [0, 1], [2]
    f.add("ADD", [f.normal(2, 3), f.normal(2, 3)], table="AddOptions")
    operator = schema.OperatorT()
    operator.opcodeIndex, operator.inputs, operator.outputs = 0, [0, 1], [2]
    operator.builtinOptionsType, operator.builtinOptions = schema.BuiltinOptions.AddOptions, schema.AddOptionsT()
    part.operators = [operator]
    f.model.subgraphs.append(part)
    f.add("STABLEHLO_COMPOSITE", [f.normal(2, 3), f.normal(2, 3)])
    last = f.graph.operators[-1]
    last.builtinOptions2Type = schema.BuiltinOptions2.StableHLOCompositeOptions
    last.builtinOptions2 = schema.StableHLOCompositeOptionsT()
    last.builtinOptions2.name = "made.up"
    last.builtinOptions2.decompositionSubgraphIndex = 1
    x = np.array([0.12, -3.3, 0.125, -0.125, 99, -99, 0.375, 5.0], np.float32)
    f.add("QUANTIZE", [x], "int8")
    between = f.graph.outputs.pop()
    tensor = f.graph.tensors[between]
    tensor.quantization = schema.QuantizationParametersT()
    tensor.quantization.scale, tensor.quantization.zeroPoint = [0.25], [3]
    f.add("DEQUANTIZE", [None])
    f.graph.operators[-1].inputs = [between]
    f.write()


if __name__ == "__main__":
    cases = {
        "mlp": lambda: convert("mlp", mlp, 11), "cls": lambda: convert("cls", cls, 13),
        "cls-long": lambda: convert("cls-long", cls, 27),
        "convolutional": lambda: convert("convolutional", convolutional, 15),
        "convolutional-16": lambda: convert("convolutional-16", convolutional, 9, optimise="float16"),
        "masked": lambda: convert("masked", masked, 14),
        "lstm": lambda: convert("lstm", *[(m := Lstm(False)), 9], dynamic=False, module=m),
        "lstm-loop": lambda: convert("lstm-loop", *[(m := Lstm(True)), 7], module=m),
        "variable": lambda: convert("variable", *[(m := Counting()), 5], variables=True, module=m),
        "logits": lambda: convert("logits", submission(False), 3, points=543),
        "probabilities": lambda: convert("probabilities", submission(True), 2, points=543),
        "token": lambda: convert("token", token(), 7, points=543),
        "token-8": lambda: convert("token", token(width=64, heads=4), 15, optimise="int8", points=543),
        "token-softmax": lambda: convert("token-softmax", token(probabilities=True), 4, optimise="float16", points=543),
        "token-other": lambda: convert("token-other", token(sorted(LIPS)), 2, points=543),
        "fingerspelling": lambda: convert("fingerspelling", fingerspelling, 17),
        "fingerspelling-long": lambda: convert("fingerspelling-long", fingerspelling, 29, optimise="float16"),
        "parts": lambda: convert("parts", parts, 10),
        "composite": composite,
    }
    for name, case in cases.items():
        if len(sys.argv) < 2 or name in sys.argv[1:]:
            case()
