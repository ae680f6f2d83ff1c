package islr.system.fingerspelling;

import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// From points to encoded frames.
///
/// ```
/// part one  [N, 390] ─ feature_extractor ─ [N, d] ─ blocks ─ [N, d]
/// part two  [N, 390] ┬ feature_extractor ────────────────────────────────── [N, d] + ─ blocks ─ [N, d]
///                    └ hands, face, pose in units of the frame ─ four more ─ 4 × [N, d/4] ┘
/// ```
///
/// - below `feature_extractor`, in part two also `feature_extractor_lhand`, `_rhand`, `_face`, `_pose`, the names of
///   [FeatureExtractor]; below `encoder.blocks.i` those of [SqueezeformerBlock]; in part two `cos` and `sin`, see
///   [RotaryTables]
final class FrameEncoder implements SequenceEncoder {
    private final FeatureExtractor whole;
    private final Map<SpellingPoints.Kind, FeatureExtractor> kinds = new EnumMap<>(SpellingPoints.Kind.class);
    private final List<SqueezeformerBlock> blocks = new ArrayList<>();

    FrameEncoder(FingerspellingSizes sizes, Parameters parameters) {
        int width = sizes.width();
        whole = new FeatureExtractor(SpellingPoints.COUNT, width, sizes, parameters.at("feature_extractor"));
        if (sizes.part() == Part.TWO) {
            for (SpellingPoints.Kind kind : SpellingPoints.Kind.values()) {
                kinds.put(kind, new FeatureExtractor(kind.points().length, width / SpellingPoints.Kind.values().length,
                        sizes, parameters.at("feature_extractor_" + kind.label())));
            }
        }
        RelativePositions relative = sizes.part() == Part.ONE ? new RelativePositions(width, sizes.frames()) : null;
        RotaryTables rotary = sizes.part() == Part.TWO
                ? RotaryTables.of(sizes.frames(), width / sizes.heads(), parameters) : null;
        for (int i = 0; i < sizes.blocks(); i++) {
            Parameters block = parameters.at("encoder").at("blocks").at(i);
            EncoderAttention attention = sizes.part() == Part.ONE
                    ? new RelativeAttention(width, sizes.heads(), sizes.dropout().encoder(), relative,
                            block.at("mhsa").at("attention"))
                    : new RotaryAttention(width, sizes.heads(), rotary, block.at("mhsa_llama"));
            blocks.add(new SqueezeformerBlock(sizes, attention, block));
        }
    }

    /// The same with its numbers as they are now, as it predicts.
    FoldedEncoder folded(Compute c) {
        Map<SpellingPoints.Kind, FoldedExtractor> foldedKinds = new EnumMap<>(SpellingPoints.Kind.class);
        kinds.forEach((kind, extractor) -> foldedKinds.put(kind, extractor.folded(c)));
        return new FoldedEncoder(whole.folded(c), foldedKinds, blocks.stream().map(block -> block.folded(c)).toList());
    }

    @Override
    public Tensor forward(Compute c, Tensor x, Segments sequences) {
        Tensor y = features(c, x, sequences);
        for (SqueezeformerBlock block : blocks) {
            y = block.forward(c, y, sequences);
        }
        return y;
    }

    /// What the first block gets.
    Tensor features(Compute c, Tensor x, Segments sequences) {
        Tensor y = whole.forward(c, x, sequences);
        if (kinds.isEmpty()) {
            return y;
        }
        List<Tensor> parts = new ArrayList<>();
        kinds.forEach((kind, extractor) -> parts.add(extractor.forward(c, new KindOfPoints(kind).of(c, x), sequences)));
        return y.add(c, Tensor.concat(c, 1, parts.toArray(Tensor[]::new)));
    }

    /// Its blocks, for looking at.
    List<SqueezeformerBlock> blocks() {
        return blocks;
    }
}
