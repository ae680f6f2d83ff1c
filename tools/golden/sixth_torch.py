"""The network of the sixth place as a PyTorch module: training form on padded batches, and the form that predicts, on one clip without padding."""
import math

import torch
import torch.nn.functional as F
from torch import nn

POINTS, HEADS, KERNEL, SMOOTHED = 100, 16, 5, 16
TYPES = [1] * 21 + [2] * 21 + [3] * 18 + [4] * 21 + [5] * 12 + [6] * 7
PARTS = {"left_hand": [1], "right_hand": [2], "lips": [4], "face": [3, 6]}


def bucket(distance, frames):
    middle, far = frames // 2, abs(distance)
    if far <= middle:
        return distance
    share = math.log(far / middle) / math.log((frames - 1) / middle)
    return int(math.copysign(math.ceil(share * (middle - 1)) + middle, distance))


def widths(units, base):
    first = base if units <= 2 * base else 2 * base
    delta = min(base // 2, units - base) if units <= 2 * base else (units - first) // 2
    return [first, first + delta, first + delta, first] if units < 2 * base else [first, first + delta, first + 2 * delta, first + 2 * delta]


def part(inputs, outputs, dropout):
    return nn.Sequential(nn.Linear(inputs, outputs), nn.BatchNorm1d(outputs), nn.Dropout(dropout), nn.Mish())


class SelfAttention(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.query_proj, self.key_proj, self.value_proj = (nn.Linear(width, width) for _ in range(3))


class Output(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.dense, self.LayerNorm = nn.Linear(inputs, outputs), nn.LayerNorm(outputs, 1e-7)


class Attention(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.self, self.output = SelfAttention(width), Output(width, width)


class Block(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.attention, self.output = Attention(inputs), Output(inputs, outputs)
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(inputs, inputs)})


class Layer(nn.Module):
    def __init__(self, frames, inputs, outputs, dropout):
        super().__init__()
        self.scale = 1 / math.sqrt(3 * inputs / HEADS)
        self.rel_embeddings, self.LayerNorm = nn.Embedding(2 * frames, inputs), nn.LayerNorm(inputs, 1e-7)
        self.layer = nn.ModuleList([Block(inputs, outputs)])
        self.dropout = nn.Dropout(dropout)
        rows = [[min(max(frames + bucket(i - j, frames), 0), 2 * frames - 1) for j in range(frames)] for i in range(frames)]
        self.register_buffer("rows", torch.tensor(rows), persistent=False)
        self.positions = None

    def heads(self, x):
        return x.unflatten(-1, (HEADS, -1)).transpose(-2, -3)

    def relative(self):
        """Keys and queries of all distances, which depend on weights alone."""
        of = self.layer[0].attention.self
        table = self.dropout(self.LayerNorm(self.rel_embeddings.weight))
        return self.heads(of.key_proj(table)), self.heads(of.query_proj(table))

    def forward(self, x, pairs=None):
        block, frames = self.layer[0], x.shape[1]
        of = block.attention.self
        keys, queries = self.positions or self.relative()
        q, k, v = (self.heads(f(x)) for f in (of.query_proj, of.key_proj, of.value_proj))  # [B, H, T, d]
        rows = self.rows[:frames, :frames].expand(q.shape[0], HEADS, frames, frames)
        by_key = (q @ keys.transpose(-1, -2)).gather(-1, rows)
        by_query = (k @ queries.transpose(-1, -2)).gather(-1, rows.transpose(-1, -2)).transpose(-1, -2)
        scores = (q @ k.transpose(-1, -2) + by_key + by_query) * self.scale
        if pairs is not None:
            scores = scores.masked_fill(~pairs, torch.finfo(scores.dtype).min)
        shares = scores.softmax(-1)
        if pairs is not None:
            shares = shares.masked_fill(~pairs, 0)
        context = (self.dropout(shares) @ v).transpose(1, 2).flatten(2)
        a = block.attention.output.LayerNorm(self.dropout(block.attention.output.dense(context)) + x)
        u = a + F.mish(block.intermediate["dense"](a))
        return block.output.LayerNorm(self.dropout(block.output.dense(u)))


class Sixth(nn.Module):
    def __init__(self, frames, parts, units, base=512, embed=16, classes=250, dropout=0.05):
        super().__init__()
        self.frames = frames
        self.type_embed, self.landmark_embed = nn.Embedding(9, embed, padding_idx=0), nn.Embedding(POINTS + 1, embed, padding_idx=0)
        self.type_norm, self.landmark_norm = nn.LayerNorm(embed), nn.LayerNorm(embed)
        self.pos_cnn = nn.Sequential(nn.Conv1d(3, SMOOTHED // 2, KERNEL, padding="same", bias=False),
                                     nn.Conv1d(SMOOTHED // 2, SMOOTHED, KERNEL, padding="same", bias=False))
        self.pos_dense, self.dense = nn.Linear(3 + SMOOTHED, embed), nn.Linear(3 * embed, embed)
        types = torch.tensor(TYPES)
        self.register_buffer("types", types, persistent=False)
        self.columns = {name: torch.cat([(types == t).nonzero()[:, 0] for t in of]) for name, of in PARTS.items()}
        few = dropout if parts >= base // 2 else dropout / 2
        for name, columns in self.columns.items():
            setattr(self, name + "_mlp", part(len(columns) * embed, parts, few))
        sizes = widths(units, base)
        self.full_mlp, self.landmark_mlp = part(POINTS * embed, parts, few), part(4 * parts, sizes[0], dropout)
        rates = [1, 2 if sizes[1] > sizes[0] else 1, 2 if units < 2 * base else 4]
        for i in range(3):
            setattr(self, f"frame_transformer_{i + 1}", Layer(frames, sizes[i], sizes[i + 1], dropout * rates[i]))
        self.logits = nn.Linear(sizes[3], classes)
        self.kinds = None

    def layers(self):
        return [self.frame_transformer_1, self.frame_transformer_2, self.frame_transformer_3]

    def compute_once(self):
        """For a model that predicts: keeps what depends on weights alone, and folds each batch norm into the map before it."""
        with torch.no_grad():
            for mlp in [self.full_mlp, self.landmark_mlp] + [getattr(self, name + "_mlp") for name in PARTS]:
                mlp[0], mlp[1] = torch.nn.utils.fusion.fuse_linear_bn_eval(mlp[0], mlp[1]), nn.Identity()
            for layer in self.layers():
                layer.positions = tuple(x.clone() for x in layer.relative())
            self.kinds = self.kind(self.types, torch.arange(1, POINTS + 1))
        return self

    def kind(self, types, landmarks):
        return torch.cat([self.type_norm(self.type_embed(types)), self.landmark_norm(self.landmark_embed(landmarks))], -1)

    def points(self, xyz, kinds):
        """xyz [B, T, 100, 3] → [B, T, 100, E]."""
        b, t = xyz.shape[:2]
        smoothed = self.pos_cnn(xyz.permute(0, 2, 3, 1).reshape(b * POINTS, 3, t)).reshape(b, POINTS, SMOOTHED, t).permute(0, 3, 1, 2)
        place = self.pos_dense(torch.cat([xyz, smoothed], -1))
        return self.dense(torch.cat([kinds.expand(b, t, POINTS, kinds.shape[-1]), place], -1))

    def rows(self, mlp, x):
        return mlp(x.flatten(2).flatten(0, 1)).unflatten(0, x.shape[:2])

    def encode(self, points, centred):
        of = {name: self.rows(getattr(self, name + "_mlp"), centred(points[:, :, columns])) for name, columns in self.columns.items()}
        hands = torch.maximum(of["left_hand"], of["right_hand"])
        return self.rows(self.landmark_mlp, torch.cat([self.rows(self.full_mlp, points), hands, of["lips"], of["face"]], -1))

    def forward(self, xyz):
        """One clip [T, 100, 3] → logits [250], T at most L: two frames of zeros behind it, no padding."""
        kinds = self.kind(self.types, torch.arange(1, POINTS + 1)) if self.kinds is None else self.kinds
        points = self.points(F.pad(xyz, (0, 0, 0, 0, 0, 2))[None], kinds)[:, :-2]
        x = self.encode(points, lambda x: x - x.mean((1, 2), keepdim=True))
        for layer in self.layers():
            x = layer(x)
        return self.logits(x.mean(1))[0]

    def train_logits(self, xyz, mask):
        """A batch [B, L, 100, 3] padded with zeros, mask [B, L] of 0 and 1 → logits [B, 250]."""
        seen = mask[..., None].long()
        points = self.points(xyz, self.kind(self.types * seen, torch.arange(1, POINTS + 1) * seen))
        weights = mask[:, :, None, None]

        def centred(x):
            return (x - (x * weights).sum((1, 2), keepdim=True) / (weights.sum((1, 2), keepdim=True) * x.shape[2])) * weights

        x = self.encode(points, centred) * mask[..., None]
        pairs = (mask[:, None, :, None] * mask[:, None, None, :]).bool()
        for layer in self.layers():
            x = layer(x, pairs)
        return self.logits((x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True))
