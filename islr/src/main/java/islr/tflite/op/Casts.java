package islr.tflite.op;

import islr.tflite.value.Value;
import islr.weights.tflite.Quantization;
import islr.weights.tflite.TensorType;
import islr.weights.tflite.TfliteModel;

/// Numbers of one type as those of another.
final class Casts {
    private Casts() {}

    /// `CAST`: floating-point numbers are cut off towards 0; NaN becomes 0.
    static Factory cast() {
        return node -> {
            TensorType type = node.type(0);
            return (Operator.Single) (run, in) -> cast(run, in[0], type);
        };
    }

    static Value cast(Run run, Value x, TensorType type) {
        if (x.isFloat() && Value.isFloat(type)) {
            return (type == TensorType.FLOAT16 && x.type() != type ? rounded(run, x) : x).as(type);
        }
        Value y = run.room(type, x.shape()).as(type);
        for (int i = 0; i < x.size(); i++) {
            switch (y.array()) {
                case float[] to -> to[y.at() + i] = x.isFlags() ? x.flags()[i] ? 1 : 0 : x.longs()[i];
                case boolean[] to -> to[i] = x.isFlags() ? x.flags()[i]
                        : x.isFloat() ? x.floats().array()[x.at() + i] != 0 : x.longs()[i] != 0;
                default -> y.longs()[i] = Value.wrapped(type, x.isFlags() ? x.flags()[i] ? 1 : 0
                        : x.isFloat() ? whole(type, x.floats().array()[x.at() + i]) : x.longs()[i]);
            }
        }
        return y;
    }

    /// What C++ does with a number that fits; others end at the largest of the type, or of 32 bits for narrower ones.
    private static long whole(TensorType type, float x) {
        return type == TensorType.INT64 || type == TensorType.UINT32 ? (long) x : (int) x;
    }

    private static Value rounded(Run run, Value x) {
        return Unary.of(run, (Unary.Function) number -> Float.float16ToFloat(Float.floatToFloat16(number)), x);
    }

    /// `DEQUANTIZE`: `scale · (whole − zeroPoint)`; halves are widened.
    static Factory dequantize() {
        return node -> {
            Quantization scale = scale(node.inputs().getFirst());
            return (Operator.Single) (run, in) -> {
                if (in[0].isFloat()) {
                    return in[0].as(TensorType.FLOAT32);
                }
                Value y = run.floats(in[0].shape());
                long[] x = in[0].longs();
                for (int i = 0; i < y.size(); i++) {
                    int channel = channel(scale, in[0], i);
                    y.floats().array()[y.at()
                            + i] = (float) ((double) scale.scales().get(channel) * (x[i] - zeroPoint(scale, channel)));
                }
                return y;
            };
        };
    }

    /// `QUANTIZE`: the nearest whole number of the type's range, of two the even one.
    static Factory quantize() {
        return node -> {
            TfliteModel.TfliteTensor to = node.outputs().getFirst();
            Quantization scale = scale(to);
            if (!node.inputs().getFirst().type().equals(TensorType.FLOAT32)) {
                throw new Node.Refused("from one quantised type to another");
            }
            return (Operator.Single) (run, in) -> {
                Value y = run.longs(to.type(), in[0].shape());
                float[] x = in[0].floats().array();
                for (int i = 0; i < y.size(); i++) {
                    int channel = channel(scale, in[0], i);
                    float real = x[in[0].at() + i] / scale.scales().get(channel);
                    long whole = (long) Math.rint(real) + zeroPoint(scale, channel);
                    y.longs()[i] = Math.clamp(whole, least(to.type()), most(to.type()));
                }
                return y;
            };
        };
    }

    private static Quantization scale(TfliteModel.TfliteTensor tensor) throws Node.Refused {
        Quantization scale = tensor.quantization();
        if (!Value.isFloat(tensor.type()) && (scale.scales().isEmpty() || scale.other())) {
            throw new Node.Refused("of " + tensor.type() + " without a scale, or with one per block");
        }
        return scale;
    }

    private static int channel(Quantization scale, Value x, int i) {
        int channels = scale.scales().size();
        if (channels == 1) {
            return 0;
        }
        int axis = Axes.of(scale.axis(), x.shape().rank());
        if (x.shape().dim(axis) != channels) {
            throw new IllegalArgumentException(channels + " scales along axis " + axis + " of " + x.shape());
        }
        return i / x.shape().after(axis) % channels;
    }

    private static long zeroPoint(Quantization scale, int channel) {
        int points = scale.zeroPoints().size();
        return points == 0 ? 0 : scale.zeroPoints().get(channel < points ? channel : 0);
    }

    static long least(TensorType type) {
        return switch (type) {
            case INT8 -> Byte.MIN_VALUE;
            case INT16 -> Short.MIN_VALUE;
            case INT4 -> -8;
            case UINT8, UINT16, UINT32 -> 0;
            default -> Integer.MIN_VALUE;
        };
    }

    static long most(TensorType type) {
        return switch (type) {
            case INT8 -> Byte.MAX_VALUE;
            case INT16 -> Short.MAX_VALUE;
            case INT4 -> 7;
            case UINT8 -> 255;
            case UINT16 -> 65_535;
            default -> Integer.MAX_VALUE;
        };
    }
}
