/// The loops over numbers, behind one flat interface: [islr.tensor.kernel.Kernels].
///
/// [islr.tensor.kernel.ScalarKernels] says in textbook loops what each one computes; its twin in
/// `islr.tensor.kernel.simd` computes the same with the Vector API, and `islr.tensor.kernel.plain` has the bits of that
/// twin without it. [islr.tensor.kernel.KernelProvider] chooses.
package islr.tensor.kernel;
