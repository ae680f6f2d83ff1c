package islr.cli;

import islr.recognize.Prediction;
import java.util.Optional;

/// What came of one clip: a prediction, or why there is none.
///
/// @param clip as given or found
/// @param readMillis time to read the file
/// @param predictMillis time from landmarks to probabilities
record Result(String clip, Optional<Prediction> prediction, Optional<String> error, double readMillis,
        double predictMillis) {
    static Result of(String clip, Prediction prediction, double readMillis, double predictMillis) {
        return new Result(clip, Optional.of(prediction), Optional.empty(), readMillis, predictMillis);
    }

    static Result failed(String clip, String error) {
        return new Result(clip, Optional.empty(), Optional.of(error), 0, 0);
    }
}
