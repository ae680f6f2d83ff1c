package islr.train;

import islr.dataset.LabelledSample;
import islr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Clips that are the same, found by what the model reads of them.
///
/// @param groups places of clips that are equal, two or more in each, in their order
record Copies(List<List<Integer>> groups) {
    private record Content(int width, float[] values) {
        static Content of(Tensor sample) {
            float[] values = Arrays.copyOfRange(sample.array(), sample.offset(), sample.offset() + sample.size());
            return new Content(sample.shape().dim(1), values);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Content that && width == that.width && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    static Copies among(List<LabelledSample> samples) {
        Map<Integer, List<Integer>> alike = new LinkedHashMap<>();
        for (int i = 0; i < samples.size(); i++) {
            if (!samples.get(i).isEmpty()) {
                int hash = Content.of(samples.get(i).sample().values()).hashCode();
                alike.computeIfAbsent(hash, key -> new ArrayList<>()).add(i);
            }
        }
        List<List<Integer>> groups = new ArrayList<>();
        alike.values().stream().filter(places -> places.size() > 1)
                .forEach(places -> groups.addAll(equal(places, samples)));
        return new Copies(groups);
    }

    private static List<List<Integer>> equal(List<Integer> alike, List<LabelledSample> samples) {
        Map<Content, List<Integer>> equal = new LinkedHashMap<>();
        for (int i : alike) {
            equal.computeIfAbsent(Content.of(samples.get(i).sample().values()), key -> new ArrayList<>()).add(i);
        }
        return equal.values().stream().filter(places -> places.size() > 1).toList();
    }

    /// How many clips there are without which each would be there once.
    int count() {
        return groups.stream().mapToInt(group -> group.size() - 1).sum();
    }

    /// Those of `some` that are equal to one of `others`.
    List<Integer> of(Collection<Integer> some, Collection<Integer> others) {
        return groups.stream().filter(group -> group.stream().anyMatch(others::contains))
                .flatMap(group -> group.stream().filter(some::contains)).sorted().toList();
    }
}
