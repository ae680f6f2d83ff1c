package islr.cli;

import islr.data.ClipException;
import islr.data.ClipFinder;
import islr.data.ClipReader;
import islr.data.WholeFile;
import islr.draw.ClipDrawing;
import islr.draw.DrawnPage;
import islr.tensor.Parallel;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Draws clips.
@Command(name = "draw", mixinStandardHelpOptions = true, sortOptions = false,
        header = "Draws clips, as a page that a browser shows.",
        description = {"",
            "Eight frames of each clip, with head, arms and both hands, and where in the clip each hand is seen. What "
                    + "was not seen is not drawn, and a missing hand is named.",
            ""},
        footer = {"", "Exit codes: 0 all well, 1 some clip could not be drawn, 2 wrong usage.", "", "Example:",
            "  java -jar islr-train.jar draw clip.parquet clips --out clips.svg"})
final class DrawCommand implements Callable<Integer> {
    private static final String SUFFIX = ".svg";

    @Parameters(arity = "1..*", paramLabel = "CLIP|DIRECTORY", description = "Clips, and directories of clips.")
    private List<Path> inputs;

    @Option(names = "--out", required = true, paramLabel = "FILE.svg",
            description = "The page. One that is there is replaced.")
    private Path out;

    @Option(names = "--most", defaultValue = "100", paramLabel = "N",
            description = "How many clips to draw at most, the first ones (default: ${DEFAULT-VALUE}).")
    private int most;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Cli.requirePositive(spec, "--most", most);
        // A clip that is named here by mistake is not replaced.
        if (!out.toString().endsWith(SUFFIX)) {
            throw Cli.wrong(spec, "--out " + out + ": the name of the page must end in " + SUFFIX);
        }
        PrintWriter err = spec.commandLine().getErr();
        List<String> problems = new ArrayList<>();
        List<Path> clips = new ArrayList<>();
        for (Path input : inputs) {
            try {
                clips.addAll(ClipFinder.find(input));
            } catch (ClipException e) {
                problems.add(e.getMessage());
            }
        }
        int left = Math.max(0, clips.size() - most);
        DrawnPage page = new DrawnPage("", List.of());
        int drawn = 0;
        for (Path clip : clips.subList(0, clips.size() - left)) {
            try {
                page.add(ClipDrawing.of(ClipReader.read(clip, ClipDrawing.rows(), Parallel.sequential()),
                        clip.toString(), List.of()));
                drawn++;
            } catch (ClipException e) {
                problems.add(e.getMessage());
            }
        }
        problems.forEach(problem -> err.println(OneLine.of(problem)));
        if (drawn > 0) {
            WholeFile.write(out, page.svg().getBytes(StandardCharsets.UTF_8));
            spec.commandLine().getOut().println(Counts.of(drawn) + (drawn == 1 ? " clip is" : " clips are")
                    + " drawn in " + out + (left > 0 ? "; " + Counts.of(left) + " more are left out (--most)" : ""));
        }
        return problems.isEmpty() ? ExitCode.OK : ExitCode.SOME_FAILED;
    }
}
