package islr.cli;

import picocli.CommandLine;

/// `islr-train.jar`: learn signs from clips.
public final class TrainMain {
    private TrainMain() {}

    public static void main(String[] args) {
        System.exit(Cli.run(new TrainCommand(), args));
    }

    /// The command line of the whole program, for tests too.
    static CommandLine commandLine() {
        return Cli.commandLine(new TrainCommand());
    }
}
