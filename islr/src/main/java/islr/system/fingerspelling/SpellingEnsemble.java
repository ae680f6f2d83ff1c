package islr.system.fingerspelling;

import islr.data.Clip;
import islr.system.Batch;
import islr.system.Sample;
import islr.system.fingerspelling.FingerspellingNetwork.Encoded;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Answers sequences with phrases: one network, or several whose logits are averaged. Thread-safe.
public final class SpellingEnsemble {
    private final List<SpellingMember> members;
    private final SpellingFeatures features;
    private final SpellingOptions options;

    /// @param members at least one, all with a confidence or all without
    /// @throws IllegalArgumentException if the networks do not fit together
    public SpellingEnsemble(List<SpellingMember> members, SpellingFeatures features, SpellingOptions options) {
        Objects.requireNonNull(members, "members");
        this.members = List.copyOf(members);
        this.features = Objects.requireNonNull(features, "features");
        this.options = Objects.requireNonNull(options, "options");
        if (members.isEmpty()) {
            throw new IllegalArgumentException("speller: no network");
        }
        for (SpellingMember member : members) {
            FingerspellingNetwork network = member.network();
            if (network.isSecond() != first().isSecond() || network.sizes().letters() != first().sizes().letters()) {
                throw new IllegalArgumentException(
                        "speller: networks of " + first().sizes() + " and " + network.sizes() + " do not fit together");
            }
            if (network.sizes().frames() < features.frames()) {
                throw new IllegalArgumentException("speller: sequences of up to " + features.frames()
                        + " frames, a network for " + network.sizes().frames());
            }
        }
    }

    /// A single network.
    public static SpellingEnsemble of(FingerspellingNetwork network, SpellingFeatures features,
            SpellingOptions options) {
        return new SpellingEnsemble(List.of(new SpellingMember(network, 1)), features, options);
    }

    private FingerspellingNetwork first() {
        return members.getFirst().network();
    }

    /// What it reads of a clip.
    public SpellingFeatures features() {
        return features;
    }

    /// The phrase of a clip.
    public Spelling spell(Compute c, Clip clip) {
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(clip, "clip");
        return spell(c, features.of(clip, c.memory()), clip.frames());
    }

    /// The phrase of a sample.
    ///
    /// @param frames how many frames the sequence had, before any were left out
    public Spelling spell(Compute c, Sample sample, int frames) {
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(sample, "sample");
        return spell(c, List.of(sample), new int[] {frames}).getFirst();
    }

    /// The phrases of several samples, which are encoded together.
    ///
    /// @param frames how many frames each sequence had, before any were left out
    public List<Spelling> spell(Compute c, List<Sample> samples, int[] frames) {
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(samples, "samples");
        Objects.requireNonNull(frames, "frames");
        if (frames.length != samples.size()) {
            throw new IllegalArgumentException(
                    "speller: " + samples.size() + " samples with " + frames.length + " numbers of frames");
        }
        Spelling[] answers = new Spelling[samples.size()];
        List<Integer> read = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            if (options.tooShort(frames[i]) || samples.get(i).isEmpty()) {
                answers[i] = Spelling.placeholder(Double.NaN);
            } else {
                read.add(i);
            }
        }
        if (!read.isEmpty()) {
            List<Spelling> spelled = spell(c, read.stream().map(samples::get).toList());
            for (int i = 0; i < spelled.size(); i++) {
                answers[read.get(i)] = spelled.get(i);
            }
        }
        return List.of(answers);
    }

    private List<Spelling> spell(Compute c, List<Sample> samples) {
        Batch batch = Batch.of(c.memory(), samples);
        List<Encoded> encoded = members.stream().map(member -> member.network().encode(c, batch)).toList();
        double[] confidences = confidences(c, encoded, samples.size());
        List<List<Integer>> phrases;
        int most = first().sizes().letters();
        if (options.beams() == 1) {
            phrases = GreedySearch.spell(new NextLetters(c, members, encoded), samples.size(), most);
        } else {
            phrases = new ArrayList<>();
            for (int s = 0; s < samples.size(); s++) {
                int clip = s;
                phrases.add(BeamSearch.spell(c,
                        new NextLetters(c, members, encoded.stream().map(all -> all.only(clip)).toList()),
                        options.beams(), most));
            }
        }
        List<Spelling> answers = new ArrayList<>();
        for (int s = 0; s < samples.size(); s++) {
            answers.add(options.answer(phrases.get(s), Integer.MAX_VALUE, confidences[s]));
        }
        return answers;
    }

    /// Weighted means of the logits as probabilities; NaN if there are none.
    private double[] confidences(Compute c, List<Encoded> encoded, int clips) {
        double[] confidences = new double[clips];
        for (int m = 0; m < members.size(); m++) {
            Tensor logits = first().isSecond() ? members.get(m).network().confidence(c, encoded.get(m)) : null;
            for (int s = 0; s < clips; s++) {
                confidences[s] += logits == null ? Double.NaN : members.get(m).weight() * logits.get(s);
            }
        }
        for (int s = 0; s < clips; s++) {
            confidences[s] = 1 / (1 + Math.exp(-confidences[s]));
        }
        return confidences;
    }
}
