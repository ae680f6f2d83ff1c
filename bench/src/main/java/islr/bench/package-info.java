/// Benchmarks (JMH) of the kernels, of whole predictions and of training steps: all sizes in [islr.bench.Sizes],
/// answers checked before the timing.
package islr.bench;
