package islr.data;

import java.io.IOException;
import java.util.Locale;

/// A clip that cannot be read. The message is one sentence for the user: the file, what is wrong with it and, where
/// there is one, the remedy, such as
/// `clip.parquet: 49,896 rows are not a multiple of 543 landmarks; is this an asl-signs clip?`
public final class ClipException extends IOException {

    ClipException(String clip, String reason, Throwable cause) {
        // Column names come from the file: none may break the line, steer the terminal, or turn the direction of
        // reading around.
        super(clip + ": " + reason.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?"), cause);
    }

    ClipException(String clip, String reason) {
        this(clip, reason, null);
    }

    /// A reason with numbers, which look alike everywhere.
    static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
