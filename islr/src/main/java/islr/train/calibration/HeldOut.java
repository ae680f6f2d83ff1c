package islr.train.calibration;

import islr.dataset.LabelledSample;
import islr.dataset.Progress;
import islr.recognize.Certainty;
import islr.system.Batch;
import islr.system.Model;
import islr.system.Sample;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.train.report.Evaluation;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// What a model says of labelled clips that it did not learn from, before the softmax.
///
/// @param logits `[N][C]`
/// @param labels `[N]`
public record HeldOut(float[][] logits, int[] labels) {
    /// With fewer clips, chance would decide what is measured.
    public static final int LEAST_CLIPS = 50;
    /// A single sign shows nothing of how signs are told apart.
    public static final int LEAST_SIGNS = 2;

    /// Clips at a time: with more, judging would take more memory than training, and no less time.
    private static final int BATCH = 16;

    /// @throws IllegalArgumentException if there are not as many labels as rows
    public HeldOut {
        Objects.requireNonNull(logits, "logits");
        Objects.requireNonNull(labels, "labels");
        if (logits.length != labels.length) {
            throw new IllegalArgumentException("held out: " + labels.length + " signs for " + logits.length + " clips");
        }
    }

    /// @param samples without empty ones
    /// @return the logits that the model gives, and what they should be
    /// @throws InterruptedException if whoever watches wants it to stop
    public static HeldOut of(Model model, Compute compute, List<LabelledSample> samples, Progress progress)
            throws InterruptedException {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(compute, "compute");
        Objects.requireNonNull(samples, "samples");
        Objects.requireNonNull(progress, "progress");
        Workspace workspace = Workspace.create();
        Compute c = compute.with(workspace);
        float[][] logits = new float[samples.size()][];
        int[] labels = samples.stream().mapToInt(LabelledSample::label).toArray();
        for (int from = 0; from < samples.size(); from += BATCH) {
            if (progress.isStopWanted()) {
                throw new InterruptedException("stopped while judging the model");
            }
            workspace.reset();
            List<Sample> some = samples.subList(from, Math.min(samples.size(), from + BATCH)).stream()
                    .map(LabelledSample::sample).toList();
            Tensor rows = model.logits(c, Batch.of(workspace, some));
            for (int i = 0; i < some.size(); i++) {
                logits[from + i] = rows.slice(c, 0, i, i + 1).toArray();
            }
        }
        return new HeldOut(logits, labels);
    }

    /// Whether something can be measured with so many clips and signs.
    public boolean isEnough() {
        return labels.length >= LEAST_CLIPS && IntStream.of(labels).distinct().count() >= LEAST_SIGNS;
    }

    /// The probabilities as a recogniser computes them.
    public Evaluation evaluation(Compute compute, Certainty certainty) {
        Objects.requireNonNull(compute, "compute");
        Objects.requireNonNull(certainty, "certainty");
        Workspace workspace = Workspace.create();
        Compute c = compute.with(workspace);
        float[][] probabilities = new float[logits.length][];
        for (int i = 0; i < logits.length; i++) {
            workspace.reset();
            Tensor row = Tensor.of(Shape.of(1, logits[i].length), logits[i]);
            probabilities[i] = certainty.probabilities(c, row).toArray();
        }
        return new Evaluation(probabilities, labels, certainty.sureFrom());
    }
}
