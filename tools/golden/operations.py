"""Goldens of the module `tensor`: single operations, forward and backward, in float32 on the CPU.

Each function builds one kind of case; the table at the end lists the cases.
"""

import torch
import torch.nn.functional as F
from torch import nn

from case import TENSOR_FOLDER, Case, int32, main, randomise


def matmul(batch, m, k, n, transpose_a, transpose_b):
    """y [.., M, N] = op(a) · op(b); op(a) is [.., M, K], op(b) is [.., K, N], stored transposed where the flag is set."""
    a = torch.randn(*batch, *((k, m) if transpose_a else (m, k)))
    b = torch.randn(*batch, *((n, k) if transpose_b else (k, n)))

    def compute(a, b):
        return (a.mT if transpose_a else a) @ (b.mT if transpose_b else b)

    settings = {"operation": "matmul", "transpose_a": transpose_a, "transpose_b": transpose_b}
    return Case(compute, {"a": a, "b": b}, settings=settings)


def linear(shape, outputs, bias):
    """y [.., out] = x [.., in] · weightᵀ + bias; weight [out, in]."""
    module = randomise(nn.Linear(shape[-1], outputs, bias))
    return Case(module, {"x": torch.randn(shape)}, settings={"operation": "linear", "bias": bias})


class GroupedLinear(nn.Module):
    """y [B, G·n] = each group's m channels of x [B, G·m] by its own n rows of the weight [G·n, m]."""

    def __init__(self, inputs, outputs, groups, bias):
        super().__init__()
        self.groups = groups
        self.weight = nn.Parameter(torch.empty(outputs, inputs // groups))
        self.bias = nn.Parameter(torch.empty(outputs)) if bias else None

    def forward(self, x):
        return F.conv1d(x[:, :, None], self.weight[:, :, None], self.bias, groups=self.groups)[:, :, 0]


def grouped_linear(rows, inputs, outputs, groups, bias):
    """The arguments are those of all groups together."""
    module = randomise(GroupedLinear(inputs, outputs, groups, bias))
    return Case(module, {"x": torch.randn(rows, inputs)}, settings={"operation": "grouped_linear", "groups": groups, "bias": bias})


ACTIVATIONS = {"relu": F.relu, "gelu": F.gelu, "silu": F.silu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}


def activation(name, shape, scale):
    """y = f(x) elementwise; GELU is the exact form with erf. x ranges from about −3·scale to 3·scale."""
    return Case(ACTIVATIONS[name], {"x": scale * torch.randn(shape)}, settings={"operation": name})


def softmax(shape, scale, log):
    """y = softmax(x) or log softmax(x) over the last axis."""
    compute = F.log_softmax if log else F.softmax
    x = scale * torch.randn(shape)
    return Case(lambda x: compute(x, dim=-1), {"x": x}, settings={"operation": "log_softmax" if log else "softmax"})


def masked_softmax(batch, queries, keys):
    """y [B, Q, K] = softmax(x + mask[:, None, :]); mask [B, K] is 0 for a real key and −inf for padding; key 0 is real.

    key_mask [B, K] says the same with 1 and 0.
    """
    key_mask = (torch.rand(batch, keys) < 0.6).int()
    key_mask[:, 0] = 1
    mask = torch.zeros(batch, keys).masked_fill(key_mask == 0, -torch.inf)

    def compute(x, mask, key_mask):
        return F.softmax(x + mask[:, None, :], dim=-1)

    x = 2 * torch.randn(batch, queries, keys)
    return Case(compute, {"x": x}, {"mask": mask, "key_mask": key_mask}, settings={"operation": "masked_softmax"})


def layer_norm(shape, eps, mean, std):
    """y = (x − mean(x)) / sqrt(var(x) + eps) · weight + bias over the last axis; biased variance."""
    x = mean + std * torch.randn(shape)
    return Case(randomise(nn.LayerNorm(shape[-1], eps=eps)), {"x": x}, settings={"operation": "layer_norm", "eps": eps})


def attention(lengths, kv_lengths, heads, width, scale, causal):
    """y [rows, H·d]: in every sequence and head, softmax(scale · q·kᵀ + scores + mask) · v; the scores [Σ H·Tq·Tk] are differentiated.

    The scores lie sequence by sequence, within a sequence head by head, each a [Tq, Tk] matrix.
    """
    sizes = [heads * q * k for q, k in zip(lengths, kv_lengths)]

    def split_heads(x, sequences):
        return [part.unflatten(1, (heads, width)).transpose(0, 1) for part in x.split(sequences)]  # [H, T, d] each

    def compute(q, k, v, scores, lengths, kv_lengths):
        results = []
        parts = [split_heads(q, lengths.tolist()), split_heads(k, kv_lengths.tolist()), split_heads(v, kv_lengths.tolist()), scores.split(sizes)]
        for q_s, k_s, v_s, added in zip(*parts):
            s = scale * q_s @ k_s.mT + added.view(heads, q_s.shape[1], k_s.shape[1])
            if causal:
                s = s.masked_fill(torch.ones_like(s, dtype=torch.bool).triu(1), -torch.inf)
            results.append((s.softmax(-1) @ v_s).transpose(0, 1).flatten(1))
        return torch.cat(results)

    channels = heads * width
    inputs = {"q": torch.randn(sum(lengths), channels), "k": torch.randn(sum(kv_lengths), channels)}
    inputs |= {"v": torch.randn(sum(kv_lengths), channels), "scores": torch.randn(sum(sizes))}
    settings = {"operation": "attention", "heads": heads, "scale": scale, "causal": causal}
    return Case(compute, inputs, {"lengths": int32(lengths), "kv_lengths": int32(kv_lengths)}, settings=settings)


class ConvRows(nn.Conv1d):
    """Convolution along time of sequences stored as rows: x [rows, in] → y [rows out, out]; every sequence has its own zero padding."""

    def __init__(self, *arguments, pad, **settings):
        super().__init__(*arguments, **settings)
        self.pad = pad

    def forward(self, x, lengths):
        sequences = [self.one_sequence(sequence) for sequence in x.split(lengths.tolist())]
        return torch.cat(sequences)

    def one_sequence(self, sequence):
        channels_first = F.pad(sequence.T[None], self.pad)  # [1, in, left + T + right]
        return super().forward(channels_first)[0].T


def zeros_around(padding, reach):
    """Zeros (before, after) a sequence; reach = dilation · (kernel − 1). The same for every stride, as PyTorch's padding is."""
    return {"none": (0, 0), "same": (reach // 2, reach - reach // 2), "causal": (reach, 0)}[padding]


def conv1d(lengths, inputs, outputs, kernel, stride=1, dilation=1, groups=1, padding="none", bias=True):
    """y[t, o] = bias[o] + Σ_k,i x[t·stride + k·dilation − pad_left, i] · weight[o, i, k]; weight [out, in / groups, K]."""
    reach = dilation * (kernel - 1)
    left, right = zeros_around(padding, reach)
    conv = ConvRows(inputs, outputs, kernel, stride=stride, dilation=dilation, groups=groups, bias=bias, pad=(left, right))
    y_lengths = [(length + left + right - reach - 1) // stride + 1 for length in lengths]
    settings = {"operation": "conv1d", "kernel": kernel, "stride": stride, "dilation": dilation, "groups": groups}
    settings |= {"padding": padding, "pad_left": left, "pad_right": right, "bias": bias}
    x = torch.randn(sum(lengths), inputs)
    return Case(randomise(conv), {"x": x}, {"lengths": int32(lengths)}, {"y_lengths": int32(y_lengths)}, settings)


REDUCTIONS = {
    "sum": lambda x, axis: x.sum(axis),
    "mean": lambda x, axis: x.mean(axis),
    "max": lambda x, axis: x.amax(axis),
    "var": lambda x, axis: x.var(axis, unbiased=False),
    "var_unbiased": lambda x, axis: x.var(axis, unbiased=True),
}


def reduction(name, axis, shape, mean):
    """y = sum, mean, max or variance of x over one axis, which disappears. No two values are equal, so the maximum is in one place."""
    x = mean + torch.randn(shape)
    settings = {"operation": name.split("_")[0], "unbiased": name.endswith("unbiased"), "axis": axis}
    return Case(lambda x: REDUCTIONS[name](x, axis), {"x": x}, settings=settings)


def segment_reduction(name, lengths, channels, mean):
    """y [B, C]: row b is the sum, mean, max or variance over the rows of sequence b of x [rows, C]."""
    def compute(x, lengths):
        return torch.stack([REDUCTIONS[name](sequence, 0) for sequence in x.split(lengths.tolist())])

    x = mean + torch.randn(sum(lengths), channels)
    settings = {"operation": name.split("_")[0], "unbiased": name.endswith("unbiased"), "axis": "segments"}
    return Case(compute, {"x": x}, {"lengths": int32(lengths)}, settings=settings)


class EmbeddingRows(nn.Embedding):
    """nn.Embedding that takes I32 indices by the name of the file's tensor."""

    def forward(self, indices):
        return super().forward(indices.long())


def embedding(rows, channels, shape):
    """y [.., C] = weight[indices]; weight [V, C]; some rows are used several times, some never."""
    indices = torch.randint(0, rows - 1, shape).int()
    indices.view(-1)[-2:] = indices.view(-1)[0]
    return Case(randomise(EmbeddingRows(rows, channels)), {}, {"indices": indices}, settings={"operation": "embedding"})


def index_select(shape, axis, count):
    """y = the slices `indices` of x along an axis, with repetitions."""
    indices = torch.randint(0, shape[axis], (count,)).int()
    indices[-1] = indices[0]

    def compute(x, indices):
        return x.index_select(axis, indices)

    return Case(compute, {"x": torch.randn(shape)}, {"indices": indices}, settings={"operation": "index_select", "axis": axis})


def scatter_add(rows, count, channels):
    """y [rows, C] = 0, then y[indices[i]] += x[i]; x [N, C]; indices repeat."""
    indices = torch.randint(0, rows, (count,)).int()
    indices[-1] = indices[0]

    def compute(x, indices):
        return torch.zeros(rows, channels, dtype=x.dtype).index_add(0, indices, x)

    return Case(compute, {"x": torch.randn(count, channels)}, {"indices": indices}, settings={"operation": "scatter_add", "rows": rows})


def cat(shape, axis, sizes):
    """y = a, b and c one after the other along an axis."""
    inputs = {name: torch.randn(*shape[:axis], size, *shape[axis + 1:]) for name, size in zip("abc", sizes)}
    return Case(lambda *parts: torch.cat(parts, axis), inputs, settings={"operation": "cat", "axis": axis})


def cut(shape, axis, start, end):
    """y = x[start:end] along an axis."""
    settings = {"operation": "slice", "axis": axis, "start": start, "end": end}
    return Case(lambda x: x.narrow(axis, start, end - start), {"x": torch.randn(shape)}, settings=settings)


def permute(shape, axes):
    """Axis i of y is axis axes[i] of x."""
    return Case(lambda x: x.permute(axes), {"x": torch.randn(shape)}, settings={"operation": "permute", "axes": axes})


def where(shape, shape_b):
    """y = a where condition is 1, else b; b may be broadcast."""
    condition = torch.randint(0, 2, shape).int()

    def compute(a, b, condition):
        return torch.where(condition.bool(), a, b)

    inputs = {"a": torch.randn(shape), "b": torch.randn(shape_b)}
    return Case(compute, inputs, {"condition": condition}, settings={"operation": "where"})


ARITHMETIC = {"add": torch.add, "mul": torch.mul, "div": torch.div}


def arithmetic(name, shape_a, shape_b):
    """y = a ∘ b with NumPy's broadcasting; |b| ≥ 0.5, so that no quotient is large."""
    b = torch.randn(shape_b)
    inputs = {"a": torch.randn(shape_a), "b": b + 0.5 * b.sign()}
    return Case(ARITHMETIC[name], inputs, settings={"operation": name})


def cross_entropy(rows, classes, smoothing):
    """y [] = mean over rows of −Σ t · log softmax(x); t = (1 − s) · onehot(target) + s / C; x [N, C]."""
    def compute(x, target):
        return F.cross_entropy(x, target.long(), label_smoothing=smoothing)

    target = torch.randint(0, classes, (rows,)).int()
    settings = {"operation": "cross_entropy", "label_smoothing": smoothing}
    return Case(compute, {"x": 3 * torch.randn(rows, classes)}, {"target": target}, settings=settings)


def glu(shape):
    """y [.., C] = a · sigmoid(b), the halves of x [.., 2C]."""
    return Case(F.glu, {"x": torch.randn(shape)}, settings={"operation": "glu"})


def soft_cross_entropy(rows, classes):
    """y [] = mean over rows of −Σ t · log softmax(x); x and t [N, C], each row of t a distribution."""
    def compute(x, target):
        return F.cross_entropy(x, target)

    target = torch.randn(rows, classes).softmax(1)
    return Case(compute, {"x": 3 * torch.randn(rows, classes)}, {"target": target},
                settings={"operation": "soft_cross_entropy"})


TRANSPOSES = [("nn", False, False), ("nt", False, True), ("tn", True, False), ("tt", True, True)]
BROADCASTS = [
    ("same", (5, 13), (5, 13)),
    ("row", (7, 13), (13,)),
    ("column", (17, 7), (17, 1)),
    ("outer", (5, 1, 7), (3, 1)),
    ("middle", (3, 5, 7), (3, 1, 7)),
    ("left", (33,), (5, 33)),
]

TABLE = [
    *[(f"matmul_{t}_{m}x{k}x{n}", matmul, {"batch": (), "m": m, "k": k, "n": n, "transpose_a": ta, "transpose_b": tb})
      for t, ta, tb in TRANSPOSES for m, k, n in [(5, 7, 13), (17, 13, 21)]],
    *[(f"matmul_{t}_batch{'x'.join(map(str, b))}_{m}x{k}x{n}", matmul,
       {"batch": b, "m": m, "k": k, "n": n, "transpose_a": ta, "transpose_b": tb})
      for t, ta, tb in TRANSPOSES for b, m, k, n in [((3,), 5, 7, 13), ((2, 3), 5, 13, 1)]],

    ("linear_7x13_to_5", linear, {"shape": (7, 13), "outputs": 5, "bias": True}),
    ("linear_17x13_to_7_no_bias", linear, {"shape": (17, 13), "outputs": 7, "bias": False}),
    ("linear_2x5x7_to_13", linear, {"shape": (2, 5, 7), "outputs": 13, "bias": True}),

    ("grouped_linear_1x21_to_15_groups3", grouped_linear, {"rows": 1, "inputs": 21, "outputs": 15, "groups": 3, "bias": True}),
    ("grouped_linear_5x66_to_26_groups2", grouped_linear, {"rows": 5, "inputs": 66, "outputs": 26, "groups": 2, "bias": True}),
    ("grouped_linear_2x37_to_13_no_bias", grouped_linear, {"rows": 2, "inputs": 37, "outputs": 13, "groups": 1, "bias": False}),

    *[(f"{name}_{'x'.join(map(str, shape))}", activation, {"name": name, "shape": shape, "scale": scale})
      for name in ACTIVATIONS for shape, scale in [((7, 33), 2), ((3, 2, 17), 1), ((97,), 5)]],

    *[(f"{'log_' * log}softmax_{'x'.join(map(str, shape))}", softmax, {"shape": shape, "scale": scale, "log": log})
      for log in (False, True) for shape, scale in [((7, 5), 1), ((3, 2, 33), 3), ((2, 131), 5)]],
    ("masked_softmax_3x5x7", masked_softmax, {"batch": 3, "queries": 5, "keys": 7}),
    ("masked_softmax_2x3x33", masked_softmax, {"batch": 2, "queries": 3, "keys": 33}),

    ("layer_norm_7x13", layer_norm, {"shape": (7, 13), "eps": 1e-5, "mean": 0.5, "std": 2}),
    ("layer_norm_5x33", layer_norm, {"shape": (5, 33), "eps": 1e-6, "mean": 0, "std": 1}),
    ("layer_norm_3x2x17_small_variance", layer_norm, {"shape": (3, 2, 17), "eps": 1e-5, "mean": 0, "std": 3e-3}),
    ("layer_norm_5x37_far_mean", layer_norm, {"shape": (5, 37), "eps": 1e-6, "mean": 30, "std": 0.5}),

    ("attention_scores_h1", attention, {"lengths": [5], "kv_lengths": [7], "heads": 1, "width": 3, "scale": 0.5, "causal": False}),
    ("attention_scores_ragged_h3", attention, {"lengths": [7, 1, 5], "kv_lengths": [3, 13, 5], "heads": 3, "width": 5, "scale": 0.3, "causal": False}),
    ("attention_scores_causal_h2", attention, {"lengths": [13, 7], "kv_lengths": [13, 7], "heads": 2, "width": 4, "scale": 0.5, "causal": True}),

    ("conv1d_k1", conv1d, {"lengths": [13], "inputs": 5, "outputs": 7, "kernel": 1}),
    ("conv1d_k3", conv1d, {"lengths": [17], "inputs": 7, "outputs": 5, "kernel": 3}),
    ("conv1d_k3_no_bias", conv1d, {"lengths": [3, 7, 5], "inputs": 5, "outputs": 3, "kernel": 3, "bias": False}),
    ("conv1d_k4_same", conv1d, {"lengths": [13], "inputs": 3, "outputs": 7, "kernel": 4, "padding": "same"}),
    ("conv1d_k5_same_clips", conv1d, {"lengths": [5, 1, 13, 2], "inputs": 7, "outputs": 5, "kernel": 5, "padding": "same"}),
    ("conv1d_k5_same_dilation2_clips", conv1d,
     {"lengths": [7, 3, 17], "inputs": 5, "outputs": 3, "kernel": 5, "dilation": 2, "padding": "same"}),
    ("conv1d_k4_causal_clips", conv1d, {"lengths": [2, 13, 1], "inputs": 5, "outputs": 7, "kernel": 4, "padding": "causal"}),
    ("conv1d_k3_causal_dilation2", conv1d,
     {"lengths": [13], "inputs": 7, "outputs": 3, "kernel": 3, "dilation": 2, "padding": "causal", "bias": False}),
    ("conv1d_k3_stride2", conv1d, {"lengths": [17], "inputs": 5, "outputs": 7, "kernel": 3, "stride": 2}),
    ("conv1d_k3_stride2_same_clips", conv1d,
     {"lengths": [7, 1, 6], "inputs": 5, "outputs": 3, "kernel": 3, "stride": 2, "padding": "same"}),
    ("conv1d_k5_stride3_clips", conv1d, {"lengths": [5, 17, 9], "inputs": 3, "outputs": 5, "kernel": 5, "stride": 3}),
    ("conv1d_k4_stride3_dilation2_causal_clips", conv1d,
     {"lengths": [13, 4], "inputs": 5, "outputs": 3, "kernel": 4, "stride": 3, "dilation": 2, "padding": "causal"}),
    ("conv1d_k3_groups2_same_clips", conv1d,
     {"lengths": [7, 5], "inputs": 6, "outputs": 10, "kernel": 3, "groups": 2, "padding": "same"}),
    ("conv1d_k4_groups2_stride2", conv1d,
     {"lengths": [13], "inputs": 10, "outputs": 6, "kernel": 4, "groups": 2, "stride": 2, "bias": False}),
    ("conv1d_k3_depthwise_same", conv1d, {"lengths": [13], "inputs": 7, "outputs": 7, "kernel": 3, "groups": 7, "padding": "same"}),
    ("conv1d_k17_depthwise_same_clips", conv1d,
     {"lengths": [33, 5, 1], "inputs": 7, "outputs": 7, "kernel": 17, "groups": 7, "padding": "same", "bias": False}),
    ("conv1d_k17_depthwise_causal_clips", conv1d,
     {"lengths": [5, 37], "inputs": 5, "outputs": 5, "kernel": 17, "groups": 5, "padding": "causal"}),
    ("conv1d_k5_depthwise_stride2_dilation2_clips", conv1d,
     {"lengths": [17, 9], "inputs": 5, "outputs": 5, "kernel": 5, "groups": 5, "stride": 2, "dilation": 2}),
    ("conv1d_k5_depthwise_two_outputs_a_channel", conv1d,
     {"lengths": [13, 7], "inputs": 5, "outputs": 10, "kernel": 5, "groups": 5, "padding": "same"}),
    ("conv1d_k17_same", conv1d, {"lengths": [7, 33], "inputs": 3, "outputs": 5, "kernel": 17, "padding": "same"}),

    *[(f"{name}_{'first' if axis == 0 else 'last'}_axis_{'x'.join(map(str, shape))}", reduction,
       {"name": name, "axis": axis, "shape": shape, "mean": mean})
      for name in REDUCTIONS
      for axis, shape, mean in [(-1, (5, 33), 0), (-1, (3, 5, 17), 30), (0, (17, 7), 0), (0, (5, 3, 7), 30)]],
    *[(f"{name}_segments_{'_'.join(map(str, lengths))}", segment_reduction,
       {"name": name, "lengths": lengths, "channels": channels, "mean": mean})
      for name in REDUCTIONS
      for lengths, channels, mean in [([2, 5, 17, 3], 7, 0), ([33, 2, 13], 3, 30), ([1, 7, 1], 5, 0)]
      if not (name == "var_unbiased" and 1 in lengths)],  # the unbiased variance of one row is 0/0

    ("embedding_13x7", embedding, {"rows": 13, "channels": 7, "shape": (17,)}),
    ("embedding_33x5", embedding, {"rows": 33, "channels": 5, "shape": (3, 7)}),
    ("index_select_rows", index_select, {"shape": (13, 5), "axis": 0, "count": 17}),
    ("index_select_blocks", index_select, {"shape": (5, 3, 7), "axis": 0, "count": 4}),
    ("index_select_columns", index_select, {"shape": (5, 13), "axis": 1, "count": 7}),
    ("scatter_add_7x5", scatter_add, {"rows": 7, "count": 17, "channels": 5}),
    ("scatter_add_33x5", scatter_add, {"rows": 33, "count": 7, "channels": 5}),

    ("cat_axis0", cat, {"shape": (0, 7), "axis": 0, "sizes": [5, 1, 13]}),
    ("cat_axis1", cat, {"shape": (5, 0), "axis": 1, "sizes": [7, 3, 17]}),
    ("cat_axis1_of_3", cat, {"shape": (3, 0, 5), "axis": 1, "sizes": [1, 7, 2]}),
    ("cat_axis2_of_3", cat, {"shape": (3, 5, 0), "axis": 2, "sizes": [7, 1, 5]}),
    ("slice_axis0", cut, {"shape": (17, 5), "axis": 0, "start": 3, "end": 14}),
    ("slice_axis1", cut, {"shape": (7, 33), "axis": 1, "start": 5, "end": 18}),
    ("slice_axis1_of_3", cut, {"shape": (3, 13, 5), "axis": 1, "start": 0, "end": 7}),
    ("permute_2d", permute, {"shape": (7, 13), "axes": (1, 0)}),
    ("permute_102", permute, {"shape": (3, 5, 7), "axes": (1, 0, 2)}),
    ("permute_021", permute, {"shape": (3, 5, 7), "axes": (0, 2, 1)}),
    ("permute_201", permute, {"shape": (5, 3, 13), "axes": (2, 0, 1)}),
    ("permute_0213", permute, {"shape": (2, 5, 3, 7), "axes": (0, 2, 1, 3)}),
    ("where_7x13", where, {"shape": (7, 13), "shape_b": (7, 13)}),
    ("where_5x3x7_row", where, {"shape": (5, 3, 7), "shape_b": (7,)}),

    *[(f"{name}_{kind}", arithmetic, {"name": name, "shape_a": a, "shape_b": b}) for name in ARITHMETIC for kind, a, b in BROADCASTS],

    *[(f"cross_entropy_{rows}x{classes}_smoothing{smoothing}", cross_entropy, {"rows": rows, "classes": classes, "smoothing": smoothing})
      for rows, classes in [(7, 5), (13, 17), (3, 250)] for smoothing in (0.0, 0.1, 0.25)],
    *[(f"glu_{len(shape)}d", glu, {"shape": shape}) for shape in [(7, 10), (3, 5, 34)]],
    *[(f"soft_cross_entropy_{rows}x{classes}", soft_cross_entropy, {"rows": rows, "classes": classes})
      for rows, classes in [(7, 5), (3, 250)]],
]

if __name__ == "__main__":
    main(TENSOR_FOLDER, TABLE)
