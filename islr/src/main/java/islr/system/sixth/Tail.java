package islr.system.sixth;

/// How many frames of zeros the smoothing of a clip's last frames looks at when the model predicts.
public enum Tail {
    /// Two, or as many as there is room for in L frames: what it looks at in training.
    FITTING,
    /// Two, also where the clip fills L frames: as the file that was handed in.
    TWO,
    /// None: as for a clip that fills L frames.
    NONE;
}
