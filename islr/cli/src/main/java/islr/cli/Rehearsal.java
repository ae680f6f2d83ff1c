package islr.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/// Does once, on a very small scale, what both programs do, so that the JVM loads their classes and keeps them for the
/// next start. The launcher runs it in the background after the first run of a jar.
final class Rehearsal {
    private Rehearsal() {}

    /// Trains on eight synthetic clips, evaluates and recognises them, in a temporary folder that it removes.
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("islr-");
        int code = ExitCode.SOME_FAILED;
        try {
            code = run(folder);
        } finally {
            remove(folder);
        }
        System.exit(code);
    }

    /// @return the exit code of the first part that fails, or 0
    static int run(Path folder) {
        String clips = folder.resolve("clips").toString();
        String run = folder.resolve("run").toString();
        String[][] parts = {{"synthesize", "--signs", "2", "--signers", "2", "--takes", "2", clips},
            {"--data", clips, "--out", run, "--preset", "signs-small", "--epochs", "1", "--threads", "2"},
            {"evaluate", "--model", run + "/model.safetensors", "--data", clips, "--out",
                folder.resolve("evaluation").toString()}};
        int code = ExitCode.OK;
        for (int i = 0; i < parts.length && code == ExitCode.OK; i++) {
            code = TrainMain.commandLine().execute(parts[i]);
        }
        return code == ExitCode.OK ? InferMain.commandLine().execute(clips) : code;
    }

    private static void remove(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
