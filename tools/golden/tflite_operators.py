"""Every operator of `islr.tflite.op` with awkward shapes and values, and what TensorFlow's interpreter computes.

    pip install tensorflow-cpu==2.21.0; python tools/golden/tflite_operators.py

Writes `islr/src/test/resources/islr/tflite/golden/<family>.tflite` and `.npz`.
"""

import numpy as np
from tflite_case import Const, Family, State, schema

F32, I32, I64 = np.float32, np.int32, np.int64
NONE, RELU, RELU_N1, RELU6, TANH = range(5)
SAME, VALID = 0, 1


def arithmetic():
    f = Family("arithmetic")
    shapes = [((3, 1, 5), (4, 1)), ((2, 3, 17), (2, 3, 17)), ((33,), ()), ((), (7,)), ((0, 3), (1, 3)),
              ((2, 5, 1, 2), (2, 1, 5, 2)), ((1, 4), (3, 1)), ((2, 1, 40), (1, 3, 1))]
    for name, table in (("ADD", "AddOptions"), ("SUB", "SubOptions"), ("MUL", "MulOptions"), ("DIV", "DivOptions")):
        for i, (a, b) in enumerate(shapes):
            f.add(name, [f.strange(*a), f.strange(*b)], table=table, fusedActivationFunction=[NONE, RELU, RELU_N1, RELU6][i % 4])
        low = f.whole(-9, 10, 3, 4)
        f.add(name, [low, f.whole(1, 5, 4)], "int32", table=table)
        if name != "DIV":
            f.add(name, [f.whole(-9, 10, 3, 4, dtype=I64), f.whole(1, 5, 3, 1, dtype=I64)], "int64", table=table)
    f.add("MUL", [np.array([2**30, -2**31, 7], I32), np.array([4, 3, 2], I32)], "int32", table="MulOptions")
    f.add("DIV", [np.array([-7, 7, -8, 9], I32), np.array([2, -2, 3, 4], I32)], "int32", table="DivOptions")
    for name, table in (("MAXIMUM", "MaximumMinimumOptions"), ("MINIMUM", "MaximumMinimumOptions"),
                        ("SQUARED_DIFFERENCE", "SquaredDifferenceOptions"), ("FLOOR_MOD", "FloorModOptions"),
                        ("FLOOR_DIV", "FloorDivOptions")):
        for a, b in shapes[:3] + shapes[5:7]:
            p, q = f.odd(*a), f.odd(*b)
            if "FLOOR" in name:
                p, q = f.normal(*a) * 5, np.where(f.flags(*b), -1, 1).astype(F32) * f.rng.uniform(0.5, 3, b).astype(F32)
            f.add(name, [p, q], table=table)
        f.add(name, [np.array([-7, 7, -8, 9, 0], I32), np.array([2, -2, 3, 4, -5], I32)], "int32", table=table)
        if name != "SQUARED_DIFFERENCE" and name != "FLOOR_DIV":
            f.add(name, [f.whole(-9, 10, 3, 4, dtype=I64), f.whole(1, 5, 4, dtype=I64)], "int64", table=table)
    f.add("POW", [f.rng.uniform(0, 3, (3, 5)).astype(F32), f.normal(5)], table="PowOptions")
    f.add("POW", [f.whole(-3, 4, 7), f.whole(0, 5, 7)], "int32", table="PowOptions")
    f.add("ATAN2", [f.normal(3, 5), f.normal(3, 5)], table="ATan2Options")
    f.add("BITWISE_XOR", [f.whole(-99, 99, 3, 5), f.whole(-99, 99, 5)], "int32", table="BitwiseXorOptions")
    f.add("RIGHT_SHIFT", [f.whole(-99, 99, 9), f.whole(0, 6, 9)], "int32", table="RightShiftOptions")
    f.add("ADD_N", [f.normal(3, 5), f.normal(3, 5), f.normal(3, 5)], table="AddNOptions")
    f.add("ADD_N", [f.whole(-9, 9, 5), f.whole(-9, 9, 5)], "int32", table="AddNOptions")
    f.write()


def infinities():
    """As XNNPACK has them. TensorFlow's own kernels make them the largest finite number in these operators."""
    f = Family("infinities")
    for name, table in (("ADD", "AddOptions"), ("SUB", "SubOptions"), ("MUL", "MulOptions"), ("DIV", "DivOptions")):
        f.add(name, [f.odd(3, 17), f.odd(3, 17)], table=table)
        f.add(name, [f.odd(3, 17), f.odd(17)], table=table)
        f.add(name, [f.odd(3, 17), f.odd(3, 17)], table=table, fusedActivationFunction=RELU)
    f.write(plain=False)


def comparisons():
    f = Family("comparisons")
    for name, table in (("EQUAL", "EqualOptions"), ("NOT_EQUAL", "NotEqualOptions"), ("LESS", "LessOptions"),
                        ("LESS_EQUAL", "LessEqualOptions"), ("GREATER", "GreaterOptions"),
                        ("GREATER_EQUAL", "GreaterEqualOptions")):
        x = f.odd(3, 17)
        f.add(name, [x, np.where(f.flags(3, 17), x, f.normal(3, 17))], "bool", table=table)
        f.add(name, [f.odd(2, 3, 5), np.float32(0.5)], "bool", table=table)
        f.add(name, [f.whole(0, 3, 4, 1), f.whole(0, 3, 5)], "bool", table=table)
        f.add(name, [f.whole(0, 3, 7, dtype=I64), f.whole(0, 3, 7, dtype=I64)], "bool", table=table)
    f.add("EQUAL", [f.flags(9), f.flags(9)], "bool", table="EqualOptions")
    f.add("NOT_EQUAL", [f.flags(9), f.flags(9)], "bool", table="NotEqualOptions")
    f.add("LOGICAL_AND", [f.flags(3, 7), f.flags(7)], "bool", table="LogicalAndOptions")
    f.add("LOGICAL_OR", [f.flags(3, 1, 7), f.flags(4, 1)], "bool", table="LogicalOrOptions")
    f.add("LOGICAL_NOT", [f.flags(33)], "bool", table="LogicalNotOptions")
    f.write()


def functions():
    f = Family("functions")
    for name in ("ABS", "NEG", "SQUARE", "EXP", "SIN", "COS", "FLOOR", "CEIL", "ROUND", "LOGISTIC", "TANH", "RELU",
                 "RELU6", "RELU_N1_TO_1", "RELU_0_TO_1", "ELU", "HARD_SWISH", "SIGN"):
        x = f.odd(3, 17)
        if name in ("SIN", "COS", "SIGN"):
            x = f.normal(3, 17) * 3
        if name in ("ELU", "HARD_SWISH", "LOGISTIC", "TANH", "EXP"):
            x[np.isnan(x)] = 1.25
        f.add(name, [x])
        f.add(name, [f.normal(0, 4)])
    for name in ("LOG", "SQRT", "RSQRT"):
        f.add(name, [np.concatenate([f.rng.uniform(0, 9, 19), [0, -1, np.inf, np.nan]]).astype(F32)])
    f.add("ABS", [f.whole(-9, 9, 5)], "int32", table="AbsOptions")
    f.add("NEG", [f.whole(-9, 9, 5)], "int32", table="NegOptions")
    f.add("NEG", [f.whole(-9, 9, 5, dtype=I64)], "int64", table="NegOptions")
    f.add("SIGN", [f.whole(-9, 9, 5)], "int32", table="SignOptions")
    f.add("LEAKY_RELU", [f.odd(3, 9)], table="LeakyReluOptions", alpha=0.2)
    f.add("GELU", [f.normal(3, 9) * 2], table="GeluOptions", approximate=False)
    f.add("GELU", [f.normal(3, 9) * 2], table="GeluOptions", approximate=True)
    f.add("PRELU", [f.odd(2, 3, 5), Const(f.normal(5))])
    f.add("PRELU", [f.normal(2, 3, 5), f.normal(1, 3, 1)])
    for shape in ((3, 17), (1,), (2, 3, 1), (5, 33), (0, 4)):
        f.add("SOFTMAX", [f.normal(*shape) * 3], table="SoftmaxOptions", beta=1.0)
        f.add("LOG_SOFTMAX", [f.normal(*shape) * 3])
    f.add("SOFTMAX", [f.normal(2, 7)], table="SoftmaxOptions", beta=0.7)
    masked = f.normal(4, 6)
    masked[0, 2:] = -np.inf
    masked[1, :] = -np.inf
    f.add("SOFTMAX", [masked], table="SoftmaxOptions", beta=1.0)
    f.add("L2_NORMALIZATION", [f.normal(3, 7)], table="L2NormOptions")
    f.add("L2_NORMALIZATION", [np.zeros((2, 3), F32)], table="L2NormOptions")
    f.add("LOCAL_RESPONSE_NORMALIZATION", [f.normal(1, 2, 3, 7)], table="LocalResponseNormalizationOptions", radius=2,
          bias=1.5, alpha=0.3, beta=0.6)
    f.write()


def casts():
    f = Family("casts")
    values = {"float32": f.normal(17) * 50, "int32": f.whole(-300, 300, 17), "int64": f.whole(-300, 300, 17, dtype=I64),
              "bool": f.flags(17), "uint8": f.whole(0, 255, 17, dtype=np.uint8),
              "int8": f.whole(-128, 127, 17, dtype=np.int8), "int16": f.whole(-300, 300, 17, dtype=np.int16)}
    for source, value in values.items():
        for target in ("float32", "int32", "int64", "bool", "int8", "uint8", "int16"):
            if source == "float32" and target in ("int8", "uint8"):
                continue
            f.add("CAST", [value], target, table="CastOptions")
    f.add("CAST", [np.array([1.9, -1.9, 0.5, -0.5, 0, -0.0], F32)], "int32", table="CastOptions")
    f.add("DEQUANTIZE", [Const(f.normal(3, 5).astype(np.float16))], table="DequantizeOptions")
    f.add("DEQUANTIZE", [Const(f.whole(-99, 99, 3, 5, dtype=np.int8), [0.25])], table="DequantizeOptions")
    f.write()


def shapes():
    f = Family("shapes")
    f.add("RESHAPE", [f.normal(2, 3, 4), Const(np.array([4, -1], I32))], table="ReshapeOptions", newShape=[4, -1])
    f.add("RESHAPE", [f.normal(2, 3, 4), np.array([3, 8], I32)], table="ReshapeOptions", newShape=[])
    f.add("RESHAPE", [f.normal(6)], table="ReshapeOptions", newShape=[2, 3])
    f.add("RESHAPE", [f.normal(0, 3), Const(np.array([-1, 3], I32))], table="ReshapeOptions", newShape=[-1, 3])
    f.add("RESHAPE", [f.flags(4), Const(np.array([2, 2], I32))], "bool", table="ReshapeOptions", newShape=[2, 2])
    f.add("EXPAND_DIMS", [f.normal(2, 3), Const(np.array(-1, I32))], table="ExpandDimsOptions")
    f.add("EXPAND_DIMS", [f.whole(0, 9, 2, 3), np.array([1], I32)], "int32", table="ExpandDimsOptions")
    f.add("SQUEEZE", [f.normal(1, 3, 1, 2)], table="SqueezeOptions", squeezeDims=[0, -2])
    f.add("SQUEEZE", [f.normal(1, 3, 1, 2)], table="SqueezeOptions", squeezeDims=[])
    for shape in ((2, 0, 5), ()):
        f.add("SHAPE", [f.normal(*shape)], "int32", table="ShapeOptions", outType=schema.TensorType.INT32)
        f.add("SHAPE", [f.normal(*shape)], "int64", table="ShapeOptions", outType=schema.TensorType.INT64)
        f.add("RANK", [f.normal(*shape)], "int32", table="RankOptions")
    f.add("ZEROS_LIKE", [f.odd(3, 5)], table="ZerosLikeOptions")
    f.add("ZEROS_LIKE", [f.whole(1, 9, 3)], "int32", table="ZerosLikeOptions")
    f.add("ZEROS_LIKE", [f.whole(1, 9, 3, dtype=I64)], "int64", table="ZerosLikeOptions")
    f.add("FILL", [np.array([2, 3], I32), np.float32(1.5)], table="FillOptions")
    f.add("FILL", [np.array([], I32), np.int32(7)], "int32", table="FillOptions")
    f.add("FILL", [Const(np.array([4], I64)), np.bool_(True)], "bool", table="FillOptions")
    f.add("RANGE", [np.int32(3), np.int32(17), np.int32(4)], "int32", table="RangeOptions")
    f.add("RANGE", [np.int32(9), np.int32(-4), np.int32(-3)], "int32", table="RangeOptions")
    f.add("RANGE", [np.int32(9), np.int32(9), np.int32(1)], "int32", table="RangeOptions")
    f.add("RANGE", [np.float32(0.5), np.float32(2.5), np.float32(0.3)], table="RangeOptions")
    f.add("RANGE", [np.int64(1), np.int64(6), np.int64(2)], "int64", table="RangeOptions")
    f.add("BROADCAST_TO", [f.normal(3, 1), Const(np.array([2, 3, 4], I32))], table="BroadcastToOptions")
    f.add("BROADCAST_TO", [f.whole(0, 9, 1), np.array([2, 3], I64)], "int32", table="BroadcastToOptions")
    f.add("BROADCAST_ARGS", [np.array([3, 1], I32), np.array([2, 1, 4], I32)], "int32")
    f.write()


def slices():
    f = Family("slices")
    f.add("SLICE", [f.normal(3, 5, 7), Const(np.array([1, 0, 2], I32)), Const(np.array([2, -1, 3], I32))],
          table="SliceOptions")
    f.add("SLICE", [f.whole(0, 9, 6), np.array([2], I64), np.array([0], I64)], "int32", table="SliceOptions")
    f.add("SLICE", [f.flags(3, 4), np.array([0, 1], I32), np.array([3, 2], I32)], "bool", table="SliceOptions")
    x = (4, 5, 6)
    cases = [
        ([0, 0, 0], [4, 5, 6], [1, 1, 1], {}), ([1, -3, 5], [3, -1, 0], [1, 1, -2], {}),
        ([0, 0, 0], [0, 3, 0], [1, 2, 1], dict(beginMask=1, endMask=5)),
        ([2, 1], [3, 4], [1, 1], dict(shrinkAxisMask=1)), ([-1, 0], [0, -1], [1, 1], dict(ellipsisMask=2, shrinkAxisMask=1)),
        ([0, 0, 1], [0, 0, 4], [1, 1, 1], dict(newAxisMask=1, ellipsisMask=2)),
        ([0, -1], [0, -99], [1, -1], dict(ellipsisMask=1)), ([9, 0, 0], [99, 5, 6], [1, 1, 1], {}),
        ([3], [0], [-1], dict(endMask=1)), ([0, 2, 0], [4, 2, 6], [1, 1, 1], {}),
        ([-99, 1, 1], [99, 99, 99], [3, 3, 3], {}), ([1, 2, 3], [2, 3, 4], [1, 1, 1], dict(shrinkAxisMask=7)),
    ]
    for i, (begin, end, step, masks) in enumerate(cases):
        keys = dict(beginMask=0, endMask=0, ellipsisMask=0, newAxisMask=0, shrinkAxisMask=0)
        keys.update(masks)
        bounds = [np.array(v, I32) for v in (begin, end, step)]
        bounds = [Const(b) for b in bounds] if i % 2 else bounds
        f.add("STRIDED_SLICE", [f.normal(*x)] + bounds, table="StridedSliceOptions", **keys)
    keys = dict(beginMask=0, endMask=0, ellipsisMask=0, newAxisMask=0, shrinkAxisMask=1)
    f.add("STRIDED_SLICE", [f.whole(0, 99, 3)] + [Const(np.array(v, I32)) for v in ([0], [1], [1])], "int32",
          table="StridedSliceOptions", **keys)
    f.add("SPLIT", [Const(np.array(1, I32)), f.normal(2, 6, 3)], ["float32"] * 3, table="SplitOptions", numSplits=3)
    f.add("SPLIT", [Const(np.array(-1, I32)), f.normal(2, 4)], ["float32"] * 2, table="SplitOptions", numSplits=2)
    f.add("SPLIT_V", [f.normal(7, 3), Const(np.array([2, -1, 1], I32)), Const(np.array(0, I32))], ["float32"] * 3,
          table="SplitVOptions", numSplits=3)
    f.add("UNPACK", [f.normal(2, 3, 4)], ["float32"] * 3, table="UnpackOptions", num=3, axis=1)
    f.add("UNPACK", [f.whole(0, 9, 3, 2)], ["int32"] * 2, table="UnpackOptions", num=2, axis=-1)
    f.add("DYNAMIC_UPDATE_SLICE", [f.normal(4, 5), f.normal(2, 2), np.array([3, 1], I32)])
    f.write()


def joins():
    f = Family("joins")
    f.add("CONCATENATION", [f.normal(2, 1, 3), f.normal(2, 4, 3), f.normal(2, 0, 3)], table="ConcatenationOptions", axis=1)
    f.add("CONCATENATION", [f.normal(2, 3), f.normal(2, 5)], table="ConcatenationOptions", axis=-1)
    f.add("CONCATENATION", [f.whole(0, 9, 2, dtype=I64), f.whole(0, 9, 1, dtype=I64)], "int64", table="ConcatenationOptions")
    f.add("CONCATENATION", [f.flags(2, 2), f.flags(1, 2)], "bool", table="ConcatenationOptions", axis=0)
    f.add("PACK", [f.normal(2, 3), f.normal(2, 3)], table="PackOptions", valuesCount=2, axis=1)
    f.add("PACK", [np.int32(4), np.int32(-1), np.int32(5)], "int32", table="PackOptions", valuesCount=3, axis=0)
    f.add("PACK", [f.normal(3), f.normal(3)], table="PackOptions", valuesCount=2, axis=-1)
    f.add("TILE", [f.normal(2, 3), np.array([2, 3], I32)], table="TileOptions")
    f.add("TILE", [f.whole(0, 9, 2, 1, 3), Const(np.array([1, 4, 2], I32))], "int32", table="TileOptions")
    f.add("TILE", [f.flags(3), np.array([0], I64)], "bool", table="TileOptions")
    f.add("PAD", [f.normal(2, 3), Const(np.array([[1, 0], [2, 3]], I32))], table="PadOptions")
    f.add("PAD", [f.whole(0, 9, 3), np.array([[0, 2]], I32)], "int32", table="PadOptions")
    f.add("PAD", [f.normal(2, 3, 1, 4), Const(np.array([[0, 0], [2, 1], [0, 0], [0, 0]], I64))], table="PadOptions")
    f.add("PADV2", [f.normal(2, 3), Const(np.array([[1, 1], [0, 2]], I32)), Const(np.float32(-1.5))], table="PadV2Options")
    for mode in (0, 1):
        f.add("MIRROR_PAD", [f.normal(3, 4), Const(np.array([[1, 2], [3, 2]], I32))], table="MirrorPadOptions", mode=mode)
        f.add("MIRROR_PAD", [f.normal(5), np.array([[2, 4]], I32)], table="MirrorPadOptions", mode=mode)
    f.write()


def permutes():
    f = Family("permutes")
    for shape, order in (((3, 5), (1, 0)), ((2, 3, 4), (2, 0, 1)), ((2, 3, 4, 5), (0, 2, 1, 3)), ((7, 2, 3), (1, 0, 2)),
                         ((2, 1, 3), (1, 2, 0)), ((33, 17), (1, 0)), ((4, 33, 8), (0, 2, 1)), ((0, 3), (1, 0))):
        f.add("TRANSPOSE", [f.normal(*shape), Const(np.array(order, I32))], table="TransposeOptions")
    f.add("TRANSPOSE", [f.whole(0, 9, 2, 3), np.array([1, 0], I32)], "int32", table="TransposeOptions")
    f.add("TRANSPOSE", [f.flags(2, 3), np.array([1, 0], I32)], "bool", table="TransposeOptions")
    f.add("REVERSE_V2", [f.normal(3, 4, 2), Const(np.array([1], I32))], table="ReverseV2Options")
    f.add("REVERSE_V2", [f.normal(3, 4), Const(np.array([0, 1], I32))], table="ReverseV2Options")
    f.add("REVERSE_V2", [f.whole(0, 9, 5), Const(np.array([0], I32))], "int32", table="ReverseV2Options")
    f.add("REVERSE_SEQUENCE", [f.normal(3, 5, 2), np.array([2, 5, 1], I32)], table="ReverseSequenceOptions", seqDim=1,
          batchDim=0)
    f.add("SPACE_TO_DEPTH", [f.normal(2, 4, 6, 3)], table="SpaceToDepthOptions", blockSize=2)
    f.add("DEPTH_TO_SPACE", [f.normal(1, 2, 3, 8)], table="DepthToSpaceOptions", blockSize=2)
    f.add("SPACE_TO_BATCH_ND", [f.normal(2, 5, 1, 3), Const(np.array([3, 1], I32)), Const(np.array([[2, 2], [0, 0]], I32))],
          table="SpaceToBatchNDOptions")
    f.add("SPACE_TO_BATCH_ND", [f.normal(2, 5, 3), np.array([2], I32), np.array([[1, 2]], I32)],
          table="SpaceToBatchNDOptions")
    f.add("BATCH_TO_SPACE_ND", [f.normal(6, 3, 1, 2), Const(np.array([3, 1], I32)), Const(np.array([[2, 1], [0, 0]], I32))],
          table="BatchToSpaceNDOptions")
    f.add("BATCH_TO_SPACE_ND", [f.normal(4, 3, 2), np.array([2], I32), np.array([[1, 2]], I32)],
          table="BatchToSpaceNDOptions")
    f.write()


def gathers():
    f = Family("gathers")
    f.add("GATHER", [f.normal(5, 3), f.whole(0, 5, 4)], table="GatherOptions", axis=0)
    f.add("GATHER", [f.normal(2, 5, 3), f.whole(0, 5, 2, 2, dtype=I64)], table="GatherOptions", axis=1)
    f.add("GATHER", [f.normal(3, 7), f.whole(0, 7, 5)], table="GatherOptions", axis=-1)
    f.add("GATHER", [f.normal(3, 7, 2), f.whole(0, 7, 3, 5)], table="GatherOptions", axis=1, batchDims=1)
    f.add("GATHER", [f.whole(0, 99, 4, dtype=I64), np.int32(2)], "int64", table="GatherOptions", axis=0)
    f.add("GATHER", [f.normal(5), f.whole(0, 5, 0)], table="GatherOptions", axis=0)
    f.add("GATHER", [f.flags(5, 2), f.whole(0, 5, 3)], "bool", table="GatherOptions", axis=0)
    f.add("GATHER_ND", [f.normal(3, 4, 2), f.whole(0, 3, 5, 2)], table="GatherNdOptions")
    f.add("GATHER_ND", [f.whole(0, 99, 3, 4), f.whole(0, 3, 2, 2, 1, dtype=I64)], "int32", table="GatherNdOptions")
    f.add("EMBEDDING_LOOKUP", [f.whole(0, 6, 4), Const(f.normal(6, 3))])
    f.add("SCATTER_ND", [np.array([[1], [3], [1]], I32), f.normal(3, 2), np.array([5, 2], I32)], table="ScatterNdOptions")
    f.add("SCATTER_ND", [np.array([[1, 0], [0, 2]], I32), f.whole(1, 9, 2), Const(np.array([2, 3], I32))], "int32",
          table="ScatterNdOptions")
    f.add("SPARSE_TO_DENSE", [np.array([[0, 1], [2, 0]], I32), np.array([3, 2], I32), f.normal(2), np.float32(-1)],
          table="SparseToDenseOptions")
    f.add("SPARSE_TO_DENSE", [np.array([1, 4], I64), np.array([6], I64), np.array([7, 3], I64), np.int64(2)], "int64",
          table="SparseToDenseOptions")
    f.add("ONE_HOT", [np.array([0, 3, -1, 2, 9], I32), np.int32(4), np.float32(2), np.float32(-1)], table="OneHotOptions",
          axis=-1)
    f.add("ONE_HOT", [f.whole(0, 3, 2, 2), Const(np.int32(3)), np.int32(1), np.int32(0)], "int32", table="OneHotOptions",
          axis=1)
    f.add("SELECT", [f.flags(3, 4), f.odd(3, 4), f.odd(3, 4)], table="SelectOptions")
    f.add("SELECT", [f.flags(3), f.normal(3, 4), f.normal(3, 4)], table="SelectOptions")
    f.add("SELECT", [f.flags(2), f.whole(0, 9, 2, dtype=I64), f.whole(0, 9, 2, dtype=I64)], "int64", table="SelectOptions")
    f.add("SELECT_V2", [f.flags(3, 1), f.odd(2, 1, 4), f.odd(3, 4)], table="SelectV2Options")
    f.add("SELECT_V2", [f.flags(2, 3, 17), f.odd(2, 3, 17), np.float32(0)], table="SelectV2Options")
    f.add("SELECT_V2", [f.flags(5), f.flags(5), np.bool_(True)], "bool", table="SelectV2Options")
    f.add("WHERE", [f.flags(3, 5)], "int64", table="WhereOptions")
    f.add("WHERE", [f.odd(7)], "int64", table="WhereOptions")
    f.add("WHERE", [np.zeros((2, 2), bool)], "int64", table="WhereOptions")
    for name in ("ARG_MAX", "ARG_MIN"):
        table = "ArgMaxOptions" if name == "ARG_MAX" else "ArgMinOptions"
        f.add(name, [f.normal(3, 5, 2), Const(np.array(1, I32))], "int32", table=table, outputType=schema.TensorType.INT32)
        f.add(name, [f.whole(0, 3, 4, 7), Const(np.array(-1, I32))], "int64", table=table, outputType=schema.TensorType.INT64)
        f.add(name, [np.array([1, np.nan, 3, 3], F32), Const(np.array(0, I32))], "int32", table=table,
              outputType=schema.TensorType.INT32)
    f.add("TOPK_V2", [f.normal(3, 7), Const(np.array(4, I32))], ["float32", "int32"], table="TopKV2Options")
    f.add("TOPK_V2", [f.whole(0, 3, 9), np.array(5, I32)], ["int32", "int32"], table="TopKV2Options")
    f.add("UNIQUE", [f.whole(0, 4, 9)], ["int32", "int32"], table="UniqueOptions", idxOutType=schema.TensorType.INT32)
    f.add("UNIQUE", [np.array([2.5, 1, 2.5, -1], F32)], ["float32", "int64"], table="UniqueOptions",
          idxOutType=schema.TensorType.INT64)
    f.write()


def reductions():
    f = Family("reductions")
    cases = [((3, 4, 5), [1], False), ((3, 4, 5), [0, 2], True), ((3, 4, 5), [-1], False), ((2, 33), [0], False),
             ((33,), [0], True), ((3, 4, 2), [0, 1, 2], False), ((2, 3), [], False), ((5, 1, 2), [2], False),
             ((3, 21, 40), [1], False), ((0, 3), [0], False), ((4, 6, 3, 2), [1, 3], True)]
    for name in ("SUM", "MEAN", "REDUCE_PROD", "REDUCE_MAX", "REDUCE_MIN"):
        for i, (shape, axes, keep) in enumerate(cases):
            if 0 in shape and name != "SUM":
                continue
            axes = Const(np.array(axes, I32)) if i % 2 == 0 else np.array(axes, I32)
            f.add(name, [f.normal(*shape), axes], table="ReducerOptions", keepDims=keep)
        f.add(name, [f.whole(-5, 6, 3, 4), Const(np.array([1], I32))], "int32", table="ReducerOptions", keepDims=False)
        x = f.normal(6, 4)
        x[0, 1], x[1, 3], x[2, 0], x[3, :], x[4, :], x[5, 2] = np.nan, np.nan, np.nan, -np.inf, np.inf, np.inf
        f.add(name, [x, Const(np.array([1], I32))], table="ReducerOptions", keepDims=False)
        f.add(name, [x.T.copy(), Const(np.array([0], I32))], table="ReducerOptions", keepDims=False)
        f.add(name, [f.whole(-5, 6, 3, 4, dtype=I64), Const(np.array([0], I32))], "int64", table="ReducerOptions",
              keepDims=True)
    for name in ("REDUCE_ANY", "REDUCE_ALL"):
        for shape, axes, keep in cases[:6]:
            f.add(name, [f.rng.integers(0, 4, shape) > (2 if name == "REDUCE_ANY" else 0), Const(np.array(axes, I32))],
                  "bool", table="ReducerOptions", keepDims=keep)
    for exclusive in (False, True):
        for reverse in (False, True):
            f.add("CUMSUM", [f.normal(3, 5, 2), Const(np.array(1, I32))], table="CumsumOptions", exclusive=exclusive,
                  reverse=reverse)
    f.add("CUMSUM", [f.whole(-5, 6, 7), np.array(0, I32)], "int32", table="CumsumOptions")
    f.add("SEGMENT_SUM", [f.normal(5, 3), np.array([0, 0, 1, 2, 2], I32)], table="SegmentSumOptions")
    for name in ("UNSORTED_SEGMENT_SUM", "UNSORTED_SEGMENT_PROD", "UNSORTED_SEGMENT_MAX", "UNSORTED_SEGMENT_MIN"):
        table = "".join(word.capitalize() for word in name.split("_")) + "Options"
        f.add(name, [f.normal(5, 3), np.array([2, 0, 2, -1, 3], I32), np.array(4, I32)], table=table)
        f.add(name, [f.whole(1, 5, 5), np.array([1, 0, 1, 1, 0], I32), np.array(2, I32)], "int32", table=table)
    f.add("MATRIX_DIAG", [f.normal(2, 3)], table="MatrixDiagOptions")
    f.add("MATRIX_SET_DIAG", [f.normal(2, 3, 4), f.normal(2, 3)], table="MatrixSetDiagOptions")
    f.write()


def products():
    f = Family("products")
    options = "FullyConnectedOptions"
    f.add("FULLY_CONNECTED", [f.normal(5, 17), Const(f.normal(9, 17)), Const(f.normal(9))], table=options)
    f.add("FULLY_CONNECTED", [f.normal(2, 3, 7), Const(f.normal(5, 7)), None], table=options, keepNumDims=True)
    f.add("FULLY_CONNECTED", [f.normal(2, 3, 4), Const(f.normal(5, 12)), Const(f.normal(5))], table=options,
          fusedActivationFunction=RELU)
    f.add("FULLY_CONNECTED", [f.normal(3, 4), f.normal(5, 4), f.normal(5)], table=options, fusedActivationFunction=RELU6)
    f.add("FULLY_CONNECTED", [f.normal(1, 33), Const(f.normal(65, 33)), Const(f.normal(65))], table=options,
          fusedActivationFunction=RELU_N1)
    for a, b, x, y in (((5, 7), (7, 3), False, False), ((2, 5, 7), (2, 7, 3), False, False),
                       ((2, 7, 5), (2, 7, 3), True, False), ((3, 5, 7), (3, 3, 7), False, True),
                       ((2, 1, 5, 7), (3, 7, 2), False, False), ((4, 17, 9), (9, 33), False, False),
                       ((1, 5, 7), (4, 7, 3), False, False)):
        f.add("BATCH_MATMUL", [f.normal(*a), f.normal(*b)], table="BatchMatMulOptions", adjX=x, adjY=y)
    f.add("BATCH_MATMUL", [f.normal(3, 5, 7), Const(f.normal(7, 4))], table="BatchMatMulOptions", adjX=False, adjY=False)
    f.write()


def convolutions():
    f = Family("convolutions")
    for shape, kernel, stride, dilation, padding, after in (
            ((2, 5, 7, 3), (4, 3, 3, 3), (1, 1), (1, 1), SAME, RELU), ((1, 6, 7, 4), (5, 2, 3, 4), (2, 2), (1, 1), VALID, NONE),
            ((1, 1, 19, 8), (9, 1, 5, 8), (1, 1), (1, 1), VALID, RELU6), ((1, 1, 19, 8), (9, 1, 3, 8), (1, 1), (1, 4), SAME, NONE),
            ((2, 5, 5, 6), (7, 1, 1, 6), (1, 1), (1, 1), SAME, NONE), ((2, 5, 5, 6), (7, 1, 1, 6), (2, 1), (1, 1), VALID, NONE),
            ((1, 5, 5, 6), (4, 3, 3, 3), (1, 1), (1, 1), SAME, NONE), ((1, 2, 2, 3), (4, 3, 3, 3), (1, 1), (1, 1), SAME, NONE)):
        f.add("CONV_2D", [f.normal(*shape), Const(f.normal(*kernel)), Const(f.normal(kernel[0]))], table="Conv2DOptions",
              padding=padding, strideH=stride[0], strideW=stride[1], dilationHFactor=dilation[0],
              dilationWFactor=dilation[1], fusedActivationFunction=after)
    for shape, kernel, stride, dilation, padding in (
            ((2, 5, 7, 3), (3, 3, 3), (1, 1), (1, 1), SAME), ((1, 1, 23, 16), (1, 17, 16), (1, 1), (1, 1), VALID),
            ((1, 6, 6, 2), (3, 2, 6), (2, 2), (1, 1), VALID), ((1, 1, 23, 8), (1, 3, 8), (1, 1), (1, 3), SAME)):
        f.add("DEPTHWISE_CONV_2D", [f.normal(*shape), Const(f.normal(1, *kernel)), Const(f.normal(kernel[-1]))],
              table="DepthwiseConv2DOptions", padding=padding, strideH=stride[0], strideW=stride[1],
              dilationHFactor=dilation[0], dilationWFactor=dilation[1], depthMultiplier=kernel[-1] // shape[-1],
              fusedActivationFunction=NONE)
    for out, shape, kernel, stride, padding in (((1, 6, 8, 4), (1, 3, 4, 3), (4, 3, 3, 3), 2, SAME),
                                                ((2, 7, 9, 2), (2, 3, 4, 3), (2, 3, 3, 3), 2, VALID)):
        f.add("TRANSPOSE_CONV", [Const(np.array(out, I32)), Const(f.normal(*kernel)), f.normal(*shape)],
              table="TransposeConvOptions", padding=padding, strideH=stride, strideW=stride)
    for name in ("AVERAGE_POOL_2D", "MAX_POOL_2D", "L2_POOL_2D"):
        for shape, window, stride, padding in (((2, 5, 7, 3), (2, 3), (2, 1), SAME), ((1, 6, 6, 2), (3, 2), (2, 2), VALID),
                                               ((1, 1, 19, 4), (1, 4), (1, 4), SAME)):
            f.add(name, [f.normal(*shape)], table="Pool2DOptions", padding=padding, strideH=stride[0], strideW=stride[1],
                  filterHeight=window[0], filterWidth=window[1], fusedActivationFunction=NONE)
    for align, half in ((False, False), (True, False), (False, True)):
        for size in ((7, 9), (2, 3), (5, 1)):
            f.add("RESIZE_BILINEAR", [f.normal(2, 4, 5, 3), Const(np.array(size, I32))], table="ResizeBilinearOptions",
                  alignCorners=align, halfPixelCenters=half)
            f.add("RESIZE_NEAREST_NEIGHBOR", [f.normal(2, 4, 5, 3), np.array(size, I32)],
                  table="ResizeNearestNeighborOptions", alignCorners=align, halfPixelCenters=half)
    f.write()


def recurrent():
    f = Family("recurrent")

    def lstm(units, inputs, outputs=None, cifg=False, peephole=False, norm=False, bias=True):
        out = outputs or units
        w = [None if cifg and i == 0 else Const(f.normal(units, inputs) * 0.5) for i in range(4)]
        r = [None if cifg and i == 0 else Const(f.normal(units, out) * 0.5) for i in range(4)]
        p = [Const(f.normal(units)) if peephole and not (cifg and i == 0) else None for i in range(3)]
        b = [None if cifg and i == 0 else Const(f.normal(units)) for i in range(4)]
        projection = [Const(f.normal(out, units) * 0.5), Const(f.normal(out))] if outputs else [None, None]
        return w + r + p + b + projection, out

    def scales(units, cifg):
        return [None if cifg and i == 0 else Const(f.normal(units)) for i in range(4)]

    for batch, time, inputs, units, keys, major in (
            (1, 7, 3, 5, {}, False), (3, 4, 5, 17, {}, True), (2, 5, 4, 6, dict(cifg=True), False),
            (2, 5, 4, 6, dict(peephole=True), False), (2, 5, 4, 6, dict(outputs=3), True)):
        weights, out = lstm(units, inputs, **keys)
        shape = (time, batch, inputs) if major else (batch, time, inputs)
        f.add("UNIDIRECTIONAL_SEQUENCE_LSTM",
              [f.normal(*shape)] + weights + [State((batch, out)), State((batch, units))],
              table="UnidirectionalSequenceLSTMOptions", fusedActivationFunction=TANH, timeMajor=major, cellClip=0.9,
              projClip=0.7)
    weights, out = lstm(6, 4, norm=True)
    f.add("UNIDIRECTIONAL_SEQUENCE_LSTM", [f.normal(2, 5, 4)] + weights + [State((2, 6)), State((2, 6))] + scales(6, False),
          table="UnidirectionalSequenceLSTMOptions", fusedActivationFunction=TANH, timeMajor=False)
    weights, out = lstm(6, 4)
    f.add("LSTM", [f.normal(2, 4)] + weights + [State((2, 6)), State((2, 6))], table="LSTMOptions",
          fusedActivationFunction=TANH)
    f.add("LSTM", [f.normal(2, 4), f.normal(2, 3), Const(f.normal(12, 7)), Const(f.normal(12)), f.normal(2, 3)],
          ["float32"] * 4, table="LSTMOptions", fusedActivationFunction=TANH, kernelType=1)
    forward, _ = lstm(5, 3)
    backward, _ = lstm(5, 3)
    for merge in (False, True):
        # Merged and of several sequences, the interpreter's own result is NaN.
        batch = 1 if merge else 2
        states = [State((batch, 5)) for _ in range(4)]
        f.add("BIDIRECTIONAL_SEQUENCE_LSTM", [f.normal(batch, 6, 3)] + forward + backward + states + [None] * 9,
              ["float32"] * (1 if merge else 2), table="BidirectionalSequenceLSTMOptions", fusedActivationFunction=TANH,
              timeMajor=False, mergeOutputs=merge)
    f.add("RNN", [f.normal(2, 4), Const(f.normal(5, 4)), Const(f.normal(5, 5)), Const(f.normal(5)), State((2, 5))],
          table="RNNOptions", fusedActivationFunction=TANH)
    for major in (False, True):
        f.add("UNIDIRECTIONAL_SEQUENCE_RNN",
              [f.normal(3, 2, 4), Const(f.normal(5, 4)), Const(f.normal(5, 5) * 0.3), Const(f.normal(5)),
               State((2 if major else 3, 5))], table="SequenceRNNOptions", timeMajor=major, fusedActivationFunction=RELU)
    f.add("SVDF", [f.normal(2, 3), Const(f.normal(8, 3)), Const(f.normal(8, 5)), Const(f.normal(4)), State((2, 40))],
          table="SVDFOptions", rank=2, fusedActivationFunction=NONE)
    f.write()


def awkward():
    """Shapes of rank 0, without a number, with sizes of 1 in the middle; axes from the end; NaN and infinity."""
    f = Family("awkward")
    unary = {"ABS": None, "NEG": None, "EXP": "ExpOptions", "LOG": None, "SQRT": None, "RSQRT": None, "SQUARE": None,
             "FLOOR": None, "CEIL": None, "ROUND": None, "LOGISTIC": None, "TANH": None, "RELU": None, "RELU6": None,
             "SIN": None, "COS": None, "SIGN": None, "HARD_SWISH": None, "ELU": None, "GELU": "GeluOptions",
             "LEAKY_RELU": "LeakyReluOptions"}
    for name, table in unary.items():
        f.add(name, [np.float32(0.75)], table=table)
        f.add(name, [f.normal(2, 0, 3)], table=table)
        f.add(name, [np.abs(f.normal(1, 1, 1, 1, 3))], table=table)
    for name in ("EXP", "LOGISTIC", "TANH", "ELU", "HARD_SWISH", "SIN", "COS"):
        x = np.array([np.nan, 0, -0.0, 88.5, -88.5, 1e-38, -1e-20, 20, -20, 9.5], F32)
        f.add(name, [x if name != "HARD_SWISH" else x[1:]], table=unary[name])
    for name in ("LOGISTIC", "TANH", "EXP", "ELU"):
        f.add(name, [np.array([np.inf, -np.inf, 104, -104], F32)], table=unary[name])
    pairs = [((), ()), ((1,), ()), ((2, 1, 3), (2, 4, 1)), ((3, 1, 1, 2), (1, 4, 1, 2)), ((2, 0, 3), (1, 3)),
             ((1, 1, 1), (5,)), ((4, 1, 3, 1, 2), (1, 5, 1, 2, 2)), ((2, 3), (1, 1, 1, 3))]
    for name, table in (("ADD", "AddOptions"), ("SUB", "SubOptions"), ("MUL", "MulOptions"), ("DIV", "DivOptions"),
                        ("MAXIMUM", "MaximumMinimumOptions"), ("SQUARED_DIFFERENCE", "SquaredDifferenceOptions"),
                        ("POW", "PowOptions"), ("FLOOR_DIV", "FloorDivOptions"), ("FLOOR_MOD", "FloorModOptions")):
        for a, b in pairs:
            if name in ("POW", "FLOOR_DIV", "FLOOR_MOD", "SQUARED_DIFFERENCE") and max(len(a), len(b)) > 4:
                continue
            f.add(name, [np.abs(f.normal(*a)) + F32(0.5), np.abs(f.normal(*b)) + F32(0.5)], table=table)
    f.add("POW", [np.array([0, -2, 2, np.inf, -1, 1, np.nan, -1], F32),
                  np.array([0, 3, -1, 0, 0.5, np.nan, 0, np.inf], F32)], table="PowOptions")
    f.add("FLOOR_MOD", [np.array([5.5, -5.5, 5.5, -5.5, 0], F32), np.array([2, 2, -2, -2, 3], F32)], table="FloorModOptions")
    for name in ("EQUAL", "LESS", "GREATER_EQUAL", "NOT_EQUAL"):
        table = "".join(word.capitalize() for word in name.split("_")) + "Options"
        for a, b in (((), ()), ((2, 1, 3), (4, 1)), ((0,), (1,))):
            f.add(name, [f.whole(0, 2, *a), f.whole(0, 2, *b)], "bool", table=table)
    f.add("SELECT_V2", [np.bool_(True), np.float32(1), np.float32(2)], table="SelectV2Options")
    f.add("SELECT_V2", [f.flags(4, 1), f.odd(1, 3), f.odd(2, 1, 1)], table="SelectV2Options")
    f.add("SELECT_V2", [f.flags(0, 3), f.normal(0, 3), np.float32(0)], table="SelectV2Options")
    f.add("SELECT", [np.bool_(False), f.odd(2, 3), f.odd(2, 3)], table="SelectOptions")
    for name in ("SUM", "MEAN", "REDUCE_PROD", "REDUCE_MAX", "REDUCE_MIN"):
        f.add(name, [np.float32(2.5), Const(np.array([], I32))], table="ReducerOptions", keepDims=False)
        f.add(name, [f.normal(2, 3, 4), Const(np.array([-1, -3], I32))], table="ReducerOptions", keepDims=True)
        f.add(name, [f.normal(2, 3, 4), Const(np.array([1, 1, -2], I32))], table="ReducerOptions", keepDims=False)
        f.add(name, [f.normal(2, 3, 4), Const(np.array(1, I32))], table="ReducerOptions", keepDims=False)
        f.add(name, [f.normal(2, 1, 3, 1, 4), Const(np.array([2, 4], I32))], table="ReducerOptions", keepDims=False)
        if name not in ("MEAN",):
            f.add(name, [f.normal(3, 0), Const(np.array([0], I32))], table="ReducerOptions", keepDims=True)
    for name in ("REDUCE_ANY", "REDUCE_ALL"):
        f.add(name, [f.flags(2, 3, 4), Const(np.array([-1], I32))], "bool", table="ReducerOptions", keepDims=True)
        f.add(name, [f.flags(2, 3, 4), Const(np.array([0, 1, 2], I32))], "bool", table="ReducerOptions", keepDims=False)
    for name, table in (("ARG_MAX", "ArgMaxOptions"), ("ARG_MIN", "ArgMinOptions")):
        f.add(name, [f.normal(2, 3, 4), Const(np.array(-2, I32))], "int64", table=table,
              outputType=schema.TensorType.INT64)
        f.add(name, [f.whole(0, 2, 3, 1), np.array([1], I32)], "int32", table=table,
              outputType=schema.TensorType.INT32)
        f.add(name, [f.flags(7), Const(np.array(0, I32))], "int32", table=table, outputType=schema.TensorType.INT32)
    f.add("TOPK_V2", [np.array([1, 3, 3, 2, 3], F32), Const(np.array(5, I32))], ["float32", "int32"],
          table="TopKV2Options")
    f.add("TOPK_V2", [f.whole(0, 5, 2, 3, 4, dtype=I64), Const(np.array(1, I32))], ["int64", "int32"],
          table="TopKV2Options")
    f.add("CUMSUM", [f.normal(2, 3), Const(np.array(-1, I32))], table="CumsumOptions", exclusive=True)
    f.add("CUMSUM", [f.whole(-5, 6, 0, 3, dtype=I64), Const(np.array(0, I32))], "int64", table="CumsumOptions")
    f.add("ONE_HOT", [np.int32(2), np.int32(3), np.float32(1), np.float32(0)], table="OneHotOptions", axis=-1)
    f.add("ONE_HOT", [f.whole(0, 4, 0), np.int32(3), np.float32(1), np.float32(0)], table="OneHotOptions", axis=0)
    f.add("ONE_HOT", [f.whole(0, 4, 3, dtype=I64), np.int32(4), np.bool_(True), np.bool_(False)], "bool",
          table="OneHotOptions", axis=0)
    f.add("FILL", [np.array([0, 2], I32), np.float32(3)], table="FillOptions")
    f.add("FILL", [np.array([2, 1, 3], I64), np.int64(-3)], "int64", table="FillOptions")
    f.add("RANGE", [np.float32(3), np.float32(1), np.float32(-0.5)], table="RangeOptions")
    f.add("TILE", [f.normal(1, 2, 1), np.array([1, 1, 1], I32)], table="TileOptions")
    f.add("TILE", [np.float32(3), Const(np.array([], I32))], table="TileOptions")
    f.add("TILE", [f.whole(0, 9, 2, 3, dtype=I64), np.array([2, 0], I32)], "int64", table="TileOptions")
    f.add("REVERSE_V2", [f.normal(2, 3, 4), Const(np.array([-1], I32))], table="ReverseV2Options")
    f.add("REVERSE_V2", [f.flags(4, 1), Const(np.array([0], I32))], "bool", table="ReverseV2Options")
    f.add("GATHER", [f.normal(3, 0, 2), f.whole(0, 3, 2)], table="GatherOptions", axis=0)
    f.add("GATHER", [f.normal(2, 3, 4), np.int32(1)], table="GatherOptions", axis=-2)
    f.add("GATHER", [f.normal(2, 3, 4, 2), f.whole(0, 4, 2, 3, 2)], table="GatherOptions", axis=2, batchDims=2)
    f.add("GATHER_ND", [f.normal(3, 4), np.zeros((0, 2), I32)], table="GatherNdOptions")
    f.add("GATHER_ND", [f.normal(3, 4), np.array([1, 2], I32)], table="GatherNdOptions")
    f.add("GATHER_ND", [f.flags(3, 4), np.array([[2]], I64)], "bool", table="GatherNdOptions")
    f.add("SCATTER_ND", [np.array([[[0], [1]], [[1], [2]]], I32), f.normal(2, 2, 3), Const(np.array([4, 3], I32))],
          table="ScatterNdOptions")
    f.add("SCATTER_ND", [np.zeros((0, 1), I32), f.normal(0, 2), np.array([3, 2], I32)], table="ScatterNdOptions")
    f.add("PAD", [f.normal(0, 3), Const(np.array([[1, 1], [0, 1]], I32))], table="PadOptions")
    f.add("PAD", [f.whole(0, 9, 2, 1, 2, 1, dtype=I64), Const(np.array([[0, 1], [1, 0], [0, 0], [2, 2]], I32))], "int64",
          table="PadOptions")
    f.add("PADV2", [f.odd(3, 5), Const(np.array([[0, 1], [1, 0]], I32)), Const(np.float32(-np.inf))], table="PadV2Options")
    f.add("MIRROR_PAD", [f.normal(2, 3, 2), Const(np.array([[1, 1], [0, 0], [0, 1]], I32))], table="MirrorPadOptions",
          mode=0)
    f.add("CONCATENATION", [f.normal(0, 3), f.normal(0, 3)], table="ConcatenationOptions", axis=0)
    f.add("CONCATENATION", [f.normal(2, 3), f.normal(2, 3)], table="ConcatenationOptions", axis=-2)
    f.add("CONCATENATION", [f.normal(5)], table="ConcatenationOptions", axis=0)
    f.add("SPLIT", [Const(np.array(-2, I32)), f.whole(0, 9, 2, 4, 3)], ["int32"] * 4, table="SplitOptions", numSplits=4)
    f.add("SPLIT_V", [f.normal(3, 5), Const(np.array([0, 5], I32)), Const(np.array(-1, I32))], ["float32"] * 2,
          table="SplitVOptions", numSplits=2)
    f.add("PACK", [np.float32(1), np.float32(np.nan)], table="PackOptions", valuesCount=2, axis=0)
    f.add("UNPACK", [f.normal(3)], ["float32"] * 3, table="UnpackOptions", num=3, axis=0)
    f.add("UNPACK", [f.flags(2, 2, 3)], ["bool"] * 2, table="UnpackOptions", num=2, axis=-2)
    f.add("TRANSPOSE", [f.whole(0, 9, 2, 1, 3, 2, 2, dtype=I64), Const(np.array([4, 2, 0, 1, 3], I32))], "int64",
          table="TransposeOptions")
    f.add("TRANSPOSE", [f.normal(2, 3, 4), Const(np.array([0, -1, 1], I32))], table="TransposeOptions")
    f.add("RESHAPE", [np.float32(3), Const(np.array([-1, 1], I32))], table="ReshapeOptions", newShape=[-1, 1])
    f.add("RESHAPE", [f.normal(1, 1), Const(np.array([], I32))], table="ReshapeOptions", newShape=[])
    f.add("RESHAPE", [f.whole(0, 9, 0, 2, dtype=I64), Const(np.array([2, -1], I32))], "int64", table="ReshapeOptions",
          newShape=[2, -1])
    f.add("SQUEEZE", [f.normal(1, 1)], table="SqueezeOptions", squeezeDims=[-1])
    f.add("SQUEEZE", [f.normal(0, 1)], table="SqueezeOptions", squeezeDims=[1])
    f.add("EXPAND_DIMS", [np.float32(3), Const(np.array(0, I32))], table="ExpandDimsOptions")
    f.add("EXPAND_DIMS", [f.flags(0, 2), Const(np.array(2, I32))], "bool", table="ExpandDimsOptions")
    f.add("BATCH_MATMUL", [f.normal(0, 3), f.normal(3, 2)], table="BatchMatMulOptions")
    f.add("BATCH_MATMUL", [f.normal(2, 1, 1, 3), f.normal(1, 3, 3, 1)], table="BatchMatMulOptions")
    f.add("BATCH_MATMUL", [f.normal(2, 3, 4), f.normal(2, 5, 3)], table="BatchMatMulOptions", adjX=True, adjY=True)
    f.add("BATCH_MATMUL", [f.normal(3, 17), f.normal(4, 17, 5)], table="BatchMatMulOptions")
    f.add("FULLY_CONNECTED", [f.normal(7), Const(f.normal(3, 7)), None], table="FullyConnectedOptions")
    f.add("FULLY_CONNECTED", [f.normal(0, 7), Const(f.normal(3, 7)), Const(f.normal(3))], table="FullyConnectedOptions")
    f.add("FULLY_CONNECTED", [f.strange(3, 7), Const(f.normal(3, 7)), Const(f.normal(3))], table="FullyConnectedOptions",
          fusedActivationFunction=RELU)
    f.add("SOFTMAX", [f.normal(2, 3, 1, 5)], table="SoftmaxOptions", beta=1.0)
    f.add("SOFTMAX", [f.normal(5)], table="SoftmaxOptions", beta=1.0)
    f.add("LOG_SOFTMAX", [np.array([[1e4, 0, -1e4], [3, 3, 3]], F32)])
    f.add("L2_NORMALIZATION", [f.normal(2, 1, 3)], table="L2NormOptions")
    f.add("SHAPE", [f.flags(0, 3)], "int32", table="ShapeOptions", outType=schema.TensorType.INT32)
    big = np.array([np.inf, -np.inf, np.nan, 3e9, -3e9, 1e19, 255.9, -1, 300], F32)
    f.add("CAST", [big], "bool", table="CastOptions")
    f.add("CAST", [np.int32(-3)], "float32", table="CastOptions")
    f.add("CAST", [f.flags(0, 2)], "float32", table="CastOptions")
    f.add("CAST", [np.array([2**40 + 5, -1, 2**31], I64)], "int32", table="CastOptions")
    f.add("CAST", [np.array([2**24 + 1, 2**53 + 1], I64)], "float32", table="CastOptions")
    f.add("SLICE", [f.normal(2, 3), Const(np.array([2, 0], I32)), Const(np.array([0, -1], I32))], table="SliceOptions")
    f.add("WHERE", [f.whole(0, 2, 2, 0)], "int64", table="WhereOptions")
    for name in ("AVERAGE_POOL_2D", "MAX_POOL_2D"):
        f.add(name, [f.odd(1, 4, 5, 2) if name == "MAX_POOL_2D" else f.strange(1, 4, 5, 2)], table="Pool2DOptions", padding=SAME,
              strideH=2, strideW=3, filterHeight=3, filterWidth=2, fusedActivationFunction=RELU6)
    f.add("RESIZE_BILINEAR", [f.normal(1, 1, 1, 3), Const(np.array([3, 2], I32))], table="ResizeBilinearOptions")
    f.add("RESIZE_NEAREST_NEIGHBOR", [f.normal(1, 5, 2, 1), Const(np.array([3, 3], I32))],
          table="ResizeNearestNeighborOptions", alignCorners=True, halfPixelCenters=True)
    f.write()


if __name__ == "__main__":
    import sys
    families = [arithmetic, infinities, comparisons, functions, casts, shapes, slices, joins, permutes, gathers, reductions, products,
                convolutions, recurrent, awkward]
    for family in families:
        if len(sys.argv) < 2 or family.__name__ in sys.argv[1:]:
            family()
