package islr.system.fingerspelling;

/// The two stages of the original, whose networks differ.
public enum Part {
    /// Relative attention, one feature extractor. Its predictions are what the second part's confidence learns from.
    ONE,
    /// Rotary attention, four more feature extractors, a confidence, and in training a decoder that spells backwards.
    TWO
}
