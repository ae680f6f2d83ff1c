package islr.synthetic;

/// A person in front of a camera: everything that is the same in all clips of one signer.
///
/// @param leftHanded true if the left hand leads
/// @param body the proportions
/// @param camera where the phone stands
/// @param tempo mean 0, deviation 1; high is slow
/// @param amplitude of movements, in shoulder widths
/// @param accent how this signer's signs differ from the lexicon
/// @param mouthing 0 to 1, how much of a sign's mouth movement is seen
/// @param steadiness factor of the landmarks' jitter, which depends on light and lens
/// @param losses factor of the rate at which detection fails
record Signer(boolean leftHanded, Body body, Camera camera, double tempo, double amplitude, Style accent,
        double mouthing, double steadiness, double losses) {

    /// Proportions in shoulder widths.
    ///
    /// @param palm from wrist to middle knuckle
    /// @param upperArm shoulder to elbow
    /// @param forearm elbow to wrist
    /// @param head factor of the head's size
    /// @param neck height of the nose above the shoulders
    /// @param rest how far below the shoulders idle hands lie
    record Body(double palm, double upperArm, double forearm, double head, double neck, double rest) {}

    static Signer random(long seed, int number, double noise) {
        return new Signer(Spread.HAND.of(seed, number) < 0.4, body(Stream.of(seed, "body", number)),
                Camera.random(seed, number), Stream.of(seed, "tempo", number).normal(),
                Stream.of(seed, "amplitude", number).logNormal(0.24, 0.12),
                Style.random(Stream.of(seed, "accent", number), 0.7 * noise),
                Stream.of(seed, "mouthing", number).uniform(0, 0.8),
                Stream.of(seed, "steadiness", number).logNormal(noise, 0.25),
                Stream.of(seed, "losses", number).logNormal(noise, 0.5));
    }

    private static Body body(Stream random) {
        return new Body(random.logNormal(0.25, 0.07), random.logNormal(0.78, 0.05), random.logNormal(0.68, 0.05),
                random.logNormal(1, 0.06), random.logNormal(0.48, 0.07), random.normal(1.4, 0.1));
    }
}
