package islr.cli;

import picocli.CommandLine;

/// `islr-infer.jar`: which sign is in these clips?
public final class InferMain {
    private InferMain() {}

    public static void main(String[] args) {
        System.exit(Cli.run(new InferCommand(), args, StandardOutput.ofProcess().endingWithWholeResults()));
    }

    /// The command line of the whole program, for tests too.
    static CommandLine commandLine() {
        return Cli.commandLine(new InferCommand());
    }
}
