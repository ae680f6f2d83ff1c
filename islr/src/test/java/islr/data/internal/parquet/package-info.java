/// The decoder of runs against the library's encoder.
package islr.data.internal.parquet;
