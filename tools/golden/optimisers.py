"""Goldens of the module `nn`: ten steps of the optimisers, clipping by global norm, and learning-rate tables.

AdamW and the schedules are PyTorch's. The AdamW of the Keras systems is written out here in NumPy float32 from
section 8 of ../shared/systems/keras2-rules.md. Steps are counted from 1: grad<k> leads to step<k>, which is written for the
first, second and last step.
"""

import copy
import math
import pathlib

import numpy
import torch
from torch import nn

from case import NN_FOLDER, main, write_safetensors

STEPS = 10
WRITTEN_STEPS = (1, 2, STEPS)
TABLE_LENGTH = 50
PARAMETERS = {"fc.weight": (7, 5), "fc.bias": (7,), "norm.weight": (13,), "conv.weight": (3, 1, 5), "cls": (1,)}
SCALES = {"fc.weight": 1.0, "fc.bias": 1e-3, "norm.weight": 30.0, "conv.weight": 1e-7, "cls": 0.1}


def random_parameters() -> dict[str, torch.Tensor]:
    return {name: torch.randn(shape) for name, shape in PARAMETERS.items()}


def random_gradients() -> list[dict[str, torch.Tensor]]:
    """Gradients of very different sizes; those of conv.weight are near eps; that of cls is 0 in the first two steps."""
    steps = [{name: SCALES[name] * torch.randn(shape) for name, shape in PARAMETERS.items()} for _ in range(STEPS)]
    for step in steps[:2]:
        step["cls"] *= 0
    return steps


def numbered(prefix, steps, wanted=range(1, STEPS + 1)):
    """[{name: tensor}, …] → {prefix<k>.name: tensor} for the wanted k, counted from 1."""
    return {f"{prefix}{k}.{name}": tensor for k in wanted for name, tensor in steps[k - 1].items()}


# --- PyTorch ----------------------------------------------------------------------------------------------------------------------


def run_torch_adamw(parameters, gradients, groups, max_norm):
    """All steps; returns the parameters after each, the state m and v after the last, and the norms before clipping."""
    parameters = {name: nn.Parameter(tensor.clone()) for name, tensor in parameters.items()}
    optimiser = torch.optim.AdamW([group | {"params": [parameters[name] for name in group["params"]]} for group in groups])
    steps, norms = [], []
    for step in gradients:
        for name, parameter in parameters.items():
            parameter.grad = step[name].clone()
        if max_norm is not None:
            norms.append(nn.utils.clip_grad_norm_(parameters.values(), max_norm))
        optimiser.step()
        steps.append({name: parameter.detach().clone() for name, parameter in parameters.items()})
    state = {name: optimiser.state[parameter] for name, parameter in parameters.items()}
    return steps, {name: s["exp_avg"] for name, s in state.items()}, {name: s["exp_avg_sq"] for name, s in state.items()}, norms


def torch_adamw(groups, max_norm=None):
    """Ten steps of torch.optim.AdamW; with max_norm, each after clip_grad_norm_ over all parameters."""
    parameters, gradients = random_parameters(), random_gradients()
    steps, m, v, norms = run_torch_adamw(parameters, gradients, groups, max_norm)
    tensors = numbered("grad", gradients) | numbered("step", steps, WRITTEN_STEPS)
    for prefix, named in (("param", parameters), ("m", m), ("v", v)):
        tensors |= {f"{prefix}.{name}": tensor for name, tensor in named.items()}
    settings = {"optimiser": "adamw", "steps": STEPS, "groups": len(groups)}
    for i, group in enumerate(groups):
        settings |= {f"group.{name}": i for name in group["params"]}
        settings |= {f"group{i}.lr": group["lr"], f"group{i}.weight_decay": group["weight_decay"]}
        settings |= {f"group{i}.beta1": 0.9, f"group{i}.beta2": 0.999, f"group{i}.eps": group.get("eps", 1e-8)}
    if max_norm is not None:
        settings["max_norm"] = max_norm
        tensors["total_norm"] = torch.stack(norms)
    return tensors, settings


def clip_norm(max_norm, scale):
    """torch.nn.utils.clip_grad_norm_: all gradients · min(1, max_norm / (total norm + 1e-6))."""
    gradients = {name: scale * torch.randn(shape) for name, shape in PARAMETERS.items()}
    parameters = {name: nn.Parameter(torch.zeros_like(g)) for name, g in gradients.items()}
    for name, parameter in parameters.items():
        parameter.grad = gradients[name].clone()
    total = nn.utils.clip_grad_norm_(parameters.values(), max_norm)
    tensors = {f"grad.{name}": g for name, g in gradients.items()} | {f"clipped.{name}": p.grad for name, p in parameters.items()}
    settings = {"optimiser": "clip_norm", "max_norm": max_norm, "clipped": bool(total > max_norm)}
    return tensors | {"total_norm": total}, settings


def rates(make_scheduler, base):
    """The learning rate used by each of the first steps, step 0 first."""
    optimiser = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=base)
    scheduler, table = make_scheduler(optimiser), []
    for _ in range(TABLE_LENGTH):
        table.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step()
    return table


def schedule(kind, base_lr, formula, scheduler, closed_form, **settings):
    """`lr` [50] F64 from PyTorch, checked against the formula, and rounded to F32 as `lr_f32`."""
    table = rates(scheduler, base_lr)
    for step, rate in enumerate(table):
        assert math.isclose(rate, closed_form(step), rel_tol=1e-9, abs_tol=1e-15), (kind, step, rate, closed_form(step))
    lr = torch.tensor(table, dtype=torch.float64)
    return {"lr": lr, "lr_f32": lr.float()}, {"schedule": kind, "base_lr": base_lr, "formula": formula} | settings


def half_cosine(base, low, step, total):
    return low + (base - low) * (1 + math.cos(math.pi * step / total)) / 2


def cosine(base_lr, min_lr, total_steps):
    """torch CosineAnnealingLR."""
    return schedule(
        "cosine", base_lr, "min + (base - min) * (1 + cos(pi * step / total)) / 2",
        lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, total_steps, min_lr),
        lambda step: half_cosine(base_lr, min_lr, step, total_steps), min_lr=min_lr, total_steps=total_steps)


def linear(base_lr, start_factor, end_factor, total_steps):
    """torch LinearLR; constant after total_steps."""
    return schedule(
        "linear", base_lr, "base * (start + (end - start) * min(step, total) / total)",
        lambda o: torch.optim.lr_scheduler.LinearLR(o, start_factor, end_factor, total_steps),
        lambda step: base_lr * (start_factor + (end_factor - start_factor) * min(step, total_steps) / total_steps),
        start_factor=start_factor, end_factor=end_factor, total_steps=total_steps)


def warmup_cosine(base_lr, min_lr, start_factor, warmup_steps, total_steps):
    """A line from start_factor · base to base, then a half cosine down to min: torch SequentialLR, or LambdaLR for start 0."""
    def closed_form(step):
        if step < warmup_steps:
            return base_lr * (start_factor + (1 - start_factor) * step / warmup_steps)
        return half_cosine(base_lr, min_lr, step - warmup_steps, total_steps - warmup_steps)

    def scheduler(optimiser):
        library = torch.optim.lr_scheduler
        if start_factor == 0:  # LinearLR refuses it
            return library.LambdaLR(optimiser, lambda step: closed_form(step) / base_lr)
        parts = [library.LinearLR(optimiser, start_factor, 1.0, warmup_steps),
                 library.CosineAnnealingLR(optimiser, total_steps - warmup_steps, min_lr)]
        return library.SequentialLR(optimiser, parts, [warmup_steps])

    return schedule(
        "warmup_cosine", base_lr, "step < warmup ? base * (start + (1 - start) * step / warmup) : "
        "min + (base - min) * (1 + cos(pi * (step - warmup) / (total - warmup))) / 2",
        scheduler, closed_form, min_lr=min_lr, start_factor=start_factor, warmup_steps=warmup_steps, total_steps=total_steps)


# --- the AdamW of the Keras systems: keras2-rules.md, section 8 -------------------------------------------------------------------


class KerasAdamW:
    """tfa.optimizers.AdamW(learning_rate, weight_decay, clipnorm) for one parameter, in the arithmetic of `dtype`."""

    BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-7

    def __init__(self, w, clip_norm, dtype=numpy.float32):
        self.w, self.dtype, self.clip_norm = w.astype(dtype), dtype, dtype(clip_norm)
        self.m, self.v, self.t = numpy.zeros_like(self.w), numpy.zeros_like(self.w), 0

    def step_dense(self, gradient, lr, weight_decay):
        gradient = self.clipped(gradient.astype(self.dtype))
        self.w = self.w - self.dtype(weight_decay) * self.w
        self.move(gradient, lr)

    def step_sparse(self, rows, occurrences, lr, weight_decay):
        """Occurrence i adds to the gradient of row rows[i]: clipped before equal rows are summed; only used rows decay."""
        occurrences = self.clipped(occurrences.astype(self.dtype))
        gradient = numpy.zeros_like(self.w)
        numpy.add.at(gradient, rows, occurrences)
        used = numpy.unique(rows)
        self.w[used] = self.w[used] - self.dtype(weight_decay) * self.w[used]
        self.move(gradient, lr)

    def clipped(self, gradient):
        norm = numpy.sqrt(numpy.sum(gradient * gradient))
        return gradient * (self.clip_norm / max(norm, self.clip_norm))

    def move(self, gradient, lr):
        """m and v of all rows; the bias correction is computed in double and rounded once."""
        self.t += 1
        one = self.dtype
        self.m = one(self.BETA1) * self.m + one(1 - self.BETA1) * gradient
        self.v = one(self.BETA2) * self.v + one(1 - self.BETA2) * (gradient * gradient)
        rate = one(lr * math.sqrt(1 - self.BETA2 ** self.t) / (1 - self.BETA1 ** self.t))
        self.w = self.w - rate * self.m / (numpy.sqrt(self.v) + one(self.EPSILON))


def keras_hyperparameters(decaying):
    """Per step: lr, and weight decay 0.05 · lr as in training, or constant ones with a decay that is easy to see."""
    if decaying:
        lr = [1e-3 * (1 + math.cos(math.pi * k / STEPS)) / 2 for k in range(STEPS)]
        return numpy.float32(lr), numpy.float32([0.05 * rate for rate in lr])
    return numpy.full(STEPS, 1e-2, numpy.float32), numpy.full(STEPS, 0.02, numpy.float32)


def normal(*shape):
    return torch.randn(shape).numpy()


def scaled_to_norm(gradient, norm):
    return gradient * numpy.float32(norm / numpy.linalg.norm(gradient))


def dense_gradients():
    """Norms on both sides of 1: 0.03, 0.999, 1.001, 40, and one parameter with gradient 0 in the first two steps."""
    norms = {"fc.weight": 40, "fc.bias": 0.999, "norm.weight": 1.001, "conv.weight": 0.03, "cls": 0.5}
    steps = [{name: scaled_to_norm(normal(*shape), norms[name] * 1.7 ** (k % 3 - 1) if name != "fc.bias" else norms[name])
              for name, shape in PARAMETERS.items()} for k in range(STEPS)]
    for step in steps[:2]:
        step["cls"] = numpy.zeros_like(step["cls"])
    return steps


def sparse_gradients(rows, channels):
    """Rows used in each step, some several times, and a gradient for each occurrence.

    Row 0 is used in step 1 only (and then moves by momentum), row 1 never. In every third step most rows come as
    pairs that nearly cancel, so that the norm of the occurrences may lie above 1 and that of the sums far below.
    """
    steps = []
    for k in range(STEPS):
        used = torch.randint(2, rows, (13 + k,)).int().numpy()
        used[-3:] = used[0]
        if k == 0:
            used[1:3] = 0
        occurrences = normal(len(used), channels)
        if k % 3 == 2:
            used[1:12:2], occurrences[1:12:2] = used[0:12:2], -0.9 * occurrences[0:12:2]
        steps.append((used, scaled_to_norm(occurrences, [0.3, 1.001, 3, 25, 0.999][k % 5])))
    return steps


def run_keras_adamw(parameters, clip_norm, hyper, dense, sparse, dtype=numpy.float32):
    """All steps for all parameters; `sparse` is {name: [(rows, occurrences), …]}."""
    optimisers = {name: KerasAdamW(w, clip_norm, dtype) for name, w in parameters.items()}
    steps = []
    for k, (lr, weight_decay) in enumerate(zip(*hyper)):
        for name, optimiser in optimisers.items():
            if name in sparse:
                optimiser.step_sparse(*sparse[name][k], float(lr), float(weight_decay))
            else:
                optimiser.step_dense(dense[k][name], float(lr), float(weight_decay))
        steps.append({name: optimiser.w.copy() for name, optimiser in optimisers.items()})
    return steps, {name: o.m for name, o in optimisers.items()}, {name: o.v for name, o in optimisers.items()}


def keras_adamw(decaying, clip_norm=1.0, sparse_shape=None):
    """Ten steps; per step `lr` and `weight_decay` [10] F32; a sparse parameter `positional` beside the dense ones if asked."""
    parameters, dense = {name: normal(*shape) for name, shape in PARAMETERS.items()}, dense_gradients()
    sparse, hyper = {}, keras_hyperparameters(decaying)
    if sparse_shape:
        parameters["positional"] = normal(*sparse_shape)
        sparse["positional"] = sparse_gradients(*sparse_shape)
    steps, m, v = run_keras_adamw(parameters, clip_norm, hyper, dense, sparse)
    exact = run_keras_adamw(parameters, clip_norm, hyper, dense, sparse, numpy.float64)[0]
    error = max(float(numpy.abs(a[name] - b[name]).max()) for a, b in zip(steps, exact) for name in parameters)
    assert error < 1e-5, error

    tensors = numbered("grad", dense) | numbered("step", steps, WRITTEN_STEPS) | dict(zip(("lr", "weight_decay"), hyper))
    for prefix, named in (("param", parameters), ("m", m), ("v", v)):
        tensors |= {f"{prefix}.{name}": array for name, array in named.items()}
    for name, uses in sparse.items():
        for k, (rows, occurrences) in enumerate(uses, 1):
            tensors |= {f"occurrence_rows{k}.{name}": rows, f"occurrence_grads{k}.{name}": occurrences}
    settings = {"optimiser": "keras_adamw", "steps": STEPS, "beta1": 0.9, "beta2": 0.999, "eps": 1e-7, "clip_norm": clip_norm}
    return tensors, settings | {"sparse": list(sparse), "float32_error": f"{error:.1e}"}


# --- cases ------------------------------------------------------------------------------------------------------------------------


def write(path: pathlib.Path, case) -> None:
    tensors, settings = case
    arrays = {name: t.detach().numpy() if isinstance(t, torch.Tensor) else t for name, t in tensors.items()}
    write_safetensors(path, arrays, settings)


ALL = list(PARAMETERS)
DECAYED, FREE = ["fc.weight", "conv.weight"], ["fc.bias", "norm.weight", "cls"]
TWO_GROUPS = [{"params": DECAYED, "lr": 3e-3, "weight_decay": 0.1}, {"params": FREE, "lr": 1e-2, "weight_decay": 0.0}]

TABLE = [
    ("optim_adamw_decay", torch_adamw, {"groups": [{"params": ALL, "lr": 1e-2, "weight_decay": 0.1}]}),
    ("optim_adamw_no_decay", torch_adamw, {"groups": [{"params": ALL, "lr": 1e-3, "weight_decay": 0.0}]}),
    ("optim_adamw_groups", torch_adamw, {"groups": TWO_GROUPS}),
    ("optim_adamw_groups_clipped", torch_adamw, {"groups": TWO_GROUPS, "max_norm": 100.0}),
    ("optim_clip_norm_clipped", clip_norm, {"max_norm": 1.0, "scale": 3}),
    ("optim_clip_norm_barely_clipped", clip_norm, {"max_norm": 0.7, "scale": 0.1}),
    ("optim_clip_norm_untouched", clip_norm, {"max_norm": 5.0, "scale": 0.1}),

    ("optim_schedule_cosine_50", cosine, {"base_lr": 1e-3, "min_lr": 0.0, "total_steps": 50}),
    ("optim_schedule_cosine_80_min", cosine, {"base_lr": 3e-2, "min_lr": 1e-4, "total_steps": 80}),
    ("optim_schedule_linear_down_50", linear, {"base_lr": 1e-3, "start_factor": 1.0, "end_factor": 0.0, "total_steps": 50}),
    ("optim_schedule_linear_up_then_flat", linear, {"base_lr": 3e-3, "start_factor": 0.1, "end_factor": 1.0, "total_steps": 17}),
    ("optim_schedule_warmup_cosine_from_zero", warmup_cosine,
     {"base_lr": 1e-3, "min_lr": 0.0, "start_factor": 0.0, "warmup_steps": 7, "total_steps": 50}),
    ("optim_schedule_warmup_cosine_min", warmup_cosine,
     {"base_lr": 5e-4, "min_lr": 1e-6, "start_factor": 0.01, "warmup_steps": 13, "total_steps": 61}),

    ("optim_keras_adamw_constant", keras_adamw, {"decaying": False}),
    ("optim_keras_adamw_decaying", keras_adamw, {"decaying": True}),
    ("optim_keras_adamw_clip_half", keras_adamw, {"decaying": False, "clip_norm": 0.5}),
    ("optim_keras_adamw_sparse_17x5", keras_adamw, {"decaying": False, "sparse_shape": (17, 5)}),
    ("optim_keras_adamw_sparse_33x3", keras_adamw, {"decaying": True, "sparse_shape": (33, 3)}),
]

if __name__ == "__main__":
    main(NN_FOLDER, TABLE, write)
