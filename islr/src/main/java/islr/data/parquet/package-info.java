/// Flat columns out of a parquet file, whole pages at a time: what a clip needs of the format, and no more.
///
/// The footer and the page headers are read with Apache Parquet's own `parquet-format-structures`; pages are decompressed and decoded here, in bulk. (The
/// column readers of `parquet-hadoop` hand out one value at a time, four times slower than this, and bring Hadoop with them.)
/// Nested columns, encryption and statistics are not read. Every size that a file claims is checked before memory is taken.
package islr.data.parquet;
