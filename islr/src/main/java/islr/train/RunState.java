package islr.train;

import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// All that a run needs to go on after a whole epoch. (Random streams are no part of it, see [Streams].)
///
/// @param metrics a line for each epoch that is done
/// @param model its tensors, by name
/// @param optimizer likewise
record RunState(List<String> metrics, Map<String, Tensor> model, Map<String, Tensor> optimizer) {
    private static final String MODEL = "model.";
    private static final String OPTIMIZER = "optimizer.";
    private static final String METRICS = "metrics";
    private static final String SETTINGS = "settings";
    private static final String CHECKSUM = "checksum";

    int epochs() {
        return metrics.size();
    }

    /// As a file holds it, together with the settings that it came from.
    Checkpoint toCheckpoint(TrainSettings settings) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        model.forEach((name, tensor) -> tensors.put(MODEL + name, tensor));
        optimizer.forEach((name, tensor) -> tensors.put(OPTIMIZER + name, tensor));
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        texts.put(METRICS, String.join("\n", metrics));
        texts.put(SETTINGS, settings.toMap().toString());
        texts.put(CHECKSUM, Checksum.of(tensors, texts.get(METRICS), texts.get(SETTINGS)));
        return new Checkpoint(tensors, texts);
    }

    /// @throws IOException if the file is damaged, or belongs to a run with other settings
    static RunState of(Checkpoint checkpoint, TrainSettings settings) throws IOException {
        String metrics = checkpoint.text(METRICS);
        String saved = checkpoint.text(SETTINGS);
        if (!checkpoint.text(CHECKSUM).equals(Checksum.of(checkpoint.tensors(), metrics, saved))) {
            throw new IOException("its content is not what was written");
        }
        if (!saved.equals(settings.toMap().toString())) {
            throw new IOException("it was written with other settings than settings.json has now");
        }
        return new RunState(metrics.lines().toList(), part(checkpoint.tensors(), MODEL),
                part(checkpoint.tensors(), OPTIMIZER));
    }

    private static Map<String, Tensor> part(Map<String, Tensor> all, String prefix) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        all.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), tensor);
            }
        });
        return part;
    }
}
