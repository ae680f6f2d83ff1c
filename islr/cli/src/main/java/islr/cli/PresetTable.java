package islr.cli;

import islr.nn.Parameters;
import islr.recognize.Presets;
import islr.system.Features;
import islr.system.NamedSettings;
import islr.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// The presets as `--list-presets` shows them.
final class PresetTable {
    /// Signs of the competition, for which the originals were made.
    private static final int CLASSES = 250;

    private PresetTable() {}

    static Stream<String> lines() {
        String heading = row(
                List.of("preset", "frames", "points", "parameters", "file", "reported accuracy", "source"));
        return Stream.concat(Stream.of(heading),
                Stream.concat(Presets.any().stream().map(PresetTable::line),
                        Stream.of("",
                                "Parameters and file sizes are those of " + CLASSES
                                        + " signs. The competition scored on a test set that was never published;",
                                "accuracies of these presets on data that can be had are in the README of islr.")));
    }

    private static String line(NamedSettings preset) {
        Parameters parameters = preset.blank(preset.defaults(), CLASSES);
        long trainable = numbers(parameters.trainable().values().stream());
        long all = numbers(parameters.state().values().stream());
        Features features = preset.features(preset.defaults());
        OptionalInt frames = features.mostFrames();
        return row(List.of(preset.id(), frames.isPresent() ? Integer.toString(frames.getAsInt()) : "all",
                Integer.toString(features.points()), String.format(Locale.ROOT, "%,d", trainable),
                String.format(Locale.ROOT, "%.1f MB", all * 4 / 1e6),
                preset.reported().isEmpty() ? "-" : preset.reported(),
                preset.source().isEmpty() ? "this project" : preset.source()));
    }

    private static long numbers(Stream<Tensor> tensors) {
        return tensors.mapToLong(Tensor::size).sum();
    }

    private static String row(List<String> cells) {
        return String.format(Locale.ROOT, "%-20s %6s %6s %10s %8s  %-18s  %s", cells.toArray()).stripTrailing();
    }
}
