package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;
import static islr.tensor.kernel.simd.Lanes.INT;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Makes a vector of floats of narrow numbers that lie side by side, see [islr.tensor.kernel.NarrowType].
final class Widening {
    /// There is no vector of four bytes: for four lanes, eight are read and four are used.
    private static final VectorSpecies<Byte> QUARTERS = COUNT == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;
    private static final VectorSpecies<Byte> HALVES = COUNT == 16 ? ByteVector.SPECIES_256
            : COUNT == 8 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

    private Widening() {}

    /// @param half whether the numbers are bf16, not int8
    /// @param at of the first byte
    static FloatVector either(boolean half, byte[] b, int at) {
        return half ? half(b, at) : quarter(b, at);
    }

    /// Of int8.
    private static FloatVector quarter(byte[] b, int at) {
        return (FloatVector) ByteVector.fromArray(QUARTERS, b, at).convertShape(VectorOperators.B2F, FLOAT, 0);
    }

    /// Of bf16: 16 zero bits are appended.
    private static FloatVector half(byte[] b, int at) {
        IntVector upper = (IntVector) ByteVector.fromArray(HALVES, b, at).reinterpretAsShorts()
                .convertShape(VectorOperators.ZERO_EXTEND_S2I, INT, 0);
        return upper.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }
}
