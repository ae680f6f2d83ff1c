package islr.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/// `islr-infer.jar`: which sign is in these clips?
public final class InferMain {
    private InferMain() {}

    public static void main(String[] args) {
        System.exit(Cli.run(new InferCommand(), args, new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8)));
    }

    /// The command line of the whole program, for tests too.
    static CommandLine commandLine() {
        return Cli.commandLine(new InferCommand());
    }
}
