"""How long a submission takes from the start of a program to its answer for one clip: `islr-infer.jar` beside Python with TensorFlow's interpreter.

    pip install tensorflow-cpu==2.21.0 pyarrow numpy
    python tools/golden/tflite_cold.py JAR model.tflite labels.json clip.parquet [RUNS]

Prints the median, the best and the worst of RUNS (7) alternating runs in seconds, of the whole process. Java has run once before, and the cache that it then makes
in the background is ready. Each Python process does what is least: it reads the clip with pyarrow, runs the interpreter, and prints the best five signs. JAVA names
another program than `java`. Ends with 1 if the two name different signs, or Java takes longer.
"""

import os
import statistics
import subprocess
import sys
import time

JAVA = os.environ.get("JAVA", "java")
WAIT = 10  # seconds, for the cache
ANSWER = "--answer"


def answer(model, labels, clip):
    """A process of its own: what someone writes who has TensorFlow and wants to know the sign."""
    import json

    import numpy as np
    import pyarrow.parquet as pq
    from tensorflow.lite.python.interpreter import Interpreter

    columns = pq.read_table(clip, columns=["x", "y", "z"])
    x = np.stack([columns[axis].to_numpy() for axis in "xyz"], 1).astype(np.float32).reshape(-1, 543, 3)
    interpreter = Interpreter(model_path=model)
    run = interpreter.get_signature_runner("serving_default")
    logits = run(inputs=x)["outputs"]
    with open(labels) as file:
        signs = {number: sign for sign, number in json.load(file).items()}
    scores = np.exp(logits - logits.max())
    for i in np.argsort(-scores)[:5]:
        print(f"{100 * scores[i] / scores.sum():7.1f} %  {signs[int(i)]}")


def timed(command):
    start = time.perf_counter()
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    seconds = time.perf_counter() - start
    return seconds, next(line for line in out.splitlines() if " %  " in line).split(" %  ")[1].strip()


def main(jar, model, labels, clip, runs=7):
    commands = {
        "java": [JAVA, "-jar", jar, "--model", model, "--labels", labels, clip],
        "python": [sys.executable, __file__, ANSWER, model, labels, clip],
    }
    for command in commands.values():
        timed(command)
    time.sleep(WAIT)
    times = {name: [] for name in commands}
    signs = set()
    for _ in range(int(runs)):
        for name, command in commands.items():
            seconds, sign = timed(command)
            times[name].append(seconds)
            signs.add(sign)
    for name, of in times.items():
        print(f"{name:8} {statistics.median(of):.3f} {min(of):.3f} {max(of):.3f}")
    print(f"best sign: {', '.join(sorted(signs))}")
    sys.exit(len(signs) > 1 or statistics.median(times["java"]) > statistics.median(times["python"]))


if sys.argv[1] == ANSWER:
    answer(*sys.argv[2:])
else:
    main(*sys.argv[1:])
