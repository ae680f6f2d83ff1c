package islr.weights.text;

import java.util.Locale;

/// Large numbers in messages.
public final class Counts {
    private Counts() {}

    /// `49,896`
    public static String of(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// `1 byte`, `49,896 bytes`
    public static String bytes(long number) {
        return of(number) + (number == 1 ? " byte" : " bytes");
    }
}
