/// Flat columns out of a parquet file, whole pages at a time: what a clip needs of the format, and no more.
///
/// The way down: [ParquetFile] opens a file and goes through the chunks of a column, `Footer` says where they are, `Pages` splits a chunk
/// and decompresses its pages, `NumberDecoder` and `TextDecoder` turn a page into values, with `RleDecoder`, `DeltaDecoder` and
/// `BitPacking` for the packed forms.
///
/// Own code rather than a library. Apache's `parquet-hadoop` hands out one value at a time, at four times the cost of this, and brings
/// Hadoop and twenty megabytes with it. Its `parquet-format-structures` alone, for footer and headers, would take 50 ms of a new JVM's
/// first read, as long as all the rest. Nested columns, encryption and statistics are not read. Every size that a file claims is checked
/// before memory is taken.
package islr.data.parquet;
