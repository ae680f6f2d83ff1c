package islr.internal;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// A stream of random numbers for every purpose, epoch and step: a function of the seed and these alone, so that a run
/// that was resumed needs no memory of what was drawn before.
public final class Streams {
    private Streams() {}

    public static RandomGenerator of(long seed, String purpose, long... numbers) {
        long mixed = mix(seed);
        for (int i = 0; i < purpose.length(); i++) {
            mixed = mix(mixed ^ purpose.charAt(i));
        }
        for (long number : numbers) {
            mixed = mix(mixed ^ number);
        }
        return new SplittableRandom(mixed);
    }

    /// The finaliser of SplitMix64: every bit in reaches every bit out.
    private static long mix(long z) {
        long x = z + 0x9E3779B97F4A7C15L;
        x = (x ^ x >>> 30) * 0xBF58476D1CE4E5B9L;
        x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
        return x ^ x >>> 31;
    }
}
