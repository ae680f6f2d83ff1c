package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import java.util.List;

/// Rotary positions: the two halves of every head's columns turn in proportion to the row's place in its sequence, so
/// that products of queries and keys depend on their distance.
///
/// `y₁ = x₁·cos_t − x₂·sin_t`, `y₂ = x₂·cos_t + x₁·sin_t`, t the place of the row in its sequence, x₁ and x₂ the two
/// halves of a head's columns, each with its half of the tables.
///
/// - `x` `[N, H·d]` with the segments of its sequences → `y` in the same shape
/// - `cos`, `sin` `[.., d]`, a row for each place, at least as many as the longest sequence has rows; constants
///
/// Gradient: `dx₁ = dy₁·cos + dy₂·sin`, `dx₂ = dy₂·cos − dy₁·sin`, each table in the half of the result it served.
///
/// Source: Su et al., *RoFormer: Enhanced Transformer with Rotary Position Embedding* (2021), with halves instead of
/// neighbours as pairs.
public record Rotary(Tensor x, Tensor cos, Tensor sin, int heads, Segments segments) implements Operation.Stateless {

    /// @throws IllegalArgumentException if shapes or heads do not fit, or a sequence is longer than the tables
    public Rotary {
        segments.requireRows("rotary", x);
        int width = cos.shape().columns();
        if (x.shape().rank() != 2 || heads < 1 || x.shape().columns() != heads * width || width % 2 != 0) {
            throw new IllegalArgumentException("rotary: x " + x.shape() + ", " + heads + " heads, tables " + cos.shape()
                    + ": " + x.shape().columns() + " channels against " + heads * width + " in pairs of halves");
        }
        if (!sin.shape().equals(cos.shape())) {
            throw new IllegalArgumentException("rotary: tables " + cos.shape() + " and " + sin.shape());
        }
        for (int s = 0; s < segments.count(); s++) {
            if (segments.length(s) > cos.shape().rows()) {
                throw new IllegalArgumentException("rotary: sequence " + s + " has " + segments.length(s)
                        + " rows, the tables " + cos.shape().rows());
            }
        }
    }

    @Override
    public List<Tensor> inputs() {
        return List.of(x);
    }

    @Override
    public Tensor forward(Compute c) {
        return turned(c, x, 1);
    }

    @Override
    public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
        into.add(x, turned(c, dy, -1));
    }

    /// Turned by the tables' angles, or back. On the way back the sine of the other half counts.
    private Tensor turned(Compute c, Tensor from, int direction) {
        Tensor to = c.allocate(from.shape());
        int[] places = places();
        int width = cos.shape().columns();
        int half = width / 2;
        float[] in = from.array();
        float[] out = to.array();
        Tasks.rows(c, from, row -> {
            int cosAt = cos.offset() + places[row] * width;
            int sinAt = sin.offset() + places[row] * width;
            int firstSin = direction > 0 ? sinAt : sinAt + half;
            int secondSin = direction > 0 ? sinAt + half : sinAt;
            for (int head = 0; head < heads; head++) {
                int at = from.offset() + (row * heads + head) * width;
                int toAt = to.offset() + (row * heads + head) * width;
                for (int i = 0; i < half; i++) {
                    float first = in[at + i];
                    float second = in[at + half + i];
                    out[toAt + i] = first * cos.array()[cosAt + i] - direction * second * sin.array()[firstSin + i];
                    out[toAt + half + i] = second * cos.array()[cosAt + half + i]
                            + direction * first * sin.array()[secondSin + i];
                }
            }
        });
        return to;
    }

    /// The place of every row in its sequence.
    private int[] places() {
        int[] places = new int[segments.rows()];
        for (int s = 0; s < segments.count(); s++) {
            for (int row = segments.start(s); row < segments.end(s); row++) {
                places[row] = row - segments.start(s);
            }
        }
        return places;
    }
}
