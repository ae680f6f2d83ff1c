"""Do the files of `export-onnx` answer real clips as the originals do? For every checkpoint of the reference data whose system has its logits there, and
for our own checkpoint: written with the jar, checked with onnx.checker (shapes included), and run in ONNX Runtime from the raw landmarks.

pip install numpy onnx onnxruntime safetensors; python tools/golden/exported.py tools/target/islr-tools.jar ../shared FOLDER

FOLDER gets the ONNX files; those that are there are replaced. JAVA names another program than `java`. It ends with 1 if a file is wrong.
"""

import json
import os
import pathlib
import subprocess
import sys

import numpy as np
import onnx
import onnxruntime
from safetensors import safe_open

ROWS = 543
HANDS = [*range(468, 489), *range(522, 543)]
MOST = 1e-4
CHECKPOINT = pathlib.Path(__file__).parents[2] / "weights/checkpoints/words-13.safetensors"


def cooked(x, recipe):
    """A variant of a clip, step by step in the order of the reference data's README."""
    if "slice" in recipe:
        x = x[slice(*recipe["slice"])]
    if "tile" in recipe:
        x = x[np.arange(recipe["tile"]) % len(x)]
    x = x.copy()
    for first, end in recipe.get("hands_nan", []):
        x[first:end, HANDS] = np.nan
    for frame, shift in recipe.get("shift_hands", []):
        x[frame, HANDS] += np.float32(shift)
    if "copy_hand" in recipe:
        left, right = slice(468, 489), slice(522, 543)
        source, target = (left, right) if recipe["copy_hand"] == "L2R" else (right, left)
        x[:, target] = x[:, source]
        x[:, target, 0] = 1 - x[:, target, 0]
    for frame, first, end in recipe.get("nan_rows", []):
        x[frame, first:end] = np.nan
    for frame, row, axis in recipe.get("nan_xyz", []):
        x[frame, row, axis] = np.nan
    for frame, row, axis in recipe.get("zero", []):
        x[frame, row, axis] = 0
    return x


def clips(goldens):
    manifest = json.loads((goldens / "inputs/manifest.json").read_text())
    raw = {name: np.load(goldens / f"inputs/{name}.npy") for name in manifest["clips"]}
    return raw | {name: cooked(raw[recipe["clip"]], recipe) for name, recipe in manifest["variants"].items()}


def expected(goldens):
    """(folder of a checkpoint, what `export-onnx` must be told, logits by clip, clips)."""
    inputs = clips(goldens)
    for folder in sorted(goldens.glob("*/*")):
        if folder.parent.name in ("gislr-64", "gislr-32", "gislr-features-mlp", "hengck-cls") and (folder / "expected.safetensors").exists():
            with safe_open(folder / "expected.safetensors", "np") as file:
                logits = {name: file.get_tensor(f"{name}.logits").reshape(-1) for name in inputs if f"{name}.logits" in file.keys()}
            yield folder, [], logits, inputs
    sixth = goldens / "sixth-place"
    names = json.loads((sixth / "manifest.json").read_text())
    meta = names["ensemble.safetensors"]["meta"]
    raw = {}
    for name in meta["clips"]:
        with safe_open(sixth / f"clips/{name}.safetensors", "np") as file:
            raw[name] = file.get_tensor("raw")
    with safe_open(sixth / "ensemble.safetensors", "np") as file:
        for model in meta["models"]:
            sizes = names[f"{model}/weights.safetensors"]["meta"]
            logits = dict(zip(meta["clips"], file.get_tensor(f"{model}/bucket_ids/logits")))
            yield sixth / model, ["--preset", f"sixth-{sizes['L']}", "--set", "tail=two", "--set", f"heads={sizes['heads']}"], logits, raw


def export(jar, weights, options, to):
    java = os.environ.get("JAVA", "java")
    done = subprocess.run([java, "-jar", jar, "export-onnx", weights, to, "--overwrite", *options], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout.splitlines()[-1].strip()


def checked(file):
    """An exception tells what is wrong."""
    model = onnx.load(file)
    onnx.checker.check_model(model, full_check=True)
    inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
    assert [d.dim_value for d in inferred.graph.input[0].type.tensor_type.shape.dim][1:] == [ROWS, 3], file
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    assert {"preset", "classes", "input", "output"} <= set(metadata), metadata.keys()
    return metadata


def main(jar, shared, folder):
    folder.mkdir(exist_ok=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    wrong = False
    for source, told, logits, inputs in expected(shared / "goldens"):
        to = folder / f"{source.parent.name}-{source.name}.onnx"
        ours = export(jar, source / "weights.safetensors", told, to)
        preset = checked(to)["preset"]
        session = onnxruntime.InferenceSession(to, options, providers=["CPUExecutionProvider"])
        largest, nothing = 0.0, 0
        for name, want in logits.items():
            got, = session.run(["logits"], {"landmarks": inputs[name]})
            nothing += bool(np.isnan(want).all())
            same = np.array_equal(np.isnan(got), np.isnan(want)) and got.shape == want.shape
            difference = np.nanmax(np.abs(got - want)) if same and not np.isnan(want).all() else (0 if same else np.inf)
            if not difference <= MOST:
                print(f"  {name}, {len(inputs[name])} frames: {difference}")
            largest = max(largest, difference)
        lengths = [len(inputs[name]) for name in logits]
        wrong |= not largest <= MOST
        print(f"{to.name}: preset {preset}, {len(logits)} clips of {min(lengths)} to {max(lengths)} frames, {nothing} of them without an answer: "
              f"at most {largest:.1e} from the original's logits (here: {ours})")
    to = folder / "words-13.onnx"
    ours = export(jar, CHECKPOINT, [], to)
    session = onnxruntime.InferenceSession(to, options, providers=["CPUExecutionProvider"])
    names = json.loads(checked(to)["signs"])
    answers = {name: np.argmax(session.run(None, {"landmarks": clip})[0]) for name, clip in clips(shared / "goldens").items()}
    assert len(names) == 13 and all(0 <= answer < 13 for answer in answers.values())
    print(f"{to.name}: {len(answers)} clips answered with one of {len(names)} signs ({ours})")
    sys.exit(wrong)


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
