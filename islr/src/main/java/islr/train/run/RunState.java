package islr.train.run;

import islr.internal.Checksum;
import islr.internal.Prefixed;
import islr.internal.Streams;
import islr.system.Training;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// All that a run needs to go on after a whole epoch. (Random streams are no part of it, see `Streams`.)
///
/// @param metrics a line for each epoch that is done
/// @param planned how many epochs the run was to have when this was written
/// @param model its tensors, by name
/// @param recipe what its recipe keeps, likewise
/// @param samples the checksum of the training samples; empty in files that were written before it existed
public record RunState(List<String> metrics, int planned, Map<String, Tensor> model, Map<String, Tensor> recipe,
        Optional<String> samples) {
    private static final String MODEL = "model.";
    private static final String RECIPE = "optimizer.";
    private static final String METRICS = "metrics";
    private static final String SETTINGS = "settings";
    private static final String SAMPLES = "samples";
    private static final String CHECKSUM = "checksum";

    public RunState {
        Objects.requireNonNull(metrics, "metrics");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(recipe, "recipe");
        Objects.requireNonNull(samples, "samples");
    }

    /// How many epochs are done, from the head of a file alone.
    static int epochs(Map<String, String> metadata) {
        return (int) metadata.getOrDefault(METRICS, "").lines().count();
    }

    /// As a file holds it, together with the settings that it came from.
    public Checkpoint toCheckpoint(RunSettings settings) {
        Objects.requireNonNull(settings, "settings");
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        Prefixed.put(tensors, MODEL, model);
        Prefixed.put(tensors, RECIPE, recipe);
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        texts.put(METRICS, String.join("\n", metrics));
        texts.put(SETTINGS, settings.toMap().toString());
        samples.ifPresent(checksum -> texts.put(SAMPLES, checksum));
        texts.put(CHECKSUM, checksum(tensors, texts));
        return new Checkpoint(tensors, texts);
    }

    private static String checksum(Map<String, Tensor> tensors, Map<String, String> texts) {
        return Checksum.of(tensors, Stream.of(METRICS, SETTINGS, SAMPLES).filter(texts::containsKey).map(texts::get)
                .toArray(String[]::new));
    }

    /// @throws IOException if the file is damaged, or belongs to a run with other settings
    static RunState of(Checkpoint checkpoint, RunSettings settings) throws IOException {
        String metrics = checkpoint.text(METRICS);
        String saved = checkpoint.text(SETTINGS);
        if (!checkpoint.text(CHECKSUM).equals(checksum(checkpoint.tensors(), checkpoint.metadata()))) {
            throw new IOException("its content is not what was written");
        }
        if (!areSame(saved, settings)) {
            throw new IOException("it was written with other settings than settings.json has now");
        }
        int planned = Integer.parseInt(values(saved).get(Training.EPOCHS.key()));
        return new RunState(metrics.lines().toList(), planned, Prefixed.get(checkpoint.tensors(), MODEL),
                Prefixed.get(checkpoint.tensors(), RECIPE), Optional.ofNullable(checkpoint.metadata().get(SAMPLES)));
    }

    /// The number of epochs may have changed.
    ///
    /// @param saved a map's text, `{key=value, …}`: of fewer settings, if some did not exist when it was written
    private static boolean areSame(String saved, RunSettings settings) {
        try {
            String epochs = Training.EPOCHS.key();
            return RunSettings.of(values(saved)).with(epochs, settings.toMap().get(epochs)).toMap()
                    .equals(settings.toMap());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Map<String, String> values(String saved) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : saved.substring(1, Math.max(1, saved.length() - 1)).split(", ")) {
            String[] parts = pair.split("=", 2);
            values.put(parts[0], parts[parts.length - 1]);
        }
        return values;
    }
}
