package islr.internal;

import java.util.List;

/// The first of many names or problems, for a message that nobody would read to its end.
public final class Few {
    private static final int LISTED = 3;

    private Few() {}

    /// @param between what stands between two of them
    public static String of(List<String> all, String between) {
        return String.join(between, all.subList(0, Math.min(LISTED, all.size())))
                + (all.size() > LISTED ? between + "…" : "");
    }
}
