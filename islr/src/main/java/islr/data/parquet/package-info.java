/// Flat columns out of a parquet file, whole pages at a time, and back into one: what clips need of the format, over Apache's library.
///
/// The library finds the pages and decodes what is in them. It is entered below its record assembly, which hands out one value a call and
/// takes three times as long: [ParquetFile] asks it for the pages of a column, `Pages` and `Page` open them, `Numbers` and `Texts` get the
/// values out. Our own are the checks of what a file claims before memory is taken (`Footer`, `Codecs`, [ParquetFile]) and the decoder of runs
/// (`Runs`).
///
/// Reading compressed pages goes through `sun.misc.Unsafe`, inside aircompressor. So that Java 24 and newer do not warn of that on the
/// console, start them with `--sun-misc-unsafe-memory-access=allow`; the jars of this project do.
package islr.data.parquet;
