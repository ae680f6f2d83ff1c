package islr.recognize;

import java.util.Objects;
import java.util.Optional;

/// What came of one of many clips: a prediction, or why there is none.
///
/// @param input what was asked about
/// @param error one line, if there is no prediction
/// @param readMillis time to read the clip
/// @param predictMillis time from landmarks to probabilities
/// @param <T> a path, or whatever stands for a clip
public record Answer<T>(T input, Optional<Prediction> prediction, Optional<String> error, double readMillis,
        double predictMillis) {
    /// The input may be null, if it was.
    public Answer {
        Objects.requireNonNull(prediction, "prediction");
        Objects.requireNonNull(error, "error");
    }

    static <T> Answer<T> of(T input, Prediction prediction, double readMillis, double predictMillis) {
        return new Answer<>(input, Optional.of(prediction), Optional.empty(), readMillis, predictMillis);
    }

    static <T> Answer<T> failed(T input, String error) {
        return new Answer<>(input, Optional.empty(), Optional.of(error), 0, 0);
    }
}
