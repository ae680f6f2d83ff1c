package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.Lanes.COUNT;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/// The vectors of narrow numbers (see [islr.tensor.kernel.NarrowType]) that become a vector of floats.
///
/// Int8 is converted; bf16 is extended by zeros to 32 bits and shifted by 16. Both are written out where they are used:
/// a method that returned the vector could box it.
final class Widening {
    /// There is no vector of four bytes: for four lanes, eight are read and four are used.
    static final VectorSpecies<Byte> QUARTERS = COUNT == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;
    static final VectorSpecies<Byte> HALVES = COUNT == 16 ? ByteVector.SPECIES_256
            : COUNT == 8 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

    private Widening() {}
}
