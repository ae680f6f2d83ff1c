package islr.data.parquet;

import java.io.IOException;
import java.util.Locale;

/// A sound page in a form that is not read here. Kept apart from damage, because the remedy is another one.
final class UnsupportedException extends IOException {

    UnsupportedException(String format, Object value) {
        super(String.format(Locale.ROOT, format, value));
    }

    UnsupportedException(String reason) {
        super(reason);
    }
}
