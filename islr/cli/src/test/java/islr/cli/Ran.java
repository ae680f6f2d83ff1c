package islr.cli;

import islr.data.ClipWriter;
import islr.recognize.TestModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a run of `islr-infer` in this JVM ended with and printed.
record Ran(int code, String out, String err) {
    static Ran infer(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = InferMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(Stream.of(args).map(Object::toString).toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    List<String> lines() {
        return out.lines().toList();
    }

    /// A clip among the test's resources of `islr`: two frames, with a left hand in the first.
    static Path fixture(String name) {
        return Path.of(System.getProperty("islr.root", "../.."), "islr/src/test/resources/islr/data/fixtures",
                name + ".parquet");
    }

    /// A clip of two frames about which there is nothing to say, with a left hand in both.
    static Path clip() {
        try {
            Path file = Files.createTempDirectory("islr-clip").resolve("clip.parquet");
            ClipWriter.write(file, TestModels.clip("clip", 2, 7));
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
