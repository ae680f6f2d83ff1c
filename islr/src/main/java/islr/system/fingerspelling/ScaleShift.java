package islr.system.fingerspelling;

import islr.nn.Init;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Tensor;

/// A learned scale and shift of every channel in front of a module: `y = scale·x + bias`.
///
/// - `scale_<module>`, `bias_<module>` `[1, 1, d]`; fresh 1 and 0
final class ScaleShift {
    private final Tensor scale;
    private final Tensor bias;
    private final int width;

    ScaleShift(int width, String module, Parameters parameters) {
        this.width = width;
        scale = parameters.get("scale_" + module, Init.ones(), 1, 1, width);
        bias = parameters.get("bias_" + module, Init.zeros(), 1, 1, width);
    }

    /// This and a map behind it as one map: `W·(s·x + b) + c = (W·s)·x + (W·b + c)`.
    Linear foldedInto(Compute c, Linear map) {
        Tensor weight = map.weight().multiply(c, scale.reshape(c, width));
        Tensor shift = map.forward(c, bias.reshape(c, 1, width));
        return Linear.of(weight.copy().parameter(), shift.reshape(c, shift.size()).copy().parameter());
    }

    Tensor forward(Compute c, Tensor x) {
        return x.multiply(c, scale.reshape(c, width)).add(c, bias.reshape(c, width));
    }
}
