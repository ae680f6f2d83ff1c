package islr.tensor.op;

import islr.tensor.Segments;

/// Which keys a query may look at, as numbers added to the scores before the softmax.
///
/// Queries and keys are counted over the whole batch: row `i` of the queries' tensor, row `j` of the keys'. Masks are
/// combined with [#and].
public sealed interface Mask {
    /// Where a row of scores belongs.
    ///
    /// @param query    row of the query in the batch
    /// @param position row of the query in its sequence
    /// @param firstKey row in the batch of the sequence's first key
    /// @param keys     number of keys of the sequence
    /// @param firstScore number of scores of the sequences before this one (Σ Tq·Tk)
    record Place(int query, int position, int firstKey, int keys, int firstScore) {}

    /// Adds the mask to the scores of one query, `scores[at]` being that with the sequence's first key.
    void apply(Place place, float[] scores, int at);

    /// @throws IllegalArgumentException if the mask was made for other sequences
    void check(Segments queries, Segments keys);

    /// Every query sees every key of its sequence.
    static Mask none() {
        return new None();
    }

    /// A query sees the keys up to its own position.
    static Mask causal() {
        return new Causal();
    }

    /// Both masks together.
    default Mask and(Mask other) {
        return new Both(this, other);
    }

    /// Every query sees every key of its sequence.
    record None() implements Mask {
        @Override
        public void apply(Place place, float[] scores, int at) {}

        @Override
        public void check(Segments queries, Segments keys) {}
    }

    /// A query sees keys up to its own position: −∞ for later ones.
    record Causal() implements Mask {
        @Override
        public void apply(Place place, float[] scores, int at) {
            for (int j = place.position + 1; j < place.keys; j++) {
                scores[at + j] = Float.NEGATIVE_INFINITY;
            }
        }

        @Override
        public void check(Segments queries, Segments keys) {}
    }

    /// Some keys are hidden from every query: `penalty` is added where `visible` is false.
    ///
    /// @param visible one a key row of the batch
    /// @param penalty −∞ as in PyTorch, or the large finite number of another reference
    record KeyPadding(boolean[] visible, float penalty) implements Mask {
        public KeyPadding(boolean[] visible) {
            this(visible, Float.NEGATIVE_INFINITY);
        }

        @Override
        public void apply(Place place, float[] scores, int at) {
            for (int j = 0; j < place.keys; j++) {
                if (!visible[place.firstKey + j]) {
                    scores[at + j] += penalty;
                }
            }
        }

        @Override
        public void check(Segments queries, Segments keys) {
            fits("key padding", visible.length, keys.rows(), "keys");
        }
    }

    /// A number added to all scores of a query: what Keras' `Softmax(mask)` does with a mask on the query axis
    /// (`(1 − m)·−10⁹`).
    ///
    /// In exact arithmetic that changes nothing. In float32 a score of ordinary size vanishes beside 10⁹, so that a
    /// shifted query looks at all keys equally; the trained weights of those systems depend on it. The addition is done
    /// literally: a very large score would survive it.
    ///
    /// @param shift one a query row of the batch
    record QueryShift(float[] shift) implements Mask {
        @Override
        public void apply(Place place, float[] scores, int at) {
            float s = shift[place.query];
            if (s != 0) {
                for (int j = 0; j < place.keys; j++) {
                    scores[at + j] += s;
                }
            }
        }

        @Override
        public void check(Segments queries, Segments keys) {
            fits("query shift", shift.length, queries.rows(), "queries");
        }
    }

    /// Any numbers: `bias` holds the [Tq, Tk] matrices of the sequences one behind the other, or a single one that
    /// serves every sequence of that size.
    ///
    /// @param bias added to the scores; −∞ hides a key
    /// @param shared whether it is one matrix for all sequences
    record Additive(float[] bias, boolean shared) implements Mask {
        @Override
        public void apply(Place place, float[] scores, int at) {
            int from = (shared ? 0 : place.firstScore) + place.position * place.keys;
            for (int j = 0; j < place.keys; j++) {
                scores[at + j] += bias[from + j];
            }
        }

        @Override
        public void check(Segments queries, Segments keys) {
            int scores = 0;
            for (int s = 0; s < queries.count(); s++) {
                int own = queries.length(s) * keys.length(s);
                if (shared && (own != bias.length || keys.length(s) != keys.length(0))) {
                    throw new IllegalArgumentException(
                            "additive mask: one matrix of " + bias.length + " numbers for all sequences, but sequence "
                                    + s + " has " + queries.length(s) + " queries and " + keys.length(s) + " keys");
                }
                scores += own;
            }
            if (!shared) {
                fits("additive", bias.length, scores, "scores");
            }
        }
    }

    /// Two masks added up.
    record Both(Mask first, Mask second) implements Mask {
        @Override
        public void apply(Place place, float[] scores, int at) {
            first.apply(place, scores, at);
            second.apply(place, scores, at);
        }

        @Override
        public void check(Segments queries, Segments keys) {
            first.check(queries, keys);
            second.check(queries, keys);
        }
    }

    private static void fits(String mask, int entries, int rows, String what) {
        if (entries != rows) {
            throw new IllegalArgumentException(mask + " mask: " + entries + " entries for " + rows + " " + what);
        }
    }
}
