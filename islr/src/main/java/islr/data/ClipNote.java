package islr.data;

/// What a user should know about how a clip was read. The clip can be used all the same.
public enum ClipNote {
    /// The file has the face of newer MediaPipe models, with 478 points.
    IRISES("the iris points of the face (landmark_index 468 to 477) are left out"),
    /// Some landmarks of some frames have no row in the file.
    ABSENT_ROWS("landmarks that have no row in the file are taken as missing");

    private final String text;

    ClipNote(String text) {
        this.text = text;
    }

    /// The note as a sentence without capital and full stop.
    public String text() {
        return text;
    }
}
