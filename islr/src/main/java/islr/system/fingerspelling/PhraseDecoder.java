package islr.system.fingerspelling;

import islr.nn.Dropout;
import islr.nn.Init;
import islr.nn.LayerNorm;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.nn.attention.MultiHeadAttention.Context;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// The decoder: from encoded frames and the letters so far to the next letter.
///
/// ```
/// tokens ─ embedding·√d + position ─ DecoderLayer × 2 ─ norm ─ lm_head ─ logits [letters, 63]
/// ```
///
/// - `decoder.embed_tokens.weight` `[63, d]`, `decoder.embed_positions.weights` of [LetterPositions], below
///   `decoder.layers.j` the names of [DecoderLayer], `decoder.layer_norm` `[d]`, `lm_head.weight` `[63, d]`
///
/// The embedding of padding starts at 0 and gets no gradient, though padding is read as any other letter.
final class PhraseDecoder {
    private final int width;
    private final Tensor embedding;
    private final Tensor positions;
    private final List<DecoderLayer> layers = new ArrayList<>();
    private final LayerNorm norm;
    private final Linear head;
    private final Dropout dropout;

    PhraseDecoder(FingerspellingSizes sizes, Parameters parameters) {
        width = sizes.width();
        Parameters decoder = parameters.at("decoder");
        embedding = decoder.at("embed_tokens").get("weight", PhraseDecoder::fresh, Characters.COUNT, width);
        positions = LetterPositions.table(width, decoder.at("embed_positions"));
        for (int j = 0; j < FingerspellingSizes.DECODER_LAYERS; j++) {
            layers.add(new DecoderLayer(sizes, decoder.at("layers").at(j)));
        }
        norm = new LayerNorm(width, DecoderLayer.EPSILON, decoder.at("layer_norm"));
        head = new Linear(width, Characters.COUNT, parameters.at("lm_head"), Init.fanInUniform(), null);
        dropout = new Dropout(sizes.dropout().decoder());
    }

    private static void fresh(float[] numbers, Shape shape, java.util.random.RandomGenerator random) {
        DecoderLayer.FRESH.fill(numbers, shape, random);
        int width = shape.columns();
        java.util.Arrays.fill(numbers, Characters.PAD * width, (Characters.PAD + 1) * width, 0);
    }

    /// Logits of the letter behind every letter.
    ///
    /// @param tokens phrases of `length` letters each, one behind the other, one for each clip
    /// @param encoded frames of all clips
    /// @return `[B·length, 63]`
    Tensor logits(Compute c, int[] tokens, int length, Tensor encoded, Segments clips) {
        Segments phrases = Segments.uniform(clips.count(), length);
        Tensor x = dropout.forward(c, embedded(c, tokens, LetterPositions.of(tokens, length)));
        for (DecoderLayer layer : layers) {
            x = layer.forward(c, x, phrases, layer.ofFrames(c, encoded), clips);
        }
        return classified(c, x);
    }

    /// Rows of the table times √d, and of the positions. The row of padding is a constant.
    Tensor embedded(Compute c, int[] tokens, int[] rows) {
        Tensor letter = Tensor.zeros(tokens.length, 1);
        for (int i = 0; i < tokens.length; i++) {
            letter.array()[i] = tokens[i] == Characters.PAD ? 0 : 1;
        }
        Tensor padding = embedding.view(Characters.PAD * width, Shape.of(1, width));
        Tensor rowsOfTable = embedding.gather(c, tokens).where(c, letter, padding);
        return rowsOfTable.scale(c, (float) Math.sqrt(width)).add(c, positions.gather(c, rows));
    }

    private Tensor classified(Compute c, Tensor x) {
        return head.forward(c, norm.forward(c, x));
    }

    /// Phrases that are being spelled: what is remembered of them.
    ///
    /// @param length letters of each so far, the token that begins it among them
    /// @param letters how many of these are no padding, a number a phrase
    /// @param ofLetters keys and values of these letters, a layer each; none at length 0
    /// @param ofFrames keys and values of the frames, a layer each
    /// @param clips whose rows the frames are
    record Memory(int length, int[] letters, List<Context> ofLetters, List<Context> ofFrames, Segments clips) {}

    /// Logits of the next letter, and what is remembered then.
    ///
    /// @param logits `[phrases, 63]`
    record Next(Tensor logits, Memory memory) {}

    /// What is remembered before the first letter.
    Memory begin(Compute c, Tensor encoded, Segments clips) {
        return new Memory(0, new int[clips.count()], List.of(),
                layers.stream().map(layer -> layer.ofFrames(c, encoded)).toList(), clips);
    }

    /// One letter more for each phrase. Numbers are the same as those of [#logits] but for rounding, with less work.
    ///
    /// @param tokens a letter for each phrase
    /// @param parents which of the phrases in memory each goes on with; at the first letter, which clip it spells
    /// @param askers which phrases belong to which clip
    Next next(Compute c, Memory memory, int[] tokens, int[] parents, Segments askers) {
        int[] letters = new int[tokens.length];
        int[] rows = new int[tokens.length];
        for (int p = 0; p < tokens.length; p++) {
            letters[p] = memory.letters[parents[p]] + (tokens[p] == Characters.PAD ? 0 : 1);
            rows[p] = LetterPositions.row(tokens[p], letters[p]);
        }
        Tensor x = embedded(c, tokens, rows);
        List<Context> ofLetters = new ArrayList<>();
        for (int j = 0; j < layers.size(); j++) {
            DecoderLayer.Step step = layers.get(j).step(c, x, memory.length == 0 ? null : memory.ofLetters.get(j),
                    memory.length, parents, askers, memory.ofFrames.get(j), memory.clips);
            x = step.x();
            ofLetters.add(step.letters());
        }
        return new Next(classified(c, x),
                new Memory(memory.length + 1, letters, ofLetters, memory.ofFrames, memory.clips));
    }
}
