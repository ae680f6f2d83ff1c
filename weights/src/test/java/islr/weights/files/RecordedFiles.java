package islr.weights.files;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The files of the default file system, seen through one that writes down every change and can fail, or end the
/// program, before any of them.
///
/// ```java
/// RecordedFiles files = new RecordedFiles();
/// Path folder = files.in(realFolder);
/// // Whatever changes a file below `folder` adds to `files.steps()`.
/// ```
public final class RecordedFiles extends FileSystemProvider {
    private final Recorded system = new Recorded();
    private final List<Step> steps = Collections.synchronizedList(new ArrayList<>());
    private Watcher watcher = step -> {};

    /// Is asked before every change.
    @FunctionalInterface
    public interface Watcher {
        /// @throws IOException if the change fails
        void before(Step step) throws IOException;
    }

    /// The same folder or file, through this file system.
    public Path in(Path real) {
        return new RecordedPath(system, real);
    }

    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /// From now on change number `failing`, counted from 0, fails, and none else.
    public RecordedFiles failingAt(int failing) {
        steps.clear();
        watcher = step -> {
            if (steps.size() == failing) {
                throw new IOException("no " + step.kind());
            }
        };
        return this;
    }

    /// From now on change number `last`, counted from 0, and all that follow do not happen: the program has ended.
    public RecordedFiles killedAt(int last) {
        steps.clear();
        watcher = step -> {
            if (steps.size() >= last) {
                throw new Killed(step);
            }
        };
        return this;
    }

    void step(Step step) throws IOException {
        try {
            watcher.before(step);
        } finally {
            steps.add(step);
        }
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Path real = RecordedPath.real(path);
        boolean writes = Stream.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND).anyMatch(options::contains);
        if (writes) {
            step(new Step(Step.Kind.OPEN, real, null, Set.copyOf(options)));
        }
        return new RecordedChannel(this, real, FileChannel.open(real, options, attributes));
    }

    @Override
    public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options,
            FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        step(Step.of(Step.Kind.CREATE_FOLDER, RecordedPath.real(folder)));
        below().createDirectory(RecordedPath.real(folder), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        step(Step.of(Step.Kind.DELETE, RecordedPath.real(path)));
        below().delete(RecordedPath.real(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        step(new Step(Step.Kind.COPY, RecordedPath.real(source), RecordedPath.real(target), Set.of(options)));
        below().copy(RecordedPath.real(source), RecordedPath.real(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        step(new Step(Step.Kind.MOVE, RecordedPath.real(source), RecordedPath.real(target), Set.of(options)));
        below().move(RecordedPath.real(source), RecordedPath.real(target), options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        below().setAttribute(RecordedPath.real(path), attribute, value, options);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        DirectoryStream<Path> real = below().newDirectoryStream(RecordedPath.real(folder),
                path -> filter.accept(in(path)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                Iterator<Path> paths = real.iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return paths.hasNext();
                    }

                    @Override
                    public Path next() {
                        return in(paths.next());
                    }
                };
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    private static FileSystemProvider below() {
        return Path.of("").getFileSystem().provider();
    }

    @Override
    public boolean isSameFile(Path a, Path b) throws IOException {
        return below().isSameFile(RecordedPath.real(a), RecordedPath.real(b));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return below().isHidden(RecordedPath.real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return below().getFileStore(RecordedPath.real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        below().checkAccess(RecordedPath.real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return below().getFileAttributeView(RecordedPath.real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return below().readAttributes(RecordedPath.real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return below().readAttributes(RecordedPath.real(path), attributes, options);
    }

    @Override
    public String getScheme() {
        return "recorded";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException("a file system by address");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException("a file system by address");
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException("a path by address");
    }

    /// Names and separators are those of the default file system.
    final class Recorded extends FileSystem {
        private final FileSystem real = Path.of("").getFileSystem();

        @Override
        public FileSystemProvider provider() {
            return RecordedFiles.this;
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException("closing the default file system");
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return real.isReadOnly();
        }

        @Override
        public String getSeparator() {
            return real.getSeparator();
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            List<Path> roots = new ArrayList<>();
            real.getRootDirectories().forEach(root -> roots.add(in(root)));
            return roots;
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            return real.getFileStores();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return real.supportedFileAttributeViews();
        }

        @Override
        public Path getPath(String first, String... more) {
            return in(real.getPath(first, more));
        }

        @Override
        public PathMatcher getPathMatcher(String pattern) {
            PathMatcher matcher = real.getPathMatcher(pattern);
            return path -> matcher.matches(RecordedPath.real(path));
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            return real.getUserPrincipalLookupService();
        }

        @Override
        public WatchService newWatchService() {
            throw new UnsupportedOperationException("watching");
        }
    }
}
