package islr.dataset;

import islr.internal.Streams;
import islr.weights.text.Counts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Which clips are trained on and which are held out: all clips of some signers, because a model is judged on people it
/// has not seen, or a share of the clips, where there is only one signer or new people do not matter.
///
/// @param rule as `--holdout` has it: signers, [#NOBODY], or a `Share`
/// @param heldOut signers, in order; empty if nobody is held out, or single clips
/// @param clips the names of single clips that are held out
public record Split(String rule, List<String> heldOut, Set<String> clips) {
    /// What `--holdout` says for nobody.
    public static final String NOBODY = "none";

    public Split {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(heldOut, "heldOut");
        Objects.requireNonNull(clips, "clips");
    }

    private Split(List<String> heldOut) {
        this(heldOut.isEmpty() ? NOBODY : String.join(",", heldOut), heldOut, Set.of());
    }

    /// A fifth of the signers, at least one: the last ones in [order][#ordered].
    ///
    /// @throws IllegalArgumentException if there are fewer than two signers
    public static Split usual(SignedSource source) {
        Objects.requireNonNull(source, "source");
        List<String> signers = signers(source);
        if (signers.size() < 2) {
            throw new IllegalArgumentException("there is only one signer, '" + signers.getFirst()
                    + "', so no other can be held out; use --holdout 20% to hold out a fifth of the clips, or "
                    + "--holdout " + NOBODY + " to train without evaluation");
        }
        return new Split(signers.subList(signers.size() - Math.max(1, signers.size() / 5), signers.size()));
    }

    /// @param names signers, or [#NOBODY], or one `Share`
    /// @param seed of what is drawn
    /// @return the split of these clips
    /// @throws IllegalArgumentException if a signer does not exist, none is left to train on, or a share is none
    public static Split of(SignedSource source, List<String> names, long seed) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(names, "names");
        if (names.equals(List.of(NOBODY))) {
            return new Split(List.of());
        }
        List<String> signers = signers(source);
        if (names.size() == 1 && !signers.contains(names.getFirst())) {
            Optional<Share> share = Share.parse(names.getFirst());
            if (share.isPresent()) {
                return new Split(share.get().text(), List.of(), share.get().draw(source.recordings(), seed));
            }
        }
        requireSigners("holdout", source, names);
        List<String> unique = ordered(names);
        if (unique.size() == signers.size()) {
            throw new IllegalArgumentException(
                    "holdout: no signer is left to train on; there are only " + listed(signers));
        }
        return new Split(unique);
    }

    /// A published split of the competition's data.
    ///
    /// @throws IllegalArgumentException if the source lacks one of its signers
    public static Split published(SignedSource source, PublishedSplits split) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(split, "split");
        List<String> signers = signers(source);
        List<String> missing = split.heldOut().stream().filter(name -> !signers.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "split: '" + split.id() + "' holds out " + String.join(", ", split.heldOut())
                            + " of the competition's 21 participants, but these clips have no signer "
                            + String.join(", ", missing) + "; use --holdout or --folds");
        }
        return of(source, split.heldOut(), 0);
    }

    /// One of several folds by signer: each signer is held out in exactly one of them.
    ///
    /// Signers are shuffled by the seed; then, those with most clips first, each joins the fold that has the fewest
    /// clips so far. So folds have nearly as many clips, whatever the signers' shares.
    ///
    /// @param folds K, at least 2
    /// @param fold I, from 0
    /// @throws IllegalArgumentException if there are fewer signers than folds, or no such fold
    public static Split fold(SignedSource source, int folds, int fold, long seed) {
        Objects.requireNonNull(source, "source");
        // In the order of letters, as ever: a seed goes on meaning the same folds.
        List<String> signers = new ArrayList<>(signers(source).stream().sorted().toList());
        if (folds < 2 || folds > signers.size()) {
            throw new IllegalArgumentException("folds: " + folds + " folds of " + signers.size() + " signers; 2 to "
                    + signers.size() + " are possible, for each signer is in one fold");
        }
        if (fold < 0 || fold >= folds) {
            throw new IllegalArgumentException(
                    "fold: there is no fold " + fold + " among " + folds + "; they are numbered 0 to " + (folds - 1));
        }
        Map<String, Integer> clips = new HashMap<>();
        source.recordings().forEach(recording -> clips.merge(recording.signer(), 1, Integer::sum));
        shuffle(signers, Streams.of(seed, "folds"));
        signers.sort(Comparator.comparingInt(signer -> -clips.get(signer)));
        int[] sizes = new int[folds];
        List<String> held = new ArrayList<>();
        for (String signer : signers) {
            int smallest = 0;
            for (int i = 1; i < folds; i++) {
                smallest = sizes[i] < sizes[smallest] ? i : smallest;
            }
            sizes[smallest] += clips.get(signer);
            if (smallest == fold) {
                held.add(signer);
            }
        }
        return of(source, held, seed);
    }

    /// @param option what asks for the signers, for the message
    /// @throws IllegalArgumentException naming the first that does not sign in the source
    public static void requireSigners(String option, SignedSource source, List<String> names) {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(names, "names");
        List<String> signers = signers(source);
        for (String name : names) {
            if (!signers.contains(name)) {
                throw new IllegalArgumentException(
                        option + ": there is no signer '" + name + "'; there are " + listed(signers));
            }
        }
    }

    private static void shuffle(List<String> names, RandomGenerator random) {
        for (int i = names.size() - 1; i > 0; i--) {
            Collections.swap(names, i, random.nextInt(i + 1));
        }
    }

    private static String listed(List<String> signers) {
        int most = 30;
        return String.join(", ", signers.subList(0, Math.min(most, signers.size())))
                + (signers.size() > most ? " and " + Counts.of(signers.size() - most) + " more" : "");
    }

    /// Who signs in a source, in order.
    public static List<String> signers(SignedSource source) {
        Objects.requireNonNull(source, "source");
        Set<String> signers = new HashSet<>();
        source.recordings().forEach(recording -> signers.add(recording.signer()));
        return ordered(signers);
    }

    /// Each name once, in order: numbers as numbers (1, 2, … 10), and the rest letter by letter.
    public static List<String> ordered(Collection<String> names) {
        Objects.requireNonNull(names, "names");
        return names.stream().distinct().sorted(new SignerOrder()).toList();
    }

    /// The signers who are not held out, in order.
    public List<String> trainedOn(SignedSource source) {
        Objects.requireNonNull(source, "source");
        return signers(source).stream().filter(signer -> !heldOut.contains(signer)).toList();
    }

    /// Whether the model is evaluated on this clip, and so not trained on it.
    public boolean isHeldOut(Signed recording) {
        Objects.requireNonNull(recording, "recording");
        return heldOut.contains(recording.signer()) || clips.contains(recording.name());
    }

    /// True if every clip is trained on.
    public boolean isOfNobody() {
        return heldOut.isEmpty() && clips.isEmpty();
    }

    /// Who or what is held out, in words.
    public String description() {
        return !heldOut.isEmpty() ? "signer " + String.join(", ", heldOut) : clips.isEmpty() ? "nobody" : rule;
    }
}
