package islr.data.codec;

import java.io.IOException;
import java.util.Locale;

/// Compressed bytes that do not follow their format, or a format that is not read here. The message is the reason only; the caller knows
/// the place.
public final class CodecException extends IOException {

    /// An exception with a reason such as `snappy: ends after 12 of 4096 bytes`.
    ///
    /// @param format the reason, as a format if there are values
    /// @param values the numbers in it
    CodecException(String format, Object... values) {
        super(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    }
}
