package islr.data;

import islr.data.ColumnTasks.ColumnTask;
import islr.data.internal.parquet.Column;
import islr.data.internal.parquet.ParquetFile;
import islr.tensor.Parallel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

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
/// A clip that is not on disk is read from an array, a buffer, a stream or a channel, with the same errors and limits;
/// the first parameter is what messages and the clip call it.
///
/// Every call is independent: threads need no lock.
///
/// The library that decompresses zstd and LZ4 uses `sun.misc.Unsafe`. JDK 24 and newer print a warning about it once,
/// unless Java is started with `--sun-misc-unsafe-memory-access=allow`; the jars of this project do that.
public final class ClipReader {

    /// The most frames of a clip: 11 minutes at 30 frames per second, 130 MB. The recognisers expect signs of a few
    /// seconds.
    public static final int MAX_FRAMES = 20_000;

    /// The most bytes that are read of a stream: 268 MB. The coordinates of a clip of the most frames are 261 MB as
    /// uncompressed doubles, and labels take little beside them. What is longer than that is no clip, and may have no
    /// end.
    public static final int MAX_STREAM = 1 << 28;

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
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(parallel, "parallel");
        String name = path.toString();
        Refusals.requireFile(path, name);
        return read(name, "file", () -> ParquetFile.open(path), rows, parallel);
    }

    /// Reads one clip from the bytes of a parquet file.
    ///
    /// @param name what to call it in messages and results
    /// @return its landmarks
    /// @throws ClipException if it is not a clip, or it is damaged; the message says which
    public static Clip read(String name, byte[] bytes) throws ClipException {
        return read(name, bytes, SkeletonRows.ALL);
    }

    /// Reads some landmarks of a clip from the bytes of a parquet file.
    ///
    /// @param name what to call it in messages and results
    /// @param rows the landmarks that the clip is to hold
    /// @return these landmarks
    /// @throws ClipException if it is not a clip, or it is damaged; the message says which
    public static Clip read(String name, byte[] bytes, SkeletonRows rows) throws ClipException {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(bytes, "bytes");
        return read(name, ByteBuffer.wrap(bytes), rows);
    }

    /// Reads one clip from the bytes of a parquet file.
    ///
    /// @param name what to call it in messages and results
    /// @param bytes from its position to its limit; neither changes
    /// @return its landmarks
    /// @throws ClipException if it is not a clip, or it is damaged; the message says which
    public static Clip read(String name, ByteBuffer bytes) throws ClipException {
        return read(name, bytes, SkeletonRows.ALL);
    }

    /// Reads some landmarks of a clip from the bytes of a parquet file.
    ///
    /// @param name what to call it in messages and results
    /// @param bytes from its position to its limit; neither changes
    /// @param rows the landmarks that the clip is to hold
    /// @return these landmarks
    /// @throws ClipException if it is not a clip, or it is damaged; the message says which
    public static Clip read(String name, ByteBuffer bytes, SkeletonRows rows) throws ClipException {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(bytes, "bytes");
        return read(name, "file", () -> ParquetFile.open(bytes), rows, ALONE);
    }

    /// Reads one clip from a stream, to its end. The end of a parquet file says where everything is, so all of it is
    /// held in memory.
    ///
    /// @param name what to call it in messages and results
    /// @param in the bytes of a parquet file, at most [#MAX_STREAM] of them; it is not closed
    /// @return its landmarks
    /// @throws ClipException if the stream cannot be read or is too long, or it is not a clip, or it is damaged; the
    ///     message says which
    public static Clip read(String name, InputStream in) throws ClipException {
        return read(name, in, SkeletonRows.ALL);
    }

    /// Reads some landmarks of a clip from a stream, to its end.
    ///
    /// @param name what to call it in messages and results
    /// @param in the bytes of a parquet file, at most [#MAX_STREAM] of them; it is not closed
    /// @param rows the landmarks that the clip is to hold
    /// @return these landmarks
    /// @throws ClipException if the stream cannot be read or is too long, or it is not a clip, or it is damaged; the
    ///     message says which
    public static Clip read(String name, InputStream in, SkeletonRows rows) throws ClipException {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(in, "in");
        return read(name, "stream", () -> ParquetFile.open(ByteBuffer.wrap(all(name, in, MAX_STREAM))), rows, ALONE);
    }

    /// @param most bytes to read
    static byte[] all(String name, InputStream in, int most) throws IOException {
        byte[] bytes = in.readNBytes(most);
        if (bytes.length == most && in.read() >= 0) {
            throw new ClipException(name, ClipException
                    .format("the stream has more than the %,d bytes that a clip may have; is it a clip?", most));
        }
        return bytes;
    }

    /// Reads one clip through a channel, of which only the parts that are needed are read.
    ///
    /// @param name what to call it in messages and results
    /// @param channel to all of a parquet file, wherever its position is, which changes; it is not closed
    /// @return its landmarks
    /// @throws ClipException if the channel cannot be read, or it is not a clip, or it is damaged; the message says
    ///     which
    public static Clip read(String name, SeekableByteChannel channel) throws ClipException {
        return read(name, channel, SkeletonRows.ALL);
    }

    /// Reads some landmarks of a clip through a channel, of which only the parts that are needed are read.
    ///
    /// @param name what to call it in messages and results
    /// @param channel to all of a parquet file, wherever its position is, which changes; it is not closed
    /// @param rows the landmarks that the clip is to hold
    /// @return these landmarks
    /// @throws ClipException if the channel cannot be read, or it is not a clip, or it is damaged; the message says
    ///     which
    public static Clip read(String name, SeekableByteChannel channel, SkeletonRows rows) throws ClipException {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(channel, "channel");
        if (!channel.isOpen()) {
            throw new ClipException(name, "the channel is closed; keep it open until the clip is read");
        }
        return read(name, "channel", () -> ParquetFile.open(channel), rows, ALONE);
    }

    @FunctionalInterface
    private interface Source {
        ParquetFile open() throws IOException;
    }

    /// @param kind what cannot be read, if it cannot
    private static Clip read(String name, String kind, Source source, SkeletonRows rows, Parallel parallel)
            throws ClipException {
        Objects.requireNonNull(rows, "rows");
        return Refusals.told(name, kind, () -> {
            try (ParquetFile file = source.open()) {
                return read(file, name, rows, parallel);
            }
        });
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
                return new Clip(name, rows, read.landmarks(), Set.of());
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
