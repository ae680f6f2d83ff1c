/// Benchmarks of single kernels, on one thread, at the sizes of the models: one class a family, each method of
/// [islr.tensor.kernel.Kernels] in one of them at least (a test holds that). They allocate nothing, which is asserted
/// after a run ([islr.bench.Allocation]).
package islr.bench.kernel;
