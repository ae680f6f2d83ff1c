package islr.recognize;

import islr.system.fingerspelling.Spelling;
import java.util.Objects;
import java.util.Optional;

/// What came of one of many sequences: a phrase, or why there is none.
///
/// @param input what was asked about
/// @param frames of the sequence; 0 if it could not be read
/// @param spelling the answer
/// @param error one line, if there is no answer
/// @param readMillis time to read the sequence; of several that were read together, an equal share
/// @param spellMillis time from landmarks to the phrase, likewise
/// @param <T> whatever stands for a sequence
public record SpellingAnswer<T>(T input, int frames, Optional<Spelling> spelling, Optional<String> error,
        double readMillis, double spellMillis) {
    public SpellingAnswer {
        Objects.requireNonNull(spelling, "spelling");
        Objects.requireNonNull(error, "error");
    }

    static <T> SpellingAnswer<T> failed(T input, String error) {
        return new SpellingAnswer<>(input, 0, Optional.empty(), Optional.of(error), 0, 0);
    }
}
