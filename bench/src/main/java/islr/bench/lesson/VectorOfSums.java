package islr.bench.lesson;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Step 5: neighbouring numbers of C are the lanes of one vector, which stays in a register for the whole sum over k.
///
/// C is written once instead of k times. But there is only one vector of sums, and so only one chain: each multiply-add
/// starts when the one before is done.
final class VectorOfSums implements MatrixProduct {
    private static final VectorSpecies<Float> FLOAT = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOAT.length();

    @Override
    public String title() {
        return "5 a vector of sums";
    }

    @Override
    public void multiply(float[] a, float[] b, float[] c, int m, int k, int n) {
        int whole = FLOAT.loopBound(n);
        for (int j = 0; j < whole; j += LANES) {
            for (int i = 0; i < m; i++) {
                FloatVector sum = FloatVector.zero(FLOAT);
                for (int t = 0; t < k; t++) {
                    sum = FloatVector.broadcast(FLOAT, a[i * k + t]).fma(FloatVector.fromArray(FLOAT, b, t * n + j),
                            sum);
                }
                sum.intoArray(c, i * n + j);
            }
        }
        Edge.multiply(a, m, k, b, whole, n, c, whole, n, n - whole);
    }
}
