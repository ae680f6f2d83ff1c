package islr.system;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.op.Losses;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/// What the clips of a batch are to be answered with.
///
/// @param labels `[B]`, the sign of each clip
/// @param mixed what was mixed into the clips, if anything
/// @param taught what a teacher answers, if there is one
public record Targets(int[] labels, Optional<Mixed> mixed, Optional<Taught> taught) {
    public Targets {
        Objects.requireNonNull(labels, "labels");
        Objects.requireNonNull(mixed, "mixed");
        Objects.requireNonNull(taught, "taught");
    }

    /// Other clips that were mixed into those of a batch: clip b is `share_b` of itself and the rest of another.
    ///
    /// @param labels `[B]`, the sign of the other clip
    /// @param shares `[B]`, 0 to 1
    public record Mixed(int[] labels, float[] shares) {}

    /// What a teacher answers to the same clips.
    ///
    /// @param logits `[B, classes]`
    /// @param share how much of the loss is about the teacher's answers, 0 to 1
    /// @param temperature T, by which the logits of both are divided there
    public record Taught(Tensor logits, float share, float temperature) {}

    /// The signs alone.
    public static Targets of(int... labels) {
        return new Targets(labels, Optional.empty(), Optional.empty());
    }

    /// Number of clips.
    public int size() {
        return labels.length;
    }

    /// The same with other clips mixed in.
    public Targets with(Mixed other) {
        return new Targets(labels, Optional.of(other), taught);
    }

    /// The same with a teacher's answers.
    public Targets with(Taught teacher) {
        return new Targets(labels, mixed, Optional.of(teacher));
    }

    /// Those of some clips.
    ///
    /// @param clips their numbers
    public Targets of(Compute c, int[] clips) {
        return new Targets(some(labels, clips),
                mixed.map(other -> new Mixed(some(other.labels, clips), some(other.shares, clips))),
                taught.map(teacher -> new Taught(teacher.logits.gather(c, clips), teacher.share, teacher.temperature)));
    }

    private static int[] some(int[] all, int[] clips) {
        return IntStream.of(clips).map(clip -> all[clip]).toArray();
    }

    private static float[] some(float[] all, int[] clips) {
        float[] some = new float[clips.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = all[clips[i]];
        }
        return some;
    }

    /// The distribution over the signs of each clip, without smoothing: 1 for its sign, or the shares of the two that
    /// are mixed.
    ///
    /// @return `[B, classes]`
    public Tensor distributions(Compute c, int classes) {
        Tensor distributions = c.zeros(Shape.of(labels.length, classes));
        float[] shares = mixed.map(Mixed::shares).orElseGet(() -> ones(labels.length));
        for (int b = 0; b < labels.length; b++) {
            int row = distributions.offset() + b * classes;
            distributions.array()[row + labels[b]] = shares[b];
            if (mixed.isPresent()) {
                distributions.array()[row + mixed.get().labels[b]] += 1 - shares[b];
            }
        }
        return distributions;
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /// Cross-entropy with label smoothing. With a teacher it is `(1 − w)·L + w·T²·L'`, w its share: L' is the
    /// cross-entropy of the logits with the teacher's distribution, both at temperature T, whose gradients T² keeps in
    /// proportion.
    ///
    /// Source of the latter: Hinton, Vinyals, Dean, *Distilling the Knowledge in a Neural Network* (2015).
    ///
    /// @param logits `[B, classes]`
    /// @param dropped how many of the largest losses do not count, of L and of L'
    /// @return a scalar
    public Tensor loss(Compute c, Tensor logits, float smoothing, int dropped) {
        int less = Math.min(dropped, labels.length - 1);
        int classes = logits.shape().columns();
        Tensor loss = mixed.isEmpty() ? c.run(new Losses.CrossEntropy(logits, labels, smoothing, less))
                : c.run(new Losses.SoftCrossEntropy(logits, smoothed(c, distributions(c, classes), smoothing), less));
        if (taught.isEmpty()) {
            return loss;
        }
        Taught teacher = taught.get();
        Tensor softened = teacher.logits.scale(c, 1 / teacher.temperature).softmax(c);
        Tensor difference = c
                .run(new Losses.SoftCrossEntropy(logits.scale(c, 1 / teacher.temperature), softened, less));
        return loss.scale(c, 1 - teacher.share).add(c,
                difference.scale(c, teacher.share * teacher.temperature * teacher.temperature));
    }

    /// Label smoothing s of distributions: `(1 − s)·t + s/classes`.
    ///
    /// @param distributions `[B, classes]`
    public static Tensor smoothed(Compute c, Tensor distributions, float smoothing) {
        return distributions.affine(c, 1 - smoothing, smoothing / distributions.shape().columns());
    }
}
