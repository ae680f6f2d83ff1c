package islr.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// What both programs do alike: parse, report wrong usage in one line and a hint, and turn what happened into an exit code.
final class Cli {
    private Cli() {}

    static CommandLine commandLine(Callable<Integer> command) {
        CommandLine line = new CommandLine(command);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((e, args) -> {
            e.getCommandLine().getErr().println(e.getMessage());
            e.getCommandLine().getErr().println("Try --help.");
            return ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((e, failed, result) -> {
            failed.getErr().println(e.getMessage() == null ? e.toString() : e.getMessage());
            return ExitCode.SOME_FAILED;
        });
        return line;
    }

    static int run(Callable<Integer> command, String[] args, PrintWriter out, PrintWriter err) {
        oneLineLogs();
        int code = commandLine(command).setOut(out).setErr(err).execute(args);
        out.flush();
        err.flush();
        return code;
    }

    /// The JDK's logger writes two lines a message unless told otherwise.
    private static void oneLineLogs() {
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", "%3$s: %5$s%6$s%n");
        }
    }
}
