package islr.train;

import islr.features.Features;
import islr.features.Frames;
import islr.model.FrameBatch;
import islr.model.FrameMask;
import islr.model.Gislr64;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a model says of labelled clips.
///
/// @param probabilities [N][C]
/// @param labels [N]
public record Evaluation(float[][] probabilities, int[] labels) {
    private static final int BATCH = 64;

    /// @throws InterruptedException if whoever watches wants it to stop
    static Evaluation of(Gislr64 model, Compute compute, List<StoredClip> clips, Progress progress)
            throws InterruptedException {
        Workspace workspace = Workspace.create();
        Features features = model.features();
        Compute c = compute.with(workspace);
        float[][] probabilities = new float[clips.size()][];
        int[] labels = clips.stream().mapToInt(StoredClip::label).toArray();
        for (int from = 0; from < clips.size(); from += BATCH) {
            if (progress.isStopWanted()) {
                throw new InterruptedException("stopped while judging the model");
            }
            workspace.reset();
            List<Frames> frames = new ArrayList<>();
            List<float[]> masks = new ArrayList<>();
            for (StoredClip clip : clips.subList(from, Math.min(clips.size(), from + BATCH))) {
                Frames padded = clip.frames(features);
                frames.add(padded);
                masks.add(FrameMask.all(padded));
            }
            Tensor rows = model.forward(c, model.batch(c, frames, masks, FrameBatch.Layout.COMPACT)).softmax(c);
            for (int i = 0; i < frames.size(); i++) {
                probabilities[from + i] = rows.slice(c, 0, i, i + 1).toArray();
            }
        }
        return new Evaluation(probabilities, labels);
    }

    /// Share of clips whose sign is among the k most probable; NaN without clips.
    public double top(int k) {
        return labels.length == 0 ? Double.NaN : Metrics.topK(probabilities, labels, k);
    }

    /// Mean of −log of the true sign's probability; NaN without clips.
    public double loss() {
        double total = 0;
        for (int i = 0; i < labels.length; i++) {
            total -= Math.log(Math.max(probabilities[i][labels[i]], Float.MIN_NORMAL));
        }
        return total / labels.length;
    }

    public ClassificationReport report() {
        return ClassificationReport.of(labels, Arrays.stream(probabilities).mapToInt(Metrics::argmax).toArray(),
                probabilities[0].length);
    }
}
