package islr.tools;

import islr.tools.compare.CompareCommand;
import islr.tools.convert.ConvertCommand;
import islr.tools.export.ExportOnnxCommand;
import islr.tools.inspect.InspectCommand;
import islr.weights.text.Reasons;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line of `islr-tools.jar`: what a practitioner does with files of weights beside training and predicting.
@Command(name = "islr-tools", description = "Looks into files of weights, converts, exports and compares them.",
        mixinStandardHelpOptions = true,
        subcommands = {InspectCommand.class, ConvertCommand.class, ExportOnnxCommand.class, CompareCommand.class})
public final class Tools {
    private static final String KERNELS = "islr.kernels";

    private Tools() {}

    /// Runs a command. Exits with 0 if it did what it should, with 1 if a file cannot be read, and with 2 if the
    /// command line is wrong.
    public static void main(String[] args) {
        // `java -jar` cannot add the vector module; plain loops have the bits of its kernels, and start at once.
        if (System.getProperty(KERNELS) == null && ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            System.setProperty(KERNELS, "plain");
        }
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /// The same without leaving the program.
    ///
    /// @return the exit code
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new Tools()).setOut(out).setErr(err)
                .setExecutionExceptionHandler((problem, command, parsed) -> failed(problem, err));
        if (args.length == 0) {
            line.usage(err);
            return CommandLine.ExitCode.USAGE;
        }
        int code = line.execute(args);
        out.flush();
        err.flush();
        return code;
    }

    /// Files that cannot be read or written, and models that do not fit, are told in a sentence; anything else is a
    /// mistake in this program.
    private static int failed(Exception problem, PrintWriter err) throws Exception {
        if (problem instanceof IOException of) {
            err.println(Reasons.of(of));
        } else if (problem instanceof IllegalArgumentException) {
            err.println(problem.getMessage());
        } else {
            throw problem;
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
