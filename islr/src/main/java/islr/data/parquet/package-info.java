/// Flat columns out of a parquet file, whole pages at a time, and back into one: what clips need of the format, over Apache's library.
///
/// The library finds the pages and decodes what is in them. It is entered below its record assembly, which hands out one value a
/// call: [ParquetFile] asks it for the pages of a column, `Pages` and `Page` open them, `Numbers` and `Texts` get the
/// values out. Our own are the checks of what a file claims before memory is taken (`Footer`, `Thrift`, `PageHeaders`, `Codecs`,
/// [ParquetFile]) and the decoder of runs (`Runs`).
package islr.data.parquet;
