package islr.bench;

import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.ScalarKernels;
import islr.tensor.kernel.simd.SimdKernels;
import java.util.Locale;

/// Which kernels a benchmark runs.
public enum KernelSet {
    SIMD, SCALAR;

    /// The kernels themselves. Not those of [KernelProvider], which begin with plain loops until a few clips' products
    /// have been computed: where there are no products, that is for ever.
    public Kernels kernels() {
        return switch (this) {
            case SIMD -> new SimdKernels();
            case SCALAR -> new ScalarKernels();
        };
    }

    /// Makes these the kernels that [KernelProvider] chooses in this JVM, for what asks it.
    ///
    /// @throws IllegalStateException if it has chosen others before, as without a fork
    public void choose() {
        System.setProperty("islr.kernels", name().toLowerCase(Locale.ROOT));
        String chosen = KernelProvider.best().description();
        if (!chosen.equals(kernels().description())) {
            throw new IllegalStateException(
                    "this JVM has chosen its kernels before, " + chosen + "; run in a fork of its own");
        }
    }
}
