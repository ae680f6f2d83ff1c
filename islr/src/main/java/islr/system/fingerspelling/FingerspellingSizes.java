package islr.system.fingerspelling;

import java.util.Objects;

/// The sizes of a network.
///
/// @param part the form of the network
/// @param width d, channels of a frame
/// @param blocks of the encoder
/// @param heads of the encoder's attention; they divide the width
/// @param kernel frames that the encoder's convolutions see, an odd number
/// @param decoderHeads of the decoder's attention; they divide the width
/// @param decoderHidden width of the decoder's feed-forward networks
/// @param frames L, the most frames of a sequence
/// @param letters most tokens of a phrase, with the one that ends it
/// @param padding what is behind the end of a sequence
/// @param dropout rates in training
/// @param stemMomentum share of the last batch in the running statistics behind the feature extractors
public record FingerspellingSizes(Part part, int width, int blocks, int heads, int kernel, int decoderHeads,
        int decoderHidden, int frames, int letters, Padding padding, Rates dropout, double stemMomentum) {

    /// Layers of a decoder.
    static final int DECODER_LAYERS = 2;

    /// The original's share of the last batch, with which the running statistics are nearly those of that batch alone.
    public static final double PUBLISHED_STEM_MOMENTUM = 0.95;

    /// What is behind the last frame of a sequence that is shorter than L.
    public enum Padding {
        /// Nothing: convolutions see zeros, as behind the last frame of any sequence. As the original is deployed.
        NONE,
        /// Frames of zeros up to L. Attention does not see them, but the convolutions of the encoder do, and so do the
        /// statistics of the first batch norm. As the original is trained and validated.
        FRAMES
    }

    /// Dropout rates.
    ///
    /// @param encoder inside and behind feed-forward networks, behind convolutions; in part one also on attention
    /// @param decoder on the embedding, inside and behind every part of a layer
    /// @param decoderAttention on the probabilities of the decoder's attention
    public record Rates(float encoder, float decoder, float decoderAttention) {
        public static final Rates NONE = new Rates(0, 0, 0);
        /// Of the original.
        public static final Rates PUBLISHED = new Rates(0.1f, 0.1f, 0.2f);
    }

    /// The published network of part one, 2,515,040 trainable numbers.
    public static final FingerspellingSizes PART_ONE = new FingerspellingSizes(Part.ONE, 144, 6, 4, 51, 4, 512, 384,
            Characters.PUBLISHED_LETTERS, Padding.FRAMES, Rates.PUBLISHED, PUBLISHED_STEM_MOMENTUM);

    /// The published network of part two, 9,736,305 trainable numbers.
    public static final FingerspellingSizes PART_TWO = new FingerspellingSizes(Part.TWO, 208, 14, 4, 51, 4, 512, 384,
            Characters.PUBLISHED_LETTERS, Padding.FRAMES, Rates.PUBLISHED, PUBLISHED_STEM_MOMENTUM);

    /// @throws IllegalArgumentException if a size is not positive, the heads do not divide the width, or the kernel is
    ///     even
    public FingerspellingSizes {
        Objects.requireNonNull(part, "part");
        Objects.requireNonNull(padding, "padding");
        Objects.requireNonNull(dropout, "dropout");
        if (width < 1 || blocks < 1 || heads < 1 || decoderHeads < 1 || decoderHidden < 1 || frames < 1
                || letters < 1) {
            throw new IllegalArgumentException("fingerspelling: a size is not positive: width " + width + ", blocks "
                    + blocks + ", heads " + heads + ", decoder heads " + decoderHeads + ", decoder's hidden width "
                    + decoderHidden + ", frames " + frames + ", letters " + letters);
        }
        if (width % heads != 0 || width % decoderHeads != 0) {
            throw new IllegalArgumentException("fingerspelling: a width of " + width + " does not divide into " + heads
                    + " heads of the encoder and " + decoderHeads + " of the decoder");
        }
        if (part == Part.TWO && (width % 4 != 0 || width / heads % 2 != 0)) {
            throw new IllegalArgumentException("fingerspelling: a width of " + width
                    + " must divide into the four kinds of points and each of " + heads + " heads into two halves");
        }
        if (!(stemMomentum > 0 && stemMomentum <= 1)) {
            throw new IllegalArgumentException(
                    "fingerspelling: " + stemMomentum + " of the last batch in running statistics; over 0, up to 1");
        }
        if (kernel < 1 || kernel % 2 == 0) {
            throw new IllegalArgumentException("fingerspelling: a kernel of " + kernel + "; an odd number is needed");
        }
    }

    /// The same with another padding.
    public FingerspellingSizes with(Padding other) {
        Objects.requireNonNull(other, "other");
        return new FingerspellingSizes(part, width, blocks, heads, kernel, decoderHeads, decoderHidden, frames, letters,
                other, dropout, stemMomentum);
    }

    /// The same with other rates.
    public FingerspellingSizes with(Rates other) {
        Objects.requireNonNull(other, "other");
        return new FingerspellingSizes(part, width, blocks, heads, kernel, decoderHeads, decoderHidden, frames, letters,
                padding, other, stemMomentum);
    }

    /// To how many frames sequences are padded; 0 if they are not.
    int padded() {
        return padding == Padding.FRAMES ? frames : 0;
    }
}
