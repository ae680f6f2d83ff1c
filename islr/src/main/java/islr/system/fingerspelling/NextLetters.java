package islr.system.fingerspelling;

import islr.system.fingerspelling.FingerspellingNetwork.Encoded;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Some phrases of some clips that are being spelled by one or more networks: their next letters' logits, which are the
/// weighted mean of those of all networks.
final class NextLetters {
    private final Compute c;
    private final List<SpellingMember> members;
    private final List<PhraseDecoder.Memory> memories = new ArrayList<>();

    /// @param encoded the same clips, encoded by each network
    NextLetters(Compute c, List<SpellingMember> members, List<Encoded> encoded) {
        this.c = c;
        this.members = members;
        for (int m = 0; m < members.size(); m++) {
            memories.add(members.get(m).network().decoder().begin(c, encoded.get(m).rows(), encoded.get(m).clips()));
        }
    }

    /// Goes on by one letter.
    ///
    /// @param tokens the letter of each phrase, [Characters#START] at first
    /// @param parents which of the phrases of the last call each goes on with; at first, which clip it spells
    /// @param askers which phrases belong to which clip
    /// @return logits of the letter behind it, `[phrases, 63]`
    Tensor after(int[] tokens, int[] parents, Segments askers) {
        Tensor mean = null;
        for (int m = 0; m < members.size(); m++) {
            PhraseDecoder.Next next = members.get(m).network().decoder().next(c, memories.get(m), tokens, parents,
                    askers);
            memories.set(m, next.memory());
            Tensor logits = members.size() == 1 ? next.logits() : next.logits().scale(c, members.get(m).weight());
            mean = mean == null ? logits : mean.add(c, logits);
        }
        return mean;
    }
}
