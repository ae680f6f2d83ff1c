package islr.tensor.kernel.simd;

import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Assumptions;

/// For tests of what the compiler makes of vector code: a CPU has no instructions for vectors that are wider than its
/// own registers, so the JVM computes them with objects and loops.
public final class SupportedWidth {
    private SupportedWidth() {}

    /// Skips the calling test if the forced width (`islr.simd.bits`) is more than this CPU has.
    public static void assume() {
        int forced = Lanes.FLOAT.vectorBitSize();
        int widest = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        Assumptions.assumeTrue(forced <= widest,
                () -> "skipped: vectors of " + forced + " bits are not compiled on this CPU, which has " + widest);
    }
}
