package islr.features;

import java.util.Objects;

/// Coordinates that belong to the person instead of the picture: the origin is the middle of the shoulders, the unit
/// their distance, both as means over the frames.
///
/// ```
///          nose
///   R ●─────┼─────● L      place(p) = (p − middle) / width
///           0     ½
/// ```
///
/// Where the person stands and how large they are makes no difference. One frame for the whole clip keeps the movements
/// of the body: they are part of some signs, and shoulders tremble.
///
/// @param x of the middle of the shoulders, in the picture
/// @param y likewise
/// @param width mean distance of the shoulders, above 0; NaN like the others, if they are never seen together
public record BodyFrame(float x, float y, float width) {

    /// @param left number of the left shoulder among the points
    /// @param right number of the right one
    /// @return the frame of these shoulders; see [#isKnown]
    public static BodyFrame of(Points points, int left, int right) {
        Objects.requireNonNull(points, "points");
        double x = 0;
        double y = 0;
        int seen = 0;
        for (int t = 0; t < points.frames(); t++) {
            if (points.isSeen(t, left) && points.isSeen(t, right)) {
                x += (points.x(t, left) + points.x(t, right)) / 2.0;
                y += (points.y(t, left) + points.y(t, right)) / 2.0;
                seen++;
            }
        }
        float width = (float) points.meanDistance(left, right);
        return width > 0 ? new BodyFrame((float) (x / seen), (float) (y / seen), width)
                : new BodyFrame(Float.NaN, Float.NaN, Float.NaN);
    }

    /// The picture's own coordinates, shifted and stretched to about −1 to 1: for comparison.
    public static BodyFrame ofPicture() {
        return new BodyFrame(0.5f, 0.5f, 0.5f);
    }

    /// Whether the shoulders were seen.
    public boolean isKnown() {
        return width > 0;
    }

    /// The place of an x of the picture, in widths of the shoulders; positive on the person's left.
    public float placeX(float pictureX) {
        return (pictureX - x) / width;
    }

    /// The place of a y of the picture, in widths of the shoulders; positive below them.
    public float placeY(float pictureY) {
        return (pictureY - y) / width;
    }
}
