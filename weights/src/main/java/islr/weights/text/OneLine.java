package islr.weights.text;

import java.nio.file.Path;
import java.util.HexFormat;

/// Text from elsewhere (names in a file, names of files, words of a library) on one line of a message or a terminal.
///
/// Such text is not trusted: it may be a megabyte long, hold line breaks or terminal escapes, or change the direction
/// of the text around it. Control and format characters, line and paragraph separators and halves of surrogate pairs
/// are written as `\u001b`; everything else stays as it is.
public final class OneLine {
    /// Nobody reads more of a message.
    private static final int LONGEST = 2_000;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_PATH = 500;

    private OneLine() {}

    /// A text of up to 2,000 characters; a longer one is cut and ends in `…`.
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /// @param longest once the result has this many characters, no more of the text is appended; if any is left, it
    ///     ends in `…`
    /// @return one line without control characters
    public static String of(String text, int longest) {
        if (text.length() <= longest && shows(text)) {
            return text;
        }
        StringBuilder line = new StringBuilder();
        int at = 0;
        while (at < text.length() && line.length() < longest) {
            int character = text.codePointAt(at);
            int end = at + Character.charCount(character);
            if (shows(character)) {
                line.append(text, at, end);
            } else {
                for (int i = at; i < end; i++) {
                    line.append("\\u").append(HexFormat.of().toHexDigits(text.charAt(i)));
                }
            }
            at = end;
        }
        return at < text.length() ? line.append('…').toString() : line.toString();
    }

    /// A name in quotes, of up to 100 characters.
    public static String quoted(String name) {
        return "'" + of(name, LONGEST_NAME) + "'";
    }

    /// A path as the user gave it: what messages call a file. Its last part alone would not do: every model is called
    /// `model.safetensors`.
    public static String path(Path path) {
        return of(path.toString(), LONGEST_PATH);
    }

    /// The last part of a path, for a name beside others.
    public static String name(Path path) {
        Path last = path.getFileName();
        return of(last == null ? path.toString() : last.toString(), LONGEST_NAME);
    }

    private static boolean shows(String text) {
        for (int at = 0; at < text.length();) {
            int character = text.codePointAt(at);
            if (!shows(character)) {
                return false;
            }
            at += Character.charCount(character);
        }
        return true;
    }

    private static boolean shows(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
