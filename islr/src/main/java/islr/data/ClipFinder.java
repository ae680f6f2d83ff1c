package islr.data;

import islr.weights.text.Reasons;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/// Finds the clips that a user names: a file stands for itself, a directory for the parquet files below it.
public final class ClipFinder {

    private static final String SUFFIX = ".parquet";
    /// Where macOS puts its own files of an archive, named like those that they belong to.
    private static final String MACOS = "__MACOSX";

    /// Compares paths name by name from the top, so that the files of one directory stay together.
    private static final Comparator<Path> BY_NAMES = (a, b) -> {
        Iterator<Path> left = a.iterator();
        Iterator<Path> right = b.iterator();
        while (left.hasNext() && right.hasNext()) {
            int order = left.next().toString().compareTo(right.next().toString());
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.getNameCount(), b.getNameCount());
    };

    private ClipFinder() {}

    /// The clips that a path stands for.
    ///
    /// Hidden files and directories below it, whose names begin with a dot, are skipped: file managers and archives put
    /// files of their own there. Links are followed, except a link to a directory that contains it: following that
    /// would never end.
    ///
    /// @param path a file or a directory; a file is returned as it is even if it does not exist, because reading it
    ///     reports that
    /// @return the file, or every `*.parquet` below the directory, in name order, each path starting with the one given
    /// @throws ClipException if the directory, or one below it, cannot be searched, or if there is no clip in them
    public static List<Path> find(Path path) throws ClipException {
        Objects.requireNonNull(path, "path");
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        var clips = new ArrayList<Path>();
        try {
            Files.walkFileTree(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                            return directory.equals(path) || !isHidden(directory) ? FileVisitResult.CONTINUE
                                    : FileVisitResult.SKIP_SUBTREE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (file.getFileName().toString().endsWith(SUFFIX) && !isHidden(file)) {
                                clips.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                            if (e instanceof FileSystemLoopException) {
                                return FileVisitResult.CONTINUE;
                            }
                            throw e;
                        }
                    });
        } catch (IOException e) {
            throw new ClipException(path.toString(), "the directory cannot be searched: " + Reasons.of(e, path), e);
        }
        if (clips.isEmpty()) {
            throw new ClipException(path.toString(),
                    "there is no .parquet file in this directory, nor below it; is the path right?");
        }
        clips.sort(BY_NAMES);
        return List.copyOf(clips);
    }

    private static boolean isHidden(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") || name.equals(MACOS);
    }
}
