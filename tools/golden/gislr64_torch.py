"""GISLR-64 as a PyTorch module, with padding masked out of the keys, to compare with our trainer. It is initialised like the original."""
import math

import torch
import torch.nn.functional as F
from torch import nn

# First column and number of columns of lips, hand and arm.
GROUPS = [(0, 40), (40, 21), (61, 5)]


def linear(inputs, outputs, bound, bias=True):
    layer = nn.Linear(inputs, outputs, bias=bias)
    nn.init.uniform_(layer.weight, -bound, bound)
    if bias:
        nn.init.zeros_(layer.bias)
    return layer


def glorot(inputs, outputs, bias=True):
    return linear(inputs, outputs, math.sqrt(6 / (inputs + outputs)), bias)


def he(inputs, outputs, bias=True):
    return linear(inputs, outputs, math.sqrt(6 / inputs), bias)


class Block(nn.Module):
    def __init__(self, units, heads):
        super().__init__()
        self.heads = heads
        per_head = math.sqrt(6 / (units + units // heads))
        self.q, self.k, self.v = (linear(units, units, per_head) for _ in range(3))
        self.out = glorot(units, units)
        self.fc1, self.fc2 = glorot(units, 2 * units), he(2 * units, units)

    def forward(self, x, mask):
        b, t, units = x.shape
        q, k, v = (f(x).view(b, t, self.heads, -1).transpose(1, 2) for f in (self.q, self.k, self.v))
        scores = (q @ k.transpose(2, 3) / math.sqrt(units // self.heads)).masked_fill(mask[:, None, None, :] == 0, float("-inf"))
        x = x + self.out((scores.softmax(-1) @ v).transpose(1, 2).reshape(b, t, units))
        return x + self.fc2(F.dropout(F.gelu(self.fc1(x)), 0.3, self.training))


class Model(nn.Module):
    def __init__(self, units, landmark_units, heads, blocks, classes, frames=64):
        super().__init__()
        self.empty = nn.ParameterList([nn.Parameter(torch.zeros(landmark_units)) for _ in GROUPS])
        self.group1 = nn.ModuleList([glorot(2 * count, landmark_units, bias=False) for _, count in GROUPS])
        self.group2 = nn.ModuleList([he(landmark_units, landmark_units, bias=False) for _ in GROUPS])
        self.weights = nn.Parameter(torch.zeros(len(GROUPS)))
        self.fc1, self.fc2 = glorot(landmark_units, units, bias=False), he(units, units, bias=False)
        self.positional = nn.Parameter(torch.zeros(frames + 1, units))
        self.blocks = nn.ModuleList([Block(units, heads) for _ in range(blocks)])
        self.classifier = glorot(units, classes)

    def forward(self, groups, positions, mask):
        weights = self.weights.softmax(0)
        x = 0
        for g, z in enumerate(groups):
            there = self.group2[g](F.gelu(self.group1[g](z)))
            x = x + weights[g] * torch.where(z.sum(-1, keepdim=True) == 0, self.empty[g], there)
        x = self.fc2(F.gelu(self.fc1(x))) + self.positional[positions]
        for block in self.blocks:
            x = block(x, mask)
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return self.classifier(F.dropout(mean, 0.1, self.training))
