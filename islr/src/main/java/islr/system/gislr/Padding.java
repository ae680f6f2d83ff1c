package islr.system.gislr;

/// What attention makes of the frames that do not count: padding and, in training, frames dropped at random.
public enum Padding {
    /// As the original has it: every frame looks at padding too, and a frame that does not count looks at all frames
    /// equally. What the model answers depends on how much padding there is.
    ATTENDED,
    /// Frames that do not count are not looked at. They change nothing, so they need not be there.
    MASKED;
}
