package islr.tflite.op;

import islr.tensor.Shape;
import islr.tflite.value.Value;
import java.util.Arrays;

/// Tensors put together, repeated and padded.
final class Joins {
    private Joins() {}

    /// `CONCATENATION`: one behind the other along an axis.
    static Factory concatenation() {
        return node -> {
            int option = node.int32(0, 0);
            Activation after = node.activation(1);
            return (Operator.Single) (run, in) -> after.apply(run,
                    joined(run, Axes.of(option, in[0].shape().rank()), in));
        };
    }

    /// `PACK`: the same along a new axis.
    static Factory pack() {
        return node -> {
            int option = node.int32(1, 0);
            return (Operator.Single) (run, in) -> {
                int axis = Axes.of(option, in[0].shape().rank() + 1);
                Value[] parts = new Value[in.length];
                for (int i = 0; i < in.length; i++) {
                    parts[i] = in[i].reshaped(Axes.inserted(in[i].shape(), axis, 1));
                }
                return joined(run, axis, parts);
            };
        };
    }

    static Value joined(Run run, int axis, Value... parts) {
        Shape first = parts[0].shape();
        int n = 0;
        for (Value part : parts) {
            if (part.shape().rank() != first.rank() || !part.shape().with(axis, 0).equals(first.with(axis, 0))
                    || part.isFloat() != parts[0].isFloat() || part.isFlags() != parts[0].isFlags()) {
                throw new IllegalArgumentException(parts[0] + " and " + part + " do not fit along axis " + axis);
            }
            n = Math.addExact(n, part.shape().dim(axis));
        }
        Value y = run.room(parts[0].type(), first.with(axis, n)).as(parts[0].type());
        int[] strides = Axes.strides(y.shape().toArray());
        int at = 0;
        for (Value part : parts) {
            Copies.copy(Copies.Side.of(part), Copies.Side.of(y, at * strides[axis], strides), part.shape().toArray());
            at += part.shape().dim(axis);
        }
        return y;
    }

    /// `TILE`: repeated a number of times along each axis.
    static Factory tile() {
        return node -> new Operator.Shaped((Operator.Single) (run, in) -> {
            Shape shape = in[0].shape();
            int[] times = in[1].ints();
            if (times.length != shape.rank()) {
                throw new IllegalArgumentException(times.length + " numbers of repeats for " + shape);
            }
            int rank = times.length;
            int[] strides = Axes.strides(shape.toArray());
            int[] sizes = new int[rank];
            int[] both = new int[2 * rank];
            int[] apart = new int[2 * rank];
            for (int i = 0; i < rank; i++) {
                sizes[i] = Math.multiplyExact(times[i], shape.dim(i));
                both[2 * i] = times[i];
                both[2 * i + 1] = shape.dim(i);
                apart[2 * i + 1] = strides[i];
            }
            return Copies.gather(run, in[0], 0, Shape.of(both), apart).reshaped(Shape.of(sizes));
        }, 1);
    }

    /// `PAD` and `PADV2`: 0, or the number of a third input, around a tensor.
    static Factory pad() {
        return node -> new Operator.Shaped((Operator.Single) (run, in) -> {
            int[] pads = pads(in);
            Shape shape = padded(in[0].shape(), pads);
            Value y = run.room(in[0].type(), shape).as(in[0].type());
            if (in.length > 2 && in[2] != null) {
                if (in[2].size() != 1) {
                    throw new IllegalArgumentException("the padding is not a single number");
                }
                Copies.fill(y, in[2]);
            } else {
                Copies.clear(y);
            }
            int[] strides = Axes.strides(shape.toArray());
            int at = 0;
            for (int i = 0; i < strides.length; i++) {
                at += pads[2 * i] * strides[i];
            }
            Copies.copy(Copies.Side.of(in[0]), Copies.Side.of(y, at, strides), in[0].shape().toArray());
            return y;
        }, 1);
    }

    private static int[] pads(Value... in) {
        int[] pads = in[1].ints();
        if (pads.length != 2 * in[0].shape().rank() || Arrays.stream(pads).anyMatch(pad -> pad < 0)) {
            throw new IllegalArgumentException("the paddings " + Arrays.toString(pads) + " of " + in[0].shape());
        }
        return pads;
    }

    private static Shape padded(Shape shape, int... pads) {
        int[] sizes = shape.toArray();
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.addExact(sizes[i], Math.addExact(pads[2 * i], pads[2 * i + 1]));
        }
        return Shape.of(sizes);
    }

    /// `MIRROR_PAD`: reflected at the edge; `SYMMETRIC` (mode 1) repeats the edge itself.
    static Factory mirrorPad() {
        return node -> {
            int symmetric = node.int8(0, 0);
            return new Operator.Shaped((Operator.Single) (run, in) -> {
                int[] pads = pads(in);
                Value x = in[0];
                // Axis by axis: each index of the result is that of a part of the operand.
                for (int axis = 0; axis < x.shape().rank(); axis++) {
                    int before = pads[2 * axis];
                    int after = pads[2 * axis + 1];
                    int n = x.shape().dim(axis);
                    if (Math.max(before, after) > n - 1 + symmetric) {
                        throw new IllegalArgumentException(
                                "a padding of " + Math.max(before, after) + " mirrors only " + n);
                    }
                    if (before + after > 0) {
                        x = mirrored(run, x, axis, before, after, symmetric);
                    }
                }
                return x;
            }, 1);
        };
    }

    private static Value mirrored(Run run, Value x, int axis, int before, int after, int symmetric) {
        int n = x.shape().dim(axis);
        Value y = run.room(x.type(), x.shape().with(axis, before + n + after)).as(x.type());
        int[] from = Axes.strides(x.shape().toArray());
        int[] to = Axes.strides(y.shape().toArray());
        int[] back = from.clone();
        back[axis] = -back[axis];
        Copies.copy(Copies.Side.of(x, (before - symmetric) * from[axis], back), Copies.Side.of(y),
                x.shape().with(axis, before).toArray());
        Copies.copy(Copies.Side.of(x), Copies.Side.of(y, before * to[axis], to), x.shape().toArray());
        Copies.copy(Copies.Side.of(x, (n - 2 + symmetric) * from[axis], back),
                Copies.Side.of(y, (before + n) * to[axis], to), x.shape().with(axis, after).toArray());
        return y;
    }
}
