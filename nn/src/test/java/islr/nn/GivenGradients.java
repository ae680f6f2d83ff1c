package islr.nn;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.op.Gather;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Makes the tape return gradients that a test has chosen: those of the loss Σ g·w, which are g to the bit.
public final class GivenGradients {
    private final Compute c;
    private final List<UnaryOperator<Tensor>> terms = new ArrayList<>();

    public GivenGradients(Compute c) {
        this.c = c;
    }

    /// All of them dense.
    public static Gradients dense(Compute c, Map<String, Tensor> parameters, Map<String, Tensor> gradients) {
        GivenGradients given = new GivenGradients(c);
        gradients.forEach((name, g) -> given.dense(parameters.get(name), g));
        return given.gradients();
    }

    public GivenGradients dense(Tensor w, Tensor g) {
        terms.add(loss -> loss.add(c, w.multiply(c, g).sum(c)));
        return this;
    }

    /// Row `i` of g belongs to a use of row `rows[i]` of the table, which stands for `multiplicity[i]` rows (null:
    /// for one).
    public GivenGradients rows(Tensor table, int[] rows, float[] multiplicity, Tensor g) {
        terms.add(loss -> loss.add(c, c.run(new Gather.Rows(table, rows, multiplicity)).multiply(c, g).sum(c)));
        return this;
    }

    public Gradients gradients() {
        return Tape.record(c, () -> {
            Tensor loss = Tensor.scalar(0);
            for (UnaryOperator<Tensor> term : terms) {
                loss = term.apply(loss);
            }
            return loss;
        });
    }
}
