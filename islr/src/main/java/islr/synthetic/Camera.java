package islr.synthetic;

/// Projects the body onto the picture of a phone held upright, which is 3 wide and 4 high.
///
/// `x = centreX + scale·s·X`, `y = centreY + 0.75·scale·s·Y`, `s = d/(d + Z)`: nearer things are larger.
///
/// @param view how the camera looks at the body
/// @param scale widths of the picture that the shoulders take at distance d
/// @param centreX x of the point between the shoulders, in the picture
/// @param centreY y of this point
/// @param distance d, in shoulder widths
/// @param depth factor of the pose model's z, which is too large and in a unit of its own
record Camera(Rotation view, double scale, double centreX, double centreY, double distance, double depth) {

    /// Width over height of the picture.
    private static final double ASPECT = 0.75;

    /// The camera of a signer. Traits drawn from a normal distribution may be far from the mean. Traits that decide
    /// where the hands are in the picture may not, and are spread.
    static Camera random(long seed, int signer) {
        Stream random = Stream.of(seed, "camera", signer);
        var view = Rotation.of(random.normal(0, 4), random.normal(0, 7), random.normal(0, 2));
        double scale = 0.54 * StrictMath.exp(0.13 * Spread.SIZE.around(seed, signer));
        double centreX = 0.466 + 0.085 * Spread.ACROSS.around(seed, signer);
        // A signer who sits near is also high in the picture, so that the hands are in it.
        double centreY = Math.min(0.615 + 0.07 * Spread.HEIGHT.around(seed, signer), 1 - 0.62 * scale);
        return new Camera(view, scale, centreX, centreY, random.logNormal(3.4, 0.12), random.logNormal(2, 0.15));
    }

    /// The same camera, moved a little: nobody sits twice in the same place.
    Camera moved(Stream random, double strength) {
        return new Camera(view, scale * random.logNormal(1, 0.05 * strength),
                centreX + random.normal(0, 0.04 * strength), centreY + random.normal(0, 0.03 * strength), distance,
                depth);
    }

    /// x and y in the picture, and the depth Z in widths of the picture.
    Point project(Point body) {
        Point p = view.of(body);
        double s = scale * distance / (distance + p.z());
        return new Point(centreX + s * p.x(), centreY + ASPECT * s * p.y(), s * p.z());
    }
}
