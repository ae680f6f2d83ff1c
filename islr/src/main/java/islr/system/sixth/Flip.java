package islr.system.sixth;

import islr.data.Skeleton;
import islr.system.Sample;
import islr.tensor.Memory;
import java.util.random.RandomGenerator;

/// Left for right: x becomes −x, and every point takes the place of its partner on the other side.
record Flip(double probability) implements PointChange {
    /// Of each point its partner; the middle ones are their own.
    private static final int[] PARTNERS = partners();

    private static int[] partners() {
        int[] partners = new int[SixthLandmarks.POINTS];
        for (int i = 0; i < partners.length; i++) {
            partners[i] = i;
        }
        for (int i = 0; i < SixthLandmarks.HAND; i++) {
            pair(partners, i, i + SixthLandmarks.HAND);
        }
        int[] rightOfFace = {52, 53, 54, 55, 48, 49, 50, 51};
        int[] leftOfFace = {43, 44, 45, 46, 56, 57, 58, 59};
        for (int i = 0; i < leftOfFace.length; i++) {
            pair(partners, leftOfFace[i], rightOfFace[i]);
        }
        for (int i = 61; i <= 70; i++) {
            pair(partners, i, i + 10);
        }
        for (int i = 81; i < 99; i += 2) {
            pair(partners, i, i + 1);
        }
        return partners;
    }

    private static void pair(int[] partners, int a, int b) {
        partners[a] = b;
        partners[b] = a;
    }

    static int partner(int point) {
        return PARTNERS[point];
    }

    @Override
    public String stream() {
        return "sixth flip";
    }

    @Override
    public Sample changed(Sample sample, RandomGenerator random, Memory memory) {
        return of(sample, memory);
    }

    static Sample of(Sample sample, Memory memory) {
        Sample flipped = PointChange.room(memory, sample.rows());
        float[] to = flipped.values().array();
        for (int t = 0; t < sample.rows(); t++) {
            for (int point = 0; point < SixthLandmarks.POINTS; point++) {
                for (int axis = 0; axis < Skeleton.AXES; axis++) {
                    float v = PointChange.get(sample, t, PARTNERS[point], axis);
                    to[PointChange.at(flipped, t, point, axis)] = axis == 0 ? -v : v;
                }
            }
        }
        return flipped;
    }
}
