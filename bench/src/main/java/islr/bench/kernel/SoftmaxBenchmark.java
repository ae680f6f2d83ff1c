package islr.bench.kernel;

import islr.bench.Sizes;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/// Softmax of the scores of all heads, where each of the T frames of a clip has a row of T keys, and log-softmax of the
/// logits of a training step's clips.
public class SoftmaxBenchmark extends KernelBenchmark {
    @Param({"FULL", "BATCH"})
    public Sizes.Rows rows;

    /// Where each row of scores begins, and how many keys it has.
    private int[] at;
    private int[] keys;
    private float[] scores;
    private float[] dy;
    private float[] multiplicity;
    private float[] probabilities;
    private float[] result;
    private float[] logits;
    private float[] logProbabilities;
    private float[] dLogits;

    @Override
    protected void prepare() {
        keys = IntStream.of(rows.lengths()).flatMap(t -> IntStream.generate(() -> t).limit((long) Sizes.HEADS * t))
                .toArray();
        at = new int[keys.length];
        for (int i = 1; i < at.length; i++) {
            at[i] = at[i - 1] + keys[i - 1];
        }
        scores = numbers(IntStream.of(keys).sum());
        dy = numbers(scores.length);
        multiplicity = new float[Sizes.FRAMES];
        Arrays.fill(multiplicity, 1);
        multiplicity[0] = 5;
        probabilities = new float[scores.length];
        result = new float[scores.length];
        logits = numbers(rows.lengths().length * Sizes.CLASSES);
        logProbabilities = new float[logits.length];
        dLogits = new float[logits.length];
    }

    @Override
    protected void check() {
        check("softmax with multiplicities", probabilities, SUMS, this::softmaxWithMultiplicities);
        check("softmax", probabilities, SUMS, this::softmax);
        check("softmax, backward", result, SUMS, this::softmaxBackward);
        check("logSoftmax", logProbabilities, SUMS, this::logSoftmax);
        check("logSoftmax, backward", dLogits, SUMS, this::logSoftmaxBackward);
    }

    @Benchmark
    public float[] softmax() {
        for (int i = 0; i < keys.length; i++) {
            k.softmax(scores, at[i], null, 0, probabilities, at[i], keys[i]);
        }
        return probabilities;
    }

    /// As in a network where one row stands for all padded frames of a clip.
    @Benchmark
    public float[] softmaxWithMultiplicities() {
        for (int i = 0; i < keys.length; i++) {
            k.softmax(scores, at[i], multiplicity, 0, probabilities, at[i], keys[i]);
        }
        return probabilities;
    }

    @Benchmark
    public float[] softmaxBackward() {
        for (int i = 0; i < keys.length; i++) {
            k.softmaxBackward(probabilities, at[i], dy, at[i], result, at[i], keys[i]);
        }
        return result;
    }

    @Benchmark
    public float[] logSoftmax() {
        for (int at = 0; at < logits.length; at += Sizes.CLASSES) {
            k.logSoftmax(logits, at, logProbabilities, at, Sizes.CLASSES);
        }
        return logProbabilities;
    }

    @Benchmark
    public float[] logSoftmaxBackward() {
        for (int at = 0; at < logits.length; at += Sizes.CLASSES) {
            k.logSoftmaxBackward(logProbabilities, at, dy, at, dLogits, at, Sizes.CLASSES);
        }
        return dLogits;
    }
}
