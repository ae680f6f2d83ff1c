package islr.tools.export;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.features.ClipNodes;
import islr.recognize.OnnxExport;
import islr.tools.model.Agreement;
import islr.weights.onnx.run.OnnxFile;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.IntStream;

/// An exported file that is asked about clips.
record OnnxAnswers(OnnxFile file) implements Agreement.Asked {
    /// Empty if all logits are NaN: there is nothing in the clip to look at.
    @Override
    public Optional<float[]> scores(Clip clip) throws IOException {
        float[] logits;
        try {
            logits = file.run().with(ClipNodes.LANDMARKS, clip.landmarks(), clip.frames(), Skeleton.ROWS, Skeleton.AXES)
                    .output(OnnxExport.LOGITS);
        } catch (IllegalStateException e) {
            throw new IOException("not written: of " + clip.name() + ", it cannot be computed: " + e.getMessage(), e);
        }
        return IntStream.range(0, logits.length).allMatch(i -> Float.isNaN(logits[i])) ? Optional.empty()
                : Optional.of(logits);
    }
}
