package islr.train.run;

import islr.data.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// What a run has told its user, line by line: `log.txt` of its folder. A run that is resumed goes on with it.
///
/// The file is whole after every line. One that cannot be written does not stop a training: where the disk is full,
/// what has to be written will say so.
public final class RunLog {
    private final Path file;
    private final StringBuilder text;

    RunLog(Path file) {
        this.file = file;
        this.text = new StringBuilder(before(file));
    }

    private static String before(Path file) {
        try {
            // Leniently: a log that somebody has edited is no reason not to train.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /// Appends a line.
    public synchronized void add(String line) {
        Objects.requireNonNull(line, "line");
        text.append(line).append('\n');
        try {
            WholeFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // See above.
        }
    }
}
