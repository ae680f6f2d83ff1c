package islr.tensor.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The one vector shape of all SIMD kernels, and how lanes are combined: in an order of our own.
///
/// The shape is the CPU's preferred one, or `-Dislr.simd.bits=128|256|512`: tests force the widths that their machine
/// does not prefer.
final class Lanes {

    static final VectorSpecies<Float> FLOAT = species(System.getProperty("islr.simd.bits"));
    static final VectorSpecies<Integer> INT = VectorSpecies.of(int.class, FLOAT.vectorShape());

    /// Floats in a vector: 4, 8 or 16.
    static final int COUNT = FLOAT.length();

    /// The bytes of as many bf16 numbers, which become floats: extended by zeros to 32 bits and shifted by 16.
    static final VectorSpecies<Byte> HALVES = VectorSpecies.of(byte.class, VectorShape.forBitSize(16 * COUNT));
    /// The bytes of as many int8 numbers, which are converted. There is no vector of four bytes: for four lanes, eight
    /// are read and four are used.
    static final VectorSpecies<Byte> QUARTERS = VectorSpecies.of(byte.class,
            VectorShape.forBitSize(Math.max(64, 8 * COUNT)));

    // Lane i of SWAP_d is lane i ^ d: the partners of a pair receive each other, so after the last step all lanes hold
    // the same bits. Halves first, a sum is ((v0+v8)+(v4+v12)) + …; `reduceLanes(ADD)` is not used because its order,
    // and with it the last bits, differ between interpreted and compiled code. [ReduceSimd] makes sixteen lanes of
    // narrower vectors, so that sums do not depend on COUNT.
    static final VectorShuffle<Float> SWAP_8 = swap(8);
    static final VectorShuffle<Float> SWAP_4 = swap(4);
    static final VectorShuffle<Float> SWAP_2 = swap(2);
    static final VectorShuffle<Float> SWAP_1 = swap(1);

    private Lanes() {}

    /// The species for a value of `islr.simd.bits`; `null` means the preferred one, held between 128 and 512 bits.
    static VectorSpecies<Float> species(String bits) {
        int wanted = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        if (bits != null) {
            wanted = switch (bits) {
                case "128" -> 128;
                case "256" -> 256;
                case "512" -> 512;
                default -> throw new IllegalArgumentException("islr.simd.bits: '" + bits
                        + "' is not a vector width; use 128, 256 or 512, or none for the one the CPU prefers");
            };
        }
        return VectorSpecies.of(float.class, VectorShape.forBitSize(Math.clamp(wanted, 128, 512)));
    }

    private static VectorShuffle<Float> swap(int distance) {
        return VectorShuffle.fromOp(FLOAT, i -> (i ^ distance) % FLOAT.length());
    }
}
