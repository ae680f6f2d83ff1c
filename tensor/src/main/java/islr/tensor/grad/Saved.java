package islr.tensor.grad;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/// What one run of an operation's forward keeps for its backward: tensors by name.
///
/// The tape hands a new one to every operation that it records. Everywhere else forward gets [#nothing()], which keeps
/// nothing and takes no memory. So an operation computes the same either way and never asks whether a tape is
/// recording. A caller that
/// wants to look at what an operation keeps, such as the probabilities of an attention, runs it with [#keeping()].
public final class Saved {
    private static final Saved NOTHING = new Saved(null);

    private final Map<String, Tensor> tensors;

    private Saved(Map<String, Tensor> tensors) {
        this.tensors = tensors;
    }

    /// Keeps nothing.
    public static Saved nothing() {
        return NOTHING;
    }

    /// Keeps everything.
    public static Saved keeping() {
        return new Saved(new LinkedHashMap<>());
    }

    /// Keeps a tensor that the computation needs anyway.
    public void keep(String name, Tensor x) {
        if (tensors != null) {
            tensors.put(name, x);
        }
    }

    /// A new tensor of unspecified contents for numbers that only backward needs, or null if nothing is kept.
    public Tensor room(Compute c, String name, int... sizes) {
        if (tensors == null) {
            return null;
        }
        Tensor x = c.allocate(sizes);
        tensors.put(name, x);
        return x;
    }

    /// @return what forward kept under that name
    /// @throws IllegalStateException if nothing was kept under that name
    public Tensor get(String name) {
        Tensor x = tensors == null ? null : tensors.get(name);
        if (x == null) {
            throw new IllegalStateException("saved: '" + name + "' was not kept" + (tensors == null
                    ? ", because forward ran with Saved.nothing()" : "; there is only " + tensors.keySet()));
        }
        return x;
    }
}
