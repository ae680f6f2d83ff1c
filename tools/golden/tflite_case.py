"""Graphs of single TFLite operators, put together by hand, and what TensorFlow's interpreter computes of them."""

import os
import warnings
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
warnings.simplefilter("ignore")

import flatbuffers  # noqa: E402
import numpy as np  # noqa: E402
from tensorflow.lite.python import schema_py_generated as schema  # noqa: E402
from tensorflow.lite.python.interpreter import Interpreter, OpResolverType  # noqa: E402

FOLDER = Path(__file__).resolve().parents[2] / "islr/src/test/resources/islr/tflite/golden"
TYPES = {
    "float32": schema.TensorType.FLOAT32, "float16": schema.TensorType.FLOAT16, "int32": schema.TensorType.INT32,
    "int64": schema.TensorType.INT64, "uint8": schema.TensorType.UINT8, "int8": schema.TensorType.INT8,
    "int16": schema.TensorType.INT16, "uint32": schema.TensorType.UINT32, "bool": schema.TensorType.BOOL,
}


class Const:
    """Numbers that are in the file; with scales, whole numbers that stand for others."""

    def __init__(self, values, scales=None, axis=0):
        self.values = np.asarray(values)
        self.scales = scales
        self.axis = axis


class State:
    """A variable tensor."""

    def __init__(self, shape):
        self.shape = shape


class Family:
    """Operators that have nothing to do with each other, in one graph."""

    def __init__(self, name):
        self.name = name
        self.rng = np.random.default_rng(abs(hash_of(name)))
        self.model = schema.ModelT()
        self.model.version = 3
        self.model.description = "made by tools/golden/tflite_operators.py"
        self.model.operatorCodes = []
        self.model.buffers = [schema.BufferT()]
        self.graph = schema.SubGraphT()
        self.graph.tensors, self.graph.inputs, self.graph.outputs, self.graph.operators = [], [], [], []
        self.graph.name = name
        self.model.subgraphs = [self.graph]
        self.inputs = []

    def normal(self, *shape):
        return self.rng.normal(size=shape).astype(np.float32)

    def whole(self, low, high, *shape, dtype=np.int32):
        return self.rng.integers(low, high, size=shape).astype(dtype)

    def flags(self, *shape):
        return self.rng.integers(0, 2, size=shape).astype(bool)

    def odd(self, *shape):
        """Numbers with NaN, infinities, zeros of both signs and ties among them."""
        x = (2 * self.rng.normal(size=shape)).astype(np.float32)
        flat = x.reshape(-1)
        special = [np.nan, np.inf, -np.inf, 0.0, -0.0, 0.5, -0.5, 1.5, 2.5, -1.5, 1e-30, 3.0, -3.0]
        for i, place in enumerate(self.rng.permutation(flat.size)[:len(special)]):
            flat[place] = special[i]
        return x

    def strange(self, *shape):
        """The same without infinities, and with no zero, by which a number would become one."""
        x = np.asarray(self.odd(*shape))
        return np.where(np.isinf(x) | (np.abs(x) < 1e-3), np.float32(0.75), x)

    def tensor(self, shape, dtype, buffer=0):
        tensor = schema.TensorT()
        tensor.shape = [int(n) for n in shape]
        tensor.type = TYPES[dtype]
        tensor.buffer = buffer
        tensor.name = f"t{len(self.graph.tensors)}"
        self.graph.tensors.append(tensor)
        return tensor, len(self.graph.tensors) - 1

    def operand(self, value):
        if value is None:
            return -1
        if isinstance(value, State):
            tensor, index = self.tensor(value.shape, "float32")
            tensor.isVariable = True
            return index
        if isinstance(value, Const):
            buffer = schema.BufferT()
            buffer.data = np.frombuffer(np.ascontiguousarray(value.values).tobytes(), dtype=np.uint8)
            self.model.buffers.append(buffer)
            tensor, index = self.tensor(value.values.shape, str(value.values.dtype), len(self.model.buffers) - 1)
            if value.scales is not None:
                tensor.quantization = schema.QuantizationParametersT()
                tensor.quantization.scale = [float(s) for s in value.scales]
                tensor.quantization.zeroPoint = [0] * len(value.scales)
                tensor.quantization.quantizedDimension = value.axis
            return index
        value = np.asarray(value)
        tensor, index = self.tensor(value.shape, str(value.dtype))
        self.graph.inputs.append(index)
        self.inputs.append(value)
        return index

    def add(self, name, operands, outputs="float32", **options):
        """One operator. `options` are the attributes of its options' table."""
        builtin = getattr(schema.BuiltinOperator, name)
        codes = [code.builtinCode for code in self.model.operatorCodes]
        if builtin not in codes:
            code = schema.OperatorCodeT()
            code.builtinCode = builtin
            code.deprecatedBuiltinCode = min(builtin, 127)
            code.version = 2 if name == "BROADCAST_TO" else 1
            self.model.operatorCodes.append(code)
            codes.append(builtin)
        operator = schema.OperatorT()
        operator.opcodeIndex = codes.index(builtin)
        operator.inputs = [self.operand(value) for value in operands]
        table = options.pop("table", None)
        if table:
            operator.builtinOptions = getattr(schema, table + "T")()
            operator.builtinOptionsType = getattr(schema.BuiltinOptions, table)
            for key, value in options.items():
                assert hasattr(operator.builtinOptions, key), (table, key)
                setattr(operator.builtinOptions, key, value)
        operator.outputs = []
        for dtype in [outputs] if isinstance(outputs, str) else outputs:
            _, index = self.tensor([], dtype)
            operator.outputs.append(index)
            self.graph.outputs.append(index)
        self.graph.operators.append(operator)

    def bytes(self):
        builder = flatbuffers.Builder(1024)
        builder.Finish(self.model.Pack(builder), file_identifier=b"TFL3")
        return bytes(builder.Output())

    def write(self, plain=True):
        write(self.name, self.bytes(), self.inputs, plain)


def hash_of(name):
    return int.from_bytes(name.encode(), "little") % (2**32)


def write(name, model, inputs, plain=True):
    """Runs a graph, and writes it with its inputs and outputs.

    `plain`: by TensorFlow's own kernels, without XNNPACK.
    """
    resolver = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES if plain else OpResolverType.AUTO
    interpreter = Interpreter(model_content=model, experimental_op_resolver_type=resolver)
    for port, value in zip(interpreter.get_input_details(), inputs):
        interpreter.resize_tensor_input(port["index"], value.shape)
    interpreter.allocate_tensors()
    for port, value in zip(interpreter.get_input_details(), inputs):
        interpreter.set_tensor(port["index"], value)
    interpreter.invoke()
    FOLDER.mkdir(parents=True, exist_ok=True)
    arrays = {f"in{i}": value for i, value in enumerate(inputs)}
    for i, port in enumerate(interpreter.get_output_details()):
        if 0 in port["shape"]:
            arrays[f"out{i}"] = np.zeros(port["shape"], port["dtype"])
        else:
            arrays[f"out{i}"] = interpreter.get_tensor(port["index"]).copy()
    (FOLDER / f"{name}.tflite").write_bytes(model)
    np.savez_compressed(FOLDER / f"{name}.npz", **arrays)
    print(name, len(model), "bytes,", len(arrays), "arrays")
