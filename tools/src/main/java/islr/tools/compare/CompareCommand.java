package islr.tools.compare;

import islr.cli.options.ModelOptions;
import islr.data.Clip;
import islr.data.SignList;
import islr.recognize.ModelFile;
import islr.system.Sample;
import islr.system.Settings;
import islr.tensor.Memory;
import islr.tensor.Tensor;
import islr.tools.model.Agreement;
import islr.tools.model.TriedClips;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints how far two models agree: clip by clip in their answers and, where both are of one preset, layer by layer.
@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false,
        header = "Compares the answers of two models.",
        description = {"",
            "Prints every clip that they answer differently, of how many clips the answers are the same, and the "
                    + "largest difference of two logits. Models of one preset are also compared layer by layer: the "
                    + "largest difference of two numbers, and what part that is of the largest number.",
            ""},
        footer = {"", "Example:", "  java -jar islr-tools.jar compare model.safetensors small.safetensors clips/"})
public final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "A model: a file of safetensors, PyTorch, Keras or NumPy.")
    private Path one;

    @Parameters(index = "1", paramLabel = "B", description = "The model to compare it with, of the same signs.")
    private Path other;

    @Parameters(index = "2..*", paramLabel = "CLIP|DIRECTORY",
            description = "Clips to ask them about, and directories of clips (default: synthetic ones). Those that "
                    + "cannot be read are named and skipped.")
    private List<Path> clips = new ArrayList<>();

    @Mixin
    private ModelOptions options;

    @Spec
    private CommandSpec spec;

    /// For the command line, which makes one itself.
    public CompareCommand() {}

    /// @return 0, whether they agree or not, or 1 if no clip can be read or the models cannot be compared
    @Override
    public Integer call() throws IOException {
        compare(spec.commandLine().getOut());
        return 0;
    }

    private void compare(PrintWriter out) throws IOException {
        ModelFile first = read(one);
        ModelFile second = read(other);
        requireSameSigns(first, second);
        TriedClips tried = TriedClips.of(clips, spec.commandLine().getErr());
        print(first, out);
        print(second, out);
        Optional<SignList> signs = signs(first).or(() -> first.signs()).or(second::signs);
        List<Clip> answered = new ArrayList<>();
        Agreement agreement = Agreement.of(Agreement.Asked.of(first), Agreement.Asked.of(second), tried,
                (clip, a, b, difference) -> {
                    if (answered.isEmpty() && a >= 0) {
                        answered.add(clip);
                    }
                    if (a != b) {
                        out.println("  " + OneLine.of(clip.name(), 200) + ": " + answer(signs, a) + " | "
                                + answer(signs, b) + (Double.isNaN(difference) ? ""
                                        : String.format(Locale.ROOT, ", largest difference %.2g", difference)));
                    }
                });
        if (agreement.clips() == 0) {
            throw new IOException("there is nothing in these clips that the models look at; name others");
        }
        out.printf(Locale.ROOT, "%s (%.1f %%)%n", agreement, 100.0 * agreement.same() / agreement.clips());
        layers(first, second, answered, out);
    }

    private ModelFile read(Path file) throws IOException {
        return ModelFile.readCompact(file, options.hints());
    }

    /// The names of the signs that the user gives.
    private Optional<SignList> signs(ModelFile first) throws IOException {
        Optional<SignList> signs = options.signs();
        if (signs.isPresent() && signs.get().size() != first.classes()) {
            throw new IOException(first.source() + ": it tells " + Counts.of(first.classes())
                    + " signs apart, but the list of signs given for it (--labels) has "
                    + Counts.of(signs.get().size()));
        }
        return signs;
    }

    private static void requireSameSigns(ModelFile first, ModelFile second) throws IOException {
        if (first.classes() != second.classes()) {
            throw new IOException(second.source() + ": it tells " + Counts.of(second.classes()) + " signs apart, and "
                    + first.source() + " " + Counts.of(first.classes()) + "; models of the same signs can be compared");
        }
        if (first.signs().isPresent() && second.signs().isPresent() && !first.signs().equals(second.signs())) {
            throw new IOException(second.source() + ": its list of signs is not that of " + first.source()
                    + "; models of the same signs, in the same order, can be compared");
        }
    }

    private static void print(ModelFile file, PrintWriter out) throws IOException {
        String weights = file.state().values().stream().map(Tensor::narrow).filter(Objects::nonNull).findFirst()
                .map(narrow -> narrow.type() + " weights").orElse("float32");
        out.println(OneLine.of(file.source(), 200) + ": " + file.preset().id() + ", " + Counts.of(file.classes())
                + " signs, " + weights + ", " + Counts.bytes(Files.size(Path.of(file.source()))));
    }

    private static String answer(Optional<SignList> signs, int sign) {
        return sign < 0 ? "nothing to look at"
                : signs.map(list -> "'" + OneLine.of(list.name(sign), 60) + "'").orElse("sign " + sign);
    }

    /// @param clips one, or none if the first model answers none
    private static void layers(ModelFile first, ModelFile second, List<Clip> clips, PrintWriter out) {
        if (!first.preset().equals(second.preset()) || !sameNetwork(first.settings(), second.settings())) {
            out.println("They are of different presets or sizes, so their layers are not compared.");
            return;
        }
        for (Clip clip : clips) {
            Sample sample = first.features().of(clip, Memory.heap());
            out.println("layers, for " + OneLine.of(clip.name(), 200) + ":");
            print(new Layers(first).of(sample), new Layers(second).of(sample), out);
        }
    }

    private static boolean sameNetwork(Settings one, Settings other) {
        return one.list().stream()
                .allMatch(setting -> setting.isOnlyForTraining() || one.text(setting).equals(other.text(setting)));
    }

    private static void print(SequencedMap<String, Layers.Result> a, SequencedMap<String, Layers.Result> b,
            PrintWriter out) {
        int width = a.keySet().stream().mapToInt(String::length).max().orElse(0);
        a.forEach((name, mine) -> {
            Layers.Result theirs = b.get(name);
            double largest = 0;
            double difference = 0;
            for (int i = 0; i < mine.values().length; i++) {
                largest = Math.max(largest, Math.abs(mine.values()[i]));
                difference = Math.max(difference, Math.abs((double) mine.values()[i] - theirs.values()[i]));
            }
            out.printf(Locale.ROOT, "  %-" + width + "s  %-12s  %8.2g  %s%n", name, mine.shape(), difference,
                    largest == 0 ? "" : String.format(Locale.ROOT, "%.1e of the largest", difference / largest));
        });
    }
}
