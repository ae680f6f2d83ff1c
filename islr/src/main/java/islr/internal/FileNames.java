package islr.internal;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.InvalidPathException;

/// Names of files, which the JVM encodes by the locale.
public final class FileNames {
    private FileNames() {}

    /// Why a text cannot be the name of a file: with a remedy, if the locale's encoding lacks its characters.
    public static String whyInvalid(InvalidPathException e) {
        String encoding = System.getProperty("sun.jnu.encoding");
        return canEncode(encoding, e.getInput()) ? e.getReason()
                : "it has characters that are not of this locale's encoding (" + encoding
                        + "); set LC_ALL=C.UTF-8 and start again";
    }

    private static boolean canEncode(String encoding, String text) {
        try {
            return encoding == null || Charset.forName(encoding).newEncoder().canEncode(text);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return true;
        }
    }
}
