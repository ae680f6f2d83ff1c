package islr.features;

import java.util.Objects;

/// How near the hands are to the head, the shoulders and each other: where a sign is made, whatever the body is like.
///
/// ```
///   wrist, finger tips ●┈┈┈┈┈┈┈┈○ nose, mouth, shoulders
///                       ╲┈┈┈┈┈┈┈● wrist, finger tips of the other hand
/// ```
///
/// A hand at the mouth is at the mouth of a person with a long neck and of one with a short neck; its place relative to
/// the shoulders differs between the two.
public final class Contacts {
    private Contacts() {}

    /// Writes the distance of each point of `some` to each of `others`, 0 where one is missing.
    ///
    /// @param some numbers of points
    /// @param others likewise
    /// @param unit of the distances, the width of the shoulders for instance; NaN if it is not known, for zeros
    /// @param to gets as many numbers as there are pairs
    public static void between(Points points, int frame, int[] some, int[] others, double unit, float[] to,
            int offset) {
        Objects.requireNonNull(points, "points");
        Objects.requireNonNull(some, "some");
        Objects.requireNonNull(others, "others");
        Objects.requireNonNull(to, "to");
        int at = offset;
        for (int one : some) {
            for (int other : others) {
                to[at++] = Bounded.of(points.distance(frame, one, other) / unit);
            }
        }
    }
}
