/// The fast kernels, written with the JDK's Vector API: the only package that imports `jdk.incubator.vector`, so that
/// everything else compiles and runs without that module. Nothing here may let the bits of a result depend on the JIT:
/// lanes are summed by [islr.tensor.kernel.simd.Lanes], transcendental functions come from
/// [islr.tensor.kernel.simd.MathSimd].
package islr.tensor.kernel.simd;
