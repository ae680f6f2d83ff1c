package islr.tools.inspect;

import islr.recognize.GraphWeights;
import islr.recognize.ModelFile;
import islr.recognize.ModelHints;
import islr.recognize.SpellerFile;
import islr.system.Preset;
import islr.system.fingerspelling.FingerspellingSizes;
import islr.weights.Checkpoint;
import islr.weights.TensorFile;
import islr.weights.text.Counts;
import islr.weights.text.Reasons;
import islr.weights.tflite.TfliteFile;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/// Says as a model of which preset a file can be used, or why not.
final class FittingModel {
    private FittingModel() {}

    /// @return a line of text
    static String of(TensorFile file) {
        List<Preset> presets = List.of();
        try {
            Checkpoint tensors = file.compact();
            if (SpellerFile.fits(tensors, ModelHints.NONE)) {
                return speller(tensors);
            }
            presets = ModelFile.presets(tensors, ModelHints.NONE);
            if (presets.isEmpty()) {
                return "model: its tensors are those of no preset" + inGraph(file);
            }
            ModelFile model = ModelFile.of(tensors, ModelHints.NONE);
            return "model: " + model.preset().id() + ", " + Counts.of(model.classes()) + " signs"
                    + (model.signs().isPresent() ? "" : " without names (--labels gives them)")
                    + "; islr-infer, convert, compare and export-onnx take it";
        } catch (IOException e) {
            String names = presets.isEmpty() ? "it cannot be told"
                    : presets.stream().map(Preset::id).collect(Collectors.joining(" or ")) + ", but not usable";
            return "model: " + names + ": " + sentence(file.source(), Reasons.of(e));
        }
    }

    private static String speller(Checkpoint tensors) {
        try {
            SpellerFile model = SpellerFile.of(tensors, ModelHints.NONE);
            FingerspellingSizes sizes = model.network().sizes();
            return "model: " + model.preset().id() + ", spells phrases of up to " + (sizes.letters() - 1)
                    + " characters from up to " + sizes.frames()
                    + " frames; islr-infer, convert and export-onnx take it";
        } catch (IOException e) {
            return "model: fingerspelling, but not usable: " + sentence(tensors.source(), Reasons.of(e));
        }
    }

    private static String inGraph(TensorFile file) {
        try {
            return file instanceof TfliteFile graph
                    ? ", but its graph is one of " + GraphWeights.of(graph, ModelHints.NONE).preset().id()
                            + "; convert takes its weights over, and islr-infer runs it as it is"
                    : "";
        } catch (IOException e) {
            // It is none.
            return "";
        }
    }

    /// Without the file, which is in the first line.
    private static String sentence(String source, String message) {
        return message.startsWith(source + ": ") ? message.substring(source.length() + 2) : message;
    }
}
