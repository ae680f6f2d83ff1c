package islr.system.combined;

import islr.data.Clip;
import islr.data.SkeletonRows;
import islr.system.Augmentation;
import islr.system.Features;
import islr.system.Sample;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The features of both members in one sample: first the MLP's single row, cut into rows as wide as those of a frame
/// (the last one filled up with zeros), then the frames of the transformer.
///
/// [T, 543, 3] → [K + t, W] with W numbers a frame and K = ⌈F/W⌉ rows for the F numbers of the MLP.
record CombinedFeatures(Features transformer, Features mlp) implements Features {
    /// K.
    int summaryRows() {
        return (mlp.width() + width() - 1) / width();
    }

    @Override
    public SkeletonRows rows() {
        return SkeletonRows.of(IntStream
                .concat(IntStream.of(transformer.rows().toArray()), IntStream.of(mlp.rows().toArray())).toArray());
    }

    @Override
    public int points() {
        return Math.max(transformer.points(), mlp.points());
    }

    @Override
    public OptionalInt mostFrames() {
        return transformer.mostFrames();
    }

    /// W.
    @Override
    public int width() {
        return transformer.width();
    }

    @Override
    public String version() {
        return "(" + mlp.version() + ") and (" + transformer.version() + ")";
    }

    @Override
    public Sample of(Clip clip, Memory memory) {
        Tensor summary = mlp.of(clip, memory).values();
        Tensor frames = transformer.of(clip, memory).values();
        return join(summary, frames, memory);
    }

    private Sample join(Tensor summary, Tensor frames, Memory memory) {
        Tensor out = memory.allocate(Shape.of(summaryRows() + frames.shape().dim(0), width()));
        int framesAt = out.offset() + summaryRows() * width();
        System.arraycopy(summary.array(), summary.offset(), out.array(), out.offset(), mlp.width());
        Arrays.fill(out.array(), out.offset() + mlp.width(), framesAt, 0);
        System.arraycopy(frames.array(), frames.offset(), out.array(), framesAt, frames.size());
        return new Sample(out);
    }

    /// The MLP's row, [1, F].
    Sample summary(Sample sample) {
        return new Sample(sample.values().view(0, Shape.of(1, mlp.width())));
    }

    /// The transformer's rows, [t, W].
    Sample frames(Sample sample) {
        return new Sample(
                sample.values().view(summaryRows() * width(), Shape.of(sample.rows() - summaryRows(), width())));
    }

    /// An augmentation of the transformer's samples as one of ours.
    Augmentation onFrames(Augmentation augmentation) {
        return new Augmentation() {
            @Override
            public String stream() {
                return augmentation.stream();
            }

            @Override
            public Sample apply(Sample sample, RandomGenerator random, Memory memory) {
                Sample changed = augmentation.apply(frames(sample), random, memory);
                return join(summary(sample).values(), changed.values(), memory);
            }
        };
    }
}
