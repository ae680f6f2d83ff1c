package islr.synthetic;

import java.util.Locale;

/// One word of the invented language: everything that every signer does alike.
///
/// @param start hand shape at the start of the movement
/// @param end hand shape at its end; mostly the same
/// @param place of the hand
/// @param movement of the hand
/// @param palm how the hand is turned
/// @param other what the other hand does
/// @param mouth what the lips do; many signers leave it out
record Sign(HandShape start, HandShape end, Place place, Movement movement, Palm palm, OtherHand other, Mouth mouth) {

    /// How the palm looks, in degrees as in [Rotation], for a left hand.
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

    /// What the hand that does not lead does.
    enum OtherHand {
        /// Hangs down, mostly out of the picture.
        RESTS,
        /// The same as the leading one, mirrored.
        MIRRORS,
        /// Lies still before the chest.
        STAYS
    }

    /// The lips' course: `open·sin²(π·beats·p)`.
    ///
    /// @param open 0 to 1, at the widest
    /// @param wide −1 round to 1 broad
    /// @param beats how often they open
    record Mouth(double open, double wide, int beats) {}

    /// The signs that differ by name differ in what is seen: shape, place or movement. Such as `fist-chin-circle`,
    /// `flat.fist-chest-hold`.
    String name() {
        String shape = start == end ? start.name() : start.name() + "." + end.name();
        return "%s-%s-%s".formatted(shape, place, movement).toLowerCase(Locale.ROOT);
    }
}
