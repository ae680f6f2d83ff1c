/// Benchmarks of single kernels, on one thread, at the sizes of the models. Each class measures a family of kernels,
/// and a test checks that every method of [islr.tensor.kernel.Kernels] is in at least one of them. Kernels allocate
/// nothing, which is asserted after a run ([islr.bench.Allocation]).
package islr.bench.kernel;
