package islr.synthetic;

/// The head in one frame: it nods and turns a little, and drifts.
///
/// @param rotation of the head on the neck
/// @param centre of the head, at the height of the nose, in the space of the body
/// @param size factor of the head's size
record Head(Rotation rotation, Point centre, double size) {

    Point of(Point inHead) {
        return centre.plus(rotation.of(inHead).times(size));
    }
}
