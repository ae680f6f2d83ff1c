"""Are files that were written here the same to Python, to the bit, and those that Python writes the same to us?

pip install numpy safetensors torch; python tools/golden/written.py tools/target/islr-tools.jar FOLDER

FOLDER gets the files; those that are there are replaced. JAVA names another program than `java`. Every comparison prints a line; the first one that fails
ends the script with an AssertionError.

    Python ─ safetensors, npz ─► convert ─ safetensors, npz ─► Python        numbers of every kind that float32 has
    checkpoint ─► convert ─ safetensors, npz ─► Python                       the model that comes along
    Python ─ safetensors ─► convert ─ f16, bf16 ─► PyTorch                   rounded alike
"""

import os
import pathlib
import subprocess
import sys

import numpy as np
import torch
from safetensors import safe_open
from safetensors.numpy import save_file

METADATA = "__metadata__."
CHECKPOINT = pathlib.Path(__file__).parents[2] / "weights/checkpoints/words-13.safetensors"
JAR, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])


def convert(source, to, *options):
    java = os.environ.get("JAVA", "java")
    done = subprocess.run([java, "-jar", JAR, "convert", source, to, "--overwrite", *options], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return to


def safetensors(path):
    """Tensors and texts."""
    with safe_open(path, "np") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}


def npz(path):
    with np.load(path) as archive:
        texts = {name[len(METADATA):]: str(archive[name]) for name in archive.files if name.startswith(METADATA)}
        return {name: archive[name] for name in archive.files if not name.startswith(METADATA)}, texts


def same(what, ours, theirs):
    (ours, our_texts), (theirs, their_texts) = ours, theirs
    assert set(ours) == set(theirs), set(ours) ^ set(theirs)
    for name, want in theirs.items():
        got = ours[name]
        assert got.dtype == want.dtype and got.shape == want.shape, (name, got.dtype, got.shape, want.dtype, want.shape)
        assert got.tobytes() == want.tobytes(), name
    assert our_texts == their_texts, (our_texts, their_texts)
    print(f"{what}: {len(theirs)} tensors, {sum(x.size for x in theirs.values()):,} numbers and {len(their_texts)} texts are the same")


def from_python():
    random = np.random.default_rng(17)
    bits = random.integers(0, 1 << 32, (33, 17), dtype=np.uint32).view(np.float32)
    # The sign and the bits of a NaN are those of the processor that last touched it.
    bits[np.isnan(bits)] = np.nan
    tensors = {
        "all.bits": bits,
        "special": np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1e-45, -1e-45, 3.4028235e38, 1.1754944e-38], np.float32),
        "scalar": np.array(0.1, np.float32),
        "empty": np.zeros((0, 3), np.float32),
        "one.axis.ä": random.standard_normal(7, dtype=np.float32),
        "four.axes": random.standard_normal((2, 3, 1, 5), dtype=np.float32),
    }
    texts = {"author": "Ζωή 手\n\"quoted\"", "empty": ""}
    save_file(tensors, FOLDER / "python.safetensors", metadata=texts)
    np.savez(FOLDER / "python.npz", **tensors, **{METADATA + key: np.array(text) for key, text in texts.items()})
    np.savez_compressed(FOLDER / "compressed.npz", **tensors, **{METADATA + key: np.array(text) for key, text in texts.items()})
    for source in ("python.safetensors", "python.npz", "compressed.npz"):
        same(f"{source} → safetensors", safetensors(convert(FOLDER / source, FOLDER / "ours.safetensors")), (tensors, texts))
        same(f"{source} → npz", npz(convert(FOLDER / source, FOLDER / "ours.npz")), (tensors, texts))


def from_here():
    tensors, texts = safetensors(CHECKPOINT)
    whole = safetensors(convert(CHECKPOINT, FOLDER / "model.safetensors"))
    # Settings that are newer than the file are added.
    assert texts.items() <= whole[1].items(), whole[1]
    same("checkpoint → safetensors", whole, (tensors, whole[1]))
    same("checkpoint → npz", npz(convert(CHECKPOINT, FOLDER / "model.npz")), whole)


def narrow():
    """Halves of the last place, numbers below the smallest normal one, and others of the size of weights."""
    random = np.random.default_rng(18)
    tensors = {
        "weights": random.standard_normal((65, 33), dtype=np.float32),
        "small": (2.0 ** random.uniform(-26, -10, 500)).astype(np.float32),
        "ties": np.array([1 + 2.0**-8, 1 + 3 * 2.0**-8, 1 + 2.0**-11, 1 + 3 * 2.0**-11, -(2.0**-25), 3 * 2.0**-25], np.float32),
    }
    save_file(tensors, FOLDER / "wide.safetensors")
    for weights, dtype in (("f16", torch.float16), ("bf16", torch.bfloat16)):
        with safe_open(convert(FOLDER / "wide.safetensors", FOLDER / f"{weights}.safetensors", "--weights", weights), "pt") as file:
            assert set(file.keys()) == set(tensors)
            for name, x in tensors.items():
                got, want = file.get_tensor(name), torch.from_numpy(x).to(dtype)
                assert got.dtype == dtype and torch.equal(got.view(torch.int16), want.view(torch.int16)), name
        print(f"safetensors → {weights}: {sum(x.size for x in tensors.values()):,} numbers as PyTorch rounds them")


FOLDER.mkdir(exist_ok=True)
from_python()
from_here()
narrow()
