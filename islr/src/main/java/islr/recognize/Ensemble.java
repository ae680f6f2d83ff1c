package islr.recognize;

import islr.data.Clip;
import islr.data.ClipNote;
import islr.data.SignList;
import islr.data.SkeletonRows;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Several classifiers that answer together: `p = Σ_i w_i·p_i / Σ_i w_i`, over those that see something in the clip.
///
/// Each member's probabilities are those of its own temperature. Which answers of all together are sure, nobody has
/// measured: the thresholds of the members are about their own answers. So an ensemble does not
/// say whether it is sure ([#certainty()] is [Certainty#UNKNOWN]), unless nothing is seen in a clip.
public final class Ensemble implements Classifier {
    private final List<Classifier> members;
    private final float[] weights;
    private final SkeletonRows rows;

    /// @param members at least one
    /// @param weights one for each, positive
    /// @throws IllegalArgumentException if there are not as many weights, one is not positive, or the members have
    ///     different lists of signs
    public Ensemble(List<? extends Classifier> members, List<Double> weights) {
        Objects.requireNonNull(members, "members");
        Objects.requireNonNull(weights, "weights");
        if (members.isEmpty() || members.size() != weights.size()) {
            throw new IllegalArgumentException("ensemble: " + weights.size() + " weights for " + members.size()
                    + " models; one for each is needed");
        }
        for (double weight : weights) {
            if (!(weight > 0 && Double.isFinite(weight))) {
                throw new IllegalArgumentException("ensemble: a weight must be positive, but one is " + weight);
            }
        }
        for (int i = 1; i < members.size(); i++) {
            requireSameSigns(members.getFirst().signs(), members.get(i).signs(), i + 1);
        }
        this.members = List.copyOf(members);
        this.weights = new float[weights.size()];
        for (int i = 0; i < this.weights.length; i++) {
            this.weights[i] = weights.get(i).floatValue();
        }
        rows = SkeletonRows
                .of(members.stream().flatMapToInt(member -> IntStream.of(member.rows().toArray())).toArray());
    }

    private static void requireSameSigns(SignList first, SignList other, int number) {
        difference(first, other).ifPresent(difference -> {
            throw new IllegalArgumentException(
                    "ensemble: model " + number + " has another list of signs than the first: " + difference);
        });
    }

    /// Where two lists of signs differ, and what follows from it.
    static Optional<String> difference(SignList first, SignList other) {
        if (first.equals(other)) {
            return Optional.empty();
        }
        String difference = first.size() != other.size() ? first.size() + " against " + other.size()
                : IntStream
                        .range(0, first.size()).filter(i -> !first.name(i).equals(other.name(i))).mapToObj(i -> "class "
                                + i + " is '" + first.name(i) + "' in one and '" + other.name(i) + "' in the other")
                        .findFirst().orElseThrow();
        return Optional.of(difference + "; only models with the same signs in the same order can answer together");
    }

    @Override
    public SignList signs() {
        return members.getFirst().signs();
    }

    @Override
    public SkeletonRows rows() {
        return rows;
    }

    @Override
    public Set<ClipNote> notes(Clip clip) {
        Objects.requireNonNull(clip, "clip");
        return members.stream().flatMap(member -> member.notes(clip).stream()).collect(Collectors.toSet());
    }

    @Override
    public Scores scores(Compute c, Clip clip) {
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(clip, "clip");
        return together(c, member -> member.scores(c, clip));
    }

    @Override
    public Scores scores(Compute c, Clip clip, RandomGenerator random) {
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(random, "random");
        return together(c, member -> member.scores(c, clip, random));
    }

    private Scores together(Compute c, Function<Classifier, Scores> ask) {
        List<Scores> answers = new ArrayList<>();
        members.forEach(member -> answers.add(ask.apply(member)));
        float total = 0;
        Tensor sum = null;
        for (int i = 0; i < weights.length; i++) {
            if (answers.get(i).probabilities().isPresent()) {
                Tensor share = answers.get(i).probabilities().get().scale(c, weights[i]);
                sum = sum == null ? share : sum.add(c, share);
                total += weights[i];
            }
        }
        return sum == null ? answers.getFirst()
                : new Scores(Optional.of(sum.scale(c, 1 / total)), Optional.empty(), OptionalDouble.empty(), "");
    }
}
