"""Goldens of the module `nn`: layers, with every parameter's gradient and one AdamW step, in float32 on the CPU.

Attention and encoder blocks are written out here with the parameter names of the Java layers, and each case is
first checked against torch.nn.MultiheadAttention or torch.nn.TransformerEncoderLayer in float64, gradients included.

A batch is the rows of its sequences one after the other, `x` [rows, D], and `lengths` [B]; nothing crosses a sequence's border.
"""

import copy

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from case import NN_FOLDER, Case, as_double, int32, main, randomise
from operations import conv1d, embedding, layer_norm, linear


class Attention(nn.Module):
    """out_proj(concat over heads of softmax(q·kᵀ / √d + mask)·v), sequence by sequence; all projections have a bias."""

    def __init__(self, width: int, heads: int, causal: bool = False):
        super().__init__()
        self.heads, self.causal = heads, causal
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(width, width) for _ in range(4))

    def forward(self, q_in, kv_in=None, *, lengths, kv_lengths=None, mask=None, key_mask=None):
        """Self attention without kv_in; mask [Tq, Tk] is for every sequence; key_mask [kv rows] is 1 for a real key."""
        kv_in, kv_lengths = (q_in, lengths) if kv_in is None else (kv_in, kv_lengths)
        masks = sequence_masks(lengths, kv_lengths, self.causal, mask, key_mask, q_in.dtype)
        sequences = zip(q_in.split(lengths.tolist()), kv_in.split(kv_lengths.tolist()), masks)
        return torch.cat([self.one_sequence(q_sequence, kv_sequence, sequence_mask) for q_sequence, kv_sequence, sequence_mask in sequences])

    def one_sequence(self, q_in, kv_in, mask):
        q, k, v = self.split(self.q_proj(q_in)), self.split(self.k_proj(kv_in)), self.split(self.v_proj(kv_in))
        scores = q @ k.mT / q.shape[-1] ** 0.5  # [H, Tq, Tk]
        attended = (scores + mask).softmax(-1) @ v  # [H, Tq, d]
        return self.out_proj(attended.transpose(0, 1).flatten(1))

    def split(self, rows):
        """[T, H·d] → [H, T, d]."""
        return rows.unflatten(1, (self.heads, -1)).transpose(0, 1)


class ClassAttention(nn.MultiheadAttention):
    """PyTorch's own attention, with one query row for all sequences: token [1, D], x [rows, D] → y [sequences, D]."""

    def __init__(self, width: int, heads: int):
        super().__init__(width, heads, batch_first=True)

    def forward(self, token, x, *, lengths):
        return torch.cat([super(ClassAttention, self).forward(token, sequence, sequence, need_weights=False)[0] for sequence in x.split(lengths.tolist())])


def sequence_masks(lengths, kv_lengths, causal, mask, key_mask, dtype) -> list[Tensor]:
    """The additive mask [Tq, Tk] of each sequence: 0 or a bias where attention is allowed, −inf where it is not."""
    key_masks = torch.ones(int(kv_lengths.sum())) if key_mask is None else key_mask
    masks = []
    for queries, keys in zip(lengths.tolist(), key_masks.split(kv_lengths.tolist())):
        total = torch.zeros(queries, len(keys), dtype=dtype).masked_fill(keys == 0, -torch.inf)
        if causal:
            total += torch.full_like(total, -torch.inf).triu(1)
        if mask is not None and mask.is_floating_point():
            total += mask
        elif mask is not None:
            total = total.masked_fill(mask == 0, -torch.inf)
        masks.append(total)
    return masks


class FeedForward(nn.Module):
    """fc2(activation(fc1(x)))."""

    def __init__(self, width: int, hidden: int, activation: str):
        super().__init__()
        self.fc1, self.fc2, self.activation = nn.Linear(width, hidden), nn.Linear(hidden, width), activation

    def forward(self, x):
        return self.fc2({"gelu": F.gelu, "relu": F.relu}[self.activation](self.fc1(x)))


class EncoderBlock(nn.Module):
    """norm_first: x += attn(norm1(x)); x += ff(norm2(x)). Otherwise: x = norm1(x + attn(x)); x = norm2(x + ff(x))."""

    def __init__(self, width: int, heads: int, hidden: int, activation: str, norm_first: bool, eps: float, causal: bool):
        super().__init__()
        self.norm_first = norm_first
        self.attn = Attention(width, heads, causal)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=eps), nn.LayerNorm(width, eps=eps)
        self.ff = FeedForward(width, hidden, activation)

    def forward(self, x, **sequences):
        if self.norm_first:
            x = x + self.attn(self.norm1(x), **sequences)
            return x + self.ff(self.norm2(x))
        x = self.norm1(x + self.attn(x, **sequences))
        return self.norm2(x + self.ff(x))


class EncoderStack(nn.Module):
    """Blocks named 0, 1, …, and optionally one more layer norm, `norm`, after the last."""

    def __init__(self, layers: int, final_norm: bool, width: int, eps: float, **block):
        super().__init__()
        for i in range(layers):
            self.add_module(str(i), EncoderBlock(width, eps=eps, **block))
        if final_norm:
            self.norm = nn.LayerNorm(width, eps=eps)

    def forward(self, x, **sequences):
        for child in self.children():
            x = child(x, **sequences) if isinstance(child, EncoderBlock) else child(x)
        return x


# --- the same weights in PyTorch's own layers, and the comparison -----------------------------------------------------------------


def torch_name(name: str) -> str:
    """Our parameter name → PyTorch's; q_proj, k_proj and v_proj become thirds of in_proj."""
    renames = [("attn.", "self_attn."), ("ff.fc1", "linear1"), ("ff.fc2", "linear2")]
    renames += [(f"{part}_proj.", "in_proj_") for part in "qkv"]
    for ours, theirs in renames:
        name = name.replace(ours, theirs)
    return "layers." + name if name[0].isdigit() else name


def packed(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """Named tensors of our layer → those of PyTorch's, with q, k and v stacked in this order."""
    groups = {}
    for name, tensor in tensors.items():
        groups.setdefault(torch_name(name), []).append(tensor)
    return {name: torch.cat(parts) for name, parts in groups.items()}


def torch_block(block: EncoderBlock) -> nn.TransformerEncoderLayer:
    width, ff = block.norm1.normalized_shape[0], block.ff
    return nn.TransformerEncoderLayer(width, block.attn.heads, ff.fc1.out_features, dropout=0.0, activation=ff.activation,
                                      layer_norm_eps=block.norm1.eps, batch_first=True, norm_first=block.norm_first)


def torch_twin(module: nn.Module) -> nn.Module:
    """PyTorch's layer of the same shape with the same weights, in float64."""
    if isinstance(module, Attention):
        twin = nn.MultiheadAttention(module.q_proj.in_features, module.heads, batch_first=True)
    elif isinstance(module, EncoderBlock):
        twin = torch_block(module)
    else:
        blocks = [child for child in module.children() if isinstance(child, EncoderBlock)]
        norm = copy.deepcopy(module.norm) if hasattr(module, "norm") else None
        twin = nn.TransformerEncoder(torch_block(blocks[0]), len(blocks), norm, enable_nested_tensor=False)
    twin.load_state_dict(packed(module.state_dict()))
    return twin.double()


def run_twin(twin, inputs, constants, causal) -> Tensor:
    """PyTorch's layer on one sequence after another."""
    q_in, kv_in = inputs[0], inputs[-1]
    lengths = constants["lengths"]
    kv_lengths = constants.get("kv_lengths", lengths)
    masks = sequence_masks(lengths, kv_lengths, causal, constants.get("mask"), constants.get("key_mask"), q_in.dtype)
    results = []
    for q_sequence, kv_sequence, mask in zip(q_in.split(lengths.tolist()), kv_in.split(kv_lengths.tolist()), masks):
        if isinstance(twin, nn.MultiheadAttention):
            results.append(twin(q_sequence, kv_sequence, kv_sequence, attn_mask=mask, need_weights=False)[0])
        else:
            results.append(twin(q_sequence[None], mask)[0])
    return torch.cat(results)


def check_against_torch(case: Case, causal: bool) -> Case:
    """Output, input gradients and parameter gradients equal those of PyTorch's own layer; returns the case."""
    ours = as_double(case)
    twin = torch_twin(case.compute)
    inputs = [t.clone().requires_grad_() for t in ours.inputs.values()]
    y, y_twin = ours.compute(*inputs, **ours.constants), run_twin(twin, inputs, ours.constants, causal)
    dy = torch.sin(torch.arange(y.numel())).double().view(y.shape)  # not random: the case's random stream stays untouched
    names, parameters = zip(*ours.compute.named_parameters())
    twin_names, twin_parameters = zip(*twin.named_parameters())
    gradients = torch.autograd.grad(y, [*inputs, *parameters], dy)
    twin_gradients = torch.autograd.grad(y_twin, [*inputs, *twin_parameters], dy)
    n = len(inputs)
    expected = dict(zip(twin_names, twin_gradients[n:])) | {"y": y_twin} | dict(zip("ab", twin_gradients[:n]))
    found = packed(dict(zip(names, gradients[n:]))) | {"y": y} | dict(zip("ab", gradients[:n]))
    torch.testing.assert_close(found, expected, rtol=1e-10, atol=1e-10)
    return case


# --- cases ------------------------------------------------------------------------------------------------------------------------


def masks_of(kind: str, lengths, kv_lengths) -> dict[str, Tensor]:
    """The mask tensors of a case; `kind` joins names with '+'. Every query keeps at least one key.

    key_padding: key_mask [kv rows] I32, 1 = real key; the first key of every sequence is real
    additive: mask [Tq, Tk] F32 of any size, some −inf · boolean: mask [Tq, Tk] I32, 1 = allowed · causal: no tensor
    """
    masks = {}
    shape = lengths[0], kv_lengths[0]
    always = torch.arange(shape[0]) % shape[1]  # query i may always see key i mod Tk
    if "key_padding" in kind:
        masks["key_mask"] = torch.cat([(torch.rand(n) < 0.6).int() for n in kv_lengths])
        starts = torch.cumsum(torch.tensor([0, *kv_lengths[:-1]]), 0)
        masks["key_mask"][starts] = 1
    if "additive" in kind:
        forbidden = (torch.rand(shape) < 0.2).scatter(1, always[:, None], False)
        masks["mask"] = (2 * torch.randn(shape)).masked_fill(forbidden, -torch.inf)
    if "boolean" in kind:
        masks["mask"] = (torch.rand(shape) < 0.5).int().scatter(1, always[:, None], 1)
    return masks


def self_attention(lengths, width, heads, mask="none"):
    """y = attention(x, x, x); x [rows, D]."""
    attention = randomise(Attention(width, heads, "causal" in mask))
    constants = {"lengths": int32(lengths)} | masks_of(mask, lengths, lengths)
    settings = {"layer": "attention", "cross": False, "heads": heads, "mask": mask, "causal": "causal" in mask}
    return check_against_torch(Case(attention, {"x": torch.randn(sum(lengths), width)}, constants, settings=settings), "causal" in mask)


def cross_attention(lengths, kv_lengths, width, heads, mask="none"):
    """y [q rows, D] = attention(q_in, kv_in, kv_in); q_in [q rows, D], kv_in [kv rows, D]."""
    inputs = {"q_in": torch.randn(sum(lengths), width), "kv_in": torch.randn(sum(kv_lengths), width)}
    constants = {"lengths": int32(lengths), "kv_lengths": int32(kv_lengths)} | masks_of(mask, lengths, kv_lengths)
    settings = {"layer": "attention", "cross": True, "heads": heads, "mask": mask, "causal": False}
    return check_against_torch(Case(randomise(Attention(width, heads)), inputs, constants, settings=settings), False)


def class_attention(lengths, width, heads):
    """y [sequences, D] = attention(token, x, x), sequence by sequence."""
    settings = {"layer": "class_attention", "heads": heads}
    inputs = {"token": torch.randn(1, width), "x": torch.randn(sum(lengths), width)}
    return Case(randomise(ClassAttention(width, heads)), inputs, {"lengths": int32(lengths)}, settings=settings)


def feed_forward(shape, hidden, activation):
    """y = fc2(activation(fc1(x)))."""
    settings = {"layer": "feed_forward", "hidden": hidden, "activation": activation}
    return Case(randomise(FeedForward(shape[-1], hidden, activation)), {"x": torch.randn(shape)}, settings=settings)


def encoder(lengths, width, heads, hidden, activation, norm_first, eps=1e-5, mask="none", layers=0, final_norm=False):
    """One encoder block (layers = 0: no number in the parameter names) or a stack of them."""
    causal = "causal" in mask
    sizes = {"heads": heads, "hidden": hidden, "activation": activation, "norm_first": norm_first}
    module = EncoderStack(layers, final_norm, width, eps, causal=causal, **sizes) if layers else \
        EncoderBlock(width, eps=eps, causal=causal, **sizes)
    constants = {"lengths": int32(lengths)} | masks_of(mask, lengths, lengths)
    settings = {"layer": "encoder_stack" if layers else "encoder_block", **sizes, "eps": eps, "mask": mask, "causal": causal}
    settings |= {"layers": layers, "final_norm": final_norm} if layers else {}
    case = Case(randomise(module), {"x": torch.randn(sum(lengths), width)}, constants, settings=settings)
    return check_against_torch(case, causal)


class BatchNormRows(nn.Module):
    """Batch normalisation over all rows of x [.., C], after the batches of `before` [S, N, C] have been seen in training."""

    def __init__(self, channels: int, eps: float, momentum: float, unbiased: bool, training: bool):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.empty(channels)), nn.Parameter(torch.empty(channels))
        self.eps, self.momentum, self.unbiased, self.in_training = eps, momentum, unbiased, training

    def forward(self, x, before, **buffers):
        return self.run(x, before, **buffers)[0]

    def run(self, x, before, **buffers):
        """y and the running statistics afterwards."""
        mean, variance = buffers["buffer.running_mean"], buffers["buffer.running_var"]
        for batch in before:
            _, mean, variance = self.step(batch, mean, variance, True)
        return self.step(x, mean, variance, self.in_training)

    def step(self, x, mean, variance, training):
        rows = x.flatten(0, -2)
        mean, torch_variance = mean.clone(), variance.clone()
        y = F.batch_norm(rows, mean, torch_variance, self.weight, self.bias, training, self.momentum, self.eps)
        if self.unbiased or not training:
            variance = torch_variance
        else:  # as Keras does it
            variance = (1 - self.momentum) * variance + self.momentum * rows.detach().var(0, unbiased=False)
        return y.view_as(x), mean, variance


def batch_norm(shape, eps, momentum, unbiased, training, before=2, mean=0.0, std=1.0):
    """y = (x − mean) / sqrt(var + eps) · weight + bias of every channel, with the statistics of the batch or the running ones."""
    channels = shape[-1]
    module = randomise(BatchNormRows(channels, eps, momentum, unbiased, training))
    constants = {"buffer.running_mean": 0.3 * torch.randn(channels), "buffer.running_var": 0.5 + torch.rand(channels)}
    constants["before"] = 0.5 + 2 * torch.randn(before, 7, channels)
    x = mean + std * torch.randn(shape)
    with torch.no_grad():
        _, running_mean, running_var = module.run(x, **constants)
    extras = {"after.running_mean": running_mean, "after.running_var": running_var}
    settings = {"layer": "batch_norm", "eps": eps, "momentum": momentum, "unbiased": unbiased, "training": training}
    return Case(module, {"x": x}, constants, extras, settings)


def named(build, layer):
    """A builder of operations.py whose metadata says `layer` instead of `operation`."""
    def build_layer(**arguments):
        case = build(**arguments)
        del case.settings["operation"]
        case.settings["layer"] = layer
        return case
    return build_layer


LINEAR, NORM = named(linear, "linear"), named(layer_norm, "layer_norm")
EMBEDDING, CONV = named(embedding, "embedding"), named(conv1d, "conv1d")

TABLE = [
    ("linear_5x13_to_17", LINEAR, {"shape": (5, 13), "outputs": 17, "bias": True}),
    ("linear_3x7x5_to_1", LINEAR, {"shape": (3, 7, 5), "outputs": 1, "bias": True}),
    ("linear_13x7_to_5_no_bias", LINEAR, {"shape": (13, 7), "outputs": 5, "bias": False}),
    ("layer_norm_13x7", NORM, {"shape": (13, 7), "eps": 1e-5, "mean": 1, "std": 3}),
    ("layer_norm_5x3x17", NORM, {"shape": (5, 3, 17), "eps": 1e-6, "mean": 0, "std": 1}),
    ("batch_norm_13x7", batch_norm, {"shape": (13, 7), "eps": 1e-5, "momentum": 0.1, "unbiased": True, "training": True, "mean": 1, "std": 3}),
    ("batch_norm_5x3x17_momentum95", batch_norm, {"shape": (5, 3, 17), "eps": 1e-5, "momentum": 0.95, "unbiased": True, "training": True}),
    ("batch_norm_keras_33x5", batch_norm, {"shape": (33, 5), "eps": 1e-3, "momentum": 0.01, "unbiased": False, "training": True}),
    ("batch_norm_keras_2x3_half", batch_norm, {"shape": (2, 3), "eps": 1e-3, "momentum": 0.5, "unbiased": False, "training": True}),
    ("batch_norm_evaluation_5x3x7", batch_norm, {"shape": (5, 3, 7), "eps": 1e-5, "momentum": 0.1, "unbiased": True, "training": False}),
    ("batch_norm_evaluation_1x33", batch_norm, {"shape": (1, 33), "eps": 1e-3, "momentum": 0.05, "unbiased": False, "training": False, "before": 3}),
    ("embedding_17x5", EMBEDDING, {"rows": 17, "channels": 5, "shape": (13,)}),
    ("embedding_7x13", EMBEDDING, {"rows": 7, "channels": 13, "shape": (5, 3)}),
    ("conv1d_k3_same_clips", CONV, {"lengths": [7, 1, 5], "inputs": 5, "outputs": 7, "kernel": 3, "padding": "same"}),
    ("conv1d_k5_stride2_groups2_no_bias", CONV,
     {"lengths": [13], "inputs": 6, "outputs": 10, "kernel": 5, "stride": 2, "groups": 2, "bias": False}),
    ("conv1d_k17_depthwise_causal_clips", CONV,
     {"lengths": [5, 33], "inputs": 7, "outputs": 7, "kernel": 17, "groups": 7, "padding": "causal"}),
    ("conv1d_k3_dilation2_same", CONV, {"lengths": [17], "inputs": 3, "outputs": 5, "kernel": 3, "dilation": 2, "padding": "same"}),

    ("attention_self_h1", self_attention, {"lengths": [13], "width": 7, "heads": 1}),
    ("attention_self_h2", self_attention, {"lengths": [5, 5, 5], "width": 10, "heads": 2}),
    ("attention_self_ragged_h4", self_attention, {"lengths": [7, 1, 17, 3], "width": 12, "heads": 4}),
    ("attention_self_ragged_h8", self_attention, {"lengths": [17, 5], "width": 16, "heads": 8}),
    ("attention_key_padding_h1", self_attention, {"lengths": [17], "width": 5, "heads": 1, "mask": "key_padding"}),
    ("attention_key_padding_h2", self_attention, {"lengths": [7, 7, 7], "width": 6, "heads": 2, "mask": "key_padding"}),
    ("attention_key_padding_ragged_h4", self_attention, {"lengths": [5, 13, 2], "width": 12, "heads": 4, "mask": "key_padding"}),
    ("attention_causal_h1", self_attention, {"lengths": [13], "width": 7, "heads": 1, "mask": "causal"}),
    ("attention_causal_ragged_h4", self_attention, {"lengths": [5, 13, 1], "width": 12, "heads": 4, "mask": "causal"}),
    ("attention_causal_key_padding_h2", self_attention, {"lengths": [7, 13], "width": 10, "heads": 2, "mask": "causal+key_padding"}),
    ("attention_additive_h2", self_attention, {"lengths": [13], "width": 10, "heads": 2, "mask": "additive"}),
    ("attention_additive_clips_h8", self_attention, {"lengths": [7, 7], "width": 8, "heads": 8, "mask": "additive"}),
    ("attention_boolean_h4", self_attention, {"lengths": [17], "width": 12, "heads": 4, "mask": "boolean"}),
    ("attention_boolean_clips_h1", self_attention, {"lengths": [5, 5, 5], "width": 7, "heads": 1, "mask": "boolean"}),
    ("class_attention_h1", class_attention, {"lengths": [13], "width": 7, "heads": 1}),
    ("class_attention_ragged_h3", class_attention, {"lengths": [7, 1, 33, 2], "width": 12, "heads": 3}),
    ("class_attention_ragged_h8", class_attention, {"lengths": [5, 17], "width": 16, "heads": 8}),
    ("attention_cross_h1", cross_attention, {"lengths": [5], "kv_lengths": [13], "width": 7, "heads": 1}),
    ("attention_cross_ragged_h2", cross_attention, {"lengths": [7, 3, 1], "kv_lengths": [5, 17, 2], "width": 10, "heads": 2}),
    ("attention_cross_ragged_h4", cross_attention, {"lengths": [1, 13], "kv_lengths": [33, 1], "width": 12, "heads": 4}),
    ("attention_cross_key_padding_h8", cross_attention,
     {"lengths": [5, 7], "kv_lengths": [13, 5], "width": 8, "heads": 8, "mask": "key_padding"}),
    ("attention_cross_additive_h2", cross_attention,
     {"lengths": [7, 7], "kv_lengths": [5, 5], "width": 10, "heads": 2, "mask": "additive"}),
    ("attention_cross_boolean_h4", cross_attention,
     {"lengths": [5], "kv_lengths": [17], "width": 12, "heads": 4, "mask": "boolean"}),

    ("feed_forward_gelu_7x13", feed_forward, {"shape": (7, 13), "hidden": 29, "activation": "gelu"}),
    ("feed_forward_gelu_3x5x7", feed_forward, {"shape": (3, 5, 7), "hidden": 17, "activation": "gelu"}),
    ("feed_forward_relu_13x5", feed_forward, {"shape": (13, 5), "hidden": 33, "activation": "relu"}),
    ("feed_forward_relu_3x5x7", feed_forward, {"shape": (3, 5, 7), "hidden": 13, "activation": "relu"}),

    ("encoder_block_pre_norm_gelu_h2", encoder,
     {"lengths": [13], "width": 10, "heads": 2, "hidden": 17, "activation": "gelu", "norm_first": True}),
    ("encoder_block_pre_norm_relu_ragged_h4", encoder,
     {"lengths": [5, 1, 17], "width": 8, "heads": 4, "hidden": 19, "activation": "relu", "norm_first": True, "eps": 1e-6}),
    ("encoder_block_pre_norm_gelu_key_padding_h1", encoder,
     {"lengths": [7, 7], "width": 7, "heads": 1, "hidden": 13, "activation": "gelu", "norm_first": True, "mask": "key_padding"}),
    ("encoder_block_pre_norm_gelu_causal_h8", encoder,
     {"lengths": [13, 5], "width": 8, "heads": 8, "hidden": 17, "activation": "gelu", "norm_first": True, "mask": "causal"}),
    ("encoder_block_post_norm_gelu_h4", encoder,
     {"lengths": [17], "width": 12, "heads": 4, "hidden": 5, "activation": "gelu", "norm_first": False, "eps": 1e-6}),
    ("encoder_block_post_norm_relu_ragged_h2", encoder,
     {"lengths": [7, 3, 13], "width": 10, "heads": 2, "hidden": 13, "activation": "relu", "norm_first": False}),
    ("encoder_block_post_norm_gelu_key_padding_h2", encoder,
     {"lengths": [5, 13], "width": 6, "heads": 2, "hidden": 33, "activation": "gelu", "norm_first": False, "mask": "key_padding"}),
    ("encoder_block_post_norm_relu_boolean_h1", encoder,
     {"lengths": [7, 7], "width": 5, "heads": 1, "hidden": 17, "activation": "relu", "norm_first": False, "mask": "boolean"}),

    ("encoder_stack_pre_norm_gelu_ragged_h2", encoder,
     {"lengths": [7, 13, 1], "width": 6, "heads": 2, "hidden": 13, "activation": "gelu", "norm_first": True, "layers": 2}),
    ("encoder_stack_pre_norm_relu_final_norm_h4", encoder,
     {"lengths": [17, 5], "width": 8, "heads": 4, "hidden": 13, "activation": "relu", "norm_first": True, "layers": 2,
      "final_norm": True, "mask": "causal"}),
    ("encoder_stack_post_norm_gelu_key_padding_h1", encoder,
     {"lengths": [5, 7], "width": 5, "heads": 1, "hidden": 17, "activation": "gelu", "norm_first": False, "layers": 2,
      "mask": "key_padding"}),
]

if __name__ == "__main__":
    main(NN_FOLDER, TABLE)
