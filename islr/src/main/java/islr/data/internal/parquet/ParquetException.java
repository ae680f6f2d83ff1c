package islr.data.internal.parquet;

import java.io.IOException;
import java.util.Locale;

/// A file that is not parquet, is damaged, or uses a part of the format that is not read here. The message names the
/// place inside the file, the reason and usually the remedy. The caller adds the name of the file.
public final class ParquetException extends IOException {

    ParquetException(String reason, Throwable cause) {
        super(reason, cause);
    }

    ParquetException(String reason) {
        super(reason);
    }

    /// @param format may have places for numbers, such as `%,d values for %,d rows`
    static ParquetException of(String format, Object... values) {
        return new ParquetException(text(format, values));
    }

    /// A damaged file, which nobody can read.
    static ParquetException damaged(Throwable cause, String format, Object... values) {
        return new ParquetException(
                "the parquet file is damaged: " + text(format, values) + "; copy or download it again", cause);
    }

    private static String text(String format, Object... values) {
        return values.length == 0 ? format : String.format(Locale.ROOT, format, values);
    }

    static ParquetException encrypted() {
        return new ParquetException("the file is encrypted; write it without encryption");
    }

    static ParquetException damaged(String format, Object... values) {
        return damaged((Throwable) null, format, values);
    }
}
