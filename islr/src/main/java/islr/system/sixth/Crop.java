package islr.system.sixth;

import islr.system.Sample;
import islr.tensor.Memory;
import java.util.random.RandomGenerator;

/// Some frames less at the beginning or at the end: 1 to `⌊T/5⌋ − 1`. Clips of fewer than 20 frames stay whole.
record Crop(double probability) implements PointChange {
    private static final int LEAST_FRAMES = 20;

    @Override
    public String stream() {
        return "sixth crop";
    }

    @Override
    public Sample changed(Sample sample, RandomGenerator random, Memory memory) {
        int frames = sample.rows();
        if (frames < LEAST_FRAMES) {
            return sample;
        }
        int less = random.nextInt(1, frames / 5);
        return random.nextBoolean() ? of(sample, less, frames, memory) : of(sample, 0, frames - less, memory);
    }

    /// Frames `from` to before `to`.
    static Sample of(Sample sample, int from, int to, Memory memory) {
        Sample part = PointChange.room(memory, to - from);
        System.arraycopy(sample.values().array(), PointChange.at(sample, from, 0, 0), part.values().array(),
                part.values().offset(), part.values().size());
        return part;
    }
}
