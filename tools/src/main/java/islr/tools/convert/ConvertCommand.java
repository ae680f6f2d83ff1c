package islr.tools.convert;

import islr.data.SignList;
import islr.recognize.ModelFile;
import islr.recognize.ModelHints;
import islr.tensor.Tensor;
import islr.tensor.kernel.NarrowType;
import islr.tools.compare.Agreement;
import islr.weights.Checkpoint;
import islr.weights.DType;
import islr.weights.Formats;
import islr.weights.Safetensors;
import islr.weights.numpy.Npz;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import islr.weights.text.Reasons;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Writes the weights of a file in another format. A model of a preset is written as a whole recogniser, with our names
/// and metadata, and asked about synthetic clips before the file gets its name; other tensors are written as they are.
@Command(name = "convert", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Writes the weights of any known file as .safetensors or .npz.", "",
    "A model of a preset gets our names and metadata. What was written is read again, and both models answer "
            + "synthetic clips; if an answer differs, nothing is left behind. Other tensors are written as they "
            + "are, as 32-bit numbers."})
public final class ConvertCommand implements Callable<Integer> {
    private static final String SAFETENSORS = ".safetensors";
    private static final String NPZ = ".npz";
    /// How many of the answers must stay when weights are rounded to eight bits of precision. Synthetic clips show none
    /// of the signs of a model, and lie near the borders between them.
    private static final double NARROW = 0.9;

    /// How numbers are stored.
    enum Weights {
        F32, F16, BF16, INT8;

        /// The type of a model's weight matrices, if they have one of their own.
        Optional<NarrowType> narrow() {
            return switch (this) {
                case F32, F16 -> Optional.empty();
                case BF16 -> Optional.of(NarrowType.BF16);
                case INT8 -> Optional.of(NarrowType.INT8);
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(index = "0", paramLabel = "IN", description = "A file of safetensors, PyTorch, Keras, TFLite or NumPy.")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "The new file, *.safetensors or *.npz.")
    private Path out;

    @Option(names = "--preset", paramLabel = "NAME",
            description = "The preset that IN is a model of, if neither its metadata nor its tensors tell. Settings "
                    + "that nothing tells are as this preset has them.")
    private String preset;

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "A setting of the preset that IN does not tell, such as heads=4.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--statistics", paramLabel = "FILE",
            description = "A file with the statistics of the training set, if IN has none.")
    private Path statistics;

    @Option(names = "--labels", paramLabel = "FILE",
            description = "The signs, if IN has no list or another is wanted: a JSON map from sign to class number, a "
                    + "JSON list, or one sign a line.")
    private Path labels;

    @Option(names = "--weights", paramLabel = "TYPE", defaultValue = "f32",
            description = "How numbers are stored: f32, f16, bf16 or int8 (default: ${DEFAULT-VALUE}); .npz has f32 "
                    + "alone. The weight matrices of a model that is written as bf16 or int8 stay so in memory when it "
                    + "predicts; its other numbers are f32. int8 has a scale for each output channel.")
    private Weights weights;

    @Option(names = "--overwrite", description = "Replace OUT if it exists.")
    private boolean overwrite;

    @Spec
    private CommandSpec spec;

    /// For the command line, which makes one itself.
    public ConvertCommand() {}

    /// @return 0, or 1 if a file cannot be read or written, or the written model answers otherwise
    @Override
    public Integer call() {
        boolean npz = out.toString().endsWith(NPZ);
        if (!npz && !out.toString().endsWith(SAFETENSORS)) {
            throw wrong("OUT is " + OneLine.path(out) + "; a name that ends in " + SAFETENSORS + " or " + NPZ
                    + " is needed");
        }
        if (npz && weights != Weights.F32) {
            throw wrong("--weights " + weights + " goes with " + SAFETENSORS + "; " + NPZ + " is written as f32");
        }
        try {
            requireFree();
            convert(npz);
            return 0;
        } catch (IOException e) {
            spec.commandLine().getErr().println(Reasons.of(e));
        } catch (IllegalArgumentException e) {
            spec.commandLine().getErr().println(e.getMessage());
        }
        return 1;
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private void requireFree() throws IOException {
        if (!overwrite && Files.exists(out)) {
            throw new IOException(OneLine.path(out) + ": there is a file of this name; --overwrite replaces it");
        }
    }

    private void convert(boolean npz) throws IOException {
        ModelHints hints = new ModelHints(Optional.ofNullable(preset), settings, Optional.ofNullable(statistics));
        Checkpoint tensors = Formats.read(in);
        boolean isModel = preset != null || !ModelFile.presets(tensors, hints).isEmpty();
        if (!isModel && (labels != null || statistics != null || !settings.isEmpty())) {
            throw new IOException(
                    OneLine.path(in) + ": its tensors are those of no preset, so that --labels, --set and "
                            + "--statistics have no use; if it is a model of one, name it with --preset");
        }
        Optional<ModelFile> model = isModel ? Optional.of(ModelFile.read(in, hints)) : Optional.empty();
        Optional<SignList> signs = labels == null ? Optional.empty() : Optional.of(SignList.read(labels));
        if (!isModel && weights == Weights.INT8) {
            throw new IOException(OneLine.path(in) + ": its tensors are those of no preset, so that nothing says which "
                    + "of them are weights; --weights int8 is for models");
        }
        Checkpoint written = model.isEmpty() ? tensors : weights.narrow().isPresent()
                ? model.get().checkpoint(signs, weights.narrow().get()) : model.get().checkpoint(signs);
        Path folder = out.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    OneLine.path(out) + ": cannot be written: there is no folder " + OneLine.path(folder));
        }
        Path beside = Files.createTempFile(folder, "." + out.getFileName() + "-", npz ? NPZ : SAFETENSORS);
        try {
            if (npz) {
                Npz.write(beside, written);
            } else {
                boolean whole = model.isPresent() && weights.narrow().isPresent();
                Safetensors.write(beside, written, whole ? DType.F32 : DType.valueOf(weights.name()));
            }
            String found = model.isPresent() ? compare(model.get(), ModelFile.readCompact(beside, ModelHints.NONE))
                    : compare(written, Formats.read(beside));
            move(beside);
            say(model, written, found);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /// Somebody else may have made a file of that name in the meantime.
    private void move(Path beside) throws IOException {
        if (overwrite) {
            Files.move(beside, out.toAbsolutePath(), StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        try {
            Files.move(beside, out.toAbsolutePath());
        } catch (FileAlreadyExistsException e) {
            requireFree();
            throw e;
        }
    }

    private String compare(ModelFile model, ModelFile again) throws IOException {
        Agreement agreement = Agreement.of(model, again);
        String found = agreement.toString();
        if (weights.narrow().isPresent() ? agreement.same() < NARROW * agreement.clips() : !agreement.isFull()) {
            throw new IOException(OneLine.path(out) + ": not written: as " + weights + ", only " + found
                    + "; choose wider numbers with --weights");
        }
        return found;
    }

    private String compare(Checkpoint before, Checkpoint after) throws IOException {
        for (Map.Entry<String, Tensor> each : before.tensors().entrySet()) {
            Tensor again = after.tensors().get(each.getKey());
            if (again == null || !again.shape().equals(each.getValue().shape())
                    || weights == Weights.F32 && !Arrays.equals(bits(again), bits(each.getValue()))) {
                throw new IOException(OneLine.path(out) + ": not written: " + OneLine.quoted(each.getKey())
                        + " was not read again as it was written");
            }
        }
        return "they fit no preset and have the names that they had";
    }

    private static int[] bits(Tensor tensor) {
        float[] numbers = tensor.toArray();
        int[] bits = new int[numbers.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToIntBits(numbers[i]);
        }
        return bits;
    }

    private void say(Optional<ModelFile> model, Checkpoint written, String found) throws IOException {
        PrintWriter to = spec.commandLine().getOut();
        to.println(OneLine.path(out) + ": " + Counts.of(written.tensors().size()) + " tensors as " + weights + ", "
                + Counts.bytes(Files.size(out)));
        model.ifPresent(file -> {
            to.println("  preset " + file.preset().id() + ", " + Counts.of(file.classes()) + " signs"
                    + (written.metadata().containsKey("signs") ? "" : ", without a list of their names"));
        });
        to.println("  " + found);
    }
}
