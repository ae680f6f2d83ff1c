package islr.data.parquet;

import java.io.IOException;
import java.util.Locale;

/// A file that is not parquet, is damaged, or uses a part of the format that is not read here. The message names the place inside the file
/// and the reason, and mostly the remedy; the caller knows the file.
public final class ParquetException extends IOException {

    /// An exception with a reason such as `dictionary of 70,000 values for 543 rows`.
    ///
    /// @param format the reason, as a format if there are values
    /// @param values the numbers in it
    ParquetException(String format, Object... values) {
        super(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    }

    private ParquetException(Throwable cause, String reason) {
        super(reason, cause);
    }

    static ParquetException because(Throwable cause, String reason) {
        return new ParquetException(cause, reason);
    }

    static ParquetException damaged(String reason) {
        return damaged(reason, null);
    }

    static ParquetException damaged(String reason, Throwable cause) {
        return because(cause, "the parquet file is damaged: " + reason + "; copy or download it again");
    }
}
