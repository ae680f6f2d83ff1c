package islr.tflite.op;

import islr.tensor.Shape;
import islr.tflite.value.Value;
import java.util.Arrays;

/// The same numbers in another order.
final class Permutes {
    private Permutes() {}

    /// `TRANSPOSE`: axis i of the result is axis `order[i]`.
    static Factory transpose() {
        return node -> new Operator.Shaped((Operator.Single) (run, in) -> {
            int[] order = in[1].ints();
            Shape shape = in[0].shape();
            if (order.length != shape.rank()) {
                throw new IllegalArgumentException("the order " + Arrays.toString(order) + " of " + shape);
            }
            for (int i = 0; i < order.length; i++) {
                order[i] = Axes.of(order[i], order.length);
            }
            return permuted(run, in[0], order);
        }, 1);
    }

    static Value permuted(Run run, Value x, int... order) {
        int[] strides = Axes.strides(x.shape().toArray());
        int[] sizes = new int[order.length];
        int[] apart = new int[order.length];
        boolean[] seen = new boolean[order.length];
        for (int i = 0; i < order.length; i++) {
            sizes[i] = x.shape().dim(order[i]);
            apart[i] = strides[order[i]];
            if (seen[order[i]]) {
                throw new IllegalArgumentException("axis " + order[i] + " is named twice");
            }
            seen[order[i]] = true;
        }
        return Copies.gather(run, x, 0, Shape.of(sizes), apart);
    }

    /// `REVERSE_V2`: the other way round along some axes.
    static Factory reverse() {
        return node -> new Operator.Shaped((Operator.Single) (run, in) -> {
            Shape shape = in[0].shape();
            int[] strides = Axes.strides(shape.toArray());
            boolean[] reversed = Axes.named(shape.rank(), in[1].ints());
            int from = 0;
            for (int i = 0; i < strides.length; i++) {
                if (reversed[i]) {
                    from += Math.max(0, shape.dim(i) - 1) * strides[i];
                    strides[i] = -strides[i];
                }
            }
            return Copies.gather(run, in[0], from, shape, strides);
        });
    }

    /// `REVERSE_SEQUENCE`: the first `lengths[b]` of each sequence the other way round.
    static Factory reverseSequence() {
        return node -> {
            int time = node.int32(0, 0);
            int batch = node.int32(1, 0);
            return (Operator.Single) (run, in) -> {
                Shape shape = in[0].shape();
                int timeAxis = Axes.of(time, shape.rank());
                int batchAxis = Axes.of(batch, shape.rank());
                int[] lengths = in[1].ints();
                int[] strides = Axes.strides(shape.toArray());
                Value y = Copies.gather(run, in[0], 0, shape, strides);
                if (lengths.length != shape.dim(batchAxis) || timeAxis == batchAxis) {
                    throw new IllegalArgumentException(lengths.length + " lengths for " + shape);
                }
                for (int b = 0; b < lengths.length; b++) {
                    int n = lengths[b];
                    if (n < 0 || n > shape.dim(timeAxis)) {
                        throw new IllegalArgumentException("a sequence of " + n + " of " + shape);
                    }
                    int[] back = strides.clone();
                    back[timeAxis] = -back[timeAxis];
                    int at = b * strides[batchAxis];
                    Copies.copy(Copies.Side.of(in[0], at + (n - 1) * strides[timeAxis], back),
                            Copies.Side.of(y, at, strides), shape.with(batchAxis, 1).with(timeAxis, n).toArray());
                }
                return y;
            };
        };
    }

    /// `SPACE_TO_DEPTH`: the pixels of each block one behind the other as channels; `DEPTH_TO_SPACE` is its inverse.
    static Factory blocks(boolean toDepth) {
        return node -> {
            int size = node.int32(0, 0);
            if (size < 1) {
                throw new Node.Refused("with blocks of " + size);
            }
            return (Operator.Single) (run, in) -> {
                int[] n = sizes(in[0], 4);
                if (toDepth) {
                    requireMultiple(n[1], size);
                    requireMultiple(n[2], size);
                    Value cut = in[0].reshaped(Shape.of(n[0], n[1] / size, size, n[2] / size, size, n[3]));
                    return permuted(run, cut, 0, 1, 3, 2, 4, 5)
                            .reshaped(Shape.of(n[0], n[1] / size, n[2] / size, size * size * n[3]));
                }
                requireMultiple(n[3], size * size);
                int depth = n[3] / (size * size);
                Value cut = in[0].reshaped(Shape.of(n[0], n[1], n[2], size, size, depth));
                return permuted(run, cut, 0, 1, 3, 2, 4, 5).reshaped(Shape.of(n[0], n[1] * size, n[2] * size, depth));
            };
        };
    }

    static int[] sizes(Value x, int rank) {
        if (x.shape().rank() != rank) {
            throw new IllegalArgumentException("it holds " + x.shape() + " where " + rank + " axes are needed");
        }
        return x.shape().toArray();
    }

    private static void requireMultiple(int n, int of) {
        if (n % of != 0) {
            throw new IllegalArgumentException(n + " is not a multiple of " + of);
        }
    }

    /// `SPACE_TO_BATCH_ND`: pads, and makes the places within each block sequences of their own; how dilated
    /// convolutions are written.
    static Factory spaceToBatch() {
        return node -> new Operator.Shaped((Operator.Single) (run, in) -> {
            int[] block = in[1].ints();
            int[] pads = in[2].ints();
            int spaces = block.length;
            Shape shape = in[0].shape();
            requireBlocks(shape, block, pads);
            int[] sizes = shape.toArray();
            int[] strides = Axes.strides(sizes);
            int from = 0;
            for (int i = 0; i < spaces; i++) {
                sizes[1 + i] += pads[2 * i] + pads[2 * i + 1];
                requireMultiple(sizes[1 + i], block[i]);
            }
            Value padded = run.room(in[0].type(), Shape.of(sizes));
            Copies.clear(padded);
            int[] apart = Axes.strides(sizes);
            for (int i = 0; i < spaces; i++) {
                from += pads[2 * i] * apart[1 + i];
            }
            Copies.copy(Copies.Side.of(in[0], 0, strides), Copies.Side.of(padded, from, apart), shape.toArray());
            // [B, s/b, b, …, rest] → [b, …, B, s/b, …, rest]
            int rest = shape.rank() - 1 - spaces;
            int[] cut = new int[1 + 2 * spaces + rest];
            int[] order = new int[cut.length];
            int[] result = sizes.clone();
            cut[0] = sizes[0];
            order[spaces] = 0;
            for (int i = 0; i < spaces; i++) {
                cut[1 + 2 * i] = sizes[1 + i] / block[i];
                cut[2 + 2 * i] = block[i];
                order[i] = 2 + 2 * i;
                order[spaces + 1 + i] = 1 + 2 * i;
                result[0] *= block[i];
                result[1 + i] /= block[i];
            }
            for (int i = 0; i < rest; i++) {
                cut[1 + 2 * spaces + i] = sizes[1 + spaces + i];
                order[1 + 2 * spaces + i] = 1 + 2 * spaces + i;
            }
            return permuted(run, padded.reshaped(Shape.of(cut)), order).reshaped(Shape.of(result));
        }, 1, 2);
    }

    /// `BATCH_TO_SPACE_ND`: the inverse, which cuts off instead of padding.
    static Factory batchToSpace() {
        return node -> new Operator.Shaped((Operator.Single) (run, in) -> {
            int[] block = in[1].ints();
            int[] crops = in[2].ints();
            int spaces = block.length;
            Shape shape = in[0].shape();
            requireBlocks(shape, block, crops);
            int[] sizes = shape.toArray();
            int batches = sizes[0];
            for (int each : block) {
                requireMultiple(batches, each);
                batches /= each;
            }
            int rest = shape.rank() - 1 - spaces;
            int[] cut = new int[1 + 2 * spaces + rest];
            int[] order = new int[cut.length];
            int[] result = sizes.clone();
            result[0] = batches;
            cut[spaces] = batches;
            order[0] = spaces;
            for (int i = 0; i < spaces; i++) {
                cut[i] = block[i];
                cut[spaces + 1 + i] = sizes[1 + i];
                order[1 + 2 * i] = spaces + 1 + i;
                order[2 + 2 * i] = i;
                result[1 + i] *= block[i];
            }
            for (int i = 0; i < rest; i++) {
                cut[1 + 2 * spaces + i] = sizes[1 + spaces + i];
                order[1 + 2 * spaces + i] = 1 + 2 * spaces + i;
            }
            Value y = permuted(run, in[0].reshaped(Shape.of(cut)), order).reshaped(Shape.of(result));
            int[] strides = Axes.strides(result);
            int from = 0;
            for (int i = 0; i < spaces; i++) {
                from += crops[2 * i] * strides[1 + i];
                result[1 + i] -= crops[2 * i] + crops[2 * i + 1];
            }
            return Copies.gather(run, y, from, Shape.of(result), strides);
        }, 1, 2);
    }

    private static void requireBlocks(Shape shape, int[] block, int... pads) {
        if (block.length >= shape.rank() || pads.length != 2 * block.length || Arrays.stream(block).anyMatch(n -> n < 1)
                || Arrays.stream(pads).anyMatch(n -> n < 0)) {
            throw new IllegalArgumentException(
                    "blocks of " + Arrays.toString(block) + " with " + Arrays.toString(pads) + " of " + shape);
        }
    }
}
