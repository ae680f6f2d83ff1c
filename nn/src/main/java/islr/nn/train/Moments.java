package islr.nn.train;

import islr.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// What Adam remembers of every parameter: the running means of its gradient, m, and of the gradient's square, v, and
/// how many steps were made.
final class Moments {
    private final SequencedMap<String, float[]> m = new LinkedHashMap<>();
    private final SequencedMap<String, float[]> v = new LinkedHashMap<>();
    private int step;

    Moments(Map<String, Tensor> parameters) {
        parameters.forEach((name, w) -> {
            m.put(name, new float[w.size()]);
            v.put(name, new float[w.size()]);
        });
    }

    /// Checks what every Adam is made with.
    static void require(double beta1, double beta2, double epsilon) {
        if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1) || !(epsilon >= 0)) {
            throw new IllegalArgumentException("optimiser: beta " + beta1 + " and " + beta2 + ", epsilon " + epsilon
                    + ": the first two lie in [0, 1), the last must not be negative");
        }
    }

    /// Begins a step: 1 for the first.
    int next() {
        return ++step;
    }

    float[] m(String name) {
        return m.get(name);
    }

    float[] v(String name) {
        return v.get(name);
    }

    /// Everything a resume needs, as tensors: `m.<name>`, `v.<name>` and `step`. A step count up to 2²⁴ is exact in a
    /// float.
    SequencedMap<String, Tensor> state(Map<String, Tensor> parameters) {
        SequencedMap<String, Tensor> state = new LinkedHashMap<>();
        state.put("step", Tensor.scalar(step));
        parameters.forEach((name, w) -> {
            state.put("m." + name, Tensor.of(w.shape(), m.get(name).clone()));
            state.put("v." + name, Tensor.of(w.shape(), v.get(name).clone()));
        });
        return state;
    }

    /// All of it or, with an exception, nothing.
    void restore(Map<String, Tensor> state) {
        int restored = (int) SavedNumbers.find("optimiser state", state, "step", 1).item();
        Map<float[], float[]> copies = new IdentityHashMap<>();
        m.forEach((name, numbers) -> copies.put(numbers,
                SavedNumbers.find("optimiser state", state, "m." + name, numbers.length).toArray()));
        v.forEach((name, numbers) -> copies.put(numbers,
                SavedNumbers.find("optimiser state", state, "v." + name, numbers.length).toArray()));
        copies.forEach((numbers, copy) -> System.arraycopy(copy, 0, numbers, 0, numbers.length));
        step = restored;
    }
}
