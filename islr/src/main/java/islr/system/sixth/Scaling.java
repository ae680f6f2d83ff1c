package islr.system.sixth;

import islr.data.Skeleton;
import islr.system.Sample;
import islr.tensor.Memory;
import java.util.random.RandomGenerator;

/// All points larger or smaller by a factor of 0.7 to 1.3; with the same probability once more each axis by another
/// one: by the factor and a number of 0.7 to 1.3 **more**, as the original has it, so that such clips are 1.4 to 2.6
/// times as large.
record Scaling(double probability) implements PointChange {
    private static final double LEAST = 0.7;
    private static final double MOST = 1.3;

    @Override
    public String stream() {
        return "sixth scaling";
    }

    @Override
    public Sample changed(Sample sample, RandomGenerator random, Memory memory) {
        boolean distorted = random.nextDouble() < probability;
        double[] factors = new double[Skeleton.AXES];
        double all = random.nextDouble(LEAST, MOST);
        for (int axis = 0; axis < Skeleton.AXES; axis++) {
            factors[axis] = all + (distorted ? random.nextDouble(LEAST, MOST) : 0);
        }
        return of(sample, factors, memory);
    }

    /// @param factors of x, y and z
    static Sample of(Sample sample, double[] factors, Memory memory) {
        Sample scaled = PointChange.copy(memory, sample);
        float[] numbers = scaled.values().array();
        for (int i = 0; i < scaled.values().size(); i++) {
            numbers[scaled.values().offset() + i] *= (float) factors[i % Skeleton.AXES];
        }
        return scaled;
    }
}
