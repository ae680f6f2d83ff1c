package islr.bench.lesson;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The most that a core can do: vectors multiplied and added in registers, with nothing to load and nothing to store.
///
/// A chain is a sequence of multiply-adds, each of which needs the result of the one before. One chain leaves the units
/// idle while it waits for itself. The number of chains at which the rate stops growing is the number of sums that a
/// matrix product needs.
final class FmaChains {
    private static final VectorSpecies<Float> FLOAT = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOAT.length();
    /// Multiply-adds in a chain: so many that the cost of the call does not matter.
    private static final int LINKS = 1 << 16;

    private FmaChains() {}

    /// Multiplications and additions in a call with that many chains, in units of 10⁹.
    static double gflop(int chains) {
        return 2e-9 * chains * LINKS * LANES;
    }

    /// Runs that many chains. The numbers converge to 2 whatever they start from, so they stay ordinary numbers. The
    /// starts differ so that the compiler does not merge two chains.
    static float run(int chains) {
        return switch (chains) {
            case 1 -> one();
            case 2 -> two();
            case 4 -> four();
            case 8 -> eight();
            case 12 -> twelve();
            default -> throw new IllegalArgumentException(
                    "chains: " + chains + ": only 1, 2, 4, 8 and 12 are written out");
        };
    }

    private static float one() {
        FloatVector half = FloatVector.broadcast(FLOAT, 0.5f);
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        FloatVector s0 = FloatVector.broadcast(FLOAT, 3);
        for (int i = 0; i < LINKS; i++) {
            s0 = s0.fma(half, one);
        }
        return s0.lane(0);
    }

    private static float two() {
        FloatVector half = FloatVector.broadcast(FLOAT, 0.5f);
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        FloatVector s0 = FloatVector.broadcast(FLOAT, 3);
        FloatVector s1 = FloatVector.broadcast(FLOAT, 4);
        for (int i = 0; i < LINKS; i++) {
            s0 = s0.fma(half, one);
            s1 = s1.fma(half, one);
        }
        return s0.add(s1).lane(0);
    }

    private static float four() {
        FloatVector half = FloatVector.broadcast(FLOAT, 0.5f);
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        FloatVector s0 = FloatVector.broadcast(FLOAT, 3);
        FloatVector s1 = FloatVector.broadcast(FLOAT, 4);
        FloatVector s2 = FloatVector.broadcast(FLOAT, 5);
        FloatVector s3 = FloatVector.broadcast(FLOAT, 6);
        for (int i = 0; i < LINKS; i++) {
            s0 = s0.fma(half, one);
            s1 = s1.fma(half, one);
            s2 = s2.fma(half, one);
            s3 = s3.fma(half, one);
        }
        return s0.add(s1).add(s2).add(s3).lane(0);
    }

    private static float eight() {
        FloatVector half = FloatVector.broadcast(FLOAT, 0.5f);
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        FloatVector s0 = FloatVector.broadcast(FLOAT, 3);
        FloatVector s1 = FloatVector.broadcast(FLOAT, 4);
        FloatVector s2 = FloatVector.broadcast(FLOAT, 5);
        FloatVector s3 = FloatVector.broadcast(FLOAT, 6);
        FloatVector s4 = FloatVector.broadcast(FLOAT, 7);
        FloatVector s5 = FloatVector.broadcast(FLOAT, 8);
        FloatVector s6 = FloatVector.broadcast(FLOAT, 9);
        FloatVector s7 = FloatVector.broadcast(FLOAT, 10);
        for (int i = 0; i < LINKS; i++) {
            s0 = s0.fma(half, one);
            s1 = s1.fma(half, one);
            s2 = s2.fma(half, one);
            s3 = s3.fma(half, one);
            s4 = s4.fma(half, one);
            s5 = s5.fma(half, one);
            s6 = s6.fma(half, one);
            s7 = s7.fma(half, one);
        }
        return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).lane(0);
    }

    private static float twelve() {
        FloatVector half = FloatVector.broadcast(FLOAT, 0.5f);
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        FloatVector s0 = FloatVector.broadcast(FLOAT, 3);
        FloatVector s1 = FloatVector.broadcast(FLOAT, 4);
        FloatVector s2 = FloatVector.broadcast(FLOAT, 5);
        FloatVector s3 = FloatVector.broadcast(FLOAT, 6);
        FloatVector s4 = FloatVector.broadcast(FLOAT, 7);
        FloatVector s5 = FloatVector.broadcast(FLOAT, 8);
        FloatVector s6 = FloatVector.broadcast(FLOAT, 9);
        FloatVector s7 = FloatVector.broadcast(FLOAT, 10);
        FloatVector s8 = FloatVector.broadcast(FLOAT, 11);
        FloatVector s9 = FloatVector.broadcast(FLOAT, 12);
        FloatVector s10 = FloatVector.broadcast(FLOAT, 13);
        FloatVector s11 = FloatVector.broadcast(FLOAT, 14);
        for (int i = 0; i < LINKS; i++) {
            s0 = s0.fma(half, one);
            s1 = s1.fma(half, one);
            s2 = s2.fma(half, one);
            s3 = s3.fma(half, one);
            s4 = s4.fma(half, one);
            s5 = s5.fma(half, one);
            s6 = s6.fma(half, one);
            s7 = s7.fma(half, one);
            s8 = s8.fma(half, one);
            s9 = s9.fma(half, one);
            s10 = s10.fma(half, one);
            s11 = s11.fma(half, one);
        }
        return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9).add(s10).add(s11).lane(0);
    }
}
