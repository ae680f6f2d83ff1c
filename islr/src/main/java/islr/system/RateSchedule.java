package islr.system;

import islr.nn.train.Schedule;

/// How the learning rate of a run falls behind its warm-up.
public enum RateSchedule {
    /// Along half a cosine: slowly, fast, slowly.
    COSINE,
    /// In a straight line.
    LINEAR,
    /// Not at all.
    CONSTANT;

    /// @param rate at the start
    /// @param epochs until 0 would be reached
    /// @return the rate of each epoch from there on
    /// @throws IllegalArgumentException if there are no epochs
    public Schedule falling(double rate, int epochs) {
        return switch (this) {
            case COSINE -> Schedule.cosine(rate, 0, epochs);
            case LINEAR -> Schedule.linear(rate, 0, epochs);
            case CONSTANT -> Schedule.constant(rate);
        };
    }
}
