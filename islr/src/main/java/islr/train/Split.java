package islr.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Who is trained on and who is held out, by signer: a model is judged on people it has not seen.
///
/// @param heldOut signers, in order; empty if nobody is held out
public record Split(List<String> heldOut) {
    /// What `--holdout` says for nobody.
    public static final String NOBODY = "none";

    /// A fifth of the signers, at least one: the last ones in the order of their names.
    ///
    /// @throws IllegalArgumentException if there are fewer than two signers
    public static Split usual(ClipSource source) {
        List<String> signers = signers(source);
        if (signers.size() < 2) {
            throw new IllegalArgumentException("there is only one signer, '" + signers.getFirst()
                    + "', so nobody can be held out; use --holdout " + NOBODY + " to train without evaluation");
        }
        return new Split(signers.subList(signers.size() - Math.max(1, signers.size() / 5), signers.size()));
    }

    /// @param names signers, or [#NOBODY]
    /// @throws IllegalArgumentException if a signer does not exist, or none is left to train on
    public static Split of(ClipSource source, List<String> names) {
        if (names.equals(List.of(NOBODY))) {
            return new Split(List.of());
        }
        List<String> signers = signers(source);
        for (String name : names) {
            if (!signers.contains(name)) {
                throw new IllegalArgumentException(
                        "holdout: there is no signer '" + name + "'; there are " + listed(signers));
            }
        }
        Set<String> unique = new TreeSet<>(names);
        if (unique.size() == signers.size()) {
            throw new IllegalArgumentException(
                    "holdout: no signer is left to train on; there are only " + listed(signers));
        }
        return new Split(List.copyOf(unique));
    }

    private static String listed(List<String> signers) {
        int most = 30;
        return String.join(", ", signers.subList(0, Math.min(most, signers.size())))
                + (signers.size() > most ? " and " + (signers.size() - most) + " more" : "");
    }

    private static List<String> signers(ClipSource source) {
        Set<String> signers = new TreeSet<>();
        source.recordings().forEach(recording -> signers.add(recording.signer()));
        return List.copyOf(signers);
    }

    public boolean isHeldOut(ClipSource.Recording recording) {
        return heldOut.contains(recording.signer());
    }

    /// The clips of one side that have something to learn from.
    List<StoredClip> part(ClipSource source, ClipStore store, boolean held) {
        List<StoredClip> part = new ArrayList<>();
        for (int i = 0; i < store.clips().size(); i++) {
            if (isHeldOut(source.recordings().get(i)) == held && !store.clips().get(i).isEmpty()) {
                part.add(store.clips().get(i));
            }
        }
        return part;
    }
}
