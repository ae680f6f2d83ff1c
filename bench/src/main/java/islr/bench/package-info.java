/// Benchmarks (JMH) of the kernels, of whole predictions and of training steps. All sizes are in [islr.bench.Sizes].
/// Answers are checked before anything is timed.
package islr.bench;
