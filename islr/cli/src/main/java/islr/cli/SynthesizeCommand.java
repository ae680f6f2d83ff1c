package islr.cli;

import islr.dataset.Progress;
import islr.synthetic.SyntheticDataSet;
import islr.synthetic.SyntheticSettings;
import islr.weights.text.Counts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes synthetic signers to disk as a data set.
@Command(name = "synthesize", mixinStandardHelpOptions = true, sortOptions = false,
        header = "Writes clips of synthetic signers as a data set.",
        description = {"",
            "People who do not exist sign words that do not exist. The folder gets the layout of the Google isolated "
                    + "sign recognition competition: train.csv, sign_to_prediction_index_map.json and a parquet file "
                    + "for each clip, as --data takes it. The same numbers give the same bytes.",
            ""},
        footer = {"", "Example:", "  java -jar islr-train.jar synthesize --signs 20 --signers 6 --takes 5 signers"})
final class SynthesizeCommand implements Callable<Integer> {
    @Option(names = "--signs", defaultValue = "20", paramLabel = "N",
            description = "How many signs, 2 to 500 (default: ${DEFAULT-VALUE}).")
    private int signs;

    @Option(names = "--signers", defaultValue = "16", paramLabel = "N",
            description = "How many people (default: ${DEFAULT-VALUE}).")
    private int signers;

    @Option(names = "--takes", defaultValue = "7", paramLabel = "N",
            description = "How many clips of each sign by each of them (default: ${DEFAULT-VALUE}).")
    private int takes;

    @Option(names = "--noise", defaultValue = "1", paramLabel = "X",
            description = "How far people depart from the lexicon and how much is not seen, 0 to 4; 1 is as in "
                    + "real clips (default: ${DEFAULT-VALUE}).")
    private double noise;

    @Option(names = "--seed", defaultValue = "42", paramLabel = "N",
            description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Parameters(paramLabel = "DIRECTORY", description = "The folder to write to, new or empty.")
    private Path folder;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        SyntheticSettings settings;
        try {
            settings = new SyntheticSettings(seed, signs, signers, takes, noise);
        } catch (IllegalArgumentException e) {
            throw Cli.wrong(spec, e.getMessage());
        }
        try (StopSignal stop = new StopSignal()) {
            write(settings, new ConsoleProgress(System.err, stop), stop);
        } catch (InterruptedIOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ExitCode.INTERRUPTED;
        }
        spec.commandLine().getOut().println(
                Counts.of(settings.clips()) + " clips are in " + folder + "; learn from them with --data " + folder);
        return ExitCode.OK;
    }

    /// Ctrl-C is an interrupt, which removes what was written.
    private void write(SyntheticSettings settings, Progress progress, StopSignal stop) throws IOException {
        progress.begin("writing", settings.clips(), "clips");
        try {
            SyntheticDataSet.write(folder, settings, (written, of) -> {
                progress.at(written, "");
                if (stop.isRequested()) {
                    Thread.currentThread().interrupt();
                }
            });
        } finally {
            progress.end();
        }
    }
}
