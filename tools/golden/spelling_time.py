"""How long PyTorch and ONNX Runtime take for a fingerspelled sequence, in the original's final size with random weights.

    python tools/golden/spelling_time.py [FRAMES...]

From the standardised points of all frames to 33 letters, greedily. Prints a line for each: engine, frames, threads, then the best times in ms of the encoder, of the letters
and of both. `pytorch` decodes as the original does, which reads all letters so far at each step; `onnx` remembers keys and values. Needs torch, onnx, onnxscript and onnxruntime.
"""
import io
import logging
import math
import sys
import time

import numpy as np
import onnxruntime
import torch
import torch.nn.functional as F
from torch import nn

WIDTH, BLOCKS, HEADS, KERNEL, HIDDEN, LETTERS, VOCABULARY, START = 208, 14, 4, 51, 512, 33, 63, 60
KINDS = {"lhand": range(40, 61), "rhand": range(61, 82), "face": [*range(40), *range(82, 118)], "pose": range(118, 130)}
RUNS = 40


class Extractor(nn.Module):
    def __init__(self, points, out):
        super().__init__()
        self.conv, self.bn1 = nn.Conv2d(3, 32, 3, (1, 2), 1, bias=False), nn.BatchNorm2d(32)
        self.linear, self.bn2 = nn.Linear(32 * ((points + 1) // 2), out, bias=False), nn.BatchNorm1d(out)

    def forward(self, x):  # [T, points, 3]
        y = F.silu(self.bn1(self.conv(x.permute(2, 0, 1)[None])))[0]  # [32, T, points / 2]
        return self.bn2(self.linear(y.permute(1, 2, 0).flatten(1)))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkvo = nn.ModuleList(nn.Linear(WIDTH, WIDTH, bias=False) for _ in range(4))
        self.ff = nn.ModuleList(nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.SiLU(), nn.Linear(WIDTH, WIDTH)) for _ in range(2))
        self.scale = nn.ParameterList(nn.Parameter(torch.randn(WIDTH)) for _ in range(4))
        self.bias = nn.ParameterList(nn.Parameter(torch.randn(WIDTH)) for _ in range(4))
        self.norm = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(4))
        self.wide, self.last = nn.Conv1d(WIDTH, 2 * WIDTH, 1), nn.Conv1d(WIDTH, WIDTH, 1)
        self.deep, self.bn = nn.Conv1d(WIDTH, WIDTH, KERNEL, padding=KERNEL // 2, groups=WIDTH, bias=False), nn.BatchNorm1d(WIDTH)

    def attention(self, x, cos, sin):
        def heads(map):
            return map(x).unflatten(-1, (HEADS, -1)).transpose(0, 1)

        def turned(y):
            first, second = y.chunk(2, -1)
            return y * cos + torch.cat((-second, first), -1) * sin
        q, k, v = turned(heads(self.qkvo[0])), turned(heads(self.qkvo[1])), heads(self.qkvo[2])
        weights = (q @ k.transpose(1, 2) / math.sqrt(WIDTH // HEADS)).softmax(-1)
        return self.qkvo[3]((weights @ v).transpose(0, 1).flatten(1))

    def convolution(self, x):
        y = F.glu(self.wide(x.T[None]), 1)
        return self.last(F.silu(self.bn(self.deep(y))))[0].T

    def forward(self, x, cos, sin):
        modules = (lambda y: self.attention(y, cos, sin), self.ff[0], self.convolution, self.ff[1])
        for module, scale, bias, norm in zip(modules, self.scale, self.bias, self.norm):
            x = norm(x + module(x * scale + bias))
        return x


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.whole = Extractor(130, WIDTH)
        self.parts = nn.ModuleList(Extractor(len(points), WIDTH // 4) for points in KINDS.values())
        self.blocks = nn.ModuleList(Block() for _ in range(BLOCKS))
        size = WIDTH // HEADS
        angles = torch.arange(384)[:, None] * 10000 ** (-torch.arange(0, size, 2) / size)
        self.register_buffer("angles", torch.cat((angles, angles), 1))

    def forward(self, x):  # [T, 130, 3]
        parts = []
        for extractor, points in zip(self.parts, KINDS.values()):
            own = x[:, list(points)]
            y = (own - own.mean(1, keepdim=True)) / own.std(1, correction=0, keepdim=True)
            missing = (own[..., 0] + own[..., 1] == 0)[..., None]
            parts.append(extractor(torch.where(missing | ~torch.isfinite(y), 0, y)))
        y = self.whole(x) + torch.cat(parts, 1)
        cos, sin = self.angles[:x.shape[0]].cos(), self.angles[:x.shape[0]].sin()
        for block in self.blocks:
            y = block(y, cos, sin)
        return y


class DecoderLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.own = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.cross = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(3))
        self.fc1, self.fc2 = nn.Linear(WIDTH, HIDDEN), nn.Linear(HIDDEN, WIDTH)

    @staticmethod
    def attention(maps, x, k, v, mask):
        def heads(y):
            return y.unflatten(-1, (HEADS, -1)).transpose(0, 1)
        scores = heads(maps[0](x)) * (WIDTH // HEADS) ** -0.5 @ heads(k).transpose(1, 2)
        return maps[3](((scores if mask is None else scores + mask).softmax(-1) @ heads(v)).transpose(0, 1).flatten(1))

    def behind(self, x, k, v):
        x = x + self.attention(self.cross, self.norm[1](x), k, v, None)
        return x + self.fc2(F.relu(self.fc1(self.norm[2](x))))


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Parameter(torch.randn(LETTERS, WIDTH))
        self.layers = nn.ModuleList(DecoderLayer() for _ in range(2))
        self.norm, self.head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, VOCABULARY, bias=False)

    def forward(self, tokens, encoded):
        """All letters so far, as the original decodes."""
        x = self.embedding(tokens) * WIDTH ** 0.5 + self.positions[:len(tokens)]
        mask = torch.full((len(tokens), len(tokens)), float("-inf")).triu(1)
        for layer in self.layers:
            y = layer.norm[0](x)
            x = x + layer.attention(layer.own, y, layer.own[1](y), layer.own[2](y), mask)
            x = layer.behind(x, layer.cross[1](encoded), layer.cross[2](encoded))
        return self.head(self.norm(x))


class Frames(nn.Module):
    """Keys and values of the frames, once."""
    def __init__(self, encoder, decoder):
        super().__init__()
        self.encoder, self.decoder = encoder, decoder

    def forward(self, x):
        encoded = self.encoder(x)
        return torch.stack([map(encoded) for layer in self.decoder.layers for map in layer.cross[1:3]])


class Step(nn.Module):
    def __init__(self, decoder):
        super().__init__()
        self.decoder = decoder

    def forward(self, token, position, before, frames):  # [1], [1], [4, letters, d], [4, T, d]
        d = self.decoder
        x = d.embedding(token) * WIDTH ** 0.5 + d.positions[position]
        after = []
        for j, layer in enumerate(d.layers):
            y = layer.norm[0](x)
            k, v = torch.cat((before[2 * j], layer.own[1](y))), torch.cat((before[2 * j + 1], layer.own[2](y)))
            x = layer.behind(x + layer.attention(layer.own, y, k, v, None), frames[2 * j], frames[2 * j + 1])
            after += [k, v]
        return d.head(d.norm(x)), torch.stack(after)


def session(module, example, threads, shapes, names):
    file = io.BytesIO()
    torch.onnx.export(module, example, dynamo=True, verbose=False, dynamic_shapes=shapes, input_names=names).save(file)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = threads, 3
    return onnxruntime.InferenceSession(file.getvalue(), options, providers=["CPUExecutionProvider"])


def best(encode, letters):
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        encoded = encode()
        middle = time.perf_counter()
        answer = letters(encoded)
        times.append((1000 * (middle - start), 1000 * (time.perf_counter() - middle)))
    return answer, min(t[0] for t in times), min(t[1] for t in times), min(sum(t) for t in times)


def greedy_torch(decoder, encoded):
    tokens = [START]
    for _ in range(LETTERS):
        tokens.append(int(decoder(torch.tensor(tokens), encoded)[-1].argmax()))
    return tokens[1:]


def greedy_onnx(step, frames):
    token, before, answer = START, np.zeros((4, 0, WIDTH), np.float32), []
    for i in range(LETTERS):
        logits, before = step.run(None, {"token": np.array([token]), "position": np.array([i]), "before": before, "frames": frames})
        token = int(logits[0].argmax())
        answer.append(token)
    return answer


def main():
    logging.disable(logging.WARNING)
    torch.manual_seed(1)
    encoder, decoder = Encoder().eval(), Decoder().eval()
    any_length = torch.export.Dim
    for frames in [int(text) for text in sys.argv[1:]] or [128, 384]:
        x = torch.randn(frames, 130, 3)
        for threads in 1, 2:
            torch.set_num_threads(threads)
            with torch.inference_mode():
                expected, *times = best(lambda: encoder(x), lambda encoded: greedy_torch(decoder, encoded))
            print("pytorch", frames, threads, *(f"{t:.1f}" for t in times), flush=True)
            first = session(Frames(encoder, decoder).eval(), (x,), threads, None, ["x"])
            kept = (torch.tensor([1]), torch.tensor([3]), torch.randn(4, 3, WIDTH), torch.randn(4, frames, WIDTH))
            step = session(Step(decoder).eval(), kept, threads, ({}, {}, {1: any_length("letters", min=0, max=LETTERS)}, {}), ["token", "position", "before", "frames"])
            answer, *times = best(lambda: first.run(None, {"x": x.numpy()})[0], lambda encoded: greedy_onnx(step, encoded))
            assert answer == expected, (answer, expected)
            print("onnx", frames, threads, *(f"{t:.1f}" for t in times), flush=True)


if __name__ == "__main__":
    main()
