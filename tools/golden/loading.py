"""How long does it take from the start of `islr-infer.jar` to the answer of one clip, if the model is in a file of another format? One model of 21 MB,
GISLR-64 of the reference data, is written in every format that can be used as a model of it, and each file is asked in turn.

pip install numpy torch safetensors h5py; python tools/golden/loading.py . ../shared FOLDER [TURNS]

The first argument is the repository, built. FOLDER gets the files; those that are there are replaced. JAVA names another program than `java`. It ends with 1 if the
answers differ, or a format takes more than twice as long as safetensors.
"""

import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time
import zipfile

import h5py
import numpy as np
import torch
from safetensors import safe_open
from safetensors.numpy import save_file

JAVA = os.environ.get("JAVA", "java")
MOST = 2.0
PLAIN = "safetensors"


def ours(repository, goldens, signs, out):
    """The checkpoint as `convert` writes it: tensors and metadata."""
    subprocess.run([JAVA, "-jar", repository / "tools/target/islr-tools.jar", "convert", goldens / "full/weights.safetensors", out, "--labels", signs,
                    "--overwrite"], check=True, stdout=subprocess.DEVNULL)
    with safe_open(out, "np") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()


def sharded(folder, tensors, metadata):
    """Two files and their index."""
    names = sorted(tensors)
    parts = {"a.safetensors": names[::2], "b.safetensors": names[1::2]}
    for part, of in parts.items():
        save_file({name: tensors[name] for name in of}, folder / part, metadata)
    index = {"metadata": {"total_size": sum(x.nbytes for x in tensors.values())}, "weight_map": {name: part for part, of in parts.items() for name in of}}
    (folder / "sharded.safetensors.index.json").write_text(json.dumps(index))


def keras(folder, goldens):
    """The weights of a Keras 3 model, alone and in an archive with the configuration of the small one, which has the statistics."""
    names = json.loads((goldens / "weight_maps.json").read_text())["small"]["keras3_weights_h5"]
    weights = folder / "keras.weights.h5"
    with safe_open(goldens / "full/weights.safetensors", "np") as file, h5py.File(weights, "w") as h5:
        for name, place in names.items():
            h5.create_dataset(place if isinstance(place, str) else place[-1], data=file.get_tensor(name))
        stats = {name: file.get_tensor(name) for name in file.keys() if name not in names}
    np.savez(folder / "statistics.npz", **stats)
    with zipfile.ZipFile(goldens / "small/keras3_model.keras") as small, zipfile.ZipFile(folder / "keras.keras", "w") as archive:
        for name in ("metadata.json", "config.json"):
            archive.writestr(name, small.read(name))
        archive.write(weights, "model.weights.h5")


def files(repository, shared, folder):
    """What is asked: the options of `islr-infer.jar`, by the name of the row."""
    goldens = shared / "goldens/gislr-64"
    signs = shared / "clips/sign_to_prediction_index_map.json"
    tensors, metadata = ours(repository, goldens, signs, folder / "ours.safetensors")
    sharded(folder, tensors, metadata)
    arrays = tensors | {f"__metadata__.{key}": np.array(text) for key, text in metadata.items()}
    np.savez(folder / "plain.npz", **arrays)
    np.savez_compressed(folder / "compressed.npz", **arrays)
    state = {"state_dict": {name: torch.from_numpy(x) for name, x in tensors.items()}} | metadata
    torch.save(state, folder / "new.pt")
    torch.save(state, folder / "old.pt", _use_new_zipfile_serialization=False)
    keras(folder, goldens)
    labels = ["--labels", signs]
    return {
        PLAIN: [folder / "ours.safetensors"],
        "safetensors, an index and two files": [folder / "sharded.safetensors.index.json"],
        "`.pt`": [folder / "new.pt"],
        "`.pt`, before version 1.6": [folder / "old.pt"],
        "`.npz`": [folder / "plain.npz"],
        "`.npz`, compressed": [folder / "compressed.npz"],
        "`.keras`, `--labels`": [folder / "keras.keras", *labels],
        "`.weights.h5`, `--labels --statistics`": [folder / "keras.weights.h5", "--statistics", folder / "statistics.npz", *labels],
    }


def ask(repository, options, clip):
    """Seconds, and what was answered."""
    start = time.perf_counter()
    done = subprocess.run([JAVA, "-jar", repository / "islr/target/islr-infer.jar", "--model", *options, clip], capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{options[0]}: {done.stderr}")
    return seconds, re.sub(r"\([^)]* ms[^)]*\)", "", done.stdout)


def main():
    repository, shared, folder = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    turns = int(sys.argv[4]) if len(sys.argv) > 4 else 8
    folder.mkdir(parents=True, exist_ok=True)
    rows = files(repository, shared, folder)
    clip = shared / "clips/100015657.parquet"
    times = {name: [] for name in rows}
    answers = set()
    for turn in range(turns + 1):
        for name, options in rows.items():
            seconds, answer = ask(repository, options, clip)
            answers.add(answer)
            if turn > 0:
                times[name].append(seconds)
    median = {name: 1000 * statistics.median(each) for name, each in times.items()}
    ratios = {name: each / median[PLAIN] for name, each in median.items()}
    print("| file | MB | start to answer | by safetensors |\n|---|---|---|---|")
    for name, options in rows.items():
        size = 21.3 if options[0].suffix == ".json" else options[0].stat().st_size / 1e6
        print(f"| {name} | {size:.1f} | {median[name]:.0f} ms | {ratios[name]:.2f} |")
    if len(answers) > 1:
        print("the answers differ:", *answers, sep="\n")
    sys.exit(len(answers) > 1 or max(ratios.values()) > MOST)


main()
