package islr.synthetic;

/// Slow wandering: two sine waves of a random length, strength and phase. Mean 0, about 1 strong.
///
/// @param period frames of each wave
/// @param phase degrees of each wave
record Sway(double[] period, double[] phase) {

    static Sway random(Stream random) {
        return new Sway(new double[] {random.uniform(20, 60), random.uniform(60, 200)},
                new double[] {random.uniform(0, 360), random.uniform(0, 360)});
    }

    double at(int frame) {
        return Rotation.sin(360 * frame / period[0] + phase[0]) * 0.5
                + Rotation.sin(360 * frame / period[1] + phase[1]);
    }
}
