package islr.system.sixth;

import islr.data.Skeleton;
import islr.system.Sample;
import islr.tensor.Memory;
import java.util.random.RandomGenerator;

/// Missing numbers between those that are there: linear in between, constant before the first and behind the last. Each
/// axis of each point is one by itself; one that is there in a single frame or never stays as it is.
record Interpolation(double probability) implements PointChange {
    @Override
    public String stream() {
        return "sixth interpolation";
    }

    @Override
    public Sample changed(Sample sample, RandomGenerator random, Memory memory) {
        return of(sample, memory);
    }

    static Sample of(Sample sample, Memory memory) {
        Sample filled = PointChange.copy(memory, sample);
        for (int point = 0; point < SixthLandmarks.POINTS; point++) {
            for (int axis = 0; axis < Skeleton.AXES; axis++) {
                fill(sample, filled, point, axis);
            }
        }
        return filled;
    }

    private static void fill(Sample sample, Sample filled, int point, int axis) {
        float[] to = filled.values().array();
        int before = -1;
        int known = 0;
        for (int t = 0; t < sample.rows(); t++) {
            known += PointChange.get(sample, t, point, axis) != 0 ? 1 : 0;
        }
        if (known < 2) {
            return;
        }
        for (int t = 0; t <= sample.rows(); t++) {
            boolean end = t == sample.rows();
            if (end || PointChange.get(sample, t, point, axis) != 0) {
                for (int i = before + 1; i < t; i++) {
                    double first = PointChange.get(sample, before < 0 ? t : before, point, axis);
                    double last = PointChange.get(sample, end ? before : t, point, axis);
                    double share = before < 0 || end ? 0 : (i - before) / (double) (t - before);
                    to[PointChange.at(filled, i, point, axis)] = (float) (first + share * (last - first));
                }
                before = t;
            }
        }
    }
}
