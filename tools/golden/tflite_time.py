"""How long TensorFlow's interpreter takes for a submission, by clip length and threads.

    python tools/golden/tflite_time.py model.tflite [FRAMES...]

Prints a line for each: frames, threads, the best and the median of 300 runs in ms. Needs tensorflow-cpu==2.21.0.
"""

import os
import sys
import time
import warnings

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
warnings.simplefilter("ignore")

import numpy as np  # noqa: E402
from tensorflow.lite.python.interpreter import Interpreter  # noqa: E402

RUNS = 300

for frames in [int(text) for text in sys.argv[2:]] or [30, 105]:
    x = np.random.default_rng(0).uniform(size=(frames, 543, 3)).astype(np.float32)
    x[:, 468:489] = np.nan
    for threads in (1, 2):
        interpreter = Interpreter(model_path=sys.argv[1], num_threads=threads)
        port = interpreter.get_input_details()[0]["index"]
        interpreter.resize_tensor_input(port, x.shape)
        interpreter.allocate_tensors()
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            interpreter.set_tensor(port, x)
            interpreter.invoke()
            interpreter.get_tensor(interpreter.get_output_details()[0]["index"])
            times.append(1000 * (time.perf_counter() - start))
        print(f"{frames} {threads} {min(times):.3f} {sorted(times)[RUNS // 2]:.3f}", flush=True)
