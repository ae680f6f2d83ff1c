/// Flat columns out of a parquet file, whole pages at a time, and back into one: what clips need of the format, over
/// Apache's library.
///
/// From bytes to values:
///
/// 1. `FileBytes` reads the file; `Footer` checks its end and has the library's classes of the format decode it:
///    [ParquetFile] knows its columns and row groups.
/// 2. `Pages` walks over the bytes of a column in a row group: `Thrift` and the library decode a page's header,
///    `Codecs` and `Snappy` decompress the page.
/// 3. `Page` opens a data page: which rows have a value, and the dictionary's ids of the values, both decoded by
///    `Runs`. Values of an unusual encoding become plain ones by the library's reader of records (`RecordValues`), the
///    fallback, once `DeltaCheck` has seen them.
/// 4. `FloatSink` and `ChosenFloatSink` (both `FloatValues`), `NumberSink`, `CodeSink` take values out, by ids or plain
///    (`Numbers`).
///
/// No size, count or offset is believed before memory is taken for it. The large arrays of all steps come from
/// `Scratch`, which keeps them for the next column: a clip costs little memory beyond its own landmarks.
package islr.data.internal.parquet;
