package islr.synthetic;

/// Slow wandering: the sum of two sine waves of random length and phase. The mean is 0, the strength about 1.
///
/// @param period length of each wave, in frames
/// @param phase phase of each wave, in degrees
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
