package islr.tensor.op;

import islr.tensor.Segments;

/// The geometry of an [Attention]: heads, their width, and the sequences of queries and keys.
///
/// Channels are divided among the heads: head h has columns h·width to (h+1)·width − 1. Sequence s of the queries looks
/// at sequence s of the keys; the two may differ in length.
///
/// **Scores** (and whatever has one number a score: probabilities, their gradients, scores of relative positions) lie
/// one behind the other, sequence by sequence, within a sequence head by head, each a [Tq, Tk] matrix.
public final class Heads {
    private final int channels;
    private final int count;
    private final Segments queries;
    private final Segments keys;
    /// Scores that one head has before a sequence, and after the last one.
    private final int[] scoresBefore;

    /// @param channels of queries and keys
    /// @param count number of heads
    /// @throws IllegalArgumentException if the channels do not divide into the heads, or there are not as many
    ///     sequences of queries as of keys
    public Heads(int channels, int count, Segments queries, Segments keys) {
        if (count < 1 || channels % count != 0) {
            throw new IllegalArgumentException(
                    "attention: " + channels + " channels do not divide into " + count + " heads");
        }
        if (queries.count() != keys.count()) {
            throw new IllegalArgumentException(
                    "attention: queries of " + queries.count() + " sequences against keys of " + keys.count());
        }
        this.channels = channels;
        this.count = count;
        this.queries = queries;
        this.keys = keys;
        scoresBefore = new int[queries.count() + 1];
        for (int s = 0; s < queries.count(); s++) {
            scoresBefore[s + 1] = Math.addExact(scoresBefore[s], Math.multiplyExact(queries.length(s), keys.length(s)));
        }
        Math.multiplyExact(count, scoresBefore[queries.count()]);
    }

    /// Channels of queries and keys, of all heads together.
    public int channels() {
        return channels;
    }

    /// Number of heads.
    public int count() {
        return count;
    }

    /// Channels of a head.
    public int width() {
        return channels / count;
    }

    /// The sequences of the queries.
    public Segments queries() {
        return queries;
    }

    /// The sequences of the keys.
    public Segments keys() {
        return keys;
    }

    /// How many sequences there are, of queries as of keys.
    public int sequences() {
        return queries.count();
    }

    /// Number of scores of all heads: Σ H·Tq·Tk.
    public int scores() {
        return count * scoresBefore[sequences()];
    }

    /// Where the matrix of a sequence and head begins among all scores.
    public int scoresAt(int sequence, int head) {
        return scoresBefore[sequence] * count + head * queries.length(sequence) * keys.length(sequence);
    }

    /// Number of scores of one head in the sequences before this one.
    int scoresBefore(int sequence) {
        return scoresBefore[sequence];
    }
}
