"""Goldens of the system `signs`: its network in PyTorch, with gradients and two steps of training, and its features in numpy.

Both are written from the comments of SignsNetwork, SignsBlock and SignsFeatures, not from their code.
"""

import copy

import numpy
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from case import int32, main, randomise, write_safetensors, zero_in_theory
from layers import Attention

FOLDER = "islr/src/test/resources/islr/system/signs/golden"
STEPS, RATE, DECAY, SMOOTHING, LARGEST_NORM = 2, 1e-2, 0.1, 0.1, 1.0


# --- the network ------------------------------------------------------------------------------------------------------------------


class FeedForward(nn.Module):
    """fc2(silu(fc1(x))), twice as wide inside."""

    def __init__(self, units: int):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(units, 2 * units), nn.Linear(2 * units, units)

    def forward(self, x):
        return self.fc2(F.silu(self.fc1(x)))


class Block(nn.Module):
    """x += ff1(conv(norm1(x))); x += attn(norm2(x)), if there are heads; x += ff2(norm3(x))."""

    def __init__(self, units: int, heads: int):
        super().__init__()
        self.norm1, self.conv, self.ff1 = nn.LayerNorm(units), nn.Conv1d(units, units, 5, padding=2, groups=units), FeedForward(units)
        if heads:
            self.norm2, self.attn = nn.LayerNorm(units), Attention(units, heads)
        self.norm3, self.ff2 = nn.LayerNorm(units), FeedForward(units)

    def forward(self, x: Tensor) -> Tensor:
        """[B, S, D] → [B, S, D]."""
        x = x + self.ff1(self.conv(self.norm1(x).mT).mT)
        if hasattr(self, "attn"):
            lengths = torch.full((len(x),), x.shape[1])
            x = x + self.attn(self.norm2(x).flatten(0, 1), lengths=lengths).view_as(x)
        return x + self.ff2(self.norm3(x))


class Network(nn.Module):
    """Rows [B, S, F] → logits [B, classes]; a number that is exactly 0 is missing and becomes the mean."""

    def __init__(self, frames: int, features: int, units: int, heads: int, blocks: int, classes: int):
        super().__init__()
        self.register_buffer("mean", torch.randn(features))
        self.register_buffer("std", torch.rand(features) + 0.2)
        self.embed, self.norm = nn.Linear(features, units), nn.LayerNorm(units)
        self.position = nn.Parameter(torch.empty(frames, units))
        self.blocks = nn.ModuleList(Block(units, heads) for _ in range(blocks))
        self.classifier = nn.Linear(units, classes)

    def forward(self, rows: Tensor) -> Tensor:
        standardised = torch.where(rows == 0, 0, (rows - self.mean) / self.std)
        x = F.gelu(self.norm(self.embed(standardised))) + self.position
        for block in self.blocks:
            x = block(x)
        return self.classifier(x.mean(1))


def train(network: Network, rows: Tensor, labels: Tensor) -> dict[str, Tensor]:
    """Logits, loss and gradients, and the parameters after some steps on the same batch."""
    module = copy.deepcopy(network)
    optimiser = torch.optim.AdamW(module.parameters(), lr=RATE, weight_decay=DECAY)
    results, norms = {}, []
    for step in range(STEPS):
        optimiser.zero_grad()
        logits = module(rows)
        loss = F.cross_entropy(logits, labels, label_smoothing=SMOOTHING)
        loss.backward()
        if step == 0:
            results |= {"logits": logits.detach().clone(), "loss": loss.detach().clone()}
            results |= {f"grad.{name}": parameter.grad.clone() for name, parameter in module.named_parameters()}
        norms.append(nn.utils.clip_grad_norm_(module.parameters(), LARGEST_NORM))
        optimiser.step()
    assert min(norms) > LARGEST_NORM, norms  # or clipping would not be seen
    results |= {f"step.{name}": parameter.detach().clone() for name, parameter in module.named_parameters()}
    return results | {"norms": torch.stack(norms)}


def network(heads: int) -> dict:
    """The features are those of places=picture without shapes, contacts and differences: 2·55 numbers and two flags."""
    sizes = {"frames": 7, "features": 112, "units": 6, "heads": heads, "blocks": 2, "classes": 5}
    module = randomise(Network(**sizes))
    with torch.no_grad():
        module.classifier.weight *= 4
    rows = torch.randn(3, sizes["frames"], sizes["features"])
    rows = torch.where(torch.rand(rows.shape) < 0.2, 0, rows)
    labels = torch.tensor([3, 0, 4])
    results, exact = train(module, rows, labels), train(copy.deepcopy(module).double(), rows.double(), labels)
    errors = [((results[name].double() - exact[name]).abs().max() / exact[name].abs().max()).item()
              for name in results if not zero_in_theory(name)]
    tensors = {"rows": rows.flatten(0, 1), "labels": int32(labels), "param.stats.mean": module.mean, "param.stats.std": module.std}
    tensors |= {f"param.{name}": parameter.detach() for name, parameter in module.named_parameters()} | results
    settings = sizes | {"steps": STEPS, "rate": RATE, "decay": DECAY, "smoothing": SMOOTHING, "float32_error": f"{max(errors):.1e}"}
    settings |= {"zero_gradient": [name for name, _ in module.named_parameters() if zero_in_theory(name)]}
    return {"tensors": {name: t.numpy() for name, t in tensors.items()}, "settings": settings}


# --- the features -----------------------------------------------------------------------------------------------------------------


# By the part's own numbers: left hand 0 to 20, right hand 21 to 41, then the pose: nose, eyes, ears, mouth, shoulders, elbows, wrists.
POSE = [0, 2, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
PARTNERS = [*range(21, 42), *range(21), *(42 + POSE.index(p) for p in [0, 5, 2, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15])]
SHOULDERS, WRISTS, SEEN = [49, 50], [53, 54], [0, 21]
NEVER = float("nan")


def resampled(clip: numpy.ndarray, first: int, last: int, count: int) -> numpy.ndarray:
    """[T, 55, 3] → [S, 55, 3]: means with the weights 1 − |t − τ|/h; missing where what is missing has more than half of the weight."""
    clip, first, last = clip[first:last + 1], 0, last - first  # other frames do not count
    times = numpy.linspace(first, last, count) if count > 1 else numpy.array([(first + last) / 2])
    reach = max(1, (last - first) / (count - 1)) if count > 1 else 1
    weights = numpy.maximum(0, 1 - abs(numpy.arange(len(clip)) - times[:, None]) / reach)  # [S, T]
    seen = ~numpy.isnan(clip[:, :, :2]).any(2)  # [T, 55]
    share = weights @ seen
    assert (abs(share - weights.sum(1, keepdims=True) / 2) > 1e-6).all()  # exactly half is a matter of rounding
    sums = numpy.einsum("st,tpa->spa", weights, numpy.where(seen[..., None], clip, 0))
    means = sums / numpy.where(share > 0, share, NEVER)[..., None]
    return numpy.where((share >= weights.sum(1, keepdims=True) / 2)[..., None], means, NEVER)


def mean_distance(points: numpy.ndarray, one: int, other: int) -> float:
    return numpy.nanmean(numpy.linalg.norm(points[:, one] - points[:, other], axis=-1))


def hand_shape(hand: numpy.ndarray, palm: float) -> numpy.ndarray:
    """[S, 21, 2] → [S, 34]: distances of wrist and tips, cosines between the bones that end in neighbouring numbers."""
    ends = hand[:, [0, 4, 8, 12, 16, 20]]
    spreads = [numpy.linalg.norm(ends[:, i] - ends[:, j], axis=-1) / palm for i in range(6) for j in range(i + 1, 6)]
    bones = hand[:, 1:] - hand[:, [0 if (end - 1) % 4 == 0 else end - 1 for end in range(1, 21)]]
    directions = bones / numpy.linalg.norm(bones, axis=-1, keepdims=True)
    return numpy.stack([*spreads, *(directions[:, :-1] * directions[:, 1:]).sum(-1).T], 1)


def sample(clip: numpy.ndarray, frames: int, places: str, shape: bool, contacts: bool, differences: bool, leading: bool) -> numpy.ndarray:
    """[T, 55, 3] → [S, F]."""
    with_hand = numpy.flatnonzero(~numpy.isnan(clip[:, SEEN, 0]).all(1))
    points = resampled(clip, with_hand[0], with_hand[-1], frames)[..., :2]
    width = mean_distance(points, *SHOULDERS)
    seen = ~numpy.isnan(points[:, SEEN, 0])
    height = numpy.nanmean(points[:, WRISTS[1], 1] - points[:, WRISTS[0], 1]) / width
    if leading and height + (seen[:, 0].sum() - seen[:, 1].sum()) / frames > 0:
        points, seen = points[:, PARTNERS] * [-1, 1] + [1, 0], seen[:, ::-1]
    middle = numpy.nanmean(points[:, SHOULDERS].mean(1), 0)
    placed = (points - 0.5) / 0.5 if places == "picture" else (points - middle) / width
    palms = [mean_distance(points, hand, hand + 9) for hand in SEEN]
    if places == "hands":
        columns = [placed[:, hand + point] for point in [0, 4, 8, 12] for hand in SEEN]
        columns += [(points[:, hand + point] - points[:, hand]) / palm for hand, palm in zip(SEEN, palms) for point in range(1, 21)]
        columns += list(placed[:, 42:].swapaxes(0, 1))
    else:
        columns = list(placed.swapaxes(0, 1))
    if shape:
        columns += [hand_shape(points[:, hand:hand + 21], palm) for hand, palm in zip(SEEN, palms)]
    if contacts:
        left, right = ([hand + point for point in [0, 4, 8, 12]] for hand in SEEN)
        touched = [42, 47, 48, *SHOULDERS]
        unit = 0.5 if places == "picture" else width
        pairs = [(one, other) for some, others in [(left, touched), (right, touched), (left, right)] for one in some for other in others]
        columns += [numpy.stack([numpy.linalg.norm(points[:, one] - points[:, other], axis=-1) / unit for one, other in pairs], 1)]
    rows = numpy.concatenate(columns, 1)
    rows = numpy.where(numpy.isnan(rows), 0, numpy.clip(rows, -8, 8))
    if differences:
        before = numpy.concatenate([numpy.zeros_like(rows[:1]), rows[:-1]])
        changes = numpy.where((rows == 0) | (before == 0), 0, numpy.clip(2 * (rows - before), -8, 8))
        rows = numpy.concatenate([rows, changes], 1)
    return numpy.concatenate([rows, numpy.where(seen, 1, -1)], 1)


def features() -> dict:
    """A clip whose left hand leads, with much that is missing, under several settings."""
    random = numpy.random.default_rng(7)
    clip = random.normal(0.5, 0.15, (13, 55, 3)).astype(numpy.float32)
    clip[:, SHOULDERS[0], 0] += 0.3
    clip[:, WRISTS[1], 1] += 0.4
    clip[:2, :42] = clip[-1, :42] = NEVER  # no hand at the beginning and the end
    clip[4:6, 21:42] = clip[8, :21] = NEVER
    clip[5, SHOULDERS[1]] = clip[8, 44] = NEVER
    clip[:, 43] = NEVER
    cases = {"usual": (6, "hands", True, True, True, True), "right": (6, "hands", True, True, True, False),
             "more": (15, "hands", False, True, False, True), "body": (5, "body", True, True, False, False),
             "picture": (4, "picture", False, True, True, True), "bare": (4, "picture", False, False, True, True),
             "one": (1, "hands", True, False, True, True)}
    tensors, settings = {"clip": clip}, {}
    for name, chosen in cases.items():
        tensors[f"sample.{name}"] = sample(clip.astype(numpy.float64), *chosen).astype(numpy.float32)
        settings |= {f"{name}.{key}": "yes" if v is True else "no" if v is False else v
                     for key, v in zip(["frames", "places", "shape", "contacts", "differences", "leading"], chosen)}
    assert not numpy.array_equal(tensors["sample.usual"], tensors["sample.right"])  # it is mirrored
    return {"tensors": tensors, "settings": settings}


CASES = [("network_with_heads", network, {"heads": 2}), ("network_without_heads", network, {"heads": 0}), ("features", features, {})]

if __name__ == "__main__":
    main(FOLDER, CASES, lambda path, case: write_safetensors(path, case["tensors"], case["settings"]))
