package islr.weights;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/// How names and numbers appear in messages.
///
/// Names come from files that are not trusted: they may be a megabyte long or hold line breaks and terminal escapes.
final class Messages {
    private static final int LONGEST_NAME = 100;

    private Messages() {}

    /// A name in quotes, on one line and not too long.
    static String quote(String name) {
        return "'" + line(name, LONGEST_NAME) + "'";
    }

    /// Foreign text on one line, cut where it gets longer than a reader's patience.
    static String line(String text, int longest) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() < longest; i++) {
            char c = text.charAt(i);
            boolean loneSurrogate = Character.isSurrogate(c)
                    && !Character.isSurrogatePair(c, i + 1 < text.length() ? text.charAt(i + 1) : 0);
            int kind = Character.getType(c);
            if (loneSurrogate || kind == Character.CONTROL || kind == Character.FORMAT
                    || kind == Character.LINE_SEPARATOR || kind == Character.PARAGRAPH_SEPARATOR) {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                line.append(c);
                if (Character.isHighSurrogate(c)) {
                    line.append(text.charAt(++i));
                }
            }
        }
        return text.length() > longest ? line.append('…').toString() : line.toString();
    }

    /// `49,896`
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// `1 byte`, `49,896 bytes`
    static String bytes(long number) {
        return count(number) + (number == 1 ? " byte" : " bytes");
    }

    /// The name that messages use for a file.
    static String name(Path path) {
        Path last = path.getFileName();
        return line(last == null ? path.toString() : last.toString(), LONGEST_NAME);
    }

    /// Why the system refused, without the class names of the JDK.
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no " + line(missing.getFile(), 300);
            case AccessDeniedException denied -> "permission denied for " + line(denied.getFile(), 300);
            case FileSystemException failed when failed.getReason() != null -> line(failed.getReason(), 300);
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : line(e.getMessage(), 300);
        };
    }
}
