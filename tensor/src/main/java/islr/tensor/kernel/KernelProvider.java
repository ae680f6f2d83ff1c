package islr.tensor.kernel;

import islr.tensor.kernel.plain.PlainKernels;
import islr.tensor.kernel.simd.SimdKernels;
import islr.tensor.kernel.simd.StartingKernels;

/// Chooses the kernels of this JVM, once, and says in one log line why it is not the fast ones.
///
/// The system property `islr.kernels` forces a choice:
///
/// - `auto`, the default: SIMD kernels whose first seconds are plain loops ([StartingKernels]), or scalar ones where
///   SIMD would be slow
/// - `simd`: SIMD kernels from the first call on
/// - `plain`: the bits of the SIMD kernels from loops that are quick to compile, for a JVM that ends after one answer
/// - `scalar`: the textbook loops
public final class KernelProvider {
    private KernelProvider() {}

    /// The SIMD kernels where the Vector API is there and the JVM compiles it, the scalar ones elsewhere.
    public static Kernels best() {
        return Chosen.KERNELS;
    }

    /// On first use, so that a program that brings its own kernels logs nothing.
    private static final class Chosen {
        private static final Kernels KERNELS = choose(System.getProperty("islr.kernels", "auto"));
    }

    static Kernels choose(String wish) {
        return switch (wish) {
            case "scalar" -> new ScalarKernels();
            case "plain" -> new PlainKernels();
            case "simd" -> {
                if (!hasModule()) {
                    throw new IllegalStateException("islr.kernels=simd: " + obstacle());
                }
                yield Simd.fromTheFirstCall();
            }
            case "auto" -> {
                String obstacle = obstacle();
                if (obstacle == null) {
                    yield Simd.startingPlain();
                }
                System.getLogger("islr.kernels").log(System.Logger.Level.WARNING,
                        "slow scalar kernels are used: " + obstacle);
                yield new ScalarKernels();
            }
            default -> throw new IllegalArgumentException(
                    "islr.kernels=" + wish + ": only auto, scalar, simd and plain are known");
        };
    }

    private static boolean hasModule() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /// Why the SIMD kernels would not run fast here, and what to do; null if they would.
    private static String obstacle() {
        if (!hasModule()) {
            return "the Vector API is missing; start java with --add-modules jdk.incubator.vector for fast ones";
        }
        if (System.getProperty("java.vm.info", "").startsWith("interpreted")) {
            return "this JVM only interprets (-Xint), which would make vector code slower still";
        }
        return null;
    }

    /// Apart, so that a JVM without the module never links a class that needs it.
    private static final class Simd {
        static Kernels fromTheFirstCall() {
            return new SimdKernels();
        }

        static Kernels startingPlain() {
            return new StartingKernels();
        }
    }
}
