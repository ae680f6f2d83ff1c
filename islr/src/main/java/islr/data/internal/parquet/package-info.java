/// Reads flat columns from a parquet file, whole pages at a time, and writes them: the part of the format that clips
/// need, built on Apache's library.
///
/// From bytes to values:
///
/// 1. `FileBytes` reads the file. `Footer` checks its end and decodes it with the library's classes for the format, so
///    that [ParquetFile] knows the columns and row groups.
/// 2. `Pages` walks over the bytes of a column in a row group. `Thrift` checks a page's header, the library decodes it,
///    and `Codecs` and `Snappy` decompress the page.
/// 3. `Page` opens a data page. `Runs` decodes which rows have a value, and the dictionary ids of the values. Values in
///    an unusual encoding are checked by `DeltaCheck` and converted to plain ones by `RecordValues`, the fallback, with
///    the library's reader of records.
/// 4. `FloatSink` and `ChosenFloatSink` (both `FloatValues`), `NumberSink` and `CodeSink` take the values, which are
///    given by ids or plain (`Numbers`).
///
/// Every size, count and offset is checked before memory is taken for it. The large arrays of all steps come from
/// `Scratch`, which keeps them for the next column, so a clip costs little memory beyond its own landmarks.
package islr.data.internal.parquet;
