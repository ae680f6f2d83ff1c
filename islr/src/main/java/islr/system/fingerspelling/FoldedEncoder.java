package islr.system.fingerspelling;

import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A [FrameEncoder] as it predicts.
///
/// @param kinds of part two, in the order of the kinds
record FoldedEncoder(FoldedExtractor whole, Map<SpellingPoints.Kind, FoldedExtractor> kinds, List<FoldedBlock> blocks)
        implements SequenceEncoder {

    @Override
    public Tensor forward(Compute c, Tensor x, Segments sequences) {
        Tensor y = whole.forward(c, x, sequences);
        if (!kinds.isEmpty()) {
            List<Tensor> parts = new ArrayList<>();
            kinds.forEach(
                    (kind, extractor) -> parts.add(extractor.forward(c, new KindOfPoints(kind).of(c, x), sequences)));
            y = y.add(c, Tensor.concat(c, 1, parts.toArray(Tensor[]::new)));
        }
        for (FoldedBlock block : blocks) {
            y = block.forward(c, y, sequences);
        }
        return y;
    }
}
