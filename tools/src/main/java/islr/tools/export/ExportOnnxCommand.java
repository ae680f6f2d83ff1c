package islr.tools.export;

import islr.cli.options.ModelOptions;
import islr.recognize.ModelFile;
import islr.recognize.OnnxExport;
import islr.recognize.SpellerFile;
import islr.tools.model.Agreement;
import islr.tools.model.NewFile;
import islr.tools.model.TriedClips;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.run.OnnxFile;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Writes a model as an ONNX file, preprocessing included. The file is read again and asked about clips before it gets
/// its name.
@Command(name = "export-onnx", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Writes a model of a preset as an ONNX file, from the landmarks of a clip to the logits.", "",
    "What was written is read again and computed operator by operator for some clips; if a logit differs from the "
            + "model's by more than 1e-4, nothing is left behind.",
    "", "A model that spells becomes two files: OUT, which reads a sequence, and *.step.onnx, which takes a letter and "
            + "gives the logits of the next one."})
public final class ExportOnnxCommand implements Callable<Integer> {
    private static final String ONNX = ".onnx";
    /// The largest difference of two logits that is one of rounding.
    private static final double MOST = 1e-4;

    @Parameters(index = "0", paramLabel = "IN", description = "A file of safetensors, PyTorch, Keras, TFLite or NumPy.")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "The new file, *.onnx.")
    private Path out;

    @Parameters(index = "2..*", paramLabel = "CLIP|DIRECTORY",
            description = "Clips that file and model are compared on, and directories of clips (default: "
                    + "synthetic ones). Those that cannot be read are named and skipped.")
    private List<Path> clips = new ArrayList<>();

    @Mixin
    private ModelOptions options;

    @Option(names = "--overwrite", description = "Replace OUT if it exists.")
    private boolean overwrite;

    @Spec
    private CommandSpec spec;

    /// For the command line, which makes one itself.
    public ExportOnnxCommand() {}

    /// @return 0, or 1 if a file cannot be read or written, or the written model answers otherwise
    @Override
    public Integer call() throws IOException {
        if (!out.toString().endsWith(ONNX)) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                    "OUT is " + OneLine.path(out) + "; a name that ends in " + ONNX + " is needed");
        }
        export();
        return 0;
    }

    private void export() throws IOException {
        NewFile file = new NewFile(out, overwrite);
        file.requireFree();
        if (SpellerFile.isIn(in, options.hints().preset())) {
            exportSpeller();
            return;
        }
        ModelFile model = ModelFile.read(in, options.hints());
        OnnxGraph graph = OnnxExport.of(model, options.signs());
        TriedClips asked = TriedClips.of(clips, spec.commandLine().getErr());
        Agreement found = file.write(beside -> {
            graph.write(beside);
            return requireSame(Agreement.of(Agreement.Asked.of(model), new OnnxAnswers(OnnxFile.read(beside)), asked,
                    Agreement.Listener.NOBODY));
        });
        say(model, graph, found);
    }

    private void exportSpeller() throws IOException {
        if (!clips.isEmpty() || options.labels().isPresent() || options.hints().statistics().isPresent()) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                    "clips, --labels and --statistics are for models that answer with signs; this one spells");
        }
        new SpellerExport(SpellerFile.read(in, options.hints()), out, overwrite).write(spec.commandLine().getOut());
    }

    private Agreement requireSame(Agreement found) throws IOException {
        if (found.clips() == 0) {
            throw new IOException(OneLine.path(out)
                    + ": not written: there is nothing in these clips that the model looks at; name others");
        }
        if (!found.isFull() || !(found.difference() <= MOST)) {
            throw new IOException(OneLine.path(out) + ": not written: " + found
                    + String.format(Locale.ROOT, ", more than %.0e, or an answer differs", MOST));
        }
        return found;
    }

    private void say(ModelFile model, OnnxGraph graph, Agreement found) throws IOException {
        PrintWriter to = spec.commandLine().getOut();
        to.println(OneLine.path(out) + ": " + Counts.bytes(Files.size(out)));
        to.println("  preset " + model.preset().id() + ", " + Counts.of(model.classes()) + " signs"
                + (graph.metadata().containsKey("signs") ? "" : ", without a list of their names"));
        to.println("  landmarks [frames, 543, 3] to logits [" + model.classes() + "], opset " + OnnxGraph.OPSET);
        to.println("  " + found);
    }
}
