package islr.tools.model;

import islr.data.Clip;
import islr.recognize.Speller;
import islr.recognize.SpellerFile;
import islr.synthetic.SpellingSettings;
import islr.synthetic.SyntheticSpellers;
import islr.system.fingerspelling.Fingerspelling;
import islr.system.fingerspelling.Spelling;
import islr.system.fingerspelling.SpellingEnsemble;
import java.util.Objects;

/// What two spellers answer to synthetic sequences.
///
/// @param sequences how many they were asked about
/// @param same how many they gave the same answer to
/// @param difference the largest of two confidences; 0 if they have none
public record TriedSequences(int sequences, int same, double difference) {
    private static final int SEQUENCES = 12;

    /// Asks both.
    public static TriedSequences of(SpellerFile first, SpellerFile second) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        SyntheticSpellers spellers = new SyntheticSpellers(SpellingSettings.DEFAULT);
        int same = 0;
        double difference = 0;
        try (Speller one = speller(first); Speller other = speller(second)) {
            for (int i = 0; i < SEQUENCES; i++) {
                Clip sequence = spellers.clip(i, i);
                Spelling a = one.spell(sequence);
                Spelling b = other.spell(sequence);
                same += a.tokens().equals(b.tokens()) ? 1 : 0;
                difference = Double.isNaN(a.confidence()) ? difference
                        : Math.max(difference, Math.abs(a.confidence() - b.confidence()));
            }
        }
        return new TriedSequences(SEQUENCES, same, difference);
    }

    /// With short and unsure answers, too.
    private static Speller speller(SpellerFile file) {
        return new Speller(SpellingEnsemble.of(file.network(), Fingerspelling.features(file.settings()),
                Fingerspelling.options(file.settings()).trusting()), 1);
    }

    /// Whether all answers are the same.
    public boolean isFull() {
        return same == sequences;
    }

    @Override
    public String toString() {
        return "%d of %d sequences are answered alike; the largest difference of two confidences is %.1g"
                .formatted(same, sequences, difference);
    }
}
