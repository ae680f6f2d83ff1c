package islr.system.fingerspelling;

import islr.nn.Activation;
import islr.nn.Dropout;
import islr.nn.Init;
import islr.nn.LayerNorm;
import islr.nn.Parameters;
import islr.nn.attention.MultiHeadAttention;
import islr.nn.attention.MultiHeadAttention.Context;
import islr.nn.transformer.FeedForward;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.op.Mask;

/// A layer of the decoder: attention to the letters so far, attention to the frames, feed-forward network, each with a
/// layer norm in front and a skip path.
///
/// - `[letters, d]` → `[letters, d]`; `self_attn.…` and `encoder_attn.…` of [MultiHeadAttention], `fc1.…` and `fc2.…`
///   of [FeedForward]; `self_attn_layer_norm`, `encoder_attn_layer_norm`, `final_layer_norm` `[d]`
///
/// Source: Vaswani et al., *Attention Is All You Need* (2017), with the norms of Xiong et al. (2020).
final class DecoderLayer {
    /// How every weight of a decoder starts.
    static final Init FRESH = Init.normal(0.02f);
    static final float EPSILON = 1e-5f;

    private final MultiHeadAttention letters;
    private final MultiHeadAttention frames;
    private final FeedForward feedForward;
    private final LayerNorm lettersNorm;
    private final LayerNorm framesNorm;
    private final LayerNorm lastNorm;
    private final Dropout dropout;

    DecoderLayer(FingerspellingSizes sizes, Parameters parameters) {
        int width = sizes.width();
        int heads = sizes.decoderHeads();
        float rate = sizes.dropout().decoder();
        float ofAttention = sizes.dropout().decoderAttention();
        letters = new MultiHeadAttention(width, heads, ofAttention, parameters.at("self_attn"), FRESH, FRESH);
        frames = new MultiHeadAttention(width, heads, ofAttention, parameters.at("encoder_attn"), FRESH, FRESH);
        feedForward = new FeedForward(width, sizes.decoderHidden(), Activation.RELU, rate, parameters, FRESH, FRESH);
        lettersNorm = new LayerNorm(width, EPSILON, parameters.at("self_attn_layer_norm"));
        framesNorm = new LayerNorm(width, EPSILON, parameters.at("encoder_attn_layer_norm"));
        lastNorm = new LayerNorm(width, EPSILON, parameters.at("final_layer_norm"));
        dropout = new Dropout(rate);
    }

    /// Keys and values of encoded frames, which are the same for every letter.
    Context ofFrames(Compute c, Tensor encoded) {
        return frames.context(c, encoded);
    }

    /// Whole phrases: no letter sees a later one.
    Tensor forward(Compute c, Tensor x, Segments phrases, Context encoded, Segments clips) {
        Tensor y = x.add(c, dropout.forward(c, letters.forward(c, lettersNorm.forward(c, x), phrases, Mask.causal())));
        return behindLetters(c, y, phrases, encoded, clips);
    }

    /// A row that one letter becomes, and keys and values of all letters up to it.
    record Step(Tensor x, Context letters) {}

    /// One letter of each phrase.
    ///
    /// @param x `[phrases, d]`
    /// @param before keys and values of the letters before, phrase by phrase; null at the first letter
    /// @param length how many letters before each phrase has
    /// @param parents which of the phrases before each of these goes on
    /// @param askers which phrases belong to which clip
    Step step(Compute c, Tensor x, Context before, int length, int[] parents, Segments askers, Context encoded,
            Segments clips) {
        Tensor normed = lettersNorm.forward(c, x);
        Context own = letters.context(c, normed);
        Context all = before == null ? own : new Context(longer(c, before.keys(), length, own.keys(), parents),
                longer(c, before.values(), length, own.values(), parents));
        Segments each = Segments.uniform(parents.length, 1);
        Segments soFar = Segments.uniform(parents.length, length + 1);
        Tensor y = x.add(c, letters.forward(c, normed, each, all, soFar, Mask.none()));
        return new Step(behindLetters(c, y, askers, encoded, clips), all);
    }

    private Tensor behindLetters(Compute c, Tensor x, Segments askers, Context encoded, Segments clips) {
        Tensor seen = frames.forward(c, framesNorm.forward(c, x), askers, encoded, clips, Mask.none());
        Tensor y = x.add(c, dropout.forward(c, seen));
        return y.add(c, dropout.forward(c, feedForward.forward(c, lastNorm.forward(c, y))));
    }

    /// For each phrase the rows of the one it goes on, and its new row.
    private static Tensor longer(Compute c, Tensor before, int count, Tensor own, int[] parents) {
        int width = own.shape().columns();
        Tensor all = c.allocate(parents.length * (count + 1), width);
        for (int p = 0; p < parents.length; p++) {
            int to = all.offset() + p * (count + 1) * width;
            System.arraycopy(before.array(), before.offset() + parents[p] * count * width, all.array(), to,
                    count * width);
            System.arraycopy(own.array(), own.offset() + p * width, all.array(), to + count * width, width);
        }
        return all;
    }
}
