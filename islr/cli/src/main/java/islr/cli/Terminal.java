package islr.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The terminal that shows standard error, if it is one on which a line can be drawn again and again.
final class Terminal {
    /// Where nothing says how wide it is.
    private static final int USUAL = 80;
    /// A window may be made narrower while a bar is drawn in it. Asking starts a process, which takes some
    /// milliseconds.
    private static final long ASK_EVERY_NANOS = 1_000_000_000L;

    private final Supplier<Optional<Integer>> ask;
    private final int otherwise;
    private int columns;
    private long asked;

    /// @param ask how wide the terminal is now, if that can be told
    Terminal(Supplier<Optional<Integer>> ask, int otherwise) {
        this.ask = ask;
        this.otherwise = otherwise;
    }

    /// That of this process.
    static Optional<Terminal> ofStandardError() {
        return of(System.getenv(), device(System.getProperty("islr.terminal"), Boolean.getBoolean("islr.launched"),
                Path.of("/proc/self/fd/2")), isConsole());
    }

    /// @param device the terminal's file, if it is known
    /// @param console whether there is a terminal, as far as Java knows
    static Optional<Terminal> of(Map<String, String> environment, Optional<Path> device, boolean console) {
        if (device.isEmpty() && !console || "dumb".equals(environment.get("TERM")) || isCi(environment.get("CI"))) {
            return Optional.empty();
        }
        return Optional.of(new Terminal(() -> device.flatMap(Terminal::size),
                columns(environment.getOrDefault("COLUMNS", "")).orElse(USUAL)));
    }

    /// Services that build and test set this variable, and show what they have recorded later.
    private static boolean isCi(String value) {
        return value != null && !value.isEmpty() && !value.equals("false") && !value.equals("0");
    }

    /// The launcher says on which terminal this program's messages are shown: it copies them, so that standard error is
    /// a pipe here.
    static Optional<Path> device(String ofLauncher, boolean launched, Path ownError) {
        if (ofLauncher != null) {
            return Optional.of(Path.of(ofLauncher));
        }
        try {
            Path shown = launched ? Path.of("") : Files.readSymbolicLink(ownError);
            return shown.startsWith("/dev/pts") || shown.toString().startsWith("/dev/tty") ? Optional.of(shown)
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /// Where there are no such files (Windows), Java knows of standard input and output, which is the best guess. On
    /// Linux and macOS it could be wrong, and is not needed.
    private static boolean isConsole() {
        return System.getProperty("os.name").startsWith("Windows") && System.console() != null
                && System.console().isTerminal();
    }

    /// What `stty` says of a terminal: rows and columns.
    private static Optional<Integer> size(Path device) {
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(device.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            stty.waitFor(1, TimeUnit.SECONDS);
            return columns(said.substring(said.indexOf(' ') + 1));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Integer> columns(String text) {
        try {
            return Optional.of(Integer.parseInt(text.strip())).filter(columns -> columns > 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// How many characters fit on a line now.
    synchronized int columns() {
        long now = System.nanoTime();
        if (columns == 0 || now - asked > ASK_EVERY_NANOS) {
            columns = ask.get().orElse(otherwise);
            asked = now;
        }
        return columns;
    }
}
