package islr.recognize;

import islr.system.Architecture;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import java.util.HashMap;
import java.util.Map;

/// The tensors of a checkpoint by our names. A file of another program is translated once for all presets of an
/// architecture, because that moves every number.
final class OurNames {
    private final Checkpoint checkpoint;
    private final Map<Class<? extends Architecture>, Architecture.Ours> known = new HashMap<>();

    OurNames(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    /// As it was read.
    Checkpoint checkpoint() {
        return checkpoint;
    }

    /// @throws WeightsException as [Architecture#inOurNames]
    Architecture.Ours of(Architecture architecture) throws WeightsException {
        Architecture.Ours ours = known.get(architecture.getClass());
        if (ours == null) {
            ours = architecture.inOurNames(checkpoint);
            known.put(architecture.getClass(), ours);
        }
        return ours;
    }
}
