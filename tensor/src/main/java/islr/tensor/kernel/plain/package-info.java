/// Plain loops with the bits of the SIMD kernels: [islr.tensor.kernel.plain.PlainKernels]. Nothing here needs the
/// Vector API, when it is compiled, loaded or run.
package islr.tensor.kernel.plain;
