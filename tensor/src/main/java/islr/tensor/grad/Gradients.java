package islr.tensor.grad;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The gradients of a loss with respect to the parameters that took part in it.
///
/// Tensors are told apart by identity. While the tape runs backwards the gradients of intermediate results are here
/// too, each until the operation that made the result has used it.
public final class Gradients {
    private final Set<Tensor> followed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Tensor, Share> shares = new IdentityHashMap<>();
    private final Map<Tensor, List<RowGradient>> rows = new IdentityHashMap<>();
    private Compute compute;
    private Tensor loss;

    /// A gradient so far. The first share is a tensor that others may use; from the second share on, it is a sum of its
    /// own.
    private record Share(Tensor sum, boolean own) {}

    Gradients() {}

    void follow(Tensor y) {
        followed.add(y);
    }

    void begin(Compute c, Tensor scalar, Tensor one) {
        compute = c;
        loss = scalar;
        if (wants(scalar)) {
            add(scalar, one);
        }
    }

    /// Whether a gradient is needed for a tensor: it is a parameter or was computed from one.
    public boolean wants(Tensor x) {
        return x != null && (x.isParameter() || followed.contains(x));
    }

    /// Adds a share to the gradient of `x`. The share may be shared with others: it is not written.
    ///
    /// @throws IllegalArgumentException if the shapes differ
    public void add(Tensor x, Tensor share) {
        if (!wants(x)) {
            return;
        }
        if (!x.shape().equals(share.shape())) {
            throw new IllegalArgumentException(
                    "gradient: the share is " + share.shape() + ", the tensor is " + x.shape());
        }
        Share before = shares.get(x);
        if (before == null) {
            shares.put(x, new Share(share, false));
            return;
        }
        Tensor sum = before.sum;
        if (!before.own) {
            sum = compute.allocate(x.shape());
            System.arraycopy(before.sum.array(), before.sum.offset(), sum.array(), sum.offset(), sum.size());
            shares.put(x, new Share(sum, true));
        }
        compute.kernels().axpy(1, share.array(), share.offset(), sum.array(), sum.offset(), sum.size());
    }

    /// Adds shares to single rows of the gradient of a table, and remembers them one by one (see [#rows(Tensor)]).
    public void addRows(Tensor table, RowGradient share) {
        if (!wants(table)) {
            return;
        }
        if (table.isParameter()) {
            rows.computeIfAbsent(table, t -> new ArrayList<>()).add(share);
        }
        add(table, share.dense(compute, table.shape()));
    }

    Tensor take(Tensor y) {
        Share share = shares.remove(y);
        return share == null ? null : share.sum;
    }

    /// The loss itself.
    public Tensor loss() {
        return loss;
    }

    /// Whether the loss depends on a parameter.
    public boolean has(Tensor parameter) {
        return shares.containsKey(Objects.requireNonNull(parameter, "parameter"));
    }

    /// The gradient with respect to a parameter, of its shape.
    ///
    /// @throws IllegalArgumentException if the loss does not depend on it
    public Tensor of(Tensor parameter) {
        Share share = shares.get(parameter);
        if (share == null) {
            throw new IllegalArgumentException("gradient: the loss does not depend on Tensor" + parameter.shape()
                    + (parameter.isParameter() ? "" : ", which is not a parameter"));
        }
        return share.sum;
    }

    /// The gradient of a table as it came, a row for each use (for optimisers that treat rows of a table apart); empty
    /// for other tensors.
    public List<RowGradient> rows(Tensor table) {
        return rows.getOrDefault(Objects.requireNonNull(table, "table"), List.of());
    }

    /// The loss, and the shapes of the parameters that have a gradient, in the order of their text: tensors have no
    /// names. Of more than twenty, the first.
    @Override
    public String toString() {
        List<String> shapes = shares.keySet().stream().filter(Tensor::isParameter).map(x -> x.shape().toString())
                .sorted().toList();
        int shown = Math.min(shapes.size(), 20);
        return "Gradients of " + (loss == null ? "no loss yet" : loss) + " with respect to " + shapes.size()
                + " parameters: " + String.join(", ", shapes.subList(0, shown))
                + (shown < shapes.size() ? ", ..." : "");
    }
}
