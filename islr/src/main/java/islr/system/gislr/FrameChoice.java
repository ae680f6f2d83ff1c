package islr.system.gislr;

import islr.data.Clip;
import islr.tensor.Memory;

/// Which frames and landmarks of a clip a system keeps.
@FunctionalInterface
interface FrameChoice {
    KeptFrames of(Clip clip, Memory memory);
}
