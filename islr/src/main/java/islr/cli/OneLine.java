package islr.cli;

import java.util.Locale;

/// Text that came from elsewhere (names of files, signs of a checkpoint), fit for one line of a terminal.
final class OneLine {
    /// What a person still reads.
    private static final int LONGEST = 2_000;

    private OneLine() {}

    /// Line breaks, terminal escapes and what else does not show are written as their number in hex; what is too long
    /// is cut.
    static String of(String text) {
        StringBuilder line = new StringBuilder();
        int end = Math.min(text.length(), LONGEST);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean shows = switch (Character.getType(c)) {
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
                default -> true;
            };
            line.append(shows ? c : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return end < text.length() ? line.append('…').toString() : line.toString();
    }
}
