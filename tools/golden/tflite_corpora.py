"""What TensorFlow's interpreter computes of public TFLite files, for `PublicGraphsTest`.

    python tools/golden/tflite_corpora.py FOLDER [FILE]

FOLDER holds the files (`../shared/corpora/tflite`). Each is run in a process of its own, because the interpreter ends
the process on some. Inputs are made by a rule that the test follows, too: number k of input j is
u = ((k + 1) * 2654435761 + j * 97531) mod 2**32 / 2**32, as 4u - 2 in a floating-point input, u < 1/2 in one of truth
values, and the whole part of 3u in others. Of the outputs only shapes, sums and the first numbers are written: the
files are not ours. Needs tensorflow-cpu==2.21.0.
"""
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

OUT = Path(__file__).resolve().parents[2] / "islr/src/test/resources/islr/tflite/corpora.json"
FIRST = 6


def values(shape, dtype, j):
    import numpy as np
    n = int(np.prod(shape))
    u = ((np.arange(1, n + 1, dtype=np.uint64) * 2654435761 + j * 97531) % 2**32) / 2**32
    if dtype == np.bool_:
        v = u < 0.5
    elif np.issubdtype(dtype, np.floating):
        v = 4 * u - 2
    else:
        v = np.floor(3 * u)
    return v.astype(dtype).reshape(shape)


def summary(y):
    import numpy as np
    flat = y.reshape(-1)
    numbers = flat.astype(np.float64)
    finite = numbers[np.isfinite(numbers)]
    return {
        "type": str(y.dtype), "shape": list(map(int, y.shape)), "sum": float(finite.sum()),
        "magnitude": float(np.abs(finite).sum()), "first": [str(v) for v in numbers[:FIRST].tolist()],
    }


def run(path):
    import numpy as np
    warnings.simplefilter("ignore")
    from tensorflow.lite.python.interpreter import Interpreter, OpResolverType
    try:
        plain = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
        interpreter = Interpreter(model_path=path, experimental_op_resolver_type=plain)
        interpreter.allocate_tensors()
        for j, port in enumerate(interpreter.get_input_details()):
            if port["dtype"] in (np.bytes_, np.str_):
                raise ValueError("it takes texts")
            interpreter.set_tensor(port["index"], values(port["shape"], port["dtype"], j))
        interpreter.invoke()
        outputs = [summary(interpreter.get_tensor(port["index"])) for port in interpreter.get_output_details()]
        return {"tensorflow": "runs", "outputs": outputs}
    except Exception as e:
        return {"tensorflow": "refuses: " + type(e).__name__}


def main():
    folder = Path(sys.argv[1])
    if len(sys.argv) > 2:
        print("RESULT " + json.dumps(run(str(folder / sys.argv[2]))))
        return
    results = {}
    for path in sorted(folder.iterdir()):
        process = subprocess.run([sys.executable, __file__, str(folder), path.name], capture_output=True, text=True)
        lines = [line for line in process.stdout.splitlines() if line.startswith("RESULT ")]
        results[path.name] = json.loads(lines[0][7:]) if lines else {"tensorflow": "ends the process"}
        print(path.name, results[path.name]["tensorflow"], flush=True)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(name) + ": " + json.dumps(result) for name, result in results.items()]
    OUT.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(sum(result["tensorflow"] == "runs" for result in results.values()), "of", len(results), "run")


if __name__ == "__main__":
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    main()
