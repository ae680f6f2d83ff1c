package islr.tensor.kernel;

import java.util.Random;

/// Kinds of random numbers that kernels meet, or should survive.
enum Numbers {
    /// As in a network: mean 0, deviation 1.
    ORDINARY,
    /// All magnitudes from the smallest normal float to the largest, and some beyond either end.
    WIDE,
    /// NaN, ±∞, ±0, denormals and the ends of the range among ordinary ones.
    SPECIAL;

    private static final float[] SPECIALS = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f,
        Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, -1e-40f, 1e-39f, Float.MAX_VALUE, -Float.MAX_VALUE, 1f,
        -1f, 88.7f, 88.73f, -87.3f, -87.4f, -103.9f, 1e9f, -1e9f};

    float[] some(int n, long seed) {
        float[] x = new float[n];
        Random random = new Random(seed);
        // A row with a NaN has often nothing but NaN as its result: only a few of many kinds in each.
        int kinds = 1 + random.nextInt(3);
        int first = random.nextInt(SPECIALS.length);
        for (int i = 0; i < n; i++) {
            float normal = (float) random.nextGaussian();
            x[i] = switch (this) {
                case ORDINARY -> normal;
                case WIDE -> (float) (normal * Math.pow(2, random.nextInt(280) - 145));
                case SPECIAL -> random.nextInt(4) == 0 ? SPECIALS[(first + 5 * random.nextInt(kinds)) % SPECIALS.length]
                        : normal;
            };
        }
        return x;
    }
}
