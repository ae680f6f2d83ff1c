"""Submissions that cannot be run, each for another reason.

    pip install tensorflow-cpu==2.21.0; python tools/golden/tflite_refused.py

Writes `islr/src/test/resources/islr/tflite/refused/<name>.tflite`. `RefusedSubmissionsTest` has what is said of each.
"""

import os
import warnings
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
warnings.simplefilter("ignore")

import flatbuffers  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from tensorflow.lite.python import schema_py_generated as schema  # noqa: E402

FOLDER = Path(__file__).resolve().parents[2] / "islr/src/test/resources/islr/tflite/refused"
RNG = np.random.default_rng(18)
FACES = tf.constant(RNG.normal(size=(9, 5)).astype(np.float32))


def scores(x):
    """Of five signs, from three landmarks."""
    x = tf.gather(x, [0, 17, 500], axis=-2)
    x = tf.where(tf.math.is_nan(x), 0.0, x)
    return tf.reshape(tf.matmul(tf.reshape(tf.reduce_mean(x, axis=0), [1, -1]), FACES), [-1])


def write(name, model):
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.tflite").write_bytes(model)
    print(name, len(model), "bytes")


def convert(name, function, shape=(None, 543, 3), dtype=tf.float32, **settings):
    module = tf.Module()
    module.f = tf.function(function, input_signature=[tf.TensorSpec(shape, dtype, name="inputs")])
    converter = tf.lite.TFLiteConverter.from_concrete_functions([module.f.get_concrete_function()], module)
    operators = settings.pop("operators", None)
    if operators:
        converter.target_spec.supported_ops = operators
    for key, value in settings.items():
        setattr(converter, key, value)
    model = converter.convert()
    if name:
        write(name, model)
    return model


def changed(name, model, change):
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(bytearray(model), 0))
    change(model)
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), file_identifier=b"TFL3")
    write(name, bytes(builder.Output()))


def forever(x):
    start = tf.reduce_sum(tf.where(tf.math.is_nan(x), 0.0, x)) * 0.0
    last = tf.while_loop(lambda i: i >= 0.0, lambda i: [i + 1.0], [start])[0]
    return {"outputs": scores(x) + last}


class Two(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec((None, 543, 3), tf.float32, "inputs")])
    def first(self, inputs):
        return {"outputs": scores(inputs)}

    @tf.function(input_signature=[tf.TensorSpec((None, 543, 3), tf.float32, "inputs")])
    def second(self, inputs):
        return {"outputs": scores(inputs) * 2}


def two_signatures():
    two = Two()
    folder = FOLDER / "saved"
    tf.saved_model.save(two, folder, signatures={"first": two.first, "second": two.second})
    converter = tf.lite.TFLiteConverter.from_saved_model(str(folder), signature_keys=["first", "second"])
    write("two-signatures", converter.convert())
    tf.io.gfile.rmtree(str(folder))


def main_graph(model):
    return model.subgraphs[0]


def cyclic(model):
    operators = main_graph(model).operators
    operators[0].inputs = [operators[-1].outputs[0], *list(operators[0].inputs)[1:]]


def absent_output(model):
    main_graph(model).outputs = [-1]


def no_graph(model):
    model.subgraphs, model.signatureDefs = [], None


def unknown_operator(model):
    model.operatorCodes[0].builtinCode, model.operatorCodes[0].deprecatedBuiltinCode = 9999, 127


def custom_name(model):
    code = model.operatorCodes[0]
    code.builtinCode, code.deprecatedBuiltinCode, code.customCode = 32, 32, b"Two\nlines\x1b[31m"


def gather_outside(model):
    for buffer in model.buffers:
        if buffer.data is not None and len(buffer.data) == 12:
            numbers = np.array(buffer.data, dtype=np.uint8).view(np.int32).copy()
            if numbers[2] == 500:
                numbers[2] = 5000
                buffer.data = numbers.view(np.uint8)


def runs_itself(model):
    for operator in main_graph(model).operators:
        if operator.builtinOptionsType == schema.BuiltinOptions.WhileOptions:
            operator.builtinOptions.bodySubgraphIndex = 0


def main():
    good = convert(None, lambda inputs: {"outputs": scores(inputs)})
    endless = convert("endless-loop", forever)
    flex = [tf.lite.OpsSet.TFLITE_BUILTINS, tf.lite.OpsSet.SELECT_TF_OPS]
    convert("flex", lambda inputs: {"outputs": scores(inputs) + tf.linalg.det(tf.reshape(scores(inputs)[:4], [2, 2]))},
            operators=flex)
    convert("custom", lambda inputs: {"outputs": tf.math.asin(scores(inputs))}, allow_custom_ops=True)
    convert("int8", lambda inputs: {
        "outputs": tf.reshape(tf.matmul(tf.reshape(inputs[:, :3], [1, -1]), FACES), [-1])},
            shape=(1, 543, 3), optimizations=[tf.lite.Optimize.DEFAULT],
            representative_dataset=lambda: ([RNG.uniform(size=(1, 543, 3)).astype(np.float32)] for _ in range(3)),
            operators=[tf.lite.OpsSet.TFLITE_BUILTINS_INT8])
    convert("doubles", lambda inputs: {"outputs": tf.cast(scores(inputs), tf.float64)})
    convert("two-outputs", lambda inputs: {"a": scores(inputs), "b": scores(inputs) * 2})
    convert("a-class-number", lambda inputs: {"outputs": tf.argmax(scores(inputs))})
    convert("scores-of-frames", lambda inputs: {"outputs": inputs[:, 0, :1] + [[0.0, 1.0, 2.0, 3.0, 4.0]]})
    convert("thirty-frames", lambda inputs: {"outputs": scores(inputs)}, shape=(30, 543, 3))
    convert("fewer-landmarks", lambda inputs: {"outputs": scores(tf.tile(inputs, [1, 5, 1]))}, shape=(None, 118, 3))
    convert("huge-results", lambda inputs: {
        "outputs": scores(inputs) + tf.reduce_sum(tf.tile(inputs, [20_000, 1, 1]))})
    convert("beyond-an-array", lambda inputs: {"outputs": scores(inputs) + tf.reduce_sum(
        tf.matmul(tf.reshape(inputs, [-1, 1]), tf.reshape(inputs, [1, -1])))})
    convert("division-by-zero", lambda inputs: {"outputs": scores(inputs) + tf.cast(
        tf.shape(inputs)[0] // (tf.shape(inputs)[0] - tf.shape(inputs)[0]), tf.float32)})
    two_signatures()
    changed("cyclic", good, cyclic)
    changed("absent-output", good, absent_output)
    changed("no-graph", good, no_graph)
    changed("unknown-operator", good, unknown_operator)
    changed("custom-name", good, custom_name)
    changed("index-outside", good, gather_outside)
    changed("runs-itself", endless, runs_itself)


if __name__ == "__main__":
    main()
