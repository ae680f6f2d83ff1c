/// Decompressors in plain Java: Snappy, LZ4, zstd and gzip, decompressing one parquet page at a time into an array whose length is known
/// beforehand.
///
/// Own code rather than a library, because every Java library for zstd either unpacks a native one or reads memory through
/// `sun.misc.Unsafe`, which warns on the console since JDK 24, goes away in a later one, and turns a damaged file into a crash of the JVM.
/// Here every access is an ordinary array access.
package islr.data.codec;
