package islr.data;

/// What a user should know about a clip: how it was read, or that its coordinates are not what MediaPipe gives. The
/// clip can be used all the same.
public enum ClipNote {
    /// The file has the face of newer MediaPipe models, with 478 points.
    IRISES("the iris points of the face (landmark_index 468 to 477) are left out"),
    /// Some landmarks of some frames have no row in the file.
    ABSENT_ROWS("landmarks that have no row in the file are taken as missing"),
    /// Landmarks at x = y = 0, which no camera sees.
    ZEROS("landmarks at (0, 0), which some programs write for missing ones, are taken as missing"),
    /// Pixels, percentages, degrees.
    SCALE("x or y is far outside 0 to 1; they must be parts of the picture's width and height, so divide pixels by "
            + "these, percentages by 100"),
    /// Coordinates around another origin: metres from the hip, for instance.
    ORIGIN("most landmarks are outside the picture; x must be 0 at its left edge and 1 at its right one, y 0 at the "
            + "top and 1 at the bottom (MediaPipe's world landmarks are metres, and cannot be used)"),
    /// Everything in one spot.
    TINY("all landmarks are within a hundredth of the picture; x and y must be parts of its width and height"),
    /// z in pixels or millimetres.
    DEPTH("z is far larger than MediaPipe's, which is in the same unit as x; divide pixels by the picture's width"),
    /// The line from the head to the shoulders is horizontal.
    TURNED("the head is beside the shoulders; is the picture turned, or are x and y exchanged?"),
    /// The head is below the shoulders.
    UPSIDE_DOWN("the head is below the shoulders; y must grow from the top of the picture to its bottom"),
    /// Left and right were exchanged in the picture and not in the landmarks.
    MIRRORED("the left shoulder is on the left of the picture; where a picture is mirrored, left and right landmarks "
            + "must be exchanged too"),
    /// The clip holds the landmarks of hands, and none of them is there.
    NO_HANDS("no hand is seen in any frame"),
    /// The system measures by the shoulders, and they are never there together.
    NO_SHOULDERS("the two shoulders are never seen together, so it is not known where the hands are; only their shapes "
            + "count");

    private final String text;

    ClipNote(String text) {
        this.text = text;
    }

    /// The note as a sentence without capital and full stop.
    public String text() {
        return text;
    }

    /// True if the numbers are in another unit than all others, so that means over clips should leave them out.
    public boolean isAboutUnits() {
        return this == SCALE || this == ORIGIN || this == TINY || this == DEPTH;
    }
}
