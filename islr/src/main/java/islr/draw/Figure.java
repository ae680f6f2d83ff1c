package islr.draw;

import islr.data.Skeleton;
import java.util.stream.IntStream;

/// The person of one frame: lines through the landmarks that are there; one that is missing leaves a gap.
///
/// @param fit from the clip's coordinates to those of the drawing
record Figure(Seen seen, int frame, Fit fit) {
    /// The face, or the head as the pose has it where no face is seen.
    void head(Svg svg, String style) {
        boolean face = IntStream.of(Bones.ofFace()).anyMatch(row -> seen.is(frame, row));
        lines(svg, style, face ? Bones.FACE : Bones.HEAD);
    }

    void arms(Svg svg, String style) {
        lines(svg, style, Bones.ARMS);
    }

    /// Lines and points of a hand.
    ///
    /// @param part one of the two hands
    void hand(Svg svg, Skeleton.Part part, String style) {
        lines(svg, style, part == Skeleton.Part.LEFT_HAND ? Bones.LEFT_HAND : Bones.RIGHT_HAND);
        if (!seen.any(frame, part)) {
            return;
        }
        svg.beginPath("d " + style);
        for (int row = part.first(); row < part.first() + part.count(); row++) {
            if (seen.is(frame, row)) {
                svg.dot(fit.x(seen.clip().x(frame, row)), fit.y(seen.clip().y(frame, row)));
            }
        }
        svg.endPath();
    }

    private void lines(Svg svg, String style, int[][] lines) {
        Svg path = new Svg();
        for (int[] line : lines) {
            for (int i = 1; i < line.length; i++) {
                if (!seen.is(frame, line[i - 1]) || !seen.is(frame, line[i])) {
                    continue;
                }
                if (i == 1 || !seen.is(frame, line[i - 2])) {
                    path.moveTo(fit.x(seen.clip().x(frame, line[i - 1])), fit.y(seen.clip().y(frame, line[i - 1])));
                }
                path.lineTo(fit.x(seen.clip().x(frame, line[i])), fit.y(seen.clip().y(frame, line[i])));
            }
        }
        if (!path.toString().isEmpty()) {
            svg.beginPath(style).add(path.toString()).endPath();
        }
    }
}
