package islr.dataset;

import islr.internal.Streams;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A share of the clips, drawn by chance: `20%` is a fifth of the clips of each sign, `20%:random` a fifth of all
/// clips, whatever their signs.
///
/// @param text as it was given
/// @param share between 0 and 1
/// @param bySign whether it is that share of each sign
record Share(String text, double share, boolean bySign) {
    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)%(:random)?");

    /// @return empty if the text is no percentage
    /// @throws IllegalArgumentException if it is one that leaves one side empty
    static Optional<Share> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        double share = Double.parseDouble(form.group(1)) / 100;
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "holdout: " + text + " leaves one side without a clip; give more than 0% and less than 100%");
        }
        return Optional.of(new Share(text, share, form.group(2) == null));
    }

    /// The names of the clips that are held out. A sign with two clips or more has some on both sides; a single clip is
    /// trained on.
    ///
    /// @throws IllegalArgumentException if no clip can be held out
    Set<String> draw(List<? extends Signed> recordings, long seed) {
        Map<Integer, List<String>> groups = new TreeMap<>();
        for (Signed recording : recordings) {
            groups.computeIfAbsent(bySign ? recording.group() : 0, label -> new ArrayList<>()).add(recording.name());
        }
        Set<String> drawn = new HashSet<>();
        groups.forEach((label, names) -> {
            RandomGenerator random = Streams.of(seed, "holdout", label);
            long count = Math.clamp(Math.round(share * names.size()), Math.min(1, names.size() - 1), names.size() - 1);
            for (int i = 0; i < count; i++) {
                drawn.add(names.remove(random.nextInt(names.size())));
            }
        });
        if (drawn.isEmpty()) {
            throw new IllegalArgumentException("holdout: " + text + ": no sign has two clips, so none can be held out");
        }
        return drawn;
    }
}
