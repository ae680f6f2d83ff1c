package islr.tflite.op;

import islr.tensor.Shape;
import islr.tflite.value.Value;
import islr.weights.tflite.TensorType;
import java.util.Arrays;

/// The same numbers with another shape, and what is made of shapes alone.
final class Reshapes {
    private Reshapes() {}

    /// `RESHAPE`: the shape is an input or an option. One size may be −1: what is left.
    static Factory reshape() {
        return node -> {
            int[] option = node.ints(0);
            return new Operator.Shaped((Operator.Single) (run, in) -> {
                int[] sizes = in.length > 1 && in[1] != null ? in[1].ints() : option;
                // How very old files say that there is one number.
                boolean scalar = in.length < 2 && Arrays.equals(sizes, new int[] {0});
                return in[0].reshaped(completed(in[0].size(), scalar ? new int[0] : sizes));
            }, 1);
        };
    }

    private static Shape completed(int size, int... sizes) {
        int[] complete = sizes.clone();
        int open = -1;
        long product = 1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == -1 && open < 0) {
                open = i;
            } else if (sizes[i] < 0) {
                throw new IllegalArgumentException("the new shape " + Arrays.toString(sizes) + " has a negative size");
            } else {
                product = Math.multiplyExact(product, (long) sizes[i]);
            }
        }
        if (open >= 0) {
            if (product == 0 && size == 0) {
                complete[open] = 0;
            } else if (product == 0 || size % product != 0) {
                throw new IllegalArgumentException(size + " numbers do not fill the shape " + Arrays.toString(sizes));
            } else {
                complete[open] = (int) (size / product);
            }
        }
        return Shape.of(complete);
    }

    static Factory expandDims() {
        return node -> new Operator.Shaped((Operator.Single) (run, in) -> in[0]
                .reshaped(Axes.inserted(in[0].shape(), Axes.of(in[1].item(), in[0].shape().rank() + 1), 1)), 1);
    }

    /// `SQUEEZE`: the named axes of one are left out, or all of them.
    static Factory squeeze() {
        return node -> {
            int[] axes = node.ints(0);
            return (Operator.Single) (run, in) -> {
                Shape shape = in[0].shape();
                boolean[] gone = Axes.named(shape.rank(), axes);
                int[] kept = new int[shape.rank()];
                int rank = 0;
                for (int i = 0; i < shape.rank(); i++) {
                    if (gone[i] && shape.dim(i) != 1) {
                        throw new IllegalArgumentException("axis " + i + " of " + shape + " is to be left out");
                    }
                    if (!gone[i] && (axes.length > 0 || shape.dim(i) != 1)) {
                        kept[rank++] = shape.dim(i);
                    }
                }
                return in[0].reshaped(Shape.of(Arrays.copyOf(kept, rank)));
            };
        };
    }

    static Factory shape() {
        return node -> {
            TensorType type = node.type(0);
            return new Operator.OfShapes((run, in) -> {
                Shape shape = in[0].shape();
                Value y = run.longs(type, Shape.of(shape.rank()));
                for (int i = 0; i < shape.rank(); i++) {
                    y.longs()[i] = shape.dim(i);
                }
                return y;
            });
        };
    }

    static Factory rank() {
        return node -> new Operator.OfShapes((run, in) -> {
            Value y = run.longs(TensorType.INT32, Shape.scalar());
            y.longs()[0] = in[0].shape().rank();
            return y;
        });
    }

    static Factory zerosLike() {
        return node -> new Operator.OfShapes((run, in) -> {
            Value y = run.room(in[0].type(), in[0].shape());
            Copies.clear(y);
            return y;
        });
    }

    /// `FILL`: a shape, and the number that is everywhere.
    static Factory fill() {
        return node -> new Operator.Shaped((Operator.Single) (run, in) -> {
            Value y = run.room(in[1].type(), Shape.of(in[0].ints()));
            requireOne(in[1]);
            Copies.fill(y, in[1]);
            return y;
        }, 0);
    }

    private static void requireOne(Value x) {
        if (x.size() < 1) {
            throw new IllegalArgumentException("a single number is missing");
        }
    }

    /// `RANGE`: from a number on, up to another one that does not belong to it, by a step.
    static Factory range() {
        return node -> new Operator.Shaped((Operator.Single) (run, in) -> {
            for (Value each : in) {
                requireOne(each);
            }
            if (in[0].isFloat()) {
                float start = in[0].floats().array()[in[0].at()];
                float limit = in[1].floats().array()[in[1].at()];
                float delta = in[2].floats().array()[in[2].at()];
                Value y = run
                        .floats(Shape.of(count(Math.ceil(Math.abs((limit - start) / delta)), limit - start, delta)));
                for (int i = 0; i < y.size(); i++) {
                    y.floats().array()[y.at() + i] = start + i * delta;
                }
                return y;
            }
            long start = in[0].longs()[0];
            long limit = in[1].longs()[0];
            long delta = in[2].longs()[0];
            double distance = (double) limit - start;
            Value y = run.longs(in[0].type(), Shape.of(count(Math.ceil(Math.abs(distance / delta)), distance, delta)));
            for (int i = 0; i < y.size(); i++) {
                y.longs()[i] = start + i * delta;
            }
            return y;
        }, 0, 1, 2);
    }

    private static int count(double steps, double distance, double delta) {
        if (delta == 0 || distance > 0 != delta > 0 && distance != 0 || !(steps <= Integer.MAX_VALUE)) {
            throw new IllegalArgumentException("a range over " + distance + " by steps of " + delta);
        }
        return (int) steps;
    }

    /// `BROADCAST_TO`: repeated along axes of one.
    static Factory broadcastTo() {
        return node -> new Operator.Shaped((Operator.Single) (run, in) -> broadcast(run, in[0], Shape.of(in[1].ints())),
                1);
    }

    static Value broadcast(Run run, Value x, Shape shape) {
        if (!Axes.broadcast(x.shape(), shape).equals(shape)) {
            throw new IllegalArgumentException(x.shape() + " cannot be repeated to " + shape);
        }
        return Copies.gather(run, x, 0, shape, Axes.broadcastStrides(x.shape(), shape));
    }

    /// `BROADCAST_ARGS`: the shape that two shapes broadcast to.
    static Factory broadcastArgs() {
        return node -> (Operator.Single) (run, in) -> {
            Shape shape = Axes.broadcast(Shape.of(in[0].ints()), Shape.of(in[1].ints()));
            Value y = run.longs(in[0].type(), Shape.of(shape.rank()));
            for (int i = 0; i < shape.rank(); i++) {
                y.longs()[i] = shape.dim(i);
            }
            return y;
        };
    }
}
