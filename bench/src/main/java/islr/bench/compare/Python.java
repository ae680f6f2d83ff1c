package islr.bench.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The peers that live in Python, through `tools/golden/peers.py`: each verb of it prints one number, milliseconds or
/// clips a second.
///
/// @param program a Python with numpy, pyarrow, onnxruntime and torch
record Python(Path program) {
    private static final Path SCRIPT = Path.of("tools/golden/peers.py");

    /// Why they cannot be asked; null if they can.
    String obstacle() {
        return Files.isRegularFile(SCRIPT) ? null : "run from the repository's root: " + SCRIPT + " is not here";
    }

    /// Asks a Python that may not be there.
    ///
    /// @throws IOException saying why there is no answer
    static double ask(Optional<Python> python, String... words) throws IOException, InterruptedException {
        if (python.isEmpty()) {
            throw new IOException("not there");
        }
        if (python.get().obstacle() != null) {
            throw new IOException(python.get().obstacle());
        }
        return python.get().ask(words);
    }

    /// @throws IOException with the last line of what went wrong
    private double ask(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(words)).redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                .toList();
        String last = lines.isEmpty() ? "it said nothing" : lines.getLast();
        if (process.waitFor() != 0) {
            throw new IOException(last);
        }
        try {
            return Double.parseDouble(last);
        } catch (NumberFormatException e) {
            throw new IOException("'" + last + "' is no number", e);
        }
    }

    List<String> command(String... words) {
        return Stream.concat(Stream.of(program.toString(), SCRIPT.toString()), Stream.of(words)).toList();
    }
}
