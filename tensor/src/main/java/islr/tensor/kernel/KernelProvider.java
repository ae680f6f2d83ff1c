package islr.tensor.kernel;

import islr.tensor.kernel.plain.PlainKernels;
import islr.tensor.kernel.simd.SimdKernels;
import islr.tensor.kernel.simd.StartingKernels;

/// Chooses the kernels of this JVM, once, and says in one log line why it is not the fast ones.
///
/// The system property `islr.kernels` forces a choice:
///
/// - `auto`, the default: SIMD kernels whose first seconds are plain loops (`StartingKernels`), or scalar ones where
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

    /// Kernels by name, for tests and benchmarks that compare some: `auto`, `simd`, `plain` or `scalar`.
    ///
    /// @throws IllegalArgumentException if there are no such kernels
    /// @throws IllegalStateException if this JVM cannot have them, saying what to do
    public static Kernels choose(String wish) {
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
    ///
    /// It looks at properties and modules only: asking the JVM for its options through its management beans takes some
    /// twenty milliseconds. So it does not notice where the levels 0, 2 or 3 of TieredStopAtLevel, which are meant for
    /// finding faults in the JVM, switch C2 off.
    private static String obstacle() {
        if (!hasModule()) {
            // Measured with the model that comes along, a clip of 30 frames, warm, 512 bits: 15.2 ms against 0.75.
            return "the Vector API is missing, and a clip takes about 20 times as long without it; start java with"
                    + " --add-modules jdk.incubator.vector for fast ones";
        }
        String mode = System.getProperty("java.vm.info", "");
        String name = System.getProperty("java.vm.name", "");
        if (mode.startsWith("interpreted")) {
            return "this JVM only interprets (-Xint), which would make vector code slower still; start java without"
                    + " -Xint for fast ones";
        }
        if (mode.contains("emulated-client") || name.contains("Client VM") || name.contains("Minimal VM")) {
            return "this JVM has no C2 compiler, the one that makes vector code fast; start java without"
                    + " -XX:TieredStopAtLevel=1 and with its server VM for fast ones, or with -Dislr.kernels=plain"
                    + " for the best without C2";
        }
        // Resolved by -XX:+EnableJVMCI, on which -XX:+UseJVMCICompiler depends.
        if (ModuleLayer.boot().findModule("jdk.internal.vm.ci").isPresent()) {
            return "this JVM may compile with Graal or another JVMCI compiler, which boxes vectors; start java with"
                    + " -XX:-EnableJVMCI for fast ones";
        }
        if (Simd.preferredBits() < 128) {
            return "the vectors of this JVM have " + Simd.preferredBits() + " bits; fast ones need 128, which"
                    + " -XX:MaxVectorSize must not forbid";
        }
        return null;
    }

    /// Apart, so that a JVM without the module never links a class that needs it.
    private static final class Simd {
        static Kernels fromTheFirstCall() {
            return new SimdKernels();
        }

        static int preferredBits() {
            return SimdKernels.preferredBits();
        }

        static Kernels startingPlain() {
            return new StartingKernels();
        }
    }
}
