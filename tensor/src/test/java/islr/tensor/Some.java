package islr.tensor;

import java.util.Random;

/// Random operands for tests, the same for the same seed.
public final class Some {
    private Some() {}

    /// Normally distributed numbers.
    public static Tensor tensor(long seed, int... sizes) {
        return Tensor.randn(new Random(seed), sizes);
    }

    /// Whole numbers, mostly from −8 to 8: sums of a few thousand of their products are exact.
    public static Tensor wholeNumbers(long seed, int... sizes) {
        Tensor x = tensor(seed, sizes);
        for (int i = 0; i < x.size(); i++) {
            x.array()[i] = Math.round(4 * x.array()[i]);
        }
        return x;
    }

    /// Normally distributed numbers pushed away from 0: none is nearer than ½.
    public static Tensor awayFromZero(long seed, int... sizes) {
        Tensor x = tensor(seed, sizes);
        for (int i = 0; i < x.size(); i++) {
            x.array()[i] += Math.copySign(0.5f, x.array()[i]);
        }
        return x;
    }

    /// Numbers between ½ and some 4.
    public static Tensor positive(long seed, int... sizes) {
        Tensor x = awayFromZero(seed, sizes);
        for (int i = 0; i < x.size(); i++) {
            x.array()[i] = Math.abs(x.array()[i]);
        }
        return x;
    }

    /// Numbers of which no two are nearer than 0.1, in random order: for maxima, whose gradient jumps where two are
    /// equal.
    public static Tensor apart(long seed, int... sizes) {
        Tensor x = Tensor.zeros(sizes);
        int[] order = order(seed, x.size());
        for (int i = 0; i < order.length; i++) {
            x.array()[i] = 0.1f * (order[i] - order.length / 2) + 0.03f;
        }
        return x;
    }

    /// The numbers 0 to n − 1 in random order.
    public static int[] order(long seed, int n) {
        int[] order = new int[n];
        Random random = new Random(seed);
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /// `count` numbers from 0 to `below` − 1, with repetitions.
    public static int[] rows(long seed, int count, int below) {
        return new Random(seed).ints(count, 0, below).toArray();
    }

    /// Whole numbers from 1 to 5: how many rows a row stands for.
    public static float[] multiplicities(long seed, int count) {
        float[] k = new float[count];
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            k[i] = 1 + random.nextInt(5);
        }
        return k;
    }
}
