"""One golden case: inputs, what PyTorch computes from them, its gradients, and the file that holds it all.

A case is built with random numbers seeded by its own name, so that adding a case changes no other file.
"""

import argparse
import copy
import json
import pathlib
import zlib
from dataclasses import dataclass, field
from typing import Callable

import numpy
import safetensors.numpy
import torch
from torch import Tensor, nn

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
TENSOR_FOLDER = "tensor/src/test/resources/islr/tensor/golden"
NN_FOLDER = "nn/src/test/resources/islr/nn/golden"
LARGEST_FILE = 60_000
LARGEST_FLOAT32_ERROR = 1e-4
STEP = {"lr": 1e-2, "weight_decay": 0.1}


@dataclass
class Case:
    """`compute(*inputs, **constants)` gives y; if it is a module, its parameters are recorded too."""

    compute: Callable[..., Tensor]
    inputs: dict[str, Tensor] = field(default_factory=dict)  # differentiated
    constants: dict[str, Tensor] = field(default_factory=dict)  # indices, masks, lengths
    extras: dict[str, Tensor] = field(default_factory=dict)  # written only
    settings: dict[str, object] = field(default_factory=dict)  # metadata


def seed(name: str) -> None:
    """Starts the random stream that belongs to this name."""
    torch.manual_seed(zlib.crc32(name.encode()))


def int32(values) -> Tensor:
    """Indices, lengths and 0/1 masks are stored as I32."""
    return torch.as_tensor(values, dtype=torch.int32)


def randomise(module: nn.Module) -> nn.Module:
    """Random normal parameters, none of them 0 or 1: matrices keep the variance of their input, norms stay near 1."""
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            noise = torch.randn(parameter.shape)
            if parameter.dim() > 1:
                parameter.copy_(noise / parameter[0].numel() ** 0.5)
            elif name.endswith("weight"):
                parameter.copy_(1 + 0.3 * noise)
            else:
                parameter.copy_(0.3 * noise)
    return module


def parameters_of(compute) -> dict[str, nn.Parameter]:
    return dict(compute.named_parameters()) if isinstance(compute, nn.Module) else {}


def as_double(case: Case) -> Case:
    """The same case in float64."""
    def widen(tensors):
        return {name: t.double() if t.is_floating_point() else t for name, t in tensors.items()}
    compute = copy.deepcopy(case.compute).double() if isinstance(case.compute, nn.Module) else case.compute
    return Case(compute, widen(case.inputs), widen(case.constants))


def differentiate(case: Case, dy: Tensor | None = None) -> dict[str, Tensor]:
    """y, dy, d_<input> and grad.<parameter>, for the upstream gradient dy (random unless given)."""
    inputs = {name: t.detach().clone().requires_grad_() for name, t in case.inputs.items()}
    y = case.compute(*inputs.values(), **case.constants)
    dy = torch.randn(y.shape) if dy is None else dy
    parameters = parameters_of(case.compute)
    wanted = list(inputs.values()) + list(parameters.values())
    names = [f"d_{name}" for name in inputs] + [f"grad.{name}" for name in parameters]
    gradients = torch.autograd.grad(y, wanted, dy)
    return {"y": y, "dy": dy} | dict(zip(names, gradients))


def step_once(case: Case, results: dict[str, Tensor]) -> dict[str, Tensor]:
    """step.<parameter>: the parameter after one step of torch's AdamW with the recorded gradient."""
    if not parameters_of(case.compute):
        return {}
    module = copy.deepcopy(case.compute)
    for name, parameter in module.named_parameters():
        parameter.grad = results[f"grad.{name}"].detach().clone()
    torch.optim.AdamW(module.parameters(), **STEP).step()
    return {f"step.{name}": parameter for name, parameter in module.named_parameters()}


def zero_in_theory(name: str) -> bool:
    """A key bias adds the same number to all scores of a query, which softmax ignores: its gradient is rounding noise."""
    return name.endswith("k_proj.bias")


def float32_error(case: Case, results: dict[str, Tensor]) -> float:
    """How far PyTorch's float32 results are from float64: the largest |difference| / largest |value| of any tensor."""
    exact = differentiate(as_double(case), results["dy"].double())
    worst = 0.0
    for name, reference in exact.items():
        difference = (results[name].double() - reference).abs().max().item()
        if zero_in_theory(name):
            assert difference < 1e-5, (name, difference)
        elif difference > 0:
            worst = max(worst, difference / reference.abs().max().item())
    return worst


def write_case(path: pathlib.Path, case: Case) -> None:
    """Runs the case in float32, compares it with float64, and writes the file."""
    results = differentiate(case)
    error = float32_error(case, results)
    assert error < LARGEST_FLOAT32_ERROR, (path.name, error)
    parameters = parameters_of(case.compute)
    tensors = case.inputs | case.constants | case.extras | results
    tensors |= {f"param.{name}": parameter for name, parameter in parameters.items()} | step_once(case, results)
    settings = case.settings | {"float32_error": f"{error:.1e}"}
    if parameters:
        settings |= {"step_lr": STEP["lr"], "step_weight_decay": STEP["weight_decay"]}
        settings |= {"zero_gradient": [name for name in parameters if zero_in_theory(name)]}
    write_safetensors(path, {name: t.detach().numpy() for name, t in tensors.items()}, settings)


def as_text(value) -> str:
    """Metadata of a safetensors file are strings: true/false, numbers as Java parses them, lists with commas."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return ",".join(as_text(item) for item in value)
    return str(value)


def write_safetensors(path: pathlib.Path, tensors: dict[str, numpy.ndarray], settings: dict[str, object]) -> None:
    """Writes the format by hand: u64 header length, JSON header, data. The library writes metadata in no fixed order."""
    dtypes = {"float64": "F64", "float32": "F32", "int32": "I32"}
    metadata = {key: as_text(value) for key, value in settings.items()} | {"torch": torch.__version__.split("+")[0]}
    header, data = {"__metadata__": dict(sorted(metadata.items()))}, b""
    for name in sorted(tensors, key=lambda n: (-tensors[n].itemsize, n)):  # widest first keeps every tensor aligned
        array = tensors[name]
        end = len(data) + array.nbytes
        header[name] = {"dtype": dtypes[str(array.dtype)], "shape": list(array.shape), "data_offsets": [len(data), end]}
        data += array.tobytes()  # C order, whatever the strides
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)
    assert path.stat().st_size < LARGEST_FILE, (path, path.stat().st_size)
    for name, array in safetensors.numpy.load_file(path).items():
        assert numpy.array_equal(array, tensors[name], equal_nan=True), (path, name)


def main(folder: str, table: list[tuple], write: Callable = write_case) -> None:
    """Writes every case of a table of (file name, builder, arguments of the builder)."""
    parser = argparse.ArgumentParser(description="Writes golden files for the Java tests; see README.md.")
    parser.add_argument("--out", type=pathlib.Path, default=REPOSITORY, help="root to write below (default: this repository)")
    out = parser.parse_args().out / folder
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    names = [name for name, _, _ in table]
    assert len(names) == len(set(names)), "two cases have the same name"
    for name, build, arguments in table:
        seed(name)
        write(out / f"{name}.safetensors", build(**arguments))
    size = sum((out / f"{name}.safetensors").stat().st_size for name in names)
    print(f"{len(names)} files, {size:,} bytes, in {out}")
