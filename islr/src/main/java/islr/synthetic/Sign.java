package islr.synthetic;

import java.util.Locale;

/// One word of the invented language: everything that is the same for all signers.
///
/// @param start hand shape at the start of the movement
/// @param end hand shape at its end; usually the same
/// @param place of the hand
/// @param movement of the hand
/// @param palm how the hand is turned
/// @param other what the other hand does
/// @param mouth what the lips do; many signers leave it out
record Sign(HandShape start, HandShape end, Place place, Movement movement, Palm palm, OtherHand other, Mouth mouth) {

    /// The direction in which the palm faces, in degrees as in [Rotation], for a left hand.
    enum Palm {
        OUT(10, 0, 15), INWARD(0, -70, 10), LEVEL(15, -20, 60), BACK(-5, -150, 35), SLANTED(25, -35, 35);

        private final double nod;
        private final double turn;
        private final double tilt;

        Palm(double nod, double turn, double tilt) {
            this.nod = nod;
            this.turn = turn;
            this.tilt = tilt;
        }

        double nod() {
            return nod;
        }

        double turn() {
            return turn;
        }

        double tilt() {
            return tilt;
        }
    }

    /// What the other hand does while one hand leads.
    enum OtherHand {
        /// Rests in the lap, mostly out of the picture.
        RESTS,
        /// Does the same as the leading hand, mirrored.
        MIRRORS,
        /// Stays in front of the chest without moving.
        STAYS
    }

    /// The movement of the lips, which are open by `open·sin²(π·beats·p)`.
    ///
    /// @param open 0 to 1, at the widest
    /// @param wide −1 round to 1 broad
    /// @param beats how often they open
    record Mouth(double open, double wide, int beats) {}

    /// Shape, place and movement: what can be seen to differ between signs of different names. Examples:
    /// `fist-chin-circle`, `flat.fist-chest-hold`.
    String name() {
        String shape = start == end ? start.name() : start.name() + "." + end.name();
        return "%s-%s-%s".formatted(shape, place, movement).toLowerCase(Locale.ROOT);
    }
}
