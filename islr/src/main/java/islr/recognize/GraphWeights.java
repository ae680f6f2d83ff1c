package islr.recognize;

import islr.system.Architecture;
import islr.system.Preset;
import islr.tflite.GraphView;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.tflite.TfliteFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// From the graph of a TFLite file to a model of a preset: the weights are found by what the graph does with them.
///
/// That the graph also reads clips as the preset does is not checked here; `islr-tools convert` asks both about clips.
public final class GraphWeights {
    private GraphWeights() {}

    /// @param hints a preset, if only one is meant, and settings that nothing in the graph tells
    /// @return the model, with the weights of the graph
    /// @throws IOException that says where the graph is not one of the preset, or of any
    public static ModelFile read(Path file, ModelHints hints) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(hints, "hints");
        try (TfliteFile open = TfliteFile.open(file)) {
            return of(open, hints);
        }
    }

    /// The same for an open file.
    ///
    /// @return the model, with the weights of the graph
    /// @throws IOException as [#read]
    public static ModelFile of(TfliteFile file, ModelHints hints) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(hints, "hints");
        List<Preset> presets = hints.preset().isPresent() ? List.of(preset(file.source(), hints.preset().get()))
                : Presets.all();
        GraphView graph = new GraphView(file);
        List<String> reasons = new ArrayList<>();
        for (Preset preset : presets) {
            try {
                Optional<Architecture.Ours> ours = preset.architecture().fromGraph(graph);
                if (ours.isPresent()) {
                    Map<String, String> metadata = new LinkedHashMap<>(ours.get().told());
                    metadata.put("preset", preset.id());
                    return ModelFile.of(new Checkpoint(file.source(), ours.get().tensors(), metadata), hints);
                }
            } catch (WeightsException e) {
                String place = file.source() + ": ";
                String reason = e.getMessage();
                reasons.add("of " + preset.id() + ": "
                        + (reason.startsWith(place) ? reason.substring(place.length()) : reason));
            }
        }
        throw new IOException(file.source() + ": "
                + (reasons.isEmpty() ? "the weights of " + presets.getFirst().id()
                        + " are not looked for in graphs; those of " + mapped() + " are"
                        : "its graph is not one " + String.join("; not one ", reasons)));
    }

    private static Preset preset(String source, String id) throws IOException {
        try {
            return Presets.of(id);
        } catch (IllegalArgumentException e) {
            throw new IOException(source + ": " + e.getMessage(), e);
        }
    }

    private static String mapped() {
        return String.join(", ",
                Presets.all().stream().filter(preset -> preset.architecture().readsGraphs()).map(Preset::id).toList());
    }
}
