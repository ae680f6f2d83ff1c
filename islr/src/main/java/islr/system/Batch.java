package islr.system;

import islr.tensor.Memory;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.List;

/// The samples of several clips, one behind the other.
///
/// @param rows [N, F]
/// @param sequences which rows belong to which clip
public record Batch(Tensor rows, Segments sequences) {

    /// @throws IllegalArgumentException if the rows are not those of the sequences
    public Batch {
        sequences.requireRows("batch", rows);
    }

    /// @param samples at least one, of the same width
    /// @return the samples one behind the other, `[N, F]`, allocated in `memory`
    public static Batch of(Memory memory, List<Sample> samples) {
        if (samples.size() == 1) {
            Tensor values = samples.getFirst().values();
            return new Batch(values, Segments.ofLengths(values.shape().dim(0)));
        }
        Segments sequences = Segments.ofLengths(samples.stream().mapToInt(Sample::rows).toArray());
        int width = samples.getFirst().width();
        Tensor rows = memory.allocate(Shape.of(sequences.rows(), width));
        for (int s = 0; s < samples.size(); s++) {
            Tensor values = samples.get(s).values();
            System.arraycopy(values.array(), values.offset(), rows.array(), rows.offset() + sequences.start(s) * width,
                    values.size());
        }
        return new Batch(rows, sequences);
    }

    /// Number of clips.
    public int size() {
        return sequences.count();
    }

    /// The place of a row's first number in the array of [#rows()].
    public int at(int row) {
        return rows.offset() + row * rows.shape().columns();
    }
}
