package islr.bench;

import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.ScalarKernels;
import islr.tensor.kernel.simd.SimdKernels;
import java.util.Locale;

/// Which kernels a benchmark runs.
public enum KernelSet {
    SIMD, SCALAR;

    /// The kernels themselves, not those of [KernelProvider]: these are plain loops until the products of a few clips
    /// have been computed, and stay so where there are no products.
    public Kernels kernels() {
        return switch (this) {
            case SIMD -> new SimdKernels();
            case SCALAR -> new ScalarKernels();
        };
    }

    /// Makes [KernelProvider] choose these kernels in this JVM, for code that asks it.
    ///
    /// @throws IllegalStateException if it has already chosen others, as happens without a fork
    public void choose() {
        System.setProperty("islr.kernels", name().toLowerCase(Locale.ROOT));
        String chosen = KernelProvider.best().description();
        if (!chosen.equals(kernels().description())) {
            throw new IllegalStateException(
                    "this JVM has already chosen other kernels, " + chosen + "; run the benchmark in a fork");
        }
    }
}
