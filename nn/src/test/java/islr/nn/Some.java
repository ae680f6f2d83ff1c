package islr.nn;

import islr.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;

/// Random operands for tests, the same for the same seed.
public final class Some {
    private Some() {}

    /// Normally distributed numbers.
    public static Tensor tensor(long seed, int... sizes) {
        return Tensor.randn(new Random(seed), sizes);
    }

    /// Copies of named tensors as parameters: what changes them leaves the originals alone.
    public static SequencedMap<String, Tensor> parameters(Map<String, Tensor> named) {
        SequencedMap<String, Tensor> copies = new LinkedHashMap<>();
        named.forEach((name, x) -> copies.put(name, x.copy().parameter()));
        return copies;
    }

    /// Moves every number of fresh parameters a little, so that no bias is 0 and no norm's weight 1.
    public static void shake(long seed, Map<String, Tensor> parameters) {
        Random random = new Random(seed);
        for (Tensor w : parameters.values()) {
            for (int i = 0; i < w.size(); i++) {
                w.array()[w.offset() + i] += 0.2f * (float) random.nextGaussian();
            }
            w.changed();
        }
    }

    /// `count` numbers from 0 to `below` − 1, with repetitions.
    public static int[] rows(long seed, int count, int below) {
        return new Random(seed).ints(count, 0, below).toArray();
    }

    /// `count` times the same number.
    public static float[] repeated(float value, int count) {
        float[] numbers = new float[count];
        Arrays.fill(numbers, value);
        return numbers;
    }
}
