package islr.data;

import islr.data.ColumnTasks.ColumnTask;
import islr.data.internal.parquet.Column;
import islr.data.internal.parquet.ParquetFile;
import islr.data.internal.parquet.RowRanges;
import islr.tensor.Parallel;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// An open parquet file of fingerspelled sequences, in the layout of the competition: one row per frame, several
/// sequences one after the other.
///
/// | column | |
/// |---|---|
/// | `sequence_id` | a whole number, the same in all rows of a sequence; pandas writes it as the index |
/// | `frame` | ascending in a sequence; may be missing |
/// | `x_face_0` … `x_face_467` | numbers, NULL or NaN where the landmark is missing |
/// | `x_left_hand_0` …, `x_pose_0` …, `x_right_hand_0` … `x_right_hand_20` | the same |
/// | `y_face_0` … `z_right_hand_20` | the same |
///
/// Columns may stand in any order and be of any numeric type. Of the coordinates only those are read, and need be
/// there, that are asked for; of the rows only those of the sequences.
///
/// Several threads may read at once.
public final class SequenceFile implements Closeable {

    /// The number of columns that are read before they are combined: a cache line of numbers.
    private static final int STRIPE = 16;

    private final String name;
    private final ParquetFile file;
    private final SequenceColumns columns;
    private final SequenceRows rows;

    /// A sequence of the file.
    ///
    /// @param firstRow the row of its first frame, from 0
    /// @param frames T, at least 1
    public record Sequence(long id, int firstRow, int frames) {
        int endRow() {
            return firstRow + frames;
        }
    }

    private SequenceFile(String name, ParquetFile file, SequenceColumns columns) throws IOException {
        this.name = name;
        this.file = file;
        this.columns = columns;
        rows = SequenceRows.read(file, columns, name);
    }

    /// Opens a file and reads which sequences it has.
    ///
    /// @return the file, to be closed by the caller
    /// @throws ClipException if there is no such file, or it has another layout, or it is damaged; the message says
    ///     which
    public static SequenceFile open(Path path) throws ClipException {
        Objects.requireNonNull(path, "path");
        String name = path.toString();
        Refusals.requireFile(path, name);
        return Refusals.told(name, "file", () -> {
            ParquetFile file = ParquetFile.open(path);
            boolean opened = false;
            try {
                SequenceFile sequences = new SequenceFile(name, file, SequenceColumns.of(file, name));
                opened = true;
                return sequences;
            } finally {
                if (!opened) {
                    file.close();
                }
            }
        });
    }

    /// Its path as given.
    public String name() {
        return name;
    }

    /// All sequences, in the order of the file.
    public List<Sequence> sequences() {
        return rows.sequences();
    }

    /// The sequence with this number.
    ///
    /// @throws ClipException if there is none; the message names some that there are
    public Sequence sequence(long id) throws ClipException {
        return rows.sequence(id);
    }

    /// Reads one sequence; [Clip#name()] is the path as given, `#` and its number.
    ///
    /// @param wanted the landmarks that the clip is to hold
    /// @param parallel the threads
    /// @return a clip of these landmarks
    /// @throws ClipException if it cannot be read, or its frames are not in order; the message says why
    public Clip read(Sequence sequence, SkeletonRows wanted, Parallel parallel) throws ClipException {
        Objects.requireNonNull(sequence, "sequence");
        return read(List.of(sequence), wanted, parallel).getFirst();
    }

    /// Reads several sequences in one pass through the file.
    ///
    /// @param sequences some of [#sequences()], each at most once
    /// @param wanted the landmarks that the clips are to hold
    /// @param parallel the threads
    /// @return a clip for each, in the order of the list
    /// @throws ClipException if one of them cannot be read, or its frames are not in order; the message says why
    public List<Clip> read(List<Sequence> sequences, SkeletonRows wanted, Parallel parallel) throws ClipException {
        Objects.requireNonNull(sequences, "sequences");
        Objects.requireNonNull(wanted, "wanted");
        Objects.requireNonNull(parallel, "parallel");
        for (Sequence sequence : sequences) {
            rows.requireSound(sequence);
        }
        if (Set.copyOf(sequences).size() < sequences.size()) {
            throw new IllegalArgumentException(name + ": a sequence is asked for twice");
        }
        return Refusals.told(name, "file", () -> clips(sequences, wanted, parallel));
    }

    private List<Clip> clips(List<Sequence> sequences, SkeletonRows wanted, Parallel parallel) throws IOException {
        List<Column> needed = columns.of(wanted);
        List<Sequence> ordered = sequences.stream().sorted(Comparator.comparingInt(Sequence::firstRow)).toList();
        RowRanges ranges = new RowRanges(ordered.stream().mapToInt(Sequence::firstRow).toArray(),
                ordered.stream().mapToInt(Sequence::endRow).toArray());
        float[][] landmarks = new float[ordered.size()][];
        for (int i = 0; i < landmarks.length; i++) {
            landmarks[i] = new float[ordered.get(i).frames() * needed.size()];
        }
        List<ColumnTask> tasks = new ArrayList<>();
        for (int from = 0; from < needed.size(); from += STRIPE) {
            int first = from;
            tasks.add(() -> readStripe(needed, first, ranges, landmarks));
        }
        ColumnTasks.run(parallel, tasks);
        Clip[] clips = new Clip[landmarks.length];
        for (int i = 0; i < clips.length; i++) {
            Sequence sequence = ordered.get(i);
            clips[sequences.indexOf(sequence)] = new Clip(name + "#" + sequence.id(), wanted, landmarks[i], Set.of());
        }
        return List.of(clips);
    }

    /// Reads some columns and puts their numbers in the rows of the clips, so that two threads write the same cache
    /// lines only at their edges.
    private void readStripe(List<Column> needed, int first, RowRanges ranges, float[][] landmarks) throws IOException {
        int width = Math.min(STRIPE, needed.size() - first);
        float[][] numbers = new float[width][ranges.count()];
        for (int i = 0; i < width; i++) {
            if (!file.readFloats(needed.get(first + i), ranges, numbers[i])) {
                requireFinite(numbers[i], needed.get(first + i), ranges);
            }
        }
        int row = 0;
        for (float[] clip : landmarks) {
            for (int at = first; at < clip.length; at += needed.size(), row++) {
                for (int i = 0; i < width; i++) {
                    clip[at + i] = numbers[i][row];
                }
            }
        }
    }

    private void requireFinite(float[] numbers, Column column, RowRanges ranges) throws ClipException {
        int at = 0;
        for (int range = 0; range < ranges.from().length; range++) {
            for (int row = ranges.from()[range]; row < ranges.to()[range]; row++) {
                if (Float.isInfinite(numbers[at++])) {
                    throw new ClipException(name, ClipException.format(
                            "row %,d (sequence %d): %s is infinite as a float; a coordinate must be finite, or NULL or "
                                    + "NaN where missing",
                            row, rows.at(row).id(), column.name()));
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
