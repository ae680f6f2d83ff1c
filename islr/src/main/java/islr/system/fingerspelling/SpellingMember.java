package islr.system.fingerspelling;

import java.util.Objects;

/// A network of an ensemble.
///
/// @param weight of its logits in their mean; those of all members have the sum 1
public record SpellingMember(FingerspellingNetwork network, float weight) {
    public SpellingMember {
        Objects.requireNonNull(network, "network");
    }
}
