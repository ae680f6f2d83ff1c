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
    /// A sample that is equal to another one with the same numbers.
    private record Content(Tensor values) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Content that && values.shape().equals(that.values.shape())
                    && Arrays.equals(values.array(), values.offset(), values.offset() + values.size(),
                            that.values.array(), that.values.offset(), that.values.offset() + that.values.size());
        }

        @Override
        public int hashCode() {
            int hash = 1;
            for (int i = values.offset(); i < values.offset() + values.size(); i++) {
                hash = 31 * hash + Float.hashCode(values.array()[i]);
            }
            return hash;
        }
    }

    static Copies among(List<LabelledSample> samples) {
        Map<Content, List<Integer>> equal = new LinkedHashMap<>();
        for (int i = 0; i < samples.size(); i++) {
            if (!samples.get(i).isEmpty()) {
                equal.computeIfAbsent(new Content(samples.get(i).sample().values()), key -> new ArrayList<>()).add(i);
            }
        }
        return new Copies(equal.values().stream().filter(places -> places.size() > 1).toList());
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
