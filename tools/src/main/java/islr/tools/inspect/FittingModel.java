package islr.tools.inspect;

import islr.recognize.ModelFile;
import islr.recognize.ModelHints;
import islr.system.Preset;
import islr.weights.TensorFile;
import islr.weights.WeightsException;
import islr.weights.text.Counts;
import islr.weights.text.Reasons;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Says as a model of which preset a file can be used, or why not.
final class FittingModel {
    private FittingModel() {}

    /// @param open the same file
    /// @return a line of text
    static String of(Path file, TensorFile open) {
        List<Preset> presets;
        try {
            presets = ModelFile.presets(open.checkpoint(), ModelHints.NONE);
        } catch (WeightsException e) {
            return "model: it cannot be told: " + sentence(open.source(), Reasons.of(e));
        }
        if (presets.isEmpty()) {
            return "model: its tensors are those of no preset";
        }
        String names = presets.stream().map(Preset::id).collect(Collectors.joining(" or "));
        try {
            ModelFile model = ModelFile.readCompact(file, ModelHints.NONE);
            return "model: " + model.preset().id() + ", " + Counts.of(model.classes()) + " signs"
                    + (model.signs().isPresent() ? "" : " without names (--labels gives them)")
                    + "; islr-infer, convert, compare and export-onnx take it";
        } catch (IOException e) {
            return "model: " + names + ", but " + sentence(open.source(), Reasons.of(e));
        }
    }

    /// Without the file, which is in the first line.
    private static String sentence(String source, String message) {
        return message.startsWith(source + ": ") ? message.substring(source.length() + 2) : message;
    }
}
