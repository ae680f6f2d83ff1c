package islr.dataset;

import java.util.List;

/// Where something that people signed comes from: single signs ([ClipSource]), or fingerspelled phrases
/// ([PhraseSource]).
public interface SignedSource {
    /// Where it comes from, for the settings of a run: a folder, or a word for what is made.
    String origin();

    /// All that can be read. Where something stands in this list is its number.
    List<? extends Signed> recordings();

    /// Tells two sources apart: equal if they have the same recordings with the same labels and signers.
    String fingerprint();

    /// Tells apart also a file that was written again: what a cache of this source has to be made from.
    String version();
}
