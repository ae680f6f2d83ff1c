package islr.data;

import islr.data.SequenceFile.Sequence;
import islr.data.internal.parquet.ParquetFile;
import islr.weights.text.Counts;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Which rows of a file are which sequence's.
///
/// @param sequences in the order of the file
/// @param byId the same
/// @param problems of sequences that cannot be read, by their numbers
record SequenceRows(String file, List<Sequence> sequences, Map<Long, Sequence> byId, Map<Long, String> problems) {

    private static final double LARGEST = 0x1p53;
    private static final int LISTED = 5;

    private static final String REMEDY = "; sort the file by sequence_id and frame";

    /// Reads the columns `sequence_id` and `frame`.
    ///
    /// @throws ClipException if a row belongs to no sequence
    static SequenceRows read(ParquetFile parquet, SequenceColumns columns, String file) throws IOException {
        int rows = (int) parquet.rows();
        double[] ids = new double[rows];
        parquet.readNumbers(columns.id(), (numbers, count, first) -> System.arraycopy(numbers, 0, ids, first, count));
        double[] frames = null;
        if (columns.frame().isPresent()) {
            double[] read = new double[rows];
            parquet.readNumbers(columns.frame().get(),
                    (numbers, count, first) -> System.arraycopy(numbers, 0, read, first, count));
            frames = read;
        }
        Map<Long, Sequence> byId = new LinkedHashMap<>();
        Map<Long, String> problems = new HashMap<>();
        for (int from = 0, to; from < rows; from = to) {
            long id = id(ids[from], from, file);
            to = from + 1;
            while (to < rows && ids[to] == ids[from]) {
                to++;
            }
            Sequence sequence = new Sequence(id, from, to - from);
            Sequence before = byId.putIfAbsent(id, sequence);
            String problem = before != null
                    ? ClipException.format("its rows are in two places, from row %,d and from row %,d",
                            before.firstRow(), from) + REMEDY
                    : problem(sequence, frames);
            if (problem != null) {
                problems.putIfAbsent(id, problem);
            }
        }
        return new SequenceRows(file, List.copyOf(byId.values()), byId, problems);
    }

    private static long id(double number, int row, String file) throws ClipException {
        if (Double.isNaN(number)) {
            throw new ClipException(file, ClipException
                    .format("row %,d has no sequence_id; write the number of its sequence, or leave the row out", row));
        }
        if (number != Math.rint(number) || Math.abs(number) > LARGEST) {
            throw new ClipException(file, ClipException
                    .format("row %,d: sequence_id %s is not a whole number below 2^53", row, Double.toString(number)));
        }
        return (long) number;
    }

    /// What is wrong with the frames of a sequence; null if nothing is.
    private static String problem(Sequence sequence, double[] frames) {
        if (sequence.frames() > ClipReader.MAX_FRAMES) {
            return ClipException.format(
                    "%,d frames are more than the %,d that a sequence may have; cut it into phrases", sequence.frames(),
                    ClipReader.MAX_FRAMES);
        }
        for (int row = sequence.firstRow(); frames != null && row < sequence.endRow(); row++) {
            if (Double.isNaN(frames[row])) {
                return ClipException.format("row %,d has no frame; number the frames of a sequence from 0", row);
            }
            if (row > sequence.firstRow() && frames[row] <= frames[row - 1]) {
                return ClipException.format("row %,d has frame %s behind frame %s", row, number(frames[row]),
                        number(frames[row - 1])) + REMEDY;
            }
        }
        return null;
    }

    private static String number(double frame) {
        return frame == Math.rint(frame) ? Long.toString((long) frame) : Double.toString(frame);
    }

    Sequence sequence(long id) throws ClipException {
        Sequence found = byId.get(id);
        if (found == null) {
            throw new ClipException(file, "there is no sequence " + id + "; " + listed());
        }
        return found;
    }

    private String listed() {
        if (sequences.isEmpty()) {
            return "the file has columns but no rows";
        }
        return "there " + (sequences.size() == 1 ? "is only " : "are ")
                + sequences.stream().limit(LISTED).map(each -> Long.toString(each.id()))
                        .collect(Collectors.joining(", "))
                + (sequences.size() > LISTED ? " and " + Counts.of(sequences.size() - LISTED) + " more" : "");
    }

    /// @throws ClipException if it is no sequence of this file, or cannot be read
    void requireSound(Sequence wanted) throws ClipException {
        if (!wanted.equals(sequence(wanted.id()))) {
            throw new IllegalArgumentException(file + ": " + wanted + " is a sequence of another file");
        }
        String problem = problems.get(wanted.id());
        if (problem != null) {
            throw new ClipException(file, "sequence " + wanted.id() + ": " + problem);
        }
    }

    /// The sequence that a row belongs to.
    Sequence at(int row) {
        int[] first = sequences.stream().mapToInt(Sequence::firstRow).toArray();
        int at = Arrays.binarySearch(first, row);
        return sequences.get(at < 0 ? -at - 2 : at);
    }
}
