/// The decoders of the parquet format against the library's encoders.
package islr.data.internal.parquet;
