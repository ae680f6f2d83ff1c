package islr.synthetic;

/// How a sign is performed differently from the lexicon. It is the sum of three draws: the signer's accent, the
/// signer's dialect of this sign, and this take.
///
/// @param place offset of the hand, in shoulder widths
/// @param nod degrees
/// @param turn degrees
/// @param tilt degrees
/// @param amplitude natural logarithm of the factor
/// @param fingers offsets
record Style(Point place, double nod, double turn, double tilt, double amplitude, Fingers fingers) {

    /// @param strength factor of the standard deviations, which at 1 are 4.5 % of the shoulder width for places, 6
    ///     degrees for angles, 12 % for amplitudes and 0.045 for curls
    static Style random(Stream random, double strength) {
        return new Style(Point.random(random, 0.045 * strength), random.normal(0, 6 * strength),
                random.normal(0, 6 * strength), random.normal(0, 6 * strength), random.normal(0, 0.12 * strength),
                Fingers.random(random, 0.045 * strength));
    }

    Style plus(Style other) {
        return new Style(place.plus(other.place), nod + other.nod, turn + other.turn, tilt + other.tilt,
                amplitude + other.amplitude, fingers.plus(other.fingers));
    }
}
