"""Writes the files of TorchTest: pip install torch numpy; python torch_files.py"""

from pathlib import Path

import numpy as np
import torch

FOLDER = Path(__file__).parent
grid = torch.arange(24, dtype=torch.float32).reshape(4, 6) / 4 - 2

state = {
    "f32": grid.clone(),
    "f64": grid.double()[:2],
    "f16": grid.half()[0].clone(),
    "bf16": grid.bfloat16()[:, 1].clone(),
    "bool": torch.tensor([True, False, True]),
    "u8": torch.tensor([0, 1, 200], dtype=torch.uint8),
    "scalar": torch.tensor(3.5),
    "nothing": torch.zeros(0, 3),
    # Views of one storage.
    "transposed": grid.t(),
    "offset": grid[1:3, 2:5],
    "repeated": grid[2].expand(3, 6),
    "parameter": torch.nn.Parameter(grid[3].clone()),
}
for name in ["int8", "int16", "int32", "int64"]:
    state["i" + name[3:]] = torch.tensor([0, 1, -2], dtype=getattr(torch, name))
torch.save(state, FOLDER / "state.pt")
torch.save(state, FOLDER / "old.pt", _use_new_zipfile_serialization=False)

# What a training saves: prefixes of DataParallel and torch.compile, attributes of the dictionary, other things beside it.
model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
with torch.no_grad():
    for i, parameter in enumerate(model.parameters()):
        parameter.copy_(torch.arange(parameter.numel()).reshape(parameter.shape) / 8 + i)
optimizer = torch.optim.Adam(model.parameters())
model(torch.randn(4, 3)).sum().backward()
optimizer.step()
with torch.no_grad():
    for i, parameter in enumerate(model.parameters()):
        parameter.copy_(torch.arange(parameter.numel()).reshape(parameter.shape) / 8 + i)
    model[1].running_mean.zero_()
    model[1].running_var.fill_(1)
dictionary = model.state_dict()
for name in list(dictionary):
    dictionary["module._orig_mod." + name] = dictionary.pop(name)
torch.save(
    {
        "epoch": 12,
        "state_dict": dictionary,
        "optimizer": optimizer.state_dict(),
        "best": np.float64(0.75),
        "arch": "tiny",
        "done": True,
    },
    FOLDER / "checkpoint.pt",
)
torch.save(model, FOLDER / "module.pt")
torch.jit.save(torch.jit.trace(torch.nn.Linear(2, 1), torch.zeros(1, 2)), FOLDER / "script.pt")
