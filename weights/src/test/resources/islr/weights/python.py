"""Writes python.safetensors, which PythonFileTest reads: pip install torch safetensors numpy; python python.py"""

from pathlib import Path

import torch
from safetensors.torch import save_file

halves = [[0.0, 0.5], [-1.25, 6.0]]
tensors = {
    "f16": torch.tensor(halves, dtype=torch.float16),
    "bf16": torch.tensor(halves, dtype=torch.bfloat16),
    "f32": torch.tensor(halves, dtype=torch.float32),
    "f64": torch.tensor(halves, dtype=torch.float64),
    "bool": torch.tensor([True, False, True]),
    "scalar": torch.tensor(3.5),
    "nothing": torch.zeros(0, 3),
}
for name in ["int8", "int16", "int32", "int64"]:
    tensors["i" + name[3:]] = torch.tensor([0, 1, -2], dtype=getattr(torch, name))
for name in ["uint8", "uint16", "uint32", "uint64"]:
    tensors["u" + name[4:]] = torch.tensor([0, 1, 200], dtype=getattr(torch, name))
save_file(tensors, Path(__file__).with_name("python.safetensors"), {"preset": "test", "sign": "año 手"})
