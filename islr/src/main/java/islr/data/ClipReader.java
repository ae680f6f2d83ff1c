package islr.data;

import islr.data.ColumnTasks.ColumnTask;
import islr.data.internal.parquet.Column;
import islr.data.internal.parquet.ParquetException;
import islr.data.internal.parquet.ParquetFile;
import islr.tensor.Parallel;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads clips from parquet files, in all the forms that users have.
///
/// - Columns `x`, `y`, `z` are needed: float, double, half float or integer, required or optional, in any place. NULL
///   and NaN both mean a missing landmark. An infinite coordinate of a landmark that is read is refused: it cannot come
///   from a camera, and it would make every mean infinite or NaN.
/// - Columns `type` and `landmark_index`, if both are there, determine which landmark a row is. Column `frame`, if it
///   is there too, determines the frame of the row. Rows in another order than [Skeleton]'s are sorted. A landmark
///   without a row is missing in its frame, and the iris points of newer MediaPipe models are left out; [Clip#notes()]
///   says so. A clip in which a landmark occurs twice is refused. Without these columns, rows are taken in the order of
///   the file, 543 a frame.
/// - Snappy, zstd, gzip, LZ4_RAW or no compression, any encoding except those that are no longer written, any number of
///   row groups.
///
/// Every call is independent: threads need no lock.
///
/// The library that decompresses zstd and LZ4 uses `sun.misc.Unsafe`. JDK 24 and newer print a warning about it once,
/// unless Java is started with `--sun-misc-unsafe-memory-access=allow`; the jars of this project do that.
public final class ClipReader {

    /// The most frames of a clip: 11 minutes at 30 frames per second, 130 MB. The recognisers expect signs of a few
    /// seconds.
    public static final int MAX_FRAMES = 20_000;

    private static final Parallel ALONE = Parallel.sequential();

    private ClipReader() {}

    /// Reads one clip.
    ///
    /// @param path a parquet file
    /// @return its landmarks; [Clip#name()] is the path as given
    /// @throws ClipException if there is no such file, or it is not a clip, or it is damaged; the message says which
    public static Clip read(Path path) throws ClipException {
        return read(path, ALONE);
    }

    /// Reads one clip, column by column on several threads. The result does not depend on their number.
    ///
    /// @param path a parquet file
    /// @param parallel the threads; two give most of the possible gain, because three columns of numbers are nearly all
    ///     of a clip
    /// @return its landmarks; [Clip#name()] is the path as given
    /// @throws ClipException if there is no such file, or it is not a clip, or it is damaged; the message says which
    public static Clip read(Path path, Parallel parallel) throws ClipException {
        return read(path, SkeletonRows.ALL, parallel);
    }

    /// Reads some landmarks of a clip. The others cost little, and are not checked for infinite coordinates.
    ///
    /// @param path a parquet file
    /// @param rows the landmarks that the clip is to hold
    /// @param parallel the threads
    /// @return these landmarks; [Clip#name()] is the path as given
    /// @throws ClipException if there is no such file, or it is not a clip, or it is damaged; the message says which
    public static Clip read(Path path, SkeletonRows rows, Parallel parallel) throws ClipException {
        String name = path.toString();
        requireFile(path, name);
        try (ParquetFile file = ParquetFile.open(path)) {
            return read(file, name, rows, parallel);
        } catch (ClipException e) {
            throw e;
        } catch (ParquetException e) {
            throw new ClipException(name, e.getMessage(), e);
        } catch (IOException e) {
            throw new ClipException(name, "the file cannot be read (%s)".formatted(e.getMessage()), e);
        } catch (RuntimeException e) {
            throw new ClipException(name, "the parquet file is damaged; copy or download it again", e);
        } catch (OutOfMemoryError e) {
            // All memory that reading took is free again here, so the JVM can go on as before.
            throw new ClipException(name,
                    ClipException.format(
                            "reading it needs more than the %,d MB that Java may use; start Java with a larger -Xmx, "
                                    + "unless the file is damaged",
                            Runtime.getRuntime().maxMemory() >> 20),
                    e);
        }
    }

    private static void requireFile(Path path, String name) throws ClipException {
        if (Files.isDirectory(path)) {
            throw new ClipException(name, "this is a directory, not a clip; name one of its .parquet files");
        }
        if (!Files.exists(path)) {
            throw new ClipException(name, "there is no such file; is the path right?");
        }
        // A pipe or a device may never end, and a file inside an archive has no random access.
        if (!Files.isRegularFile(path) || path.getFileSystem() != FileSystems.getDefault()) {
            throw new ClipException(name, "this is not a regular file; save the clip to disk first");
        }
        if (!Files.isReadable(path)) {
            throw new ClipException(name, "the file may not be read; check its permissions",
                    new AccessDeniedException(name));
        }
    }

    private static Clip read(ParquetFile file, String name, SkeletonRows rows, Parallel parallel) throws IOException {
        Column[] axes = ClipColumns.axes(file, name);
        if (file.rows() % Skeleton.ROWS == 0) {
            var order = new OrderCheck(file);
            Coordinates.Joined read = landmarks(file, axes, rows, order.tasks(), parallel);
            if (order.inOrder() || !LabelledRows.areIn(file)) {
                if (!read.finite()) {
                    requireFinite(read.landmarks(), rows, name);
                }
                return new Clip(name, rows, read.landmarks());
            }
        }
        // Only the labels show where the wanted landmarks stand, so all rows are read.
        LabelledRows labels = LabelledRows.read(file, name);
        return labels.clip(landmarks(file, axes, SkeletonRows.ALL, List.of(), parallel).landmarks(), rows);
    }

    /// Reads the given landmarks from their usual places. They are the right ones if the file is in order.
    ///
    /// @param others further tasks to run at the same time
    private static Coordinates.Joined landmarks(ParquetFile file, Column[] axes, SkeletonRows rows,
            List<ColumnTask> others, Parallel parallel) throws IOException {
        int count = rows.isAll() ? (int) file.rows() : (int) file.rows() / Skeleton.ROWS * rows.count();
        boolean[] finite = new boolean[axes.length];
        try (Coordinates coordinates = Coordinates.take(count)) {
            var tasks = new ArrayList<ColumnTask>();
            for (int axis = 0; axis < axes.length; axis++) {
                int a = axis;
                tasks.add(() -> finite[a] = rows.isAll() ? file.readFloats(axes[a], coordinates.of(a))
                        : file.readFloats(axes[a], Skeleton.ROWS, rows.toArray(), coordinates.of(a)));
            }
            tasks.addAll(others);
            ColumnTasks.run(parallel, tasks);
            return new Coordinates.Joined(coordinates.together(count, parallel), finite[0] && finite[1] && finite[2]);
        }
    }

    private static void requireFinite(float[] landmarks, SkeletonRows rows, String name) throws ClipException {
        int[] places = rows.toArray();
        for (int i = 0; i < landmarks.length / Skeleton.AXES; i++) {
            requireFinite(landmarks, i, i / places.length * Skeleton.ROWS + places[i % places.length], name);
        }
    }

    /// Checks the three coordinates at place `at`, which the file has in a row.
    static void requireFinite(float[] landmarks, int at, int row, String name) throws ClipException {
        for (int axis = 0; axis < Skeleton.AXES; axis++) {
            if (Float.isInfinite(landmarks[at * Skeleton.AXES + axis])) {
                throw new ClipException(name, ClipException.format(
                        "row %,d: %s is infinite as a float; a coordinate must be finite, or NULL or NaN where missing",
                        row, ClipColumns.AXES.get(axis)));
            }
        }
    }
}
