package islr.weights.hostile;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Reads all files of some folders and prints a line for each: folder and file, verdict.
final class CorpusMain {
    private CorpusMain() {}

    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String folder : args) {
            List<Path> files;
            try (Stream<Path> all = Files.list(Path.of(folder))) {
                files = all.sorted().toList();
            }
            for (Path file : files) {
                // The first of a format also loads its classes.
                Verdict.untimed(file);
                out.println(file.getParent().getFileName() + "/" + file.getFileName() + "\t" + Verdict.of(file));
            }
        }
    }
}
