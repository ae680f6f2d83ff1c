package islr.system.signs;

import java.util.Locale;

/// What coordinates are relative to.
public enum Places {
    /// The picture, as they are.
    PICTURE,
    /// The middle of the shoulders, in widths of the shoulders.
    BODY,
    /// Wrists and finger tips like that; all points of a hand to its own wrist, in lengths of its palm.
    HANDS;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
