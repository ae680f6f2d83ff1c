package islr.data;

import java.io.IOException;
import java.util.Locale;

/// A clip that cannot be read. The message is one sentence for the user: the file, what is wrong with it and, where
/// there is one, the remedy, such as
/// `clip.parquet: 49,896 rows are not a multiple of 543 landmarks; is this an asl-signs clip?`
public final class ClipException extends IOException {

    ClipException(String clip, String reason, Throwable cause) {
        // Column names come from the file. They must not break the line, control the terminal, or reverse the direction
        // of reading.
        super(clip + ": " + reason.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?"), cause);
    }

    ClipException(String clip, String reason) {
        this(clip, reason, null);
    }

    /// Formats a reason. Numbers look the same in every locale.
    static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
