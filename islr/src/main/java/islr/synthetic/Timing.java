package islr.synthetic;

/// When things happen in a clip, in frames.
///
/// A clip is recorded between two presses of a button: the hand rises, signs (the stroke), and then stays up or sinks.
/// Short clips consist almost entirely of the stroke and start with the hand half up. In long ones the signer waits,
/// with the hand out of the picture.
///
/// @param frames T
/// @param start of the stroke
/// @param length of the stroke, at least 1
/// @param rise how long the hand takes to rise or to sink
/// @param lingers true if the hand stays up after the stroke
/// @param haste the stroke's phase is `p^haste`: above 1, the stroke starts slowly
record Timing(int frames, double start, double length, double rise, boolean lingers, double haste) {

    /// Correlation between the length of a clip and the signer's tempo, in normal scores.
    private static final double TEMPO_SHARE = 0.5;

    /// @param tempo the signer's, mean 0, deviation 1; a high tempo means slow signs and long clips
    static Timing random(Stream random, double tempo) {
        double z = TEMPO_SHARE * tempo + Math.sqrt(1 - TEMPO_SHARE * TEMPO_SHARE) * random.normal();
        int frames = FrameCounts.ofNormal(z);
        double wanted = random.logNormal(26, 0.3) * StrictMath.exp(0.25 * tempo);
        double length = Math.max(1, Math.min(frames * random.uniform(0.75, 0.95), wanted));
        double start = (frames - length) * random.uniform(0.25, 0.65);
        double rise = random.logNormal(8, 0.25) * StrictMath.exp(0.25 * tempo);
        return new Timing(frames, start, length, rise, random.chance(0.3), random.logNormal(1, 0.12));
    }

    /// Phase of the stroke, 0 to 1.
    double phase(int frame) {
        double p = Math.clamp((frame + 0.5 - start) / length, 0, 1);
        return StrictMath.pow(p, haste);
    }

    /// 1 when the hand is up, 0 when it rests, smooth in between.
    double raised(int frame) {
        double before = start - frame - 0.5;
        double after = lingers ? 0 : frame + 0.5 - start - length;
        double e = Math.clamp(1 - Math.max(before, after) / rise, 0, 1);
        return e * e * (3 - 2 * e);
    }
}
