package islr.train.calibration;

import islr.dataset.LabelledSample;
import islr.dataset.Progress;
import islr.recognize.Certainty;
import islr.recognize.SignDistances;
import islr.system.Batch;
import islr.system.Model;
import islr.system.Sample;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.train.report.Evaluation;
import islr.train.report.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// What a model says of labelled clips that it did not learn from.
///
/// @param labels `[N]`
public record HeldOut(Outputs outputs, int[] labels) {
    /// With fewer clips, chance would decide what is measured.
    public static final int LEAST_CLIPS = 50;
    /// A single sign shows nothing of how signs are told apart.
    public static final int LEAST_SIGNS = 2;

    /// Clips at a time: with more, judging would take more memory than training, and no less time.
    private static final int BATCH = 16;

    /// @throws IllegalArgumentException if there are not as many labels as rows
    public HeldOut {
        Objects.requireNonNull(outputs, "outputs");
        Objects.requireNonNull(labels, "labels");
        if (outputs.logits().length != labels.length) {
            throw new IllegalArgumentException(
                    "held out: " + labels.length + " signs for " + outputs.logits().length + " clips");
        }
    }

    /// Of a model without distances.
    public HeldOut(float[][] logits, int[] labels) {
        this(new Outputs(logits), labels);
    }

    /// `[N][C]`
    public float[][] logits() {
        return outputs.logits();
    }

    /// @param distances those of the model, if it has any
    /// @param samples without empty ones
    /// @return what the model says, and what it should
    /// @throws InterruptedException if whoever watches wants it to stop
    public static HeldOut of(Model model, Optional<SignDistances> distances, Compute compute,
            List<LabelledSample> samples, Progress progress) throws InterruptedException {
        Objects.requireNonNull(distances, "distances");
        Objects.requireNonNull(samples, "samples");
        return new HeldOut(Outputs.of(logits(model, compute, samples, progress), distances),
                samples.stream().mapToInt(LabelledSample::label).toArray());
    }

    /// What a model says of clips, whether it learned from them or not, `[N][C]`.
    ///
    /// @param samples without empty ones
    /// @throws InterruptedException if whoever watches wants it to stop
    public static float[][] logits(Model model, Compute compute, List<LabelledSample> samples, Progress progress)
            throws InterruptedException {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(compute, "compute");
        Objects.requireNonNull(samples, "samples");
        Objects.requireNonNull(progress, "progress");
        Workspace workspace = Workspace.create();
        Compute c = compute.with(workspace);
        float[][] logits = new float[samples.size()][];
        progress.begin("judging", samples.size(), "clips");
        try {
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
                progress.at(from + some.size(), "");
            }
        } finally {
            progress.end();
        }
        return logits;
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
        float[][] probabilities = new float[labels.length][];
        List<Optional<Boolean>> sure = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            workspace.reset();
            float[] logits = logits()[i];
            Tensor row = Tensor.of(Shape.of(1, logits.length), logits);
            probabilities[i] = certainty.probabilities(c, row).toArray();
            int clip = i;
            sure.add(certainty.isSure(probabilities[i][Metrics.argmax(probabilities[i])],
                    outputs.distances().map(all -> OptionalDouble.of(all[clip])).orElse(OptionalDouble.empty())));
        }
        return Evaluation.of(probabilities, labels, sure);
    }
}
