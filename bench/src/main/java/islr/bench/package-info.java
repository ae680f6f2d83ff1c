/** Benchmarks (JMH) of the kernels and of whole predictions: all sizes in one file, answers checked before the timing. */
package islr.bench;
