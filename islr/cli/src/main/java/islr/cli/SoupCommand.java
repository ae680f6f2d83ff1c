package islr.cli;

import islr.recognize.ModelSoup;
import islr.weights.text.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes one model of several.
@Command(name = "soup", mixinStandardHelpOptions = true, sortOptions = false,
        header = "Makes the mean of several models, which is one model.",
        description = {"",
            "Every number of it is the mean of theirs. Models of one run, or of runs that started from one model "
                    + "(--init), often do better together than each alone, at no cost; models that began with other "
                    + "random numbers do not go together. --set soup=N does the same for the last epochs of a run.",
            ""},
        footer = {"", "How sure the mean is has to be measured anew: see calibrate.", "",
            "Exit codes: 0 all well, 1 something failed, 2 wrong usage.", "", "Example:",
            "  java -jar islr-train.jar soup a/model.safetensors b/model.safetensors --out soup.safetensors"})
final class SoupCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Models of the same preset, sizes and signs.")
    private List<Path> files;

    @Option(names = "--out", required = true, paramLabel = "FILE",
            description = "The file of the mean. Nothing is overwritten.")
    private Path out;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(out)) {
            throw Cli.wrong(spec,
                    "--out " + out + ": this file is there, and nothing is overwritten; name another one");
        }
        try {
            ModelSoup.write(out, files);
        } catch (IllegalArgumentException e) {
            throw Cli.wrong(spec, e.getMessage());
        }
        spec.commandLine().getOut().println("The mean of " + Counts.of(files.size()) + " models: " + out);
        return ExitCode.OK;
    }
}
