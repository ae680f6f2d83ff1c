package islr.system.fingerspelling;

import islr.weights.NameMap;
import islr.weights.NameMap.Unmatched;

/// The names of the original's tensors: they are ours. Its files have a count of batches besides, for every batch norm,
/// which nothing needs.
final class SpellingNames {
    /// From a file of the original.
    static final NameMap MAP = NameMap.of(Unmatched.KEEP).dropping("encoder.blocks.{i}.conv.bn.num_batches_tracked",
            "{extractor}.bn_conv.num_batches_tracked", "{extractor}.stem_bn.num_batches_tracked");

    private SpellingNames() {}
}
