package islr.synthetic;

import islr.data.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/// A folder that is filled completely or not at all.
final class NewFolder {

    /// Fills it.
    @FunctionalInterface
    interface Work {
        void fill(NewFolder folder) throws IOException;
    }

    private final Path path;
    /// All files and folders made so far, the newest first. A failure removes them again.
    private final Deque<Path> made = new ArrayDeque<>();

    private NewFolder(Path path) {
        this.path = path;
    }

    /// Makes a folder and fills it. If that fails, everything made is removed.
    ///
    /// @param path an empty folder, or one that does not exist yet; the folder above it must exist
    static void fill(Path path, Work work) throws IOException {
        requireEmpty(path);
        var folder = new NewFolder(path);
        boolean done = false;
        try {
            folder.makeFolder(path);
            work.fill(folder);
            done = true;
        } finally {
            if (!done) {
                folder.remove();
            }
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + ": this is a file; name a new folder for the data set");
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new IOException(folder + ": the folder is not empty; name a new one for the data set");
            }
        }
    }

    Path path() {
        return path;
    }

    /// A file that is about to be written; its folder is made if there is none.
    ///
    /// @param name relative to this folder, with `/`
    Path file(String name) throws IOException {
        Path file = path.resolve(name);
        makeFolder(file.getParent());
        made.push(file);
        return file;
    }

    void writeText(String name, String text) throws IOException {
        WholeFile.write(file(name), text.getBytes(StandardCharsets.UTF_8));
    }

    private void makeFolder(Path wanted) throws IOException {
        if (Files.isDirectory(wanted)) {
            return;
        }
        if (!wanted.equals(path)) {
            makeFolder(wanted.getParent());
        }
        try {
            Files.createDirectory(wanted);
        } catch (IOException e) {
            throw new IOException(wanted + ": the folder cannot be made: " + WholeFile.reason(e), e);
        }
        made.push(wanted);
    }

    /// Removes only what was made here.
    private void remove() {
        while (!made.isEmpty()) {
            try {
                Files.deleteIfExists(made.pop());
            } catch (IOException e) {
                // The first failure is the one to report.
            }
        }
    }
}
