"""Writes the HDF5 files of KerasTest in the layouts of Keras: pip install h5py numpy; python hdf5.py"""

from pathlib import Path

import h5py
import numpy as np

FOLDER = Path(__file__).parent


def counting(*shape):
    return (np.arange(np.prod(shape)).reshape(shape) / 8 - 1).astype(np.float32)


# A whole model of Keras 2: the order is that of the attributes, not that of the names.
with h5py.File(FOLDER / "keras2.h5", "w") as file:
    file.attrs["keras_version"] = "2.6.0"
    file.attrs["backend"] = "tensorflow"
    file.attrs["model_config"] = '{"class_name": "Sequential"}'
    model = file.create_group("model_weights")
    model.attrs["layer_names"] = np.array([b"lstm", b"dense", b"dropout"])
    lstm = model.create_group("lstm")
    lstm.attrs["weight_names"] = np.array([b"lstm/cell/kernel:0", b"lstm/cell/bias:0"])
    lstm["lstm/cell/kernel:0"] = counting(3, 4)
    lstm["lstm/cell/bias:0"] = counting(4)
    dense = model.create_group("dense")
    # A long list is in parts.
    dense.attrs["weight_names0"] = np.array([b"dense/kernel:0"])
    dense.attrs["weight_names1"] = np.array([b"dense/bias:0"])
    dense["dense/kernel:0"] = counting(4, 2).astype(np.float16)
    dense["dense/bias:0"] = counting(2).astype(np.float64)
    model.create_group("dropout").attrs["weight_names"] = np.array([])
    optimizer = file.create_group("optimizer_weights")
    optimizer["Adam/iter:0"] = np.int64(1 << 40)
    optimizer["Adam/lstm/kernel/m:0"] = counting(3, 4)

# Weights of Keras 3.
with h5py.File(FOLDER / "keras3.weights.h5", "w") as file:
    dense = file.create_group("layers/dense/vars")
    dense.attrs["name"] = "classifier"
    dense["0"] = counting(3, 2)
    dense["1"] = counting(2)
    file.create_group("layers/dropout/vars").attrs["name"] = "dropout"
    file["layers/dropout/seed_generator/vars/0"] = np.array([4_000_000_000, 1], np.uint32)
    file["optimizer/vars/0"] = np.int64(1 << 40)
    file["optimizer/vars/1"] = counting(3, 2)
    file.create_group("vars")

# All dtypes, chunked, compressed, big-endian, never written, in the oldest and the newest layout of HDF5.
with h5py.File(FOLDER / "dtypes.h5", "w", libver="earliest") as file:
    for name in ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", ">f4", ">i2"]:
        small = np.array([[0, 1, 2], [3, 100, 7]], name)
        file[name] = small
        file.create_dataset(name + "-chunked", data=small, chunks=(1, 2), compression="gzip", shuffle=True)
    file["scalar"] = np.float32(2.5)
    file.create_dataset("unwritten", (2, 3), np.float32, fillvalue=0.25)
    file.create_dataset("unwritten-chunked", (2, 3), np.float32, chunks=(2, 2))
    file["null"] = h5py.Empty("f4")
    file["nothing"] = np.zeros((0, 3), np.float32)
    file["soft"] = h5py.SoftLink("/scalar")
