package islr.synthetic;

/// How the fingers of a hand are held.
///
/// @param curl [5], thumb to little finger: 0 straight, 1 in the palm
/// @param spread 0 side by side, 1 as far apart as they go
/// @param across position of the thumb: 0 stretched out to the side, 1 across the palm
record Fingers(double[] curl, double spread, double across) {

    static Fingers of(double thumb, double index, double middle, double ring, double little, double spread,
            double across) {
        return new Fingers(new double[] {thumb, index, middle, ring, little}, spread, across);
    }

    /// A position between this one (share 0) and the other (share 1).
    Fingers towards(Fingers other, double share) {
        double[] mixed = new double[curl.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = curl[i] + (other.curl[i] - curl[i]) * share;
        }
        return new Fingers(mixed, spread + (other.spread - spread) * share, across + (other.across - across) * share);
    }

    /// The sum, kept within the range of real fingers.
    Fingers plus(Fingers other) {
        double[] sum = new double[curl.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.clamp(curl[i] + other.curl[i], -0.1, 1.05);
        }
        return new Fingers(sum, Math.clamp(spread + other.spread, -0.1, 1.1),
                Math.clamp(across + other.across, -0.1, 1.1));
    }

    static Fingers random(Stream random, double deviation) {
        double[] curl = new double[5];
        for (int i = 0; i < curl.length; i++) {
            curl[i] = random.normal(0, deviation);
        }
        return new Fingers(curl, random.normal(0, deviation), random.normal(0, deviation));
    }
}
