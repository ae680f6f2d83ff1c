package islr.system.fingerspelling;

import islr.nn.Linear;
import islr.nn.Parameters;
import islr.system.Batch;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.Objects;

/// The network: an encoder of frames, a decoder of letters, and in part two a confidence and a second decoder.
///
/// ```
/// rows [N, 390] ─ FrameEncoder ─ [N, d] ┬ decoder ─ logits [B·letters, 63]
///                                       ├ decoder2, of the phrases from their ends: in training only
///                                       └ aux_fc of every clip's first frame ─ confidence [B]
/// ```
///
/// - names of `FrameEncoder`; below `decoder` and `decoder2` those of `PhraseDecoder`; `aux_fc.weight` `[1, d]`,
///   `aux_fc.bias` `[1]`
public final class FingerspellingNetwork {
    private final FingerspellingSizes sizes;
    private final SequenceEncoder encoder;
    private final PhraseDecoder decoder;
    private final PhraseDecoder backwards;
    private final Linear confidence;

    public FingerspellingNetwork(FingerspellingSizes sizes, Parameters parameters) {
        this.sizes = Objects.requireNonNull(sizes, "sizes");
        Objects.requireNonNull(parameters, "parameters");
        encoder = new FrameEncoder(sizes, parameters);
        decoder = new PhraseDecoder(sizes, parameters.at("decoder"));
        boolean second = sizes.part() == Part.TWO;
        backwards = second ? new PhraseDecoder(sizes, parameters.at("decoder2")) : null;
        confidence = second ? new Linear(sizes.width(), 1, parameters.at("aux_fc")) : null;
    }

    private FingerspellingNetwork(FingerspellingNetwork trained, SequenceEncoder encoder) {
        sizes = trained.sizes;
        this.encoder = encoder;
        decoder = trained.decoder;
        backwards = trained.backwards;
        confidence = trained.confidence;
    }

    /// The same network as it predicts: batch norms, scales and shifts of the encoder are part of the maps beside them.
    /// It does not see later changes of the encoder's parameters, and gives no gradients.
    public FingerspellingNetwork forInference(Compute c) {
        Objects.requireNonNull(c, "c");
        return encoder instanceof FrameEncoder trained ? new FingerspellingNetwork(this, trained.folded(c)) : this;
    }

    /// Its sizes.
    public FingerspellingSizes sizes() {
        return sizes;
    }

    /// Encoded frames of some clips.
    ///
    /// @param rows `[N, d]`
    /// @param clips which rows belong to which clip
    public record Encoded(Tensor rows, Segments clips) {
        public Encoded {
            Objects.requireNonNull(rows, "rows");
            Objects.requireNonNull(clips, "clips");
        }

        /// One clip alone.
        Encoded only(int clip) {
            int width = rows.shape().columns();
            return new Encoded(rows.view(clips.start(clip) * width, Shape.of(clips.length(clip), width)),
                    Segments.ofLengths(clips.length(clip)));
        }
    }

    /// The encoded frames of a batch.
    ///
    /// @throws IllegalArgumentException if a clip has no frame, or more than the network takes
    public Encoded encode(Compute c, Batch batch) {
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(batch, "batch");
        Segments clips = batch.sequences();
        for (int s = 0; s < clips.count(); s++) {
            if (clips.length(s) == 0 || clips.length(s) > sizes.frames()) {
                throw new IllegalArgumentException("fingerspelling: clip " + s + " of the batch has " + clips.length(s)
                        + " frames; the network takes 1 to " + sizes.frames());
            }
        }
        return new Encoded(encoder.forward(c, batch.rows(), clips), clips);
    }

    /// Logits of the letter behind every letter, `[B·length, 63]`.
    ///
    /// @param tokens what the decoder reads, a phrase of `length` tokens for each clip
    public Tensor logits(Compute c, Encoded encoded, int[] tokens, int length) {
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(encoded, "encoded");
        Objects.requireNonNull(tokens, "tokens");
        return decoder.logits(c, tokens, length, encoded.rows, encoded.clips);
    }

    /// The same of the decoder that spells from the end. Attention to the frames knows no order, so they need not be
    /// turned round.
    ///
    /// @throws IllegalStateException in part one, which has none
    public Tensor logitsBackwards(Compute c, Encoded encoded, int[] tokens, int length) {
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(encoded, "encoded");
        Objects.requireNonNull(tokens, "tokens");
        return second(backwards).logits(c, tokens, length, encoded.rows, encoded.clips);
    }

    /// How sure the network is of its answer, as a logit, `[B]`: of the clip's first encoded frame.
    ///
    /// @throws IllegalStateException in part one, which has none
    public Tensor confidence(Compute c, Encoded encoded) {
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(encoded, "encoded");
        int[] first = new int[encoded.clips.count()];
        for (int s = 0; s < first.length; s++) {
            first[s] = encoded.clips.start(s);
        }
        return second(confidence).forward(c, encoded.rows.gather(c, first)).reshape(c, first.length);
    }

    /// Whether it has a confidence and a decoder from the end.
    public boolean isSecond() {
        return confidence != null;
    }

    private static <T> T second(T module) {
        if (module == null) {
            throw new IllegalStateException(
                    "fingerspelling: the network of part one has neither a confidence nor a" + " decoder from the end");
        }
        return module;
    }

    PhraseDecoder decoder() {
        return decoder;
    }

    /// Of a network as it is trained, for looking at.
    FrameEncoder encoder() {
        return (FrameEncoder) encoder;
    }
}
