package islr.cli;

import islr.dataset.Progress;
import islr.synthetic.SpellingSettings;
import islr.synthetic.SyntheticSpelling;
import islr.weights.text.Counts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes synthetic spellers to disk as a data set.
@Command(name = "synthesize-spelling", mixinStandardHelpOptions = true, sortOptions = false,
        header = "Writes phrases of synthetic spellers as a data set.",
        description = {"",
            "People who do not exist spell phrases that do not exist. The folder gets the layout of the Google "
                    + "fingerspelling recognition competition: train.csv, supplemental_metadata.csv, "
                    + "character_to_prediction_index.json and parquet files of 50 sequences each, as --data takes it. "
                    + "A sequence takes 0.4 MB. The same numbers give the same bytes.",
            ""},
        footer = {"", "Example:", "  java -jar islr-train.jar synthesize-spelling --signers 6 --phrases 20 spellers"})
final class SynthesizeSpellingCommand implements Callable<Integer> {
    @Option(names = "--signers", defaultValue = "16", paramLabel = "N",
            description = "How many people (default: ${DEFAULT-VALUE}).")
    private int signers;

    @Option(names = "--phrases", defaultValue = "100", paramLabel = "N",
            description = "How many phrases of each of them; a tenth is of a list that all share, and supplemental "
                    + "(default: ${DEFAULT-VALUE}).")
    private int phrases;

    @Option(names = "--shortest", defaultValue = "3", paramLabel = "N",
            description = "Characters of the shortest phrases (default: ${DEFAULT-VALUE}).")
    private int shortest;

    @Option(names = "--longest", defaultValue = "12", paramLabel = "N",
            description = "Characters of the longest phrases, 3 to 32 (default: ${DEFAULT-VALUE}).")
    private int longest;

    @Option(names = "--noise", defaultValue = "1", paramLabel = "X",
            description = "How far people depart from the letters and how much is not seen, 0 to 4; 1 is as in "
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
        SpellingSettings settings;
        try {
            settings = new SpellingSettings(seed, signers, phrases, shortest, longest, noise);
        } catch (IllegalArgumentException e) {
            throw Cli.wrong(spec, e.getMessage());
        }
        try (StopSignal stop = new StopSignal()) {
            write(settings, new ConsoleProgress(System.err, stop), stop);
        } catch (InterruptedIOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ExitCode.INTERRUPTED;
        }
        spec.commandLine().getOut().println(Counts.of(settings.sequences()) + " phrases are in " + folder
                + "; learn from them with --data " + folder);
        return ExitCode.OK;
    }

    /// Ctrl-C is an interrupt, which removes what was written.
    private void write(SpellingSettings settings, Progress progress, StopSignal stop) throws IOException {
        progress.begin("writing", settings.sequences(), "phrases");
        try {
            SyntheticSpelling.write(folder, settings, (written, of) -> {
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
