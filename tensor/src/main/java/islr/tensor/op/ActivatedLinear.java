package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Saved;
import islr.tensor.kernel.Kernels;
import java.util.List;

/// A linear map and a function of each of its numbers: `y = f(z)`, `z = x·Wᵀ + b`.
///
/// The function is applied to each part of z as soon as it is there, while it is in the cache and by the thread that
/// computed it.
///
/// - `linear`: the map, z [.., out] → `y` [.., out]
/// - saved: z
public record ActivatedLinear(Linear linear, Kernels.Unary function) implements Operation {
    private static final String BEFORE = "before";

    @Override
    public List<Tensor> inputs() {
        return linear.inputs();
    }

    @Override
    public Tensor forward(Compute c, Saved saved) {
        Tensor before = c.allocate(linear.shape());
        saved.keep(BEFORE, before);
        Tensor y = c.allocate(before.shape());
        int columns = y.shape().columns();
        linear.forward(c, before, (fromRow, toRow, from, to) -> {
            for (int i = fromRow; i < toRow; i++) {
                int at = i * columns + from;
                c.kernels().unary(function, before.array(), before.offset() + at, y.array(), y.offset() + at,
                        to - from);
            }
        });
        return y;
    }

    @Override
    public void backward(Compute c, Tensor y, Tensor dy, Saved saved, Gradients into) {
        Tensor before = saved.get(BEFORE);
        linear.backward(c, before, Activations.unaryBackward(c, function, before, y, dy), into);
    }
}
