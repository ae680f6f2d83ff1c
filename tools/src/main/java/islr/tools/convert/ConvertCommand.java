package islr.tools.convert;

import islr.cli.options.ModelOptions;
import islr.data.SignList;
import islr.recognize.Classifier;
import islr.recognize.Classifiers;
import islr.recognize.GraphWeights;
import islr.recognize.ModelFile;
import islr.recognize.ModelHints;
import islr.recognize.SpellerFile;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.kernel.NarrowType;
import islr.tools.model.Agreement;
import islr.tools.model.NewFile;
import islr.tools.model.TriedClips;
import islr.tools.model.TriedSequences;
import islr.weights.Checkpoint;
import islr.weights.DType;
import islr.weights.Formats;
import islr.weights.Safetensors;
import islr.weights.numpy.Npz;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Writes the weights of a file in another format. A model of a preset is written as a whole recogniser, with our names
/// and metadata, and asked about synthetic clips before the file gets its name; other tensors are written as they are.
@Command(name = "convert", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Writes the weights of any known file as .safetensors or .npz.", "",
    "A model of a preset gets our names and metadata. What was written is read again, and both models answer "
            + "some clips. If an answer differs, of bf16 and int8 more than one in ten, nothing is left behind. Other "
            + "tensors are written as they are, as 32-bit numbers.",
    "",
    "The weights of a TFLite file are also looked for in its graph, so that a submission to the competition whose "
            + "network is that of a preset can be trained further. Graph and model must then answer the clips "
            + "alike."})
public final class ConvertCommand implements Callable<Integer> {
    private static final String SAFETENSORS = ".safetensors";
    private static final String NPZ = ".npz";
    /// How many of the answers must stay when weights are rounded to eight bits of precision. Synthetic clips show none
    /// of the signs of a model, and lie near the borders between them.
    private static final double NARROW = 0.9;

    /// Largest difference of two logits of a graph and of the model that has its weights.
    private static final double MOST_FROM_GRAPH = 1e-2;

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

    @Parameters(index = "2..*", paramLabel = "CLIP|DIRECTORY",
            description = "Clips that both models are asked about, and directories of clips (default: synthetic ones). "
                    + "Those that cannot be read are named and skipped.")
    private List<Path> clips = new ArrayList<>();

    @Mixin
    private ModelOptions options;

    @Option(names = "--weights", paramLabel = "TYPE", defaultValue = "f32",
            description = "How numbers are stored: f32, f16, bf16 or int8 (default: ${DEFAULT-VALUE}); .npz has f32 "
                    + "alone. The weight matrices of a model that is written as bf16 or int8 stay so in memory when it "
                    + "predicts; its other numbers are f32. int8 has a scale for each output channel.")
    private Weights weights;

    @Option(names = "--overwrite", description = "Replace OUT if it exists.")
    private boolean overwrite;

    /// Why a graph is no model of a preset; null if it is one, or is none.
    private String noModel;
    /// How far graph and model agree.
    private String fromGraph;

    @Spec
    private CommandSpec spec;

    /// For the command line, which makes one itself.
    public ConvertCommand() {}

    /// @return 0, or 1 if a file cannot be read or written, or the written model answers otherwise
    @Override
    public Integer call() throws IOException {
        boolean npz = out.toString().endsWith(NPZ);
        if (!npz && !out.toString().endsWith(SAFETENSORS)) {
            throw wrong("OUT is " + OneLine.path(out) + "; a name that ends in " + SAFETENSORS + " or " + NPZ
                    + " is needed");
        }
        if (npz && weights != Weights.F32) {
            throw wrong("--weights " + weights + " goes with " + SAFETENSORS + "; " + NPZ + " is written as f32");
        }
        convert(npz);
        return 0;
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private void convert(boolean npz) throws IOException {
        NewFile file = new NewFile(out, overwrite);
        file.requireFree();
        ModelHints hints = options.hints();
        Checkpoint tensors = Formats.read(in);
        if (SpellerFile.fits(tensors, hints)) {
            convert(SpellerFile.of(tensors, hints), file, npz);
            return;
        }
        boolean named = !ModelFile.presets(tensors, hints).isEmpty();
        Optional<ModelFile> graph = named || !Classifiers.isGraph(in) ? Optional.empty() : ofGraph(hints);
        boolean isModel = named || graph.isPresent() || hints.preset().isPresent();
        if (!isModel && options.saySomethingOfAModel()) {
            throw new IOException(
                    OneLine.path(in) + ": " + (noModel == null ? "its tensors are those of no preset" : noModel)
                            + ", so that --labels, --set and --statistics have no use"
                            + (noModel == null ? "; if it is a model of one, name it with --preset" : ""));
        }
        Optional<ModelFile> model = graph.isPresent() ? graph
                : isModel ? Optional.of(ModelFile.of(tensors, hints)) : Optional.empty();
        if (!isModel && weights == Weights.INT8) {
            throw new IOException(OneLine.path(in) + ": its tensors are those of no preset, so that nothing says which "
                    + "of them are weights; --weights int8 is for models");
        }
        TriedClips tried = TriedClips.of(clips, spec.commandLine().getErr());
        Checkpoint written = model.isEmpty() ? tensors
                : weights.narrow().isPresent() ? model.get().checkpoint(options.signs(), weights.narrow().get())
                        : model.get().checkpoint(options.signs());
        String found = file.write(beside -> {
            if (npz) {
                Npz.write(beside, written);
            } else {
                boolean whole = model.isPresent() && weights.narrow().isPresent();
                Safetensors.write(beside, written, whole ? DType.F32 : DType.valueOf(weights.name()));
            }
            if (graph.isPresent()) {
                requireSameAsGraph(ModelFile.read(beside), tried);
            }
            return model.isPresent() ? compare(model.get(), ModelFile.readCompact(beside, ModelHints.NONE), tried)
                    : compare(written, Formats.read(beside));
        });
        say(model, written, found);
    }

    private void convert(SpellerFile model, NewFile file, boolean npz) throws IOException {
        if (weights.narrow().isPresent()) {
            throw wrong("--weights " + weights + " is for models that answer with signs; this one spells");
        }
        Checkpoint written = model.checkpoint();
        String found = file.write(beside -> {
            if (npz) {
                Npz.write(beside, written);
            } else {
                Safetensors.write(beside, written, DType.valueOf(weights.name()));
            }
            TriedSequences tried = TriedSequences.of(model, SpellerFile.read(beside, options.hints()));
            if (!tried.isFull()) {
                throw new IOException(OneLine.path(out) + ": not written: as " + weights + ", only " + tried
                        + "; choose wider numbers with --weights");
            }
            return tried.toString();
        });
        PrintWriter to = spec.commandLine().getOut();
        to.println(OneLine.path(out) + ": " + Counts.of(written.tensors().size()) + " tensors as " + weights + ", "
                + Counts.bytes(Files.size(out)));
        to.println("  preset " + model.preset().id() + ", which spells");
        to.println("  " + found);
    }

    /// @return empty if the graph is one of no preset, and none was named
    private Optional<ModelFile> ofGraph(ModelHints hints) throws IOException {
        try {
            return Optional.of(GraphWeights.read(in, hints));
        } catch (IOException e) {
            if (hints.preset().isPresent()) {
                throw e;
            }
            noModel = e.getMessage().replace(OneLine.path(in) + ": ", "");
            return Optional.empty();
        }
    }

    /// The graph of the file does more than its weights say: it also reads the clip.
    private void requireSameAsGraph(ModelFile model, TriedClips tried) throws IOException {
        Optional<SignList> numbered = Optional.of(Agreement.Asked.numbered(model.classes()));
        Classifier graph = Classifiers.read(in, ModelHints.NONE, numbered);
        Classifier answers = model.classifier(numbered);
        // Many graphs end in a softmax; then there are no logits to compare.
        boolean logits = graph.scores(Compute.cpu(), tried.first()).logits().isPresent();
        Agreement agreement = logits
                ? Agreement.of(Agreement.Asked.of(graph), Agreement.Asked.of(answers), tried, Agreement.Listener.NOBODY)
                : Agreement.of(Agreement.Asked.forProbabilities(graph), Agreement.Asked.forProbabilities(answers),
                        tried, Agreement.Listener.NOBODY);
        if (!agreement.isFull() || agreement.difference() > MOST_FROM_GRAPH) {
            throw new IOException(OneLine.path(out) + ": not written: the weights are those of " + model.preset().id()
                    + ", but the graph reads or normalises clips in another way: " + agreement);
        }
        fromGraph = "as the graph of the file: " + agreement;
    }

    private String compare(ModelFile model, ModelFile again, TriedClips tried) throws IOException {
        Agreement agreement = Agreement.of(Agreement.Asked.of(model), Agreement.Asked.of(again), tried,
                Agreement.Listener.NOBODY);
        if (agreement.clips() == 0) {
            throw new IOException(OneLine.path(out)
                    + ": not written: there is nothing in these clips that the model looks at; name others");
        }
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
        if (fromGraph != null) {
            to.println("  " + fromGraph);
        }
        to.println("  " + found);
        if (noModel != null) {
            to.println("  it is no model that can be trained on: " + noModel);
        }
    }
}
