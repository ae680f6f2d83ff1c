package islr.nn;

import islr.tensor.Shape;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// How a fresh parameter starts. `in` and `out` of a weight [out, in] (or [out, in, K]: times the kernel width) are its
/// fans.
@FunctionalInterface
public interface Init {
    void fill(float[] numbers, Shape shape, RandomGenerator random);

    /// Every number is this one.
    static Init constant(float value) {
        return (numbers, shape, random) -> Arrays.fill(numbers, value);
    }

    /// Every number is 0.
    static Init zeros() {
        return constant(0);
    }

    /// Every number is 1.
    static Init ones() {
        return constant(1);
    }

    /// Normally distributed numbers with mean 0 and this standard deviation.
    static Init normal(float std) {
        return (numbers, shape, random) -> {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = std * (float) random.nextGaussian();
            }
        };
    }

    /// U(−bound, bound).
    static Init uniform(double bound) {
        return (numbers, shape, random) -> fillUniform(numbers, bound, random);
    }

    /// U(±√(6/(in + out))): Xavier or Glorot uniform, Keras' default for kernels.
    static Init glorotUniform() {
        return (numbers, shape, random) -> fillUniform(numbers, Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape))),
                random);
    }

    /// U(±√(6/in)), He et al. 2015.
    static Init heUniform() {
        return (numbers, shape, random) -> fillUniform(numbers, Math.sqrt(6.0 / fanIn(shape)), random);
    }

    /// U(±1/√in): PyTorch's default for the weights of `Linear` and `Conv1d`.
    static Init fanInUniform() {
        return (numbers, shape, random) -> fillUniform(numbers, 1 / Math.sqrt(fanIn(shape)), random);
    }

    /// A weight that consists of equal ones, one behind the other along its rows; each starts by itself. (Keras has a
    /// small weight for each attention head, and a smaller fan starts with larger numbers.)
    ///
    /// @throws IllegalArgumentException if `count` is not positive; so does filling, if the rows do not divide into it
    static Init parts(int count, Init part) {
        Objects.requireNonNull(part, "part");
        if (count < 1) {
            throw new IllegalArgumentException("init: " + count + " parts; at least 1 is needed");
        }
        return (numbers, shape, random) -> {
            if (shape.dim(0) % count != 0) {
                throw new IllegalArgumentException(
                        "init: the rows of " + shape + " do not divide into " + count + " parts");
            }
            float[] one = new float[numbers.length / count];
            for (int p = 0; p < count; p++) {
                part.fill(one, shape.with(0, shape.dim(0) / count), random);
                System.arraycopy(one, 0, numbers, p * one.length, one.length);
            }
        };
    }

    private static void fillUniform(float[] numbers, double bound, RandomGenerator random) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
    }

    private static int fanIn(Shape shape) {
        return shape.size() / shape.dim(0);
    }

    private static int fanOut(Shape shape) {
        return shape.size() / shape.dim(1);
    }
}
