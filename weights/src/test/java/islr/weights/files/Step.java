package islr.weights.files;

import java.nio.file.Path;
import java.util.Set;

/// A change of the file system.
///
/// @param file what is changed: a real path, of the file system below
/// @param target where a file is moved or copied to; otherwise null
/// @param options of [Kind#OPEN], [Kind#MOVE] and [Kind#COPY]
public record Step(Kind kind, Path file, Path target, Set<?> options) {
    /// What is done. A file that is only read is no step.
    public enum Kind {
        CREATE_FOLDER, OPEN, WRITE, FORCE, MOVE, COPY, DELETE
    }

    static Step of(Kind kind, Path file) {
        return new Step(kind, file, null, Set.of());
    }

    /// `MOVE .islr-*.part to settings.json`: without folders, and without the digits of names made up for a moment.
    @Override
    public String toString() {
        return kind + " " + name(file) + (target == null ? "" : " to " + name(target));
    }

    private static String name(Path path) {
        return path.getFileName().toString().replaceFirst("^\\.islr-[0-9a-f]+\\.part$", ".islr-*.part");
    }
}
