package islr.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Counts the arithmetic of matrix products: in a throughput benchmark in seconds, JMH's "ops/s" of this counter are
/// GFLOP/s.
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Flops {
    /// Multiplications and additions, in units of 10⁹.
    public double gflop;

    /// Adds `products` products of a [m, k] and a [k, n] matrix (m, k and n in any order).
    public void add(int products, int m, int k, int n) {
        gflop += 2e-9 * products * m * k * n;
    }
}
